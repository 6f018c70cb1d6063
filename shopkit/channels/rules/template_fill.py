"""Writing rows into a seller's own upload sheet.

Only the XML of the one sheet is changed, cell by cell; every other byte of the workbook stays as
the channel made it, with its hidden sheets, validations and looks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape
from zipfile import ZipFile, ZipInfo

from shopkit.channels.rules.template_sheet import LIMITS, MOST_COLUMNS, Place, opened, read
from shopkit.channels.rules.template_xml import (
    PLACE,
    column_name,
    column_number,
    element_end,
    local,
    parse,
    tag_end,
    whole,
)

LONGEST_TEXT = 32_767
SPANS = re.compile(rb"""\s+spans=(?:"[^"]*"|'[^']*')""")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A program would read this as the code of a letter.
LETTER_CODE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")

Value = str | int | Decimal
KeyedRow = Mapping[str, Value]


def filled(content: bytes, place: Place, rows: Sequence[KeyedRow]) -> bytes:
    """The workbook with these rows written into its sheet, everything else as it was."""
    with opened(content) as book:
        info = book.getinfo(place.member)
        patched = with_rows(read(book, info), place, rows)
        out = BytesIO()
        with ZipFile(out, "w") as copy:
            copy.comment = book.comment
            for one in book.infolist():
                is_sheet = one.filename == place.member
                same = patched if is_sheet else read(book, one, LIMITS.unpacked_bytes)
                copy.writestr(heading_like(one), same)
    return out.getvalue()


def heading_like(info: ZipInfo) -> ZipInfo:
    copied = ZipInfo(info.filename, info.date_time)
    copied.compress_type = info.compress_type
    copied.external_attr, copied.create_system = info.external_attr, info.create_system
    copied.comment = info.comment
    return copied


@dataclass
class OldCell:
    """A cell as it stands: its column, its bytes, its look, and whether it holds a formula."""

    column: int
    start: int
    end: int = 0
    style: str = ""
    has_formula: bool = False


@dataclass
class OldRow:
    """A row as it stands, by its bytes."""

    number: int
    start: int
    tag_end: int
    is_closed: bool
    inner_end: int = 0
    end: int = 0
    style: str = ""
    cells: list[OldCell] = field(default_factory=list)


class Outline:
    """Where in the XML the rows to be written lie, and where missing ones belong."""

    def __init__(self, xml: bytes, first: int, last: int) -> None:
        self.xml, self.first, self.last = xml, first, last
        self.rows: dict[int, OldRow] = {}
        self.following = 0
        self.dimension: tuple[int, int] | None = None
        self.data_end = 0
        self.prefix = ""
        self.styles: dict[int, str] = {}
        self._number = 0
        self._row: OldRow | None = None
        self._cell: OldCell | None = None
        self._column = 0
        self.parser = expat.ParserCreate("utf-8")
        parse(xml, self.start, self.finish, parser=self.parser)

    def start(self, name: str, told: dict[str, str]) -> None:
        kind, at = local(name), self.parser.CurrentByteIndex
        if kind == "row":
            self.begin_row(told, at)
        elif kind == "c" and self._row is not None:
            place = PLACE.fullmatch(told.get("r", ""))
            self._column = column_number(place[1]) if place else self._column + 1
            self._cell = OldCell(self._column, at, style=told.get("s", ""))
        elif kind == "f" and self._cell is not None:
            self._cell.has_formula = True
        elif kind == "dimension":
            self.dimension = (at, tag_end(self.xml, at))
        elif kind == "col" and told.get("style"):
            self.note_look(told)

    def begin_row(self, told: Mapping[str, str], at: int) -> None:
        self._number = whole(told.get("r")) or self._number + 1
        self._column = 0
        if self._number > self.last and not self.following:
            self.following = at
        if self.first <= self._number <= self.last:
            end = tag_end(self.xml, at)
            is_closed = self.xml[end - 2 : end - 1] == b"/"
            look = told.get("s", "") if told.get("customFormat") in ("1", "true") else ""
            self._row = OldRow(self._number, at, end, is_closed, style=look)

    def note_look(self, told: Mapping[str, str]) -> None:
        low, high = whole(told.get("min")) or 0, whole(told.get("max")) or 0
        for column in range(low, min(high, low + MOST_COLUMNS) + 1):
            self.styles[column] = told["style"]

    def finish(self, name: str) -> None:
        kind, at = local(name), self.parser.CurrentByteIndex
        if kind == "c" and self._cell is not None and self._row is not None:
            self._cell.end = element_end(self.xml, self._cell.start, at)
            self._row.cells.append(self._cell)
            self._cell = None
        elif kind == "row" and self._row is not None:
            row = self._row
            row.inner_end = row.tag_end if row.is_closed else at
            row.end = element_end(self.xml, row.start, at)
            self.rows[row.number] = row
            self._row = None
        elif kind == "sheetData":
            self.data_end = at
            self.prefix = name[: -len("sheetData")]


