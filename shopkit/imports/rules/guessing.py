"""Where the table begins in a sheet, and what its columns are, told by headings and values."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from shopkit.imports.rules.columns import NO_HEADING, Column, Layout, Wanted
from shopkit.imports.rules.values import Kind, Unreadable, Value, read
from shopkit.sheets.cells import Above, Cell, text_of
from shopkit.text.search import search_text

SEARCHED_ROWS = 60
SAMPLE_ROWS = 60
LONGEST_HEADING = 120
EXACT = 1_000
# A heading of so few letters must be the whole cell: "no" and "co" are in many words.
SHORTEST_PART = 5
LEAST_READABLE = 0.5
FIGURE = re.compile(r"\d")
LONG_NUMBER = re.compile(r"\d[\d.,]{3,}")

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Guess:
    """The likeliest layout; `score` counts how sure its headings are."""

    layout: Layout
    score: int


def guess(sheets: Sequence[Rows], wanted: Wanted) -> Layout:
    """The layout of the sheet, heading and columns that fit best."""
    best = Guess(Layout(), -1)
    for number, rows in enumerate(sheets):
        for heading in range(min(len(rows), SEARCHED_ROWS)):
            for height in (1, 2):
                found = guess_at(rows, Layout(number, heading, height), wanted)
                # A table has two columns at least, or a line of a title could pass for one.
                if found.score > best.score and len(headings(rows, heading, height)) > 1:
                    best = found
    return best.layout


def guess_at(rows: Rows, layout: Layout, wanted: Wanted) -> Guess:
    """The columns of a table whose headings lie where `layout` says."""
    names = headings(rows, layout.heading, layout.height)
    if layout.height == 2 and not is_second_heading(rows, layout.heading + 1):
        return Guess(layout, -1)
    sample = [row for row in rows[layout.first_row :][:SAMPLE_ROWS] if any(row)]
    is_day_first = reads_day_first(sample, wanted, names)
    fits = sorted(
        (
            (fit(name, one), -position, one.name, column)
            for position, one in enumerate(wanted.columns)
            for column, name in names.items()
        ),
        reverse=True,
    )
    columns: dict[str, int] = {}
    score = 0
    for how_well, _position, name, column in fits:
        if how_well <= 0 or name in columns or column in columns.values():
            continue
        if is_readable(sample, column, wanted.column(name), is_day_first):
            columns[name] = column
            score += 100 + min(how_well, 20)
    # Of a heading in one row and the same one with a row below, the plain one is meant.
    score -= 10 * (layout.height - 1) + 50 * len(wanted.missing(columns))
    return Guess(replace(layout, columns=columns, is_day_first=is_day_first), score)


def headings(rows: Rows, heading: int, height: int) -> dict[int, str]:
    """The headings by column; of two rows the upper one reaches over the lower one's cells."""
    if heading == NO_HEADING:
        return {}
    top = rows[heading] if heading < len(rows) else []
    if height == 1 or heading + 1 >= len(rows):
        return {at: name for at, cell in enumerate(top) if (name := heading_of(cell))}
    below = rows[heading + 1]
    names: dict[int, str] = {}
    reaching = ""
    for column in range(max(len(top), len(below))):
        upper = heading_of(top[column]) if column < len(top) else ""
        lower = heading_of(below[column]) if column < len(below) else ""
        reaching = upper or (reaching if lower else "")
        name = f"{upper or reaching} {lower}".strip() if lower else upper
        if name:
            names[column] = name
    return names


def heading_of(cell: Cell) -> str:
    """A heading is short text; a number or a day is none."""
    if not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
        return ""
    return " ".join(cell.split())


def is_second_heading(rows: Rows, number: int) -> bool:
    """Whether a row goes on with headings: text that is neither amount nor day."""
    cells = [cell for cell in rows[number] if cell is not None] if number < len(rows) else []
    texts = [cell for cell in cells if not isinstance(cell, Above)]
    return bool(texts) and all(
        isinstance(cell, str) and not has_value(cell, Kind.MONEY) and not has_value(cell, Kind.DAY)
        for cell in texts
    )


def has_value(cell: Cell, kind: Kind) -> bool:
    try:
        return read(cell, kind) is not None
    except Unreadable:
        return False


@lru_cache(maxsize=2048)
def folded(heading: str) -> str:
    return search_text(heading)


def fit(heading: str, column: Column) -> int:
    """How well a heading names a column: the whole of it best, else by the longest known part."""
    name = folded(heading)
    if name in column.known_as:
        return EXACT
    if column.is_whole:
        return 0
    padded = f" {name} "
    parts = [
        len(known)
        for known in column.known_as
        if len(known) >= SHORTEST_PART and f" {known} " in padded
    ]
    return max(parts, default=0)


