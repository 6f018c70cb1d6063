"""Saying what became of labels: printed, active, sold, void; and how many were used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.models import OBSERVED, SEEN, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.queries.labels import states_of
from shopkit.traceability.rules.ranges import Span, spans_of
from shopkit.traceability.rules.states import (
    ACTIVE,
    GENERATED,
    NOT_YET_ACTIVE,
    PRINTED,
    SOLD,
    UNIT,
    VOID,
    MoveForbidden,
    states_before,
)

EVENTS = {
    PRINTED: "labels.printed",
    ACTIVE: "labels.activated",
    SOLD: "labels.sold",
    VOID: "labels.voided",
}
AGAIN = "again"


class RunNotReady(Refusal):
    """The labels are still being made."""


class NoOwnCodes(Refusal):
    """The labels of this run share the code of the batch; none can be told from another."""


class LabelsRecalled(Refusal):
    """The batch is recalled; none of its labels goes onto goods or is sold."""


class CountsTooHigh(Refusal):
    """More labels used than printed, or more printed than made; `limit` is how many there are."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class SpoiledKnown(Refusal):
    """Fewer labels spoiled than are void already, or fewer used than are active."""


@dataclass(frozen=True)
class Moved:
    """How many labels came into the state, and how many stayed what they were."""

    count: int
    stayed: int


def mark_range(
    session: Session,
    run: LabelRun,
    span: Span,
    state: str,
    *,
    why: str = "",
    only: Sequence[str] = (),
    now: datetime,
) -> Moved:
    """Bring the labels from one position to another into a state, those that may come into it.

    `only` narrows the states they come from. Raises MoveForbidden when none of them may.
    """
    check_ready(run)
    check_span(run, span)
    if state in (ACTIVE, SOLD) and session.get_one(Batch, run.batch_id).recalled_at:
        raise LabelsRecalled(run.id)
    before = [one for one in states_before(state) if not only or one in only]
    moved = moved_positions(session, run, span, before, state)
    if not moved:
        raise MoveForbidden(state)
    note_moved(session, run, moved, state, why, now)
    write(session, run, EVENTS[state], now=now)
    count_use(session, run, now)
    return Moved(len(moved), len(span) - len(moved))


def note_moved(
    session: Session, run: LabelRun, moved: Sequence[int], state: str, why: str, now: datetime
) -> None:
    """Write down the labels that came into a state, and no label that stayed what it was."""
    session.add_all(mark(session, run, part, state, why, now) for part in spans_of(moved))


def moved_positions(
    session: Session, run: LabelRun, span: Span, before: Sequence[str], after: str
) -> Sequence[int]:
    """Move the labels of a span that are in one of these states, all at once; which they were."""
    moved = session.connection().execute(
        update(Label)
        .where(
            Label.run_id == run.id,
            Label.position >= span.first,
            Label.position <= span.last,
            Label.state.in_(before),
        )
        .values(state=after)
        .returning(Label.position)
    )
    return moved.scalars().all()


def mark_each(
    session: Session,
    run: LabelRun,
    positions: Sequence[int],
    state: str,
    *,
    why: str,
    now: datetime,
) -> Moved:
    """The same for single labels; those that cannot come into the state stay as they are."""
    count = 0
    for span in spans_of(positions):
        try:
            count += mark_range(session, run, span, state, why=why, now=now).count
        except MoveForbidden:
            continue
    if not count:
        raise MoveForbidden(state)
    return Moved(count, len(set(positions)) - count)


def void_the_lost(session: Session, run: LabelRun, *, why: str, now: datetime) -> Moved:
    """A roll or a pile of sheets is gone: whatever of the run is not active yet never will be."""
    everything = Span(0, run.count - 1)
    return mark_range(session, run, everything, VOID, why=why, only=NOT_YET_ACTIVE, now=now)


def note_reprint(session: Session, run: LabelRun, span: Span, *, now: datetime) -> None:
    """Note that a sheet was printed once more with the same codes."""
    check_span(run, span)
    session.add(mark(session, run, span, PRINTED, AGAIN, now))
    write(session, run, "labels.reprinted", now=now)


