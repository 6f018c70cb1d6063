"""Reading a payment code: refused, forgiven, or read with a warning."""

from dataclasses import replace

import pytest

from qr_labels.payload import emv
from qr_labels.payload.vietqr import LONGEST_PAYLOAD, Payment, decode, encode

STALL = encode(Payment(bin="970436", account="0000000001"))
PAYEE = "38540010A00000072701240006970436011000000000010208QRIBFTTA"


def signed(body: str) -> str:
    """The body with the checksum that fits it."""
    return body + "6304" + emv.crc(body + "6304")


def code(*objects: str, payee: str = PAYEE, initiation: str = "010211") -> str:
    return signed("000201" + initiation + payee + "".join(objects) + "53037045802VN")


def test_a_plain_code_is_read_strictly_without_a_word() -> None:
    reading = decode(STALL)

    assert reading.strict
    assert reading.kind == "vietqr"
    assert (reading.problems, reading.leniencies, reading.warnings) == ((), (), ())
    assert reading.payment == Payment(bin="970436", account="0000000001")


def test_a_refused_code_shows_no_account() -> None:
    reading = decode(STALL[:-1] + "X")

    assert not reading.valid
    assert reading.kind == "vietqr"
    assert reading.payment is None
    assert reading.fields == {}
    assert reading.unknown == ()
    assert "0000000001" not in repr(reading)


VNPAY = signed("00020101021126280010A000000775011000000000005204829953037045802VN")
PROMPTPAY = "00020101021129370016A000000677010111011300660000000005802TH530376463048956"
OVERFULL_PAYEE = "38590010A00000072701290006970436011000000000010201X0208QRIBFTTA"


@pytest.mark.parametrize(
    ("text", "kind", "scheme"),
    [
        (VNPAY, "vnpay", "VNPAY-QR"),
        (PROMPTPAY, "promptpay", "PromptPay"),
        (signed("00020101021126130009SG.PAYNOW53037025802SG"), "emv", "PayNow"),
        (signed("000201010211021600000000000000005303704"), "emv", "card scheme"),
        (signed("0002010102115303704"), "emv", None),
        ("https://example.com/?q=1", "not_emv", None),
        ("WIFI:T:WPA;S:MAU;P:00000000;;", "not_emv", None),
        ("xin chào", "not_emv", None),
        ("", "not_emv", None),
        (" \n\t", "not_emv", None),
        ("0" * 40, "not_emv", None),
    ],
)  # fmt: skip
def test_what_is_no_vietqr_code_is_called_what_it_is(
    text: str, kind: str, scheme: str | None
) -> None:
    reading = decode(text)

    assert not reading.valid
    assert (reading.kind, reading.scheme) == (kind, scheme)
    assert reading.problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (STALL + "A", "truncated"),
        (STALL[:60], "truncated"),
        (signed("000202" + STALL[6:-8]), "format"),
        (signed(STALL[6:-8]), "format_not_first"),
        (STALL[:-8], "crc_missing"),
        (signed(STALL[:-8]) + "6001A", "crc_not_last"),
        (STALL[:-4] + "0x10", "crc_format"),
        (code(initiation="010213"), "initiation"),
        (code("5406500000", "54071.25000"), "duplicate"),
        (code("5400"), "amount"),
        (code("540650.000"), "amount"),
        (code("5407٥٠٠٠٠٠٠"), "amount"),
        (code("56045000"), "fee"),
        (code("550203", "570600.010"), "fee_percent"),
        (code("550202", "560510.00"), "fee_fixed"),
        (code("6103HÀN"), "not_ascii"),
        (code("2600"), "empty"),
        (code("27" + PAYEE[2:]), "second_payee"),
        (code("27190010A0000007279901X"), "second_payee"),
        (code("6205TEXT!"), "additional_header"),
        (code(payee="38140010A000000727"), "account_missing"),
        (code(payee=OVERFULL_PAYEE), "holder_object"),
        (code("5903A\u200bB"), "hidden"),
        (code("5903A\u2066B"), "hidden"),
        ("0002015903A\ud800B6304ABCD", "hidden"),
        ("0" * (LONGEST_PAYLOAD + 1), "too_long"),
    ],
)  # fmt: skip
def test_what_could_change_the_payment_is_refused(text: str, problem: str) -> None:
    assert problem in [one.problem for one in decode(text).problems]