def with_rows(xml: bytes, place: Place, rows: Sequence[KeyedRow]) -> bytes:
    """The XML of a sheet with these rows from the first free one on."""
    if not rows:
        return xml
    numbers = range(place.first_row, place.first_row + len(rows))
    outline = Outline(xml, numbers[0], numbers[-1])
    out: list[bytes] = []
    at = 0
    if outline.dimension:
        start, end = outline.dimension
        out += [xml[at:start], grown(xml[start:end], numbers[-1], max(place.columns.values()))]
        at = end
    last_place = outline.following or outline.data_end
    for number, row in zip(numbers, rows, strict=True):
        cells = {place.columns[key]: value for key, value in row.items() if key in place.columns}
        old = outline.rows.get(number)
        if old:
            out += [xml[at : old.start], rewritten(outline, old, cells)]
            at = old.end
        else:
            before = next_start(outline, number, last_place)
            out += [xml[at:before], new_row(outline, number, cells)]
            at = before
    return b"".join((*out, xml[at:]))


def next_start(outline: Outline, number: int, last_place: int) -> int:
    """Where a missing row belongs: before the next one that is there."""
    later = [row.start for other, row in outline.rows.items() if other > number]
    return min(later, default=last_place)


def rewritten(outline: Outline, row: OldRow, cells: Mapping[int, Value]) -> bytes:
    """A row with these cells in their places; cells with a formula stay as they are."""
    tag = SPANS.sub(b"", outline.xml[row.start : row.tag_end])
    pieces: dict[int, bytes] = {}
    for old in row.cells:
        raw = outline.xml[old.start : old.end]
        if old.column in cells and not old.has_formula:
            value = cells[old.column]
            raw = cell(outline.prefix, old.column, row.number, value, old.style)
        pieces[old.column] = raw
    for column, value in cells.items():
        if column not in pieces:
            look = row.style or outline.styles.get(column, "")
            pieces[column] = cell(outline.prefix, column, row.number, value, look)
    inner = b"".join(content for _, content in sorted(pieces.items()))
    if row.is_closed:
        return tag[:-2].rstrip() + b">" + inner + f"</{outline.prefix}row>".encode()
    return tag + inner + outline.xml[row.inner_end : row.end]


def new_row(outline: Outline, number: int, cells: Mapping[int, Value]) -> bytes:
    inner = b"".join(
        cell(outline.prefix, column, number, value, outline.styles.get(column, ""))
        for column, value in sorted(cells.items())
    )
    name = f"{outline.prefix}row"
    return f'<{name} r="{number}">'.encode() + inner + f"</{name}>".encode()


def cell(prefix: str, column: int, row: int, value: Value, style: str) -> bytes:
    """A cell: a number as a number, text as text that no program takes for a formula."""
    place = f'r="{column_name(column)}{row}"' + (f' s="{int(style)}"' if style.isdigit() else "")
    p = prefix
    if isinstance(value, str):
        text = escape(LETTER_CODE.sub("_x005F_x", NOT_XML.sub("", value))[:LONGEST_TEXT])
        inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
        return f'<{p}c {place} t="inlineStr">{inner}</{p}c>'.encode()
    return f"<{p}c {place}><{p}v>{value}</{p}v></{p}c>".encode()


def grown(tag: bytes, row: int, column: int) -> bytes:
    """The mark of the sheet's size, grown to hold a row and a column."""

    def larger(found: re.Match[bytes]) -> bytes:
        corner = PLACE.fullmatch(found[2].decode())
        if corner is None:
            return found[0]
        widest = column_name(max(column, column_number(corner[1])))
        return found[1] + f"{widest}{max(row, int(corner[2]))}".encode() + found[3]

    return re.sub(rb"""(ref=["'](?:[A-Z0-9$]+:)?)([A-Z0-9$]+)(["'])""", larger, tag)
