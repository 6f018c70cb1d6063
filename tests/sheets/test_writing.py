"""Spreadsheets that we write: safe to open, and exactly what was put in."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shopkit.sheets.writing import Sheet, bared, csv_bytes, free_title, neutral, workbook


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(sheet).to_python()


def test_csv_opens_in_excel_with_its_letters_right() -> None:
    content = csv_bytes(["Tên"], [["Bánh gai"]])
    assert content == "\ufeffTên\r\nBánh gai\r\n".encode()


def test_a_cell_with_breaks_quotes_and_separators_comes_back_whole() -> None:
    odd = 'a,"b"\r\nc;d'
    content = csv_bytes(["x", "y"], [[odd, 1]]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline="")))[1] == [odd, "1"]


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1+1",
        "-1+cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1+1",
        "-a",
        "=",
        "'=x",
    ],
)
def test_nothing_that_could_run_begins_a_cell_and_undoing_gives_it_back(formula: str) -> None:
    safe = neutral(formula)
    assert safe == "'" + formula
    assert bared(safe) == formula


@pytest.mark.parametrize("plain", ["-5", "+84 900 000 001", "-1.250.000", "+1,5", "abc", "", "1-1"])
def test_numbers_and_phones_stay_as_they_are(plain: str) -> None:
    assert neutral(plain) == plain


def test_headings_are_made_harmless_too() -> None:
    assert csv_bytes(["=1+1"], []).decode("utf-8-sig") == "'=1+1\r\n"


def test_days_moments_and_numbers_of_csv_read_the_same_everywhere() -> None:
    row = [date(2026, 11, 22), datetime(2026, 11, 22, 2, 30, tzinfo=UTC), Decimal("1.5"), -7, None]
    content = csv_bytes(list("abcde"), [row]).decode("utf-8-sig")
    assert content.splitlines()[1] == "2026-11-22,2026-11-22 09:30:00,1.5,-7,"


def test_a_workbook_keeps_numbers_days_and_text_as_what_they_are() -> None:
    row = ["=1+1", 25_000, date(2026, 11, 22), datetime(2026, 11, 22, 2, 30, tzinfo=UTC), True]
    content = workbook([Sheet("Sổ", ["a", "b", "c", "d", "e"], [row])])
    expected = ["=1+1", 25_000.0, date(2026, 11, 22), datetime(2026, 11, 22, 9, 30), True]  # noqa: DTZ001
    assert cells(content)[1] == expected


def test_a_number_of_too_many_digits_is_written_as_text() -> None:
    content = workbook([Sheet("x", ["a", "b"], [[10**16, -(10**16)]])])
    assert cells(content)[1] == [str(10**16), str(-(10**16))]


def test_a_text_longer_than_a_cell_is_cut_visibly() -> None:
    content = workbook([Sheet("x", ["a"], [["y" * 40_000]])])
    cell = cells(content)[1][0]
    assert (len(cell), cell[-1]) == (32_767, "…")


def test_sheets_get_titles_that_programs_take() -> None:
    used: set[str] = set()
    titles = [free_title(title, used) for title in ("Đợt/1", "đợt 1", "x" * 40, "X" * 40, "''")]
    assert titles == ["Đợt 1", "đợt 1 2", "x" * 31, "X" * 29 + " 2", "1"]


def test_the_same_content_gives_the_same_bytes() -> None:
    def made() -> bytes:
        sheet = Sheet("x", ["a"], [["b"]])
        return workbook([sheet], made_at=datetime(2026, 11, 22, tzinfo=UTC))

    assert made() == made()
