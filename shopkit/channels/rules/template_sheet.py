"""A seller's own upload sheet: its key row, and what stands below it.

Nothing here is trusted: sizes are known before anything is unpacked, and a document with
declarations of its own is refused.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZipBroken  # noqa: N812  an exception, whatever its letters

from shopkit.channels.rules.template_xml import PLACE, column_number, local, parse, whole
from shopkit.errors import Refusal
from shopkit.sheets.flaws import MB, Limits, SheetFlaw, SheetRefused
from shopkit.sheets.kinds import Kind, kind_of

LIMITS = Limits(content_bytes=10 * MB, unpacked_bytes=120 * MB, parts=300)
MOST_XML = 25 * MB
MOST_SHEETS = 40
MOST_CELLS = 400_000
# Keys stand near the top; no heading is longer.
KEY_ROWS = 60
FIRST_DATA_ROW = 7
MOST_COLUMNS = 16_384
SHEETS = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
STRINGS = "xl/sharedstrings.xml"

RowDone = Callable[[int, dict[int, str]], None]
IsEnough = Callable[[int], bool]


class NoKeyRow(Refusal):
    """A workbook without the keys of an upload sheet."""


@dataclass(frozen=True)
class Place:
    """Where the keys lie in a workbook, and the first row that goods may be written to."""

    member: str
    key_row: int
    first_row: int
    columns: Mapping[str, int]


@dataclass
class Scan:
    """What is read of one sheet: its key row, its last row in use, and rows below the keys."""

    key_row: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    last_row: int = 0
    rows: list[dict[str, str]] = field(default_factory=list)


def find_place(
    content: bytes, mark: str, kept: Sequence[str]
) -> tuple[Place, list[dict[str, str]]]:
    """The place of the keys, known by one of them, and what already stands below some of them.

    Raises SheetRefused for what is no sound workbook, and NoKeyRow.
    """
    with opened(content) as book:
        strings = strings_of(book)
        for info in sheets_of(book):
            found = scanned(read(book, info), strings, mark, kept)
            if found.key_row:
                first = max(FIRST_DATA_ROW, found.key_row + 1, found.last_row + 1)
                place = Place(info.filename, found.key_row, first, found.columns)
                return place, found.rows
    raise NoKeyRow


def opened(content: bytes) -> ZipFile:
    """The workbook, when its own directory promises no more than we unpack."""
    if len(content) > LIMITS.content_bytes:
        raise SheetRefused(SheetFlaw.TOO_HEAVY)
    kind = kind_of(content, LIMITS)
    if kind is not Kind.XLSX:
        raise SheetRefused(SheetFlaw.UNKNOWN)
    return ZipFile(BytesIO(content))


def sheets_of(book: ZipFile) -> list[ZipInfo]:
    found = [info for info in book.infolist() if SHEETS.fullmatch(info.filename)]
    if len(found) > MOST_SHEETS:
        raise SheetRefused(SheetFlaw.DEMANDING)
    return found


def read(book: ZipFile, info: ZipInfo, most: int = MOST_XML) -> bytes:
    """A member of the workbook; no more is unpacked than its directory has promised."""
    if info.file_size > most:
        raise SheetRefused(SheetFlaw.DEMANDING)
    try:
        return book.read(info)
    except (BadZipFile, ZipBroken, EOFError, NotImplementedError, OSError) as problem:
        raise SheetRefused(SheetFlaw.BROKEN) from problem


def strings_of(book: ZipFile) -> list[str]:
    """The texts that cells point to; phonetic readings left out."""
    info = next((one for one in book.infolist() if one.filename.lower() == STRINGS), None)
    if info is None:
        return []
    found: list[str] = []
    pieces: list[str] = []
    open_names: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        open_names.append(local(name))
        if open_names[-1] == "si":
            pieces.clear()

    def end(_name: str) -> None:
        if open_names.pop() == "si":
            found.append("".join(pieces))

    def text(words: str) -> None:
        if open_names[-1:] == ["t"] and "rPh" not in open_names:
            pieces.append(words)

    parse(read(book, info), start, end, text)
    return found


class Enough(Exception):
    """What was looked for is known; the rest of the sheet need not be read."""


def scanned(xml: bytes, strings: Sequence[str], mark: str, kept: Sequence[str]) -> Scan:
    """The keys of a sheet and the rows below them; a sheet without keys is left near its top."""
    reader = CellReader(strings)
    found = Scan()

    def row_done(number: int, cells: dict[int, str]) -> None:
        filled = {column: text for column, text in cells.items() if text.strip()}
        if not filled:
            return
        found.last_row = number
        if found.key_row:
            row = {key: filled.get(found.columns.get(key, 0), "") for key in kept}
            # What stands between the keys and the goods are headings and advice.
            if number >= FIRST_DATA_ROW and any(row.values()):
                found.rows.append(row | {"row": str(number)})
        elif any(key_of(text) == mark for text in filled.values()):
            found.key_row = number
            found.columns.update(keys_in(filled))

    def is_enough(number: int) -> bool:
        return number > KEY_ROWS and not found.key_row

    reader.read(xml, row_done, is_enough)
    return found


def key_of(text: str) -> str:
    """The key in a cell, which newer sheets follow by numbers of their own after a bar."""
    return text.partition("|")[0].strip()


def keys_in(row: Mapping[int, str]) -> dict[str, int]:
    """Each key with its column; of two alike the first one counts."""
    found: dict[str, int] = {}
    for column, text in sorted(row.items()):
        found.setdefault(key_of(text), column)
    return found


class CellReader:
    """Reads a sheet row by row: the text of each cell, by the number of its column."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.strings = strings
        self.row = 0
        self.column = 0
        self.kind = ""
        self.pieces: list[str] | None = None
        self.cells: dict[int, str] = {}
        self.count = 0

    def read(self, xml: bytes, row_done: RowDone, is_enough: IsEnough) -> None:
        def start(name: str, told: dict[str, str]) -> None:
            kind = local(name)
            if kind == "row":
                self.row = whole(told.get("r")) or self.row + 1
                self.column, self.cells = 0, {}
                if is_enough(self.row):
                    raise Enough
            elif kind == "c":
                self.begin_cell(told)
            elif kind in ("v", "t"):
                self.pieces = []

        def end(name: str) -> None:
            kind = local(name)
            if kind in ("v", "t") and self.pieces is not None:
                self.cells[self.column] = self.cells.get(self.column, "") + self.told()
                self.pieces = None
            elif kind == "row":
                row_done(self.row, self.cells)

        def text(words: str) -> None:
            if self.pieces is not None:
                self.pieces.append(words)

        try:
            parse(xml, start, end, text)
        except Enough:
            return

    def begin_cell(self, told: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_CELLS:
            raise SheetRefused(SheetFlaw.DEMANDING)
        place = PLACE.fullmatch(told.get("r", ""))
        self.column = column_number(place[1]) if place else self.column + 1
        self.kind = told.get("t", "")

    def told(self) -> str:
        words = "".join(self.pieces or ())
        if self.kind != "s":
            return words
        at = whole(words)
        return self.strings[at] if at is not None and at < len(self.strings) else ""
