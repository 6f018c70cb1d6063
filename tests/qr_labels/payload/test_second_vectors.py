"""A second set of payment codes, built by a chain and checksum of its own: each rule both ways."""

import pytest

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.vietqr import LocalName, Payment, decode, encode

BANK, ACCOUNT = "970436", "0000000001"


def crc(text: str, encoding: str = "utf-8") -> str:
    """The checksum bit by bit, so that it shares nothing with the one under test."""
    register = 0xFFFF
    for byte in text.encode(encoding):
        for bit in range(7, -1, -1):
            is_odd = (register >> 15) ^ (byte >> bit & 1)
            register = (register << 1 & 0xFFFF) ^ (0x1021 if is_odd else 0)
    return "0123456789ABCDEF"[register >> 12] + f"{register & 0xFFF:03X}"


def o(tag: str, value: str) -> str:
    """One object; its length counts characters."""
    return tag + str(len(value)).rjust(2, "0") + value


def signed(body: str) -> str:
    return body + "6304" + crc(body + "6304")


def payee(
    account: str = ACCOUNT,
    bank: str = BANK,
    service: str | None = "QRIBFTTA",
    napas: str = "A000000727",
) -> str:
    holder = o("00", bank) + o("01", account)
    return o("38", o("00", napas) + o("01", holder) + ("" if not service else o("02", service)))


PAYEE, NAPAS = payee(), o("00", "A000000727")
HOLDER, SERVICE = o("01", o("00", BANK) + o("01", ACCOUNT)), o("02", "QRIBFTTA")
START, VND, VN = "000201" + "010211", o("53", "704"), o("58", "VN")
DYNAMIC = "000201" + "010212"


def static(*more: str, who: str = PAYEE) -> str:
    return signed(START + who + VND + VN + "".join(more))


def paying(amount: str, *more: str, start: str = DYNAMIC) -> str:
    return signed(start + PAYEE + VND + o("54", amount) + VN + "".join(more))


def label(tag: str, text: str) -> str:
    return static(o("62", o(tag, text)))


def local(*parts: str) -> str:
    return static(o("64", "".join(parts)))


VI = o("00", "vi")
UTF16 = START + PAYEE + VND + VN + o("59", "Mẫu") + "6304"
LABELS_99 = o("01", "B" * 25) + o("05", "R" * 25) + o("08", "P" * 25) + o("07", "T" * 8)
TEMPLATE = o("00", "vn.mau.thu") + o("01", "X")

