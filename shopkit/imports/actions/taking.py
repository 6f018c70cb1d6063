"""Taking the good rows, portion by portion; doing a portion again changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.imports.actions.bringing import let_go
from shopkit.imports.actions.checking import BLOCKS_A_PORTION, failed_rows
from shopkit.imports.actions.shelf import layout_of, roll_of, written
from shopkit.imports.actions.specs import Spec
from shopkit.imports.models import CHECKED, TAKEN, TAKING, Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.journal.write import write
from shopkit.sheets.cells import Cell, text_of


class NotChecked(Refusal):
    """Only what was tried can be taken."""


def begin_taking(session: Session, brought: Import) -> bool:
    """Let the taking begin; False when it has begun or ended already."""
    if brought.state in (TAKING, TAKEN):
        return False
    if brought.state != CHECKED:
        raise NotChecked(brought.state)
    brought.state = TAKING
    brought.added_count, brought.more, brought.late = 0, {}, []
    session.flush()
    return True


def portion(files: Files, spec: Spec, brought: Import, number: int) -> list[Given]:
    """The records of one portion."""
    roll = roll_of(files, brought.records_file)
    first = number * BLOCKS_A_PORTION
    blocks = range(first, min(first + BLOCKS_A_PORTION, len(roll.sheets[0].blocks)))
    return [given(row, spec) for block in blocks for row in roll.block(0, block)]


def given(row: Sequence[Cell], spec: Spec) -> Given:
    """A record as it was packed: its number, then its values in their order."""
    values: list[Any] = [*row[1:], *[None] * (len(spec.kept) + 1 - len(row))]
    return Given(int(text_of(row[0])), dict(zip(spec.kept, values, strict=True)))


def keep_portion(
    session: Session, spec: Spec, brought: Import, records: list[Given], *, now: datetime
) -> None:
    kept = spec.keep(session, brought, records, now)
    brought.added_count += kept.added_count
    brought.known_count += kept.known_count
    brought.more = {
        name: brought.more.get(name, 0) + kept.more.get(name, 0)
        for name in {*brought.more, *kept.more}
    }
    brought.late = [*brought.late, *([one.number, one.reason, one.column] for one in kept.failed)]
    session.flush()


def all_failed(files: Files, brought: Import) -> str | None:
    """The file of all rows that were not taken, those that failed only at the end with them."""
    if not brought.late:
        return brought.failed_file
    late = [Outcome(number, Fate.FAILED, reason, column) for number, reason, column in brought.late]
    roll, layout = roll_of(files, brought.rows_file), layout_of(brought)
    rows = failed_rows(roll, layout, [*failed_before(files, brought), *late])
    return written(files, brought.id, [rows])


def failed_before(files: Files, brought: Import) -> list[Outcome]:
    """What the trial run had found wrong."""
    if brought.failed_file is None:
        return []
    rows = islice(roll_of(files, brought.failed_file).rows(0), 1, None)
    return [
        Outcome(int(text_of(row[2])), Fate.FAILED, text_of(row[0]), text_of(row[1])) for row in rows
    ]


def end_taking(
    session: Session, files: Files, brought: Import, failed_file: str | None, *, now: datetime
) -> None:
    """Note the result; the rows that were brought are removed, those that failed stay a while."""
    if brought.state != TAKING:
        return
    let_go(session, files, brought.rows_file, brought.records_file)
    brought.rows_file = brought.records_file = None
    brought.failed_file = failed_file
    brought.failed_count += len(brought.late)
    brought.state, brought.ended_at = TAKEN, now
    write(session, brought, "import.taken", now=now, details={"kind": brought.kind})
    session.flush()