def record_use(
    session: Session,
    run: LabelRun,
    *,
    printed: int,
    spoiled: int,
    affixed: int,
    affixed_on: date | None,
    now: datetime,
) -> None:
    """Keep how many labels were printed, spoiled and put on goods; totals, not additions."""
    if run.ready_at is None:
        raise RunNotReady(run.id)
    if printed > run.count:
        raise CountsTooHigh(run.count)
    if spoiled + affixed > printed:
        raise CountsTooHigh(printed)
    known = states_of(session, run) if run.level == UNIT else {}
    if spoiled < known.get(VOID, 0) or affixed < known.get(ACTIVE, 0) + known.get(SOLD, 0):
        raise SpoiledKnown(run.id)
    was_affixed = run.affixed_count
    run.printed_count, run.spoiled_count, run.affixed_count = printed, spoiled, affixed
    run.printed_at = run.printed_at or (now if printed else None)
    run.affixed_on = affixed_on or run.affixed_on or (local_day(now) if affixed else None)
    if run.level == UNIT and printed and known.get(GENERATED, 0):
        mark_printed(session, run, printed - (run.count - known[GENERATED]), now)
    details = told_of_use(session, run)
    evidence = told_as(session, run)
    write(session, run, "labels.printed", now=now, evidence=evidence, details=details)
    if affixed != was_affixed:
        write(session, run, "labels.affixed", now=now, evidence=evidence, details=details)


def told_of_use(session: Session, run: LabelRun) -> dict[str, str]:
    """What the journal is told of a run: of which product, and its totals as they stand."""
    told = {
        "product": str(session.get_one(Batch, run.batch_id).product_id),
        "count": str(run.count),
        "printed": str(run.printed_count or 0),
        "spoiled": str(run.spoiled_count),
        "affixed": str(run.affixed_count),
    }
    return told | ({"affixed_on": run.affixed_on.isoformat()} if run.affixed_on else {})


def told_as(session: Session, run: LabelRun) -> str:
    """What her totals rest on: her own word, or that of somebody who came and counted."""
    actor: Who | None = session.info.get("actor")
    if actor is None:
        return OBSERVED
    return SELF_DECLARED if run.shop_id in actor.shop_ids else SEEN


def mark_printed(session: Session, run: LabelRun, count: int, now: datetime) -> None:
    """Call so many more labels printed, the first of those that nothing is known of."""
    if count <= 0:
        return
    last = session.scalar(
        select(Label.position)
        .where(Label.run_id == run.id, Label.state == GENERATED)
        .order_by(Label.position)
        .offset(count - 1)
        .limit(1)
    )
    span = Span(0, run.count - 1 if last is None else last)
    moved = moved_positions(session, run, span, (GENERATED,), PRINTED)
    note_moved(session, run, moved, PRINTED, "", now)


def count_use(session: Session, run: LabelRun, now: datetime) -> None:
    """Let the totals of a run follow what is known of its single labels."""
    known = states_of(session, run)
    void, used = known.get(VOID, 0), known.get(ACTIVE, 0) + known.get(SOLD, 0)
    run.printed_count = max(run.printed_count or 0, run.count - known.get(GENERATED, 0))
    run.printed_at = run.printed_at or now
    run.spoiled_count = max(min(run.spoiled_count, run.printed_count - used), void)
    run.affixed_count = min(max(run.affixed_count, used), run.printed_count - run.spoiled_count)
    if used and run.affixed_on is None:
        run.affixed_on = local_day(now)


def mark(
    session: Session, run: LabelRun, span: Span, state: str, why: str, now: datetime
) -> LabelMark:
    actor: Who | None = session.info.get("actor")
    return LabelMark(
        shop_id=run.shop_id,
        commune_code=run.commune_code,
        run_id=run.id,
        first=span.first,
        last=span.last,
        state=state,
        why=why,
        at=now,
        by_id=actor.account_id if actor else None,
    )


def check_ready(run: LabelRun) -> None:
    if run.level != UNIT:
        raise NoOwnCodes(run.id)
    if run.ready_at is None:
        raise RunNotReady(run.id)


def check_span(run: LabelRun, span: Span) -> None:
    span.check_within(run.count)