def is_readable(sample: Rows, column: int, wanted: Column, is_day_first: bool) -> bool:
    """Whether what stands in a column mostly is what it should hold; an empty one may be."""
    cells = [row[column] for row in sample if column < len(row) and text_of(row[column])]
    if not cells or wanted.kind in (Kind.TEXT, Kind.CODE):
        return True
    good = sum(reads(cell, wanted.kind, is_day_first) for cell in cells)
    return good >= len(cells) * LEAST_READABLE


def reads(cell: Cell, kind: Kind, is_day_first: bool) -> bool:
    try:
        read(cell, kind, is_day_first=is_day_first)
    except Unreadable:
        return False
    return True


def reads_day_first(sample: Rows, wanted: Wanted, names: Mapping[int, str]) -> bool:
    """False only where days read as month/day/year and cannot be meant as day/month/year."""
    days = [one for one in wanted.columns if one.kind in (Kind.DAY, Kind.MOMENT)]
    cells = [
        row[column]
        for column, name in names.items()
        if any(fit(name, one) for one in days)
        for row in sample
        if column < len(row) and isinstance(row[column], str)
    ]
    day_first = sum(reads(cell, Kind.DAY, True) for cell in cells)
    month_first = sum(reads(cell, Kind.DAY, False) for cell in cells)
    return month_first <= day_first


def signature(names: Mapping[int, str]) -> str:
    """By what the same kind of file is known again: its headings, whatever their order."""
    known = sorted({folded(name) for name in names.values()})
    return hashlib.sha256("|".join(known).encode()).hexdigest()[:32]


def is_worth_remembering(names: Mapping[int, str]) -> bool:
    """Whether these are headings, and not a row of somebody's data taken for them."""
    return bool(names) and not any(LONG_NUMBER.search(name) for name in names.values())


def by_name(columns: Mapping[str, int], names: Mapping[int, str]) -> dict[str, str]:
    """Which heading each column was found under, to be remembered."""
    return {name: folded(names[at]) for name, at in columns.items() if at in names}


def recalled(remembered: Mapping[str, str], names: Mapping[int, str]) -> dict[str, int] | None:
    """The columns that were once pointed out by a person, or None if a heading is gone."""
    places = {folded(name): column for column, name in reversed(list(names.items()))}
    if not all(heading in places for heading in remembered.values()):
        return None
    return {name: places[heading] for name, heading in remembered.items()}


def is_sure(layout: Layout, names: Mapping[int, str], wanted: Wanted) -> bool:
    """Whether no person needs to look: all that is needed was found under a heading known."""
    if wanted.missing(layout.columns):
        return False
    if wanted.told_by and not any(name in layout.columns for name in wanted.told_by):
        return False
    return all(fit(names[at], wanted.column(name)) > 0 for name, at in layout.columns.items())


@dataclass(frozen=True)
class RowReader:
    """Reads rows of one layout; made once for a whole table."""

    wanted: Wanted
    layout: Layout

    @cached_property
    def placed(self) -> list[tuple[Column, int]]:
        """The columns that the table has, and where."""
        columns = self.layout.columns
        return [(one, columns[one.name]) for one in self.wanted.columns if one.name in columns]

    @cached_property
    def nothing(self) -> dict[str, Value]:
        return {one.name: None for one in self.wanted.columns}

    def values(self, row: Sequence[Cell]) -> tuple[dict[str, Value], str]:
        """The values by the names of columns, and the first column that could not be read."""
        values = dict(self.nothing)
        for one, at in self.placed:
            cell = row[at] if at < len(row) else None
            if isinstance(cell, Above):
                cell = cell.value if one.fills_down else None
            if cell is None:
                continue
            try:
                values[one.name] = read(cell, one.kind, is_day_first=self.layout.is_day_first)
            except Unreadable:
                return values, one.name
        return values, ""

    def is_heading_again(self, row: Sequence[Cell]) -> bool:
        """Whether a row repeats headings, as on a new page or in a second language."""
        # Amounts and days have figures, headings over them have none; that spares most rows.
        if any(at < len(row) and has_figure(row[at]) for at in self.figured):
            return False
        cells = [(text_of(row[at]), one) for one, at in self.placed if at < len(row) and row[at]]
        known = sum(fit(text, column) > 0 for text, column in cells)
        return known >= 2 and known * 2 > len(cells)

    @cached_property
    def figured(self) -> list[int]:
        """Where amounts and days stand."""
        return [at for one, at in self.placed if one.kind not in (Kind.TEXT, Kind.CODE)]


def has_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        return FIGURE.search(cell) is not None
    return cell is not None and not isinstance(cell, Above)
