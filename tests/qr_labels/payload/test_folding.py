"""Vietnamese made ASCII, never without saying what was done."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.folding import Folded, fold_to_ascii, purpose_for_memo


@pytest.mark.parametrize(
    ("text", "folded", "changes", "removed"),
    [
        ("CUA HANG 1", "CUA HANG 1", (), ""),
        ("Đặng Thị Mẫu", "Dang Thi Mau", ("marks",), ""),
        ("đường Điện Biên", "duong Dien Bien", ("marks",), ""),
        ("Qua\u0301n Ma\u0302\u0303u", "Quan Mau", ("marks",), ""),
        ("“Tiệm” – 50.000₫", '"Tiem" - 50.000d', ("marks", "signs"), ""),
        ("A\u00a0B\tC\nD", "A B C D", ("signs",), ""),
        ("２０２６ ①", "2026 1", ("signs",), ""),
        ("CẢM ƠN 🎉", "CAM ON ", ("marks", "removed"), "🎉"),
        ("", "", (), ""),
    ],
)
def test_folding_reports_what_it_did(
    text: str, folded: str, changes: tuple[str, ...], removed: str
) -> None:
    assert fold_to_ascii(text) == Folded(folded, changes, removed)


def test_a_text_that_needs_nothing_is_not_changed() -> None:
    assert not fold_to_ascii("A-1 (x)").changed
    assert fold_to_ascii("Á").changed


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_folded_text_is_printable_ascii_and_folding_twice_does_nothing(text: str) -> None:
    once = fold_to_ascii(text)

    assert once.text.isascii()
    assert once.text.isprintable()
    assert fold_to_ascii(once.text) == Folded(once.text)
    assert once.changed == (once.text != text)


@pytest.mark.parametrize(
    ("text", "memo", "changes"),
    [
        ("DH 1234", "DH 1234", ()),
        ("dh1234", "DH1234", ("case",)),
        ("INV/TEST/0001", "INVTEST0001", ("punctuation",)),
        ("  Tiền  phở ", "TIEN PHO", ("marks", "case", "spaces")),
        ("Đơn #12", "DON 12", ("marks", "case", "punctuation")),
    ],
)
def test_a_memo_is_what_banks_carry_unharmed(
    text: str, memo: str, changes: tuple[str, ...]
) -> None:
    folded = purpose_for_memo(text)

    assert (folded.text, folded.changes) == (memo, changes)


def test_a_memo_is_never_cut() -> None:
    with pytest.raises(PayloadError) as caught:
        purpose_for_memo("Thanh toán đơn hàng 00025")

    assert caught.value.field == "purpose"
    assert caught.value.limit == "19 characters"


def test_a_longer_memo_can_be_asked_for_up_to_the_limit_of_the_format() -> None:
    assert purpose_for_memo("Thanh toán đơn hàng 00025", 25).text == "THANH TOAN DON HANG 00025"
    with pytest.raises(PayloadError):
        purpose_for_memo("X" * 26, 99)
