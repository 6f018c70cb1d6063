"""The child process in which spreadsheets are opened: `python -m` this, and what it may use.

The file comes in by standard input; the roll of its rows goes out by standard output, or the flaw
by standard error. A file that makes a reader fail, or that runs into a limit, ends this process
and nothing else.
"""

import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import BinaryIO, NoReturn

from shopkit.sheets.books import sheets_of
from shopkit.sheets.cells import Cell
from shopkit.sheets.delimited import text_rows
from shopkit.sheets.documents import documents_of
from shopkit.sheets.feeds import feed_rows
from shopkit.sheets.flaws import Limits, SheetFlaw, SheetRefused
from shopkit.sheets.kinds import Kind, kind_of
from shopkit.sheets.letters import ABC_PLACES, is_abc
from shopkit.sheets.markup import markup_rows
from shopkit.sheets.rolls import RollWriter

REFUSED = 3
READERS = {Kind.MARKUP: markup_rows, Kind.FEED: feed_rows, Kind.TEXT: text_rows}
SAMPLE_ROWS = 200

Sheets = Iterable[tuple[str, Iterator[list[Cell]]]]


def close_doors(limits: Limits) -> None:
    """From here on no more memory, time or disk than the largest file we take needs."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.roll_bytes, limits.roll_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_file(content: bytes, out: BinaryIO, told: dict[str, str], limits: Limits) -> None:
    """Write the roll of a file's rows; raises SheetRefused."""
    if len(content) > limits.content_bytes:
        raise SheetRefused(SheetFlaw.TOO_HEAVY)
    kind = kind_of(content, limits)
    found, sheets = sheets_by_kind(kind, content)
    writer = RollWriter(out, {**told, "kind": kind, **found})
    left = limits.rows
    for name, rows in sheets:
        sheet = writer.begin_sheet(name)
        for row in in_unicode(rows):
            writer.add(row)
            if sheet.filled_count > left:
                raise SheetRefused(SheetFlaw.TOO_MANY_ROWS)
            if sheet.width > limits.columns:
                raise SheetRefused(SheetFlaw.TOO_MANY_COLUMNS)
        left -= sheet.filled_count
    if not any(sheet.filled_count for sheet in writer.sheets):
        raise SheetRefused(SheetFlaw.EMPTY)
    writer.end()


def sheets_by_kind(kind: Kind, content: bytes) -> tuple[dict[str, str], Sheets]:
    if kind in (Kind.XLSX, Kind.XLS):
        return {}, sheets_of(content)
    if kind == Kind.JSON:
        return {}, documents_of(content)
    found, rows = READERS[kind](content)
    return found, [("", rows)]


def in_unicode(rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows with their letters in their places, where they were typed in an old font."""
    first = list(islice(rows, SAMPLE_ROWS))
    sample = " ".join(cell for row in first for cell in row if isinstance(cell, str))
    if not is_abc(sample):
        yield from first
        yield from rows
        return
    for part in (first, rows):
        for row in part:
            yield [cell.translate(ABC_PLACES) if isinstance(cell, str) else cell for cell in row]


def main(told: dict[str, str], limits: Limits) -> int:
    close_doors(limits)
    try:
        content = sys.stdin.buffer.read(limits.content_bytes + 1)
        open_file(content, sys.stdout.buffer, told, limits)
        sys.stdout.buffer.flush()
    except SheetRefused as refusal:
        refuse(refusal)
    except (MemoryError, RecursionError, OSError):  # OSError: more rows than the disk may take
        refuse(SheetRefused(SheetFlaw.DEMANDING))
    return 0


def refuse(refusal: SheetRefused) -> NoReturn:
    sys.stderr.write(refusal.told())
    sys.stderr.flush()
    os._exit(REFUSED)  # at a plain end Python would try once more to write what was not taken


def order(told: dict[str, str], limits: Limits) -> list[str]:
    """The words by which this program is told what to do."""
    return [json.dumps(told), json.dumps(asdict(limits))]


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), Limits(**json.loads(sys.argv[2]))))