STRICT = {
    "static": static(),
    "dynamic": paying("50000"),
    "static with amount": paying("50000", start=START),
    "dynamic without amount": signed(DYNAMIC + PAYEE + VND + VN),
    "amount 1": paying("1"),
    "amount with a bare dot": paying("50000."),
    "amount with leading zeros": paying("0050000"),
    "amount 499,999,999": paying("499999999"),
    "account of 1": static(who=payee("0")),
    "account of 19": static(who=payee("1234567890123456789")),
    "account of 19 letters": static(who=payee("ABCDEFGHIJKLMNOPQRS")),
    "account in lower case": static(who=payee("sbsepay00x")),
    "wallet account": static(who=payee("PSP0000000000", "971025")),
    "virtual account": static(who=payee("99ZP00000M00000000", "970454")),
    "account like a checksum": static(who=payee("6304ABCD")),
    "card": static(who=payee("9704360000000000", service="QRIBFTTC")),
    "unknown bank": static(who=payee(bank="999999")),
    "bank of zeros": static(who=payee(bank="000000")),
    "38 in another order": static(who=o("38", SERVICE + HOLDER + NAPAS)),
    "38.01 in another order": static(
        who=o("38", NAPAS + o("01", o("01", ACCOUNT) + o("00", BANK)) + SERVICE)
    ),
    "root in another order": signed("000201" + VN + VND + PAYEE + "010211"),
    "62 in another order": static(o("62", o("08", "HAI") + o("01", "MOT"))),
    "category": static(o("52", "5411")),
    "tip": static(o("55", "01")),
    "fixed fee": static(o("55", "02") + o("56", "2000")),
    "fee before its sign": static(o("56", "2000") + o("55", "02")),
    "percentage, least": static(o("55", "03") + o("57", "00.01")),
    "percentage, most": static(o("55", "03") + o("57", "99.99")),
    "name 25": static(o("59", "N" * 25)),
    "city 15": static(o("60", "C" * 15)),
    "post code 10": static(o("61", "1" * 10)),
    **{f"62.0{n} of 25": label(f"0{n}", "X" * 25) for n in range(1, 9)},
    "62 of 99": static(o("62", LABELS_99)),
    "stars": label("08", "***"),
    "purpose with signs": label("08", "INV/2026-0001: a~b"),
    "purpose with 6304": label("08", "6304ABCD"),
    "purpose like an object": label("08", "38540010A000000727"),
    "data request A": label("09", "A"),
    "data request MEA": label("09", "MEA"),
    "62.50 template": label("50", TEMPLATE),
    "62.99 template": label("99", TEMPLATE),
    "64 name": local(VI, o("01", "Nguyễn Thị Mẫu")),
    "64 name 25, city 15": local(VI, o("01", "Ộ" * 25), o("02", "Ệ" * 15)),
    "64 city first": local(o("02", "Huế"), o("01", "Trần Thị Thử"), VI),
    "Visa beside": static(o("02", "4000000000000000")),
    "VNPAY beside": static(o("26", o("00", "A000000775") + o("01", "00000001"))),
    "51 beside": static(o("51", o("00", "vn.mau"))),
    "80 template": static(o("80", TEMPLATE)),
    "99 template": static(o("99", TEMPLATE)),
}

# Within the format, though no transfer carries that much: read, never written.
ABOVE_A_TRANSFER = {
    "amount 500,000,000": paying("500000000"),
    "amount of 13": paying("9999999999999"),
    "amount of 12 and a dot": paying("999999999999."),
}

LENIENT = {
    "line end": static() + "\r\n",
    "spaces around": "  " + static() + "\t",
    "byte order mark": "\ufeff" + static(),
    "no-break space after": static() + "\u00a0",
    "lower-case checksum": static()[:-4] + static()[-4:].lower(),
    "no 01": signed("000201" + PAYEE + VND + VN),
    "no 58": signed(START + PAYEE + VND),
    "name 26": static(o("59", "N" * 26)),
    "electricity name of 31": static(o("59", "TONG CONG TY DIEN LUC MAU THU 1")),
    "name 99": static(o("59", "N" * 99)),
    "city 16": static(o("60", "C" * 16)),
    "post code 11": static(o("61", "1" * 11)),
    **{f"62.0{n} of 26": label(f"0{n}", "X" * 26) for n in range(1, 9)},
    "purpose 95": label("08", "P" * 95),
    "name with marks": static(o("59", "Nguyễn Thị Mẫu")),
    "city with marks": static(o("60", "Huế")),
    "purpose with marks": label("08", "tiền hàng"),
    "decomposed 64": local(VI, o("01", "Nguye\u0302\u0303n")),
    **{f"empty {tag}": static(o(tag, "")) for tag in ("59", "60", "61", "62", "64")},
    "empty purpose": label("08", ""),
    "one zero decimal": paying("50000.0"),
    "two zero decimals": paying("50000.00"),
    "no service": static(who=payee(service=None)),
    "QRPUSH": static(who=payee(service="QRPUSH")),
    "QRCASH": static(who=payee(service="QRCASH")),
    "65": static(o("65", "x")),
    "79": static(o("79", "x" * 99)),
    "62.10": label("10", "x"),
    "62.49": label("49", "x"),
    "62.50 plain": label("50", "plain"),
    "38.03": static(who=o("38", NAPAS + HOLDER + SERVICE + o("03", "x"))),
    "38.99": static(who=o("38", NAPAS + HOLDER + SERVICE + o("99", "x"))),
    "64 plain": local("Nguyễn"),
    "80 of an older wallet": static(o("80", "046")),
    "99 plain": static(o("99", "plain")),
    "80 identifier of 33": static(o("80", o("00", "i" * 33))),
    "category of 3": static(o("52", "541")),
    "category of letters": static(o("52", "54AB")),
    "data request AA": label("09", "AA"),
    "64 language of 3": local(o("00", "vie"), o("01", "Mẫu")),
    "64 name 26": local(VI, o("01", "N" * 26)),
    "64.03": local(VI, o("01", "Mẫu"), o("03", "x")),
}

