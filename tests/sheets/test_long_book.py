"""A long workbook holds what went in, read back by a program that is not ours."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from shopkit.sheets import long_book
from shopkit.sheets.long_book import column_name, write_book
from shopkit.sheets.writing import TooManyRows, Value, local

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
SHOWN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=("Cs", "Cc")),
    min_size=1,
    max_size=60,
)


def read_back(*values: Value) -> list[object]:
    out = BytesIO()
    write_book(out, "Hàng [x]", [f"Cột {n}" for n in range(len(values))], [values], AT)
    out.seek(0)
    book = CalamineWorkbook.from_filelike(out)
    return list(book.get_sheet_by_index(0).to_python()[1])


def test_numbers_days_and_moments_are_what_they_are() -> None:
    found = read_back(120_000, Decimal("0.450"), date(2026, 11, 22), AT, True)
    assert found == [120_000, 0.45, date(2026, 11, 22), local(AT), True]


def test_a_number_longer_than_a_cell_can_hold_is_text() -> None:
    assert read_back(12345678901234567890) == ["12345678901234567890"]


def test_what_begins_like_a_formula_is_text_and_nothing_else() -> None:
    assert read_back("=1+1", "+84 900", "@x", "'x") == ["=1+1", "+84 900", "@x", "'x"]


def test_what_a_cell_cannot_hold_is_dropped() -> None:
    assert read_back("a\x00\x0b\ufffeb") == ["ab"]


@settings(max_examples=60, deadline=None)
@given(SHOWN)
def test_any_text_comes_back(text: str) -> None:
    assert read_back(text) == [text]


def test_a_letter_written_by_its_number_stays_as_it_was_typed() -> None:
    assert read_back("_x0041_ và _x000D_") == ["_x0041_ và _x000D_"]


def test_too_many_rows_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_book, "MOST_ROWS", 3)
    with pytest.raises(TooManyRows):
        write_book(BytesIO(), "Hàng", ["Cột"], [[1], [2], [3]], AT)


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [column_name(number) for number in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
