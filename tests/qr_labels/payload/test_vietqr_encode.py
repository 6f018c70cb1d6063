"""Writing a payment code: what is refused, and what the refusal says."""

from dataclasses import replace
from typing import Any

import pytest

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.vietqr import (
    Fee,
    Layout,
    LocalName,
    Payment,
    Unknown,
    decode,
    encode,
)

STALL = Payment(bin="970436", account="1012345678")


def refusal(payment: Payment, **options: Any) -> PayloadError:
    with pytest.raises(PayloadError) as caught:
        encode(payment, **options)
    return caught.value


def test_a_code_without_amount_is_static() -> None:
    assert encode(STALL) == (
        "00020101021138540010A00000072701240006970436011010123456780208QRIBFTTA"
        "53037045802VN6304497A"
    )


def test_a_code_with_amount_is_dynamic() -> None:
    assert encode(replace(STALL, amount=50000, purpose="DH 1234")) == (
        "00020101021238540010A00000072701240006970436011010123456780208QRIBFTTA"
        "53037045405500005802VN62110807DH 123463046725"
    )


def test_a_price_tag_is_static_with_an_amount() -> None:
    reading = decode(encode(replace(STALL, amount=35000, initiation="11")))

    assert reading.fields["initiation"] == "11"
    assert reading.fields["amount_vnd"] == 35000


def test_a_card_has_its_own_service() -> None:
    payload = encode(Payment(bin="970403", account="9704030000000000", service="QRIBFTTC"))

    assert decode(payload).fields["service"] == "QRIBFTTC"


def test_every_field_is_written_where_the_format_wants_it() -> None:
    payment = replace(
        STALL,
        amount=99000,
        bill="HD1",
        mobile="0900000000",
        store="CH1",
        loyalty="KH1",
        reference="REF1",
        customer="KH2",
        terminal="Q1",
        purpose="DH1",
        data_request="AME",
        name="CUA HANG MAU",
        city="HA NOI",
        postal_code="100000",
        mcc="5812",
        fee=Fee("03", percent="01.50"),
        local=LocalName("vi", "Cửa hàng mẫu", "Hà Nội"),
    )

    fields = decode(encode(payment)).fields

    assert fields["bill_number"] == "HD1"
    assert fields["mobile"] == "0900000000"
    assert fields["store_label"] == "CH1"
    assert fields["loyalty"] == "KH1"
    assert fields["reference_label"] == "REF1"
    assert fields["customer_label"] == "KH2"
    assert fields["terminal_label"] == "Q1"
    assert fields["purpose"] == "DH1"
    assert fields["data_request"] == "AME"
    assert fields["merchant_name"] == "CUA HANG MAU"
    assert fields["merchant_city"] == "HA NOI"
    assert fields["postal_code"] == "100000"
    assert fields["mcc"] == "5812"
    assert (fields["tip_indicator"], fields["fee_percent"]) == ("03", "01.50")
    assert fields["alt_name"] == "Cửa hàng mẫu"
    assert fields["alt_city"] == "Hà Nội"
    assert decode(encode(payment)).payment == payment


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"bin": "97043"}, "bin", "bin"),
        ({"bin": "９７０４３６"}, "bin", "bin"),
        ({"bin": ""}, "bin", "bin"),
        ({"bin": "970499"}, "bin", "bin_unknown"),
        ({"bin": "970488"}, "bin", "bin_unknown"),
        ({"account": ""}, "account", "empty"),
        ({"account": "0" * 20}, "account", "too_long"),
        ({"account": "TÀIKHOẢN01"}, "account", "not_ascii"),
        ({"account": "00000\n0000"}, "account", "not_ascii"),
        ({"service": "QRPUSH"}, "service", "service"),
        ({"service": None}, "service", "service"),
        ({"amount": 0}, "amount", "amount_range"),
        ({"amount": -5}, "amount", "amount_range"),
        ({"amount": 500_000_000}, "amount", "amount_range"),
        ({"amount": True}, "amount", "amount"),
        ({"amount": 50000.0}, "amount", "amount"),
        ({"amount": "50000"}, "amount", "amount"),
        ({"purpose": "X" * 26}, "purpose", "too_long"),
        ({"purpose": ""}, "purpose", "empty"),
        ({"purpose": "Thanh toán"}, "purpose", "not_ascii"),
        ({"bill": "H\t1"}, "bill", "not_ascii"),
        ({"name": "C" * 26}, "name", "too_long"),
        ({"city": "C" * 16}, "city", "too_long"),
        ({"postal_code": "0" * 11}, "postal_code", "too_long"),
        ({"mcc": "581"}, "mcc", "mcc"),
        ({"mcc": "５８１２"}, "mcc", "mcc"),
        ({"data_request": "AA"}, "data_request", "data_request"),
        ({"initiation": "13"}, "initiation", "initiation"),
        ({"fee": Fee("02")}, "fee", "fee"),
        ({"fee": Fee("01", fixed=5000)}, "fee", "fee"),
        ({"fee": Fee("04")}, "fee", "fee"),
        ({"fee": Fee("02", fixed=0)}, "fee.fixed", "amount_range"),
        ({"fee": Fee("03", percent="00.00")}, "fee_percent", "fee_percent"),
        ({"fee": Fee("03", percent="100.0")}, "fee_percent", "fee_percent"),
        ({"local": LocalName("v", "Mẫu")}, "language", "language"),
        ({"local": LocalName("vi", "")}, "local.name", "empty"),
        ({"local": LocalName("vi", "M" * 26)}, "local.name", "too_long"),
        ({"local": LocalName("vi", "Mẫu", "H" * 16)}, "local.city", "too_long"),
        ({"local": LocalName("vi", "Qua\u0301n")}, "local.name", "decomposed"),
        ({"local": LocalName("vi", "Quán \u202eUAM")}, "local.name", "hidden"),
    ],
)
def test_a_refusal_names_the_field_and_what_was_given(
    changes: dict[str, Any], field: str, problem: str
) -> None:
    error = refusal(replace(STALL, **changes))

    assert (error.field, error.problem) == (field, problem)
    assert error.limit
    assert str(error).startswith(field)
    assert str(error).isascii()