REFUSED = {
    "one digit changed": static().replace(ACCOUNT, "0000000002"),
    "no checksum": static()[:-8],
    "checksum not hex": static()[:-4] + "12G4",
    "checksum full-width": static()[:-4] + "\uff11\uff12\uff13\uff14",
    "checksum over UTF-16": UTF16 + crc(UTF16, "utf-16-be"),
    "63 not last": signed(static()),
    "63 before 58": signed(START + PAYEE + VND + o("63", "0000") + VN),
    "text after": static() + "A",
    "text before": "A" + static(),
    "00 second": signed("010211" + "000201" + PAYEE + VND + VN),
    "00 = 02": signed("000202" + PAYEE + VND + VN),
    "00 = 1": signed("00011" + PAYEE + VND + VN),
    "01 = 10": signed("000201" + "010210" + PAYEE + VND + VN),
    "01 empty": signed("000201" + "0100" + PAYEE + VND + VN),
    "cut in a value": static()[:40],
    "cut in a header": static() + "5",
    "letters as ID": signed(START + PAYEE + VND + VN + "A105hello"),
    "full-width length": signed(START + PAYEE + VND + VN + "59\uff10\uff11A"),
    "superscript length": signed(START + PAYEE + VND + VN + "590\u00b2AB"),
    "plus as length": signed(START + PAYEE + VND + VN + "59+1A"),
    "no 38": signed(START + VND + VN),
    "38 empty": static(who="3800"),
    "38 overrun": static(who=o("38", NAPAS + "0199" + "x" * 9)),
    "38.01 overrun": static(who=o("38", NAPAS + o("01", "0006" + BANK + "0119" + ACCOUNT))),
    "38.01 with a third": static(
        who=o("38", NAPAS + o("01", o("00", BANK) + o("01", ACCOUNT) + "0199"))
    ),
    "38.00 missing": static(who=o("38", HOLDER + SERVICE)),
    "38.00 in lower case": static(who=payee(napas="a000000727")),
    "38.00 longer": static(who=payee(napas="A0000007270")),
    "38.00 VNPAY": static(who=payee(napas="A000000775")),
    "bank of 5": static(who=payee(bank="97043")),
    "bank of 7": static(who=payee(bank="9704360")),
    "bank full-width": static(who=payee(bank="97043\uff16")),
    "bank missing": static(who=o("38", NAPAS + o("01", o("01", ACCOUNT)) + SERVICE)),
    "account missing": static(who=o("38", NAPAS + o("01", o("00", BANK)) + SERVICE)),
    "account empty": static(who=payee("")),
    "account of 20": static(who=payee("1" * 20)),
    "account with Đ": static(who=payee("TK\u0110001")),
    "account full-width": static(who=payee("\uff11\uff12\uff13")),
    "service unknown": static(who=payee(service="QRIBFTTX")),
    "service in lower case": static(who=payee(service="qribftta")),
    "service empty": static(who=o("38", NAPAS + HOLDER + "0200")),
    "no 53": signed(START + PAYEE + VN),
    "53 = 840": signed(START + PAYEE + o("53", "840") + VN),
    "53 = VND": signed(START + PAYEE + o("53", "VND") + VN),
    "53 empty": signed(START + PAYEE + "5300" + VN),
    "58 = US": signed(START + PAYEE + VND + o("58", "US")),
    "58 = vn": signed(START + PAYEE + VND + o("58", "vn")),
    "58 empty": signed(START + PAYEE + VND + "5800"),
    **{
        f"amount {amount!r}": paying(amount)
        for amount in (
            *("", "0", "0.", "0.00", "000", ".", ".5", ".0", "-1", "+5", "50 000", "50,000"),
            *("50.000", "50000.000", "50000.5", "50000.01", "1.2.3", "1e5", "5_000", "0x10"),
            *("50000d", "NaN", " 50000", "50000 ", "99999999999999", "5000000000.000"),
            *("\uff15\uff10", "\u0665\u0660", "5\u00b2", "50000\u20ab"),
        )
    },
    "56 alone": static(o("56", "2000")),
    "57 alone": static(o("57", "01.00")),
    "55 = 02 alone": static(o("55", "02")),
    "55 = 03 alone": static(o("55", "03")),
    "55 = 01 with 56": static(o("55", "01") + o("56", "2000")),
    "55 = 02 with both": static(o("55", "02") + o("56", "2000") + o("57", "01.00")),
    "55 = 04": static(o("55", "04")),
    "55 = 1": static(o("55", "1")),
    "56 zero": static(o("55", "02") + o("56", "0")),
    "57 zero": static(o("55", "03") + o("57", "00.00")),
    "57 hundred": static(o("55", "03") + o("57", "100")),
    "62 free text": static(o("62", "tien hang")),
    "62 overrun": static("6220" + o("08", "MOT")),
    "62 with long inside": static(o("62", "0899" + "P" * 90)),
    "control inside": label("08", "a\x07b"),
    "delete inside": label("08", "a\x7fb"),
    "line end inside": label("08", "a\nb"),
    "next line inside": label("08", "a\x85b"),
    "zero width inside": label("08", "a\u200bb"),
    "soft hyphen inside": label("08", "a\u00adb"),
    "mark inside": label("08", "a\ufeffb"),
    "override in the name": static(o("59", "MAU\u202eUAM")),
    "isolate in 64": local(VI, o("01", "M\u2066\u1eabu")),
    "tag sign inside": label("08", "a\U000e0041b"),
    "control in the unknown": static(o("80", "a\x00b")),
    "two 38": static(payee("0000000002")),
    "two equal 38": static(PAYEE),
    "two 54": paying("50000", o("54", "50000")),
    "two 53": static(VND),
    "two 58": static(VN),
    "two 59": static(o("59", "A") + o("59", "B")),
    "two 62": static(o("62", o("08", "A")) + o("62", o("01", "B"))),
    "two 80": static(o("80", "A") + o("80", "A")),
    "two 38.00": static(who=o("38", NAPAS + NAPAS + HOLDER + SERVICE)),
    "two 38.01": static(who=o("38", NAPAS + HOLDER + HOLDER)),
    "two 38.02": static(who=o("38", NAPAS + HOLDER + SERVICE + SERVICE)),
    "two accounts": static(
        who=o("38", NAPAS + o("01", o("00", BANK) + o("01", "1") + o("01", "2")) + SERVICE)
    ),
    "two banks": static(who=o("38", NAPAS + o("01", o("00", BANK) * 2 + o("01", "1")) + SERVICE)),
    "two 62.08": static(o("62", o("08", "A") + o("08", "A"))),
    "NAPAS in 27": static(o("27", NAPAS + HOLDER + SERVICE)),
    "NAPAS in 51": static(o("51", NAPAS + HOLDER + SERVICE)),
    "NAPAS in 26 only": signed(START + o("26", NAPAS + HOLDER + SERVICE) + VND + VN),
    "4,297 characters": " " * (4297 - len(static())) + static(),
}


