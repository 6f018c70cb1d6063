"""The files of imports: rows as they were read, records as they will be kept."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Layout
from shopkit.sheets.cells import Cell
from shopkit.sheets.reading import unroll
from shopkit.sheets.rolls import Roll, RollWriter

SHELF = "imports"
LOOKED_THROUGH = 120

Rows = Iterable[Sequence[Cell]]


class FilesGone(NotFound):
    """The rows of this import were removed, because they were taken or too old."""


def shelf(files: Files) -> Files:
    """The files of imports, in a folder of their own so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def unrolled(files: Files, content: bytes, import_id: UUID) -> str:
    """Read what was sent and keep its rows; raises SheetRefused.

    Slow: not to be done while a transaction waits. The id makes the file nobody else's, so that
    it can be removed when its import ends.
    """
    place = shelf(files)
    roll = unroll(content, place.drafts(), told={"import": str(import_id)})
    return place.take(roll.path)


def written(files: Files, import_id: UUID, sheets: Iterable[Rows]) -> str:
    """Keep rows of our own in the order they come; the same rows give the same file."""
    place = shelf(files)
    draft = place.drafts() / f"{import_id}-{id(sheets)}"
    with draft.open("wb") as file:
        write_sheets(file, import_id, sheets)
    return place.take(draft)


def write_sheets(file: BinaryIO, import_id: UUID, sheets: Iterable[Rows]) -> None:
    writer = RollWriter(file, {"import": str(import_id)})
    for rows in sheets:
        writer.begin_sheet("")
        for row in rows:
            writer.add(row)
    writer.end()


def roll_of(files: Files, name: str | None) -> Roll:
    """The rows kept under a name; raises FilesGone."""
    if name is None:
        raise FilesGone
    path: Path = shelf(files).path(name)
    if not path.is_file():
        raise FilesGone(name)
    return Roll(path)


def remove(files: Files, names: Iterable[str | None]) -> None:
    for name in names:
        if name is not None:
            shelf(files).remove(name)


def beginnings(roll: Roll) -> list[list[list[Cell]]]:
    """The first rows of each sheet, where headings are looked for."""
    heads = []
    for number, sheet in enumerate(roll.sheets):
        rows = roll.block(number, 0) if sheet.blocks else []
        heads.append(rows[:LOOKED_THROUGH])
    return heads


def layout_of(brought: Import) -> Layout:
    return Layout(**brought.layout)


def packed(layout: Layout) -> dict[str, object]:
    return asdict(layout)
