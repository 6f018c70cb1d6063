"""Rows on disk in blocks: written once from first to last, read from any block on."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from shopkit.sheets.cells import Cell, packed, unpacked

MAGIC = b"ROWS1\n"
BLOCK_ROWS = 1_000
QUICK = 1
TAIL_BYTES = 8


class RollBroken(Exception):
    """A file of ours that is not whole."""


@dataclass
class SheetOfRoll:
    """One sheet: its rows without the empty ones at the end, and where its blocks lie."""

    name: str
    row_count: int = 0
    filled_count: int = 0
    width: int = 0
    blocks: list[tuple[int, int]] = field(default_factory=list)


class RollWriter:
    """Writes sheets one after the other; nothing more than a block is held in memory."""

    def __init__(self, file: BinaryIO, told: dict[str, str]) -> None:
        self.file, self.told = file, told
        self.sheets: list[SheetOfRoll] = []
        self._rows: list[list[Any]] = []
        self._empty = 0
        self._at = len(MAGIC)
        file.write(MAGIC)

    def begin_sheet(self, name: str) -> SheetOfRoll:
        self._write_block()
        self._empty = 0
        self.sheets.append(SheetOfRoll(name))
        return self.sheets[-1]

    def add(self, row: Sequence[Cell]) -> None:
        """Add a row; empty cells at its end and empty rows at the end of a sheet are dropped."""
        cells = [packed(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            self._empty += 1
            return
        for _ in range(self._empty):
            self._put([])
        self._empty = 0
        self._put(cells)
        sheet = self.sheets[-1]
        sheet.filled_count += 1
        sheet.width = max(sheet.width, len(cells))

    def _put(self, cells: list[Any]) -> None:
        self._rows.append(cells)
        self.sheets[-1].row_count += 1
        if len(self._rows) == BLOCK_ROWS:
            self._write_block()

    def _write_block(self) -> None:
        if self._rows:
            length = self._write(self._rows)
            self.sheets[-1].blocks.append((self._at - length, length))
            self._rows = []

    def _write(self, content: Any) -> int:
        block = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), QUICK)
        self.file.write(block)
        self._at += len(block)
        return len(block)

    def end(self) -> None:
        """Write what is still held and where everything lies."""
        self._write_block()
        sheets = [vars(sheet) for sheet in self.sheets]
        length = self._write({"told": self.told, "sheets": sheets})
        self.file.write(length.to_bytes(TAIL_BYTES, "big"))


class Roll:
    """A roll that was written to its end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            content = _contents(file, path.stat().st_size)
        self.told: dict[str, str] = content["told"]
        self.sheets = [SheetOfRoll(**sheet) for sheet in content["sheets"]]

    def block(self, sheet: int, number: int) -> list[list[Cell]]:
        """The rows of one block; the first row of block `n` is row `n * BLOCK_ROWS`."""
        offset, length = self.sheets[sheet].blocks[number]
        with self.path.open("rb") as file:
            file.seek(offset)
            rows: list[list[Cell]] = _opened(file.read(length))
        return rows

    def rows(self, sheet: int, start: int = 0) -> Iterator[list[Cell]]:
        """The rows from `start` on, also the empty ones."""
        for number in range(start // BLOCK_ROWS, len(self.sheets[sheet].blocks)):
            rows = self.block(sheet, number)
            yield from rows[start % BLOCK_ROWS :] if number == start // BLOCK_ROWS else rows


def _contents(file: BinaryIO, size: int) -> dict[str, Any]:
    if size < len(MAGIC) + TAIL_BYTES or file.read(len(MAGIC)) != MAGIC:
        raise RollBroken("no roll")
    file.seek(size - TAIL_BYTES)
    length = int.from_bytes(file.read(TAIL_BYTES), "big")
    if length > size:
        raise RollBroken("not written to its end")
    file.seek(size - TAIL_BYTES - length)
    content: dict[str, Any] = json.loads(zlib.decompress(file.read(length)))
    return content


def _opened(block: bytes) -> Any:
    return json.loads(zlib.decompress(block), object_hook=unpacked)