@pytest.mark.parametrize("payload", STRICT.values(), ids=STRICT)
def test_a_code_that_keeps_every_rule_is_read_strictly_and_written_again(payload: str) -> None:
    reading = decode(payload)

    assert reading.strict, reading
    assert reading.kind == "vietqr"
    assert reading.payment is not None
    assert encode(reading.payment, allow_unknown_bin=True) == payload


@pytest.mark.parametrize("payload", ABOVE_A_TRANSFER.values(), ids=ABOVE_A_TRANSFER)
def test_an_amount_above_a_transfer_is_read_with_a_warning_and_never_written(payload: str) -> None:
    reading = decode(payload)

    assert reading.strict
    assert [warning.problem for warning in reading.warnings] == ["amount_ceiling"]
    assert reading.payment is not None
    with pytest.raises(PayloadError, match="amount takes 1 to 499,999,999 dong"):
        encode(reading.payment)


@pytest.mark.parametrize("payload", LENIENT.values(), ids=LENIENT)
def test_a_code_with_a_harmless_fault_is_read_and_the_fault_named(payload: str) -> None:
    reading = decode(payload)

    assert reading.valid, reading.problems
    assert reading.leniencies
    assert (reading.fields["bin"], reading.fields["account"]) == (BANK, ACCOUNT)


