from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qr_labels.payload import vietqr
from qr_labels.symbol.proof import QR_ONLY
from shopkit.payments.rules.codes import (
    AccountUnreadable,
    PayTo,
    account_number,
    code_picture,
    is_same_name,
    stand_picture,
    unpacked,
)
from tests.conftest import NOW
from tests.make import PAYEE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1012345678", "1012345678"),
        ("1012 3456 78", "1012345678"),
        ("1012.3456-78", "1012345678"),
        ("  0000000001 ", "0000000001"),
        ("99ZP23Abc", "99ZP23Abc"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert account_number(PAYEE.bin, typed) == number


@pytest.mark.parametrize("typed", ["số 12", "1" * 20, "12/34", "١٢٣٤", "12\N{NO-BREAK SPACE}é"])
def test_a_number_that_no_code_can_carry_is_refused(typed: str) -> None:
    with pytest.raises(AccountUnreadable):
        account_number(PAYEE.bin, typed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NGUYEN THI MAU", "Nguyễn Thị Mẫu", True),
        ("NGUYEN THI MAU", "nguyen  thi-mau.", True),
        ("Đặng Văn Đê", "DANG VAN DE", True),
        ("NGUYEN THI MAU", "NGUYEN THI MAI", False),
        ("NGUYEN THI MAU", "NGUYEN MAU", False),
        ("", "", False),
        ("...", "---", False),
    ],
)
def test_two_writings_are_one_name_or_two(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same


@given(
    st.text(alphabet="0123456789", min_size=4, max_size=19),
    st.sampled_from(["970436", "970405", "970422"]),
)
def test_a_decoder_gives_back_what_was_typed(number: str, bin: str) -> None:
    payment = vietqr.decode(PayTo(bin, number, "NGUYEN THI MAU").payload()).payment
    assert payment == vietqr.Payment(bin=bin, account=number)


def read(picture: bytes) -> vietqr.Payment | None:
    with Image.open(BytesIO(picture)) as image:
        (code,) = zxingcpp.read_barcodes(image.convert("L"), formats=QR_ONLY)
    return vietqr.decode(code.text).payment


def test_the_picture_on_the_screen_and_the_one_for_chat_pay_the_same_account() -> None:
    wanted = vietqr.Payment(bin=PAYEE.bin, account=PAYEE.number)
    assert read(code_picture(PAYEE)) == wanted
    assert read(stand_picture(PAYEE, "png", "vi")) == wanted


@pytest.mark.parametrize("format", ["a4", "a5", "a6", "card"])
def test_each_stand_is_a_pdf(format: str) -> None:
    assert stand_picture(PAYEE, format, "vi").startswith(b"%PDF-")  # type: ignore[arg-type]  # one of the formats


@pytest.mark.parametrize("seen", [None, NOW])
def test_a_draft_comes_out_of_the_cookie_as_it_went_in(seen: object) -> None:
    pay_to = PayTo("970436", "99Zp1", "LÊ VĂN VÍ", "Sạp số 3", "LE VAN VI" if seen else None, seen)  # type: ignore[arg-type]  # a moment or nothing
    assert unpacked(pay_to.packed()) == pay_to


def test_a_bank_that_is_none_pays_nobody() -> None:
    with pytest.raises(AccountUnreadable):
        _ = PayTo("999999", "1", "A").bank
