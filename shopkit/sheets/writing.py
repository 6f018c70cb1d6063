"""Writing spreadsheets that open well in Excel and carry no formula of a stranger."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TypeGuard

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from shopkit.clock import LOCAL

Value = str | int | float | Decimal | date | datetime | bool | None
Row = Sequence[Value]

# What a spreadsheet program takes for the beginning of a formula, also in full-width letters.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
NUMBER_OR_PHONE = re.compile(r"[+-]?\d[\d .]*(?:,\d+)?")
BOM = "\ufeff"

LONGEST_CELL = 32_767
LONGEST_TITLE = 31
MOST_ROWS = 1_048_576
EXACT_DIGITS = 15
NARROWEST, WIDEST = 8, 60
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
FORMATS = {
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "whole": {"num_format": "#,##0"},
    "day": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm"},
}


class TooManyRows(ValueError):
    """More rows than a sheet can hold; write several sheets, or CSV."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `rows` is read once."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Row]


def neutral(text: str) -> str:
    """The text with `'` before what a spreadsheet program would run; numbers and phones stay."""
    if is_formula(text) and not NUMBER_OR_PHONE.fullmatch(text):
        return "'" + text
    return text


def bared(text: str) -> str:
    """Undo `neutral`: the text as it was before it was written to CSV."""
    return text[1:] if text[:1] == "'" and is_formula(text[1:]) else text


def is_formula(text: str) -> bool:
    """Whether a formula may begin here; a `'` before it counts, or undoing would take it away."""
    return text.lstrip("'")[:1] in FORMULA_SIGNS


def csv_bytes(headings: Sequence[str], rows: Iterable[Row], separator: str = ",") -> bytes:
    """CSV as Excel opens it with its letters right: UTF-8 with a BOM, lines ended by CRLF."""
    out = StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in headings])
    writer.writerows([written(value) for value in row] for row in rows)
    return out.getvalue().encode()


def written(value: Value) -> str:
    """A value as text: days and moments of Vietnam in ISO order, numbers with a dot."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def workbook(sheets: Iterable[Sheet], made_at: datetime | None = None) -> bytes:
    """An XLSX file, row by row; text is written as text, numbers and days as what they are.

    With `made_at` the same content gives the same bytes. Raises TooManyRows.
    """
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    if made_at:
        book.set_properties({"created": local(made_at)})
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    titles: set[str] = set()
    for sheet in sheets:
        fill(book.add_worksheet(free_title(sheet.title, titles)), sheet, formats)
    book.close()
    return out.getvalue()


def free_title(title: str, used: set[str]) -> str:
    """A title that every program takes; two that differ only by case count as the same."""
    plain = NOT_IN_TITLES.sub(" ", title).strip(" '")[:LONGEST_TITLE] or "1"
    free, number = plain, 2
    while free.casefold() in used:
        ending = f" {number}"
        free, number = plain[: LONGEST_TITLE - len(ending)] + ending, number + 1
    used.add(free.casefold())
    return free


def fill(place: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    widths = [wide(heading) for heading in sheet.headings]
    for column, heading in enumerate(sheet.headings):
        place.write_string(0, column, heading[:LONGEST_CELL], formats["heading"])
    place.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, 1):
        if number >= MOST_ROWS:
            raise TooManyRows(sheet.title)
        for column, value in enumerate(row):
            put(place, number, column, value, formats)
            if column < len(widths):
                widths[column] = max(widths[column], wide(value))
    for column, width in enumerate(widths):
        place.set_column(column, column, width)


def put(place: Worksheet, row: int, column: int, value: Value, formats: dict[str, Format]) -> None:
    """One cell, typed as what it is; what a cell cannot hold exactly is written as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        place.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        place.write_datetime(row, column, local(value), formats["moment"])
    elif isinstance(value, date):
        place.write_datetime(row, column, value, formats["day"])
    elif is_exact(value):
        whole = formats["whole"] if isinstance(value, int) else None
        place.write_number(row, column, value, whole)
    else:
        text = str(value)
        # A longer text would be dropped whole by the writer, without a word.
        kept = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
        place.write_string(row, column, kept)


def is_exact(value: str | float | Decimal) -> TypeGuard[float | Decimal]:
    """Whether this is a number that a cell, which holds fifteen digits, keeps whole."""
    if isinstance(value, str):
        return False
    if isinstance(value, float):
        return math.isfinite(value)
    number = Decimal(value)
    return number.is_finite() and len(number.as_tuple().digits) <= EXACT_DIGITS


def local(at: datetime) -> datetime:
    """The moment by the clock on the wall in Vietnam, as cells know no offset."""
    return at.astimezone(LOCAL).replace(tzinfo=None) if at.tzinfo else at


def wide(value: Value) -> int:
    text = max(str(value).splitlines() or [""], key=len) if isinstance(value, str) else "0" * 12
    return max(NARROWEST, min(WIDEST, len(text) + 2))