@pytest.mark.parametrize("payload", REFUSED.values(), ids=REFUSED)
def test_a_code_that_may_mislead_is_refused_without_a_payee(payload: str) -> None:
    reading = decode(payload)

    assert not reading.valid
    assert reading.problems
    assert (reading.payment, reading.fields, reading.unknown) == (None, {}, ())


@pytest.mark.parametrize(
    ("payload", "kind", "scheme"),
    [
        (static(who=o("26", o("00", "A000000775") + o("01", "00000001"))), "vnpay", "VNPAY-QR"),
        (static(who=payee(napas="A000000775")), "vnpay", "VNPAY-QR"),
        (static(who=o("29", o("00", "A000000677010111"))), "promptpay", "PromptPay"),
        (static(who=o("30", o("00", "A000000677010112"))), "promptpay", "PromptPay"),
        (static(who=o("26", o("00", "SG.PAYNOW"))), "emv", "PayNow"),
        (static(who=o("26", o("00", "ID.CO.QRIS.WWW"))), "emv", "QRIS"),
        (static(who=o("26", o("00", "A0000006150001"))), "emv", "DuitNow"),
        (static(who=o("26", o("00", "br.gov.bcb.pix"))), "emv", "Pix"),
        (static(who=o("04", "5000000000000000")), "emv", "card scheme"),
        (static(who=""), "emv", None),
        ("https://vietqr.example/970436/0000000001", "not_emv", None),
        ("tel:0900000001", "not_emv", None),
        ("0000000001", "not_emv", None),
        ("VietQR", "not_emv", None),
        ("\udcff\udcfe", "not_emv", None),
    ],
)
def test_a_code_of_another_kind_is_called_by_its_name(
    payload: str, kind: str, scheme: str | None
) -> None:
    reading = decode(payload)

    assert (reading.valid, reading.kind, reading.scheme) == (False, kind, scheme)


def test_every_value_is_read_under_its_name() -> None:
    labels = "".join(o(f"0{n}", f"L{n}") for n in range(1, 9)) + o("09", "AME")
    name = VI + o("01", "Nguyễn Thị Mẫu") + o("02", "Huế")
    more = o("59", "NGUYEN THI MAU") + o("60", "HUE") + o("61", "49000")
    fee = o("55", "02") + o("56", "2000")
    payload = paying("50000.", o("52", "5411"), fee, more, o("62", labels), o("64", name))

    assert decode(payload).fields == {
        **{"initiation": "12", "bin": BANK, "account": ACCOUNT, "service": "QRIBFTTA"},
        **{"mcc": "5411", "currency": "704", "country": "VN", "crc": payload[-4:]},
        **{"amount": "50000.", "amount_vnd": 50000, "tip_indicator": "02", "fee_fixed": "2000"},
        **{"merchant_name": "NGUYEN THI MAU", "merchant_city": "HUE", "postal_code": "49000"},
        **{"bill_number": "L1", "mobile": "L2", "store_label": "L3", "loyalty": "L4"},
        **{"reference_label": "L5", "customer_label": "L6", "terminal_label": "L7"},
        **{"purpose": "L8", "data_request": "AME"},
        **{"alt_language": "vi", "alt_name": "Nguyễn Thị Mẫu", "alt_city": "Huế"},
    }