@pytest.mark.parametrize(
    ("text", "leniency"),
    [
        ("\ufeff" + STALL + "\r\n", "edges"),
        ("\u3000" + STALL + "\u00a0", "edges"),
        (STALL[:-4] + STALL[-4:].lower(), "crc_case"),
        (code(initiation=""), "initiation_missing"),
        (signed("000201010211" + PAYEE + "5303704"), "country_missing"),
        (code("5900"), "empty"),
        (code("6100"), "empty"),
        (code("62040800"), "empty"),
        (code("6400"), "empty"),
        (code("61110123456789A"), "too_long"),
        (code("62090805Bún M"), "not_ascii"),
        (code("540750000.0"), "amount_decimals"),
        (code("52045A12"), "mcc"),
        (code("62140803DH11003ABC"), "reserved"),
        (code("62090905AMEAX"), "data_request"),
        (code("6503ABC"), "reserved"),
        (code("8000"), "not_a_template"),
        (code("8003Đ12"), "not_ascii"),
        (code("64060002vi"), "not_a_template"),
        (code("64110003vie0100"), "language"),
    ],
)  # fmt: skip
def test_a_fault_that_changes_no_payment_is_forgiven_and_named(text: str, leniency: str) -> None:
    reading = decode(text)

    assert reading.valid, reading.problems
    assert not reading.strict
    assert leniency in [one.problem for one in reading.leniencies]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (code(payee=PAYEE.replace("970436", "970499")), "bin_unknown"),
        (code(payee=PAYEE.replace("970436", "970488")), "bin_excluded"),
        (code(payee=PAYEE.replace("0000000001", "000 000 01")), "account_space"),
        (code("5409500000000"), "amount_ceiling"),
        (code(initiation="010212"), "dynamic_without_amount"),
        (code("02160000000000000000"), "other_scheme"),
        (code("26180010A0000007750100"), "other_scheme"),
        (code(*(f"{tag}99" + "0095" + "A" * 95 for tag in range(26, 31))), "long"),
    ],
)
def test_what_is_odd_but_within_the_rules_is_warned_of(text: str, warning: str) -> None:
    reading = decode(text)

    assert reading.strict
    assert warning in [one.problem for one in reading.warnings]


def test_the_scheme_beside_is_named() -> None:
    warning = decode(code("26280010A00000077501100000000000")).warnings[0]

    assert "VNPAY-QR" in warning.message


def test_all_problems_are_told_at_once() -> None:
    text = signed("000201010213" + PAYEE + "53038405802US")

    assert [one.problem for one in decode(text).problems] == ["initiation", "currency", "country"]


def test_a_message_never_repeats_hostile_characters() -> None:
    reading = decode("0002015903A\u202eB6304ABCD")

    assert all(one.message.isascii() for one in reading.problems)


def test_a_forgiven_fault_is_mended_when_the_code_is_written_again() -> None:
    payment = decode(code(initiation="") + "\n").payment

    assert payment is not None
    assert encode(payment) == STALL


def test_a_code_that_does_not_say_is_taken_for_static() -> None:
    payment = decode(code("540535000", initiation="")).payment

    assert payment is not None
    assert not payment.is_dynamic
    assert payment.amount == 35000


def test_amounts_are_kept_as_they_were_written() -> None:
    for written in ("0050000", "50000."):
        text = code(f"54{len(written):02d}{written}")
        reading = decode(text)
        assert reading.fields["amount"] == written
        assert reading.payment is not None
        assert reading.payment.amount == 50000
        assert encode(reading.payment) == text


def test_unknown_objects_keep_their_order_and_place() -> None:
    body = "0002019907000399A010211" + PAYEE + "8003ABC0203XYZ53037045802VN"
    text = signed(body)

    reading = decode(text)

    assert reading.fields["unknown"] == [["99", "000399A"], ["80", "ABC"], ["02", "XYZ"]]
    assert reading.payment is not None
    assert encode(reading.payment) == text


def test_a_changed_payment_keeps_the_unknown_objects_in_place() -> None:
    payment = decode(code("80190015vn.example.shop")).payment
    assert payment is not None

    fields = decode(encode(replace(payment, purpose="DH1"))).fields

    assert fields["purpose"] == "DH1"
    assert fields["unknown"] == [["80", "0015vn.example.shop"]]