def test_a_refusal_says_limit_and_length_of_a_long_text() -> None:
    error = refusal(replace(STALL, purpose="THANH TOAN DON HANG 000026"))

    assert str(error) == ("purpose takes 1 to 25 characters, given 26: THANH TOAN DON HANG 000026")
    assert error.limit == "1 to 25 characters"
    assert error.given == "THANH TOAN DON HANG 000026"


def test_additional_data_may_not_pass_99_characters_together() -> None:
    three = replace(STALL, bill="H" * 25, store="C" * 25, purpose="P" * 25)

    assert decode(encode(replace(three, terminal="T" * 8))).strict
    error = refusal(replace(three, reference="R" * 25))
    assert (error.field, error.problem) == ("additional", "too_long")
    assert error.limit == "99 characters"


def test_a_payload_longer_than_any_symbol_is_refused() -> None:
    many = tuple(Unknown(str(tag), "0095" + "A" * 95) for tag in (*range(26, 38), *range(39, 52)))
    more = tuple(Unknown(f"{tag:02d}", "B" * 99) for tag in range(2, 26))

    assert refusal(replace(STALL, unknown=many + more), verify=False).field == "payload"


def test_a_known_wrong_bin_is_refused_with_its_reason() -> None:
    assert "970418" in str(refusal(replace(STALL, bin="970488")))


def test_an_unknown_bin_is_written_when_asked_for() -> None:
    payload = encode(replace(STALL, bin="970499"), allow_unknown_bin=True)

    assert decode(payload).fields["bin"] == "970499"


def test_a_malformed_bin_is_refused_even_when_unknown_ones_are_allowed() -> None:
    assert refusal(replace(STALL, bin="97043X"), allow_unknown_bin=True).problem == "bin"


def test_the_case_of_an_account_is_kept() -> None:
    payload = encode(Payment(bin="970423", account="testshop0001"))

    assert "0112testshop0001" in payload


def test_a_template_of_another_scheme_is_written_beside() -> None:
    other = Unknown("26", "0017vn.example.wallet01100000000000")

    payload = encode(replace(STALL, unknown=(other,)))

    assert payload.startswith("00020101021126350017vn.example.wallet0110000000000038")
    assert decode(payload).payment == replace(STALL, unknown=(other,))


@pytest.mark.parametrize(
    ("unknown", "problem"),
    [
        (Unknown("65", "ABC"), "reserved"),
        (Unknown("10", "ABC", "62"), "reserved"),
        (Unknown("03", "X1", "38"), "reserved"),
        (Unknown("80", "XIN CHAO"), "reserved"),
        (Unknown("26", ""), "reserved"),
        (Unknown("54", "1"), "duplicate"),
        (Unknown("59", "MAU"), "unknown"),
        (Unknown("63", "0000"), "unknown"),
        (Unknown("08", "DH1", "62"), "unknown"),
        (Unknown("8", "X"), "unknown"),
        (Unknown("03", "X", "64"), "unknown"),
        (Unknown("03", "X", "26"), "unknown"),
        (Unknown("80", "0001A" + "X" * 95), "unknown"),
        (Unknown("80", "0002A\x00"), "unknown"),
        (Unknown("27", "0010A00000072701100006970415"), "second_payee"),
    ],
)
def test_an_object_that_no_code_may_hold_anew_is_refused(unknown: Unknown, problem: str) -> None:
    payment = replace(STALL, amount=1, unknown=(unknown,))

    assert refusal(payment).problem == problem


def test_the_same_unknown_object_twice_is_refused() -> None:
    twice = (Unknown("80", "0001A"), Unknown("80", "0001B"))

    assert refusal(replace(STALL, unknown=twice)).problem == "duplicate"


def test_a_changed_amount_does_not_keep_the_old_spelling() -> None:
    payment = replace(STALL, amount=70000, layout=Layout(amount="50000."))

    assert "540570000" in encode(payment)


def test_a_spelling_in_other_digits_is_not_taken_over() -> None:
    payment = replace(STALL, amount=50, layout=Layout(amount="５０"))

    assert "540250" in encode(payment)


def test_a_layout_cannot_move_the_format_indicator() -> None:
    payment = replace(STALL, layout=Layout(orders=(("", ("58", "53", "00")),)))

    payload = encode(payment)

    assert payload.startswith("0002015802VN5303704")
    assert decode(payload).strict


def test_a_layout_may_speak_of_objects_that_are_gone() -> None:
    payment = replace(STALL, layout=Layout(orders=(("", ("62", "54", "38", "01")),)))

    assert decode(encode(payment)).fields["account"] == "1012345678"


def test_without_the_read_back_the_same_payload_comes_out() -> None:
    payment = replace(STALL, amount=50000, purpose="DH 1234")

    assert encode(payment, verify=False) == encode(payment)