def test_unknown_objects_everywhere_are_kept_byte_for_byte() -> None:
    kept = [("26", o("00", "vn.mau")), ("65", "~"), ("80", "046"), ("99", "6304")]
    root = "".join(o(tag, value) for tag, value in kept)
    labels = o("62", o("50", "x") + o("08", "A") + o("10", "y"))
    payload = signed(
        START + root + labels + o("38", NAPAS + o("07", "z") + HOLDER + SERVICE) + VND + VN
    )
    reading = decode(payload)

    assert reading.payment is not None
    assert encode(reading.payment) == payload
    assert reading.fields["unknown"] == [list(one) for one in kept]
    assert reading.fields["additional_unknown"] == [["50", "x"], ["10", "y"]]
    assert reading.fields["payee_unknown"] == [["07", "z"]]


def test_nobody_is_told_to_fold_an_account() -> None:
    with pytest.raises(PayloadError) as refused:
        encode(Payment(BANK, "TK\u0110001"))
    assert str(refused.value) == "account takes printable ASCII only: TK\\u0110001"
    with pytest.raises(PayloadError, match="fold the text first"):
        encode(Payment(BANK, ACCOUNT, purpose="ti\u1ec1n"))


def test_a_checksum_keeps_its_leading_zeros() -> None:
    texts = (Payment(BANK, f"{number:010d}") for number in range(1, 3000))
    payload = next(text for text in map(encode, texts) if text[-4:-2] == "00")

    assert payload[-4:] == crc(payload[:-4])
    assert decode(payload).strict


@pytest.mark.parametrize(
    ("value", "field", "limit", "given"),
    [
        ({"account": "1" * 20}, "account", "1 to 19 characters", "1" * 20),
        ({"account": ""}, "account", "1 to 19 characters", ""),
        ({"amount": 0}, "amount", "1 to 499,999,999 dong", "0"),
        ({"amount": 500_000_000}, "amount", "1 to 499,999,999 dong", "500000000"),
        ({"amount": 50000.0}, "amount", "whole dong", "50000.0"),
        ({"purpose": "P" * 26}, "purpose", "1 to 25 characters", "P" * 26),
        ({"purpose": "tiền"}, "purpose", "printable ASCII", "ti\\u1ec1n"),
        ({"name": "N" * 26}, "name", "1 to 25 characters", "N" * 26),
        ({"city": "C" * 16}, "city", "1 to 15 characters", "C" * 16),
        ({"postal_code": "1" * 11}, "postal_code", "1 to 10 characters", "1" * 11),
        ({"mcc": "541"}, "mcc", "four digits", "541"),
        ({"data_request": "AA"}, "data_request", "A, M and E, each once", "AA"),
        ({"bin": "970488"}, "bin", "a known BIN", "970488"),
        ({"local": LocalName("vi", "N" * 26)}, "local.name", "1 to 25 characters", "N" * 26),
    ],
)
def test_a_refusal_names_field_limit_and_what_was_given(
    value: dict[str, object], field: str, limit: str, given: str
) -> None:
    with pytest.raises(PayloadError) as refused:
        encode(Payment.from_values({"bin": BANK, "account": ACCOUNT, **value}))

    assert (refused.value.field, refused.value.limit, refused.value.given) == (field, limit, given)
