"""The trial run: what would become of each row, without keeping any."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.imports.actions.shelf import layout_of, roll_of, written
from shopkit.imports.actions.specs import AnyTrial, Check, Spec
from shopkit.imports.actions.tally import Tally
from shopkit.imports.models import CHECKED, CHECKING, UPLOADED, Import
from shopkit.imports.rules.columns import Fate, Given, Layout, Outcome
from shopkit.imports.rules.guessing import RowReader, headings
from shopkit.sheets.cells import Cell
from shopkit.sheets.rolls import Roll

PORTION = 1_000
# Records are taken so many blocks of a roll at a time.
BLOCKS_A_PORTION = 4
UNREADABLE, HEADING_AGAIN, JOINED = "unreadable", "heading_again", "joined"


@dataclass
class Checked:
    """What a trial run found; its files are written already."""

    records_file: str
    failed_file: str | None
    findings: list[dict[str, Any]]
    warnings: list[str]
    row_count: int
    portion_count: int
    more: dict[str, int]


class Trial:
    """One pass over a table in the order of the file."""

    def __init__(self, spec: Spec, roll: Roll, layout: Layout, check: Check) -> None:
        self.spec, self.roll, self.layout, self.check = spec, roll, layout, check
        self.reader = RowReader(spec.wanted, layout)
        self.needed = [one.name for one in spec.wanted.columns if one.is_needed]
        self.tally = Tally()
        self.failed: list[Outcome] = []
        self.more: dict[str, int] = {}
        self._given: list[Given] = []

    def records(self) -> Iterator[list[Cell]]:
        """The good rows as they are to be kept; the others are counted on the way."""
        for outcome in self.outcomes():
            self.tally.note(outcome)
            if outcome.fate == Fate.FAILED:
                self.failed.append(outcome)
            elif outcome.fate == Fate.GOOD:
                values = outcome.values or {}
                yield [outcome.number, *(values.get(name) for name in self.spec.kept)]

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        return self.check.warnings(head)

    def outcomes(self) -> Iterator[Outcome]:
        first = self.layout.first_row
        for number, row in enumerate(self.roll.rows(self.layout.sheet, first), first + 1):
            if not any(cell is not None for cell in row):
                continue
            outcome = self.look_at(number, row)
            if outcome:
                yield outcome
            elif len(self._given) > PORTION:
                # The last one stays: the next row may go on with it.
                yield from self.check(self._given[:-1])
                self._given = self._given[-1:]
        if self._given:
            yield from self.check(self._given)

    def look_at(self, number: int, row: Sequence[Cell]) -> Outcome | None:
        """The fate of a row that is told by itself, or None once it waits for the check."""
        if self.reader.is_heading_again(row):
            return Outcome(number, Fate.LEFT_OUT, HEADING_AGAIN)
        values, unread = self.reader.values(row)
        if unread:
            reason = self.spec.leaves_out(row)
            if reason:
                return Outcome(number, Fate.LEFT_OUT, reason)
            return Outcome(number, Fate.FAILED, UNREADABLE, unread)
        given = Given(number, values)
        if self._given and self.spec.goes_on(self._given[-1], given):
            return Outcome(number, Fate.LEFT_OUT, JOINED)
        lacks = any(values[name] is None for name in self.needed)
        reason = self.spec.leaves_out(row) if lacks else ""
        if reason:
            return Outcome(number, Fate.LEFT_OUT, reason)
        self._given.append(given)
        return None


def check(session: Session, files: Files, spec: Spec, brought: Import) -> Checked:
    """Try all rows; reads only, and gives the same again."""
    layout = layout_of(brought)
    roll = roll_of(files, brought.rows_file)
    head = list(head_of(roll, layout))
    trial = trial_of(session, spec, brought, roll, layout)
    records_file = written(files, brought.id, [trial.records()])
    failed_file = None
    if trial.failed:
        failed_file = written(files, brought.id, [failed_rows(roll, layout, trial.failed)])
    return Checked(
        records_file,
        failed_file,
        trial.tally.findings(),
        trial.warnings(head),
        trial.tally.row_count,
        portions_in(roll_of(files, records_file)),
        trial.more,
    )


def trial_of(session: Session, spec: Spec, brought: Import, roll: Roll, layout: Layout) -> AnyTrial:
    if spec.begin_trial:
        return spec.begin_trial(session, brought, roll, layout)
    if spec.begin_check:
        return Trial(spec, roll, layout, spec.begin_check(session, brought))
    raise ValueError(f"nobody tries imports of {spec.kind}")


def portions_in(records: Roll) -> int:
    return -(-len(records.sheets[0].blocks) // BLOCKS_A_PORTION)


def head_of(roll: Roll, layout: Layout) -> Iterator[list[Cell]]:
    """The rows above the headings."""
    for number, row in enumerate(roll.rows(layout.sheet)):
        if number >= layout.heading:
            return
        yield row


def failed_rows(roll: Roll, layout: Layout, failed: Iterable[Outcome]) -> Iterator[Sequence[Cell]]:
    """The headings, then each row that was not taken: reason, column, number, its own cells."""
    by_number = {outcome.number: outcome for outcome in failed}
    top = list(islice(roll.rows(layout.sheet, max(0, layout.heading)), 2))
    names = headings(top, min(0, layout.heading), layout.height)
    yield [None, None, None, *(names.get(at) for at in range(max(names, default=-1) + 1))]
    for number, row in enumerate(roll.rows(layout.sheet), 1):
        outcome = by_number.get(number)
        if outcome:
            yield [outcome.reason, outcome.column, number, *row]


def keep_checked(session: Session, brought: Import, checked: Checked, *, now: datetime) -> None:
    """Note what a trial run found; one of a file whose columns changed meanwhile is forgotten."""
    if brought.state not in (UPLOADED, CHECKING):
        return
    brought.records_file, brought.failed_file = checked.records_file, checked.failed_file
    warnings = [{"warning": warning} for warning in checked.warnings]
    brought.findings = [*warnings, *checked.findings]
    brought.row_count, brought.portion_count = checked.row_count, checked.portion_count
    brought.more = checked.more
    counts = {fate: count_of(checked, fate) for fate in Fate}
    brought.good_count = counts[Fate.GOOD]
    brought.known_count = counts[Fate.KNOWN]
    brought.left_out_count = counts[Fate.LEFT_OUT]
    brought.failed_count = counts[Fate.FAILED]
    brought.state, brought.checked_at = CHECKED, now
    session.flush()


def count_of(checked: Checked, fate: Fate) -> int:
    return sum(one["count"] for one in checked.findings if one["fate"] == fate)
