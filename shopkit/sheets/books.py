"""Rows out of workbooks, XLSX and XLS."""

from collections.abc import Iterator
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from shopkit.sheets.cells import Above, Cell, Raw, plain
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.sheets.letters import clean

MOST_SHEETS = 30
# Merged cells are spread over this many rows in all; more is decoration.
MOST_SPREAD = 200_000

Spread = dict[tuple[int, int], tuple[int, int]]


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    """The names and rows of the sheets that can be seen."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in visible_names(book)[:MOST_SHEETS]:
            yield name, rows_of(book.get_sheet_by_name(name))
    except PasswordError as problem:
        raise SheetRefused(SheetFlaw.LOCKED) from problem
    except CalamineError as problem:
        raise SheetRefused(SheetFlaw.BROKEN) from problem


def visible_names(book: CalamineWorkbook) -> list[str]:
    names = [
        told.name
        for told in book.sheets_metadata
        if told.typ == SheetTypeEnum.WorkSheet and told.visible == SheetVisibleEnum.Visible
    ]
    return names or book.sheet_names


def rows_of(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """The rows from the first one on, so that numbers are those that people see."""
    if sheet.start is None:
        return
    before: list[Cell] = [None] * sheet.start[1]
    spread = merged_down(sheet)
    held: dict[tuple[int, int], Cell] = {}
    sources = set(spread.values())
    for number, raw in enumerate(sheet.iter_rows()):
        row = [*before, *(cell_of(value) for value in raw)]
        if spread:
            hand_down(row, number, spread, sources, held)
        yield row


def merged_down(sheet: CalamineSheet) -> Spread:
    """For each cell that is merged with one above it, where that one is."""
    spread: Spread = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if len(spread) + bottom - top > MOST_SPREAD:
            break
        spread.update({(row, left): (top, left) for row in range(top + 1, bottom + 1)})
    return spread


def hand_down(
    row: list[Cell],
    number: int,
    spread: Spread,
    sources: set[tuple[int, int]],
    held: dict[tuple[int, int], Cell],
) -> None:
    for column, cell in enumerate(row):
        if (number, column) in sources:
            held[number, column] = cell
        source = spread.get((number, column))
        if source and cell is None and held.get(source) is not None:
            row[column] = Above(held[source])


def cell_of(value: Raw) -> Cell:
    if isinstance(value, str):
        return clean(value) or None
    return plain(value)
