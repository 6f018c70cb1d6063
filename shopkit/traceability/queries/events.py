"""What happened to a batch, as it stands and as it was told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from shopkit.errors import NotFound
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.rules.events import TAKES

# Parts of parts of parts: nobody divides the same goods more often.
MOST_DIVISIONS = 20


def events_of(session: Session, batch: Batch) -> list[BatchEvent]:
    """What happened, in order of time, as it stands now: without what was corrected or taken back.

    What a standing event said before is found by `earlier_of`.
    """
    return standing(told_of(session, [batch.id]))


def events_with_origin(session: Session, batch: Batch) -> list[BatchEvent]:
    """What happened to these goods, also under the number they had before they were divided.

    Of the batch they come from: what happened up to the dividing, without what it lost by selling.
    """
    found, known = events_of(session, batch), {batch.id}
    level: list[tuple[Batch, datetime | None]] = [(batch, None)]
    for _step in range(MOST_DIVISIONS):
        level = [row for row in whole_of(session, level) if row[0].id not in known]
        known |= {one.id for one, _until in level}
        for one, until in level:
            found += [
                event
                for event in events_of(session, one)
                if event.kind not in TAKES and (until is None or event.at <= until)
            ]
        if not level:
            break
    return sorted(found, key=lambda event: (event.at, event.noted_at, event.id))


def whole_of(
    session: Session, parts: Iterable[tuple[Batch, datetime | None]]
) -> list[tuple[Batch, datetime | None]]:
    """The batches of the same product that these came out of, and when they did."""
    until = {part.id: before for part, before in parts}
    part, whole = aliased(Batch), aliased(Batch)
    rows = session.execute(
        select(whole, BatchInput.noted_at, BatchInput.batch_id)
        .join(whole, whole.id == BatchInput.source_batch_id)
        .join(part, part.id == BatchInput.batch_id)
        .where(
            BatchInput.batch_id.in_(list(until)),
            BatchInput.removed_at.is_(None),
            part.product_id == whole.product_id,
        )
        .order_by(BatchInput.noted_at, BatchInput.id)
    )
    return [(one, min(noted_at, until[part_id] or noted_at)) for one, noted_at, part_id in rows]


def told_of(session: Session, batch_ids: Iterable[UUID]) -> Sequence[BatchEvent]:
    """Everything that was ever told about these batches, in the order of telling."""
    return session.scalars(
        select(BatchEvent)
        .where(BatchEvent.batch_id.in_(list(batch_ids)))
        .order_by(BatchEvent.noted_at, BatchEvent.id)
    ).all()


def standing_telling(session: Session, batch: Batch, event_id: UUID) -> BatchEvent:
    """What an event of this batch says by now; one that was taken back does not exist."""
    event = event_of(session, batch, event_id)
    later: BatchEvent | None = event
    while later is not None:
        event = later
        later = session.scalars(
            select(BatchEvent).where(BatchEvent.corrects_id == event.id)
        ).one_or_none()
    if event.is_withdrawn:
        raise NotFound(str(event_id))
    return event


def standing(told: Iterable[BatchEvent]) -> list[BatchEvent]:
    """Of all that was told, what stands, in order of time."""
    told = list(told)
    replaced = {event.corrects_id for event in told}
    found = [event for event in told if event.id not in replaced and not event.is_withdrawn]
    return sorted(found, key=lambda event: (event.at, event.noted_at, event.id))


def earlier_of(session: Session, event: BatchEvent) -> list[BatchEvent]:
    """What an event said before it was corrected, the latest first."""
    known = {one.id: one for one in told_of(session, [event.batch_id])}
    found: list[BatchEvent] = []
    corrected = event.corrects_id
    while corrected is not None and len(found) < len(known):
        found.append(known[corrected])
        corrected = known[corrected].corrects_id
    return found


def event_of(session: Session, batch: Batch, event_id: UUID) -> BatchEvent:
    """An event of this batch, also one that no longer stands."""
    found = session.scalars(
        select(BatchEvent).where(BatchEvent.id == event_id, BatchEvent.batch_id == batch.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(event_id))
    return found


def is_replaced(session: Session, event: BatchEvent) -> bool:
    """Whether a later telling stands in its place."""
    later = select(BatchEvent.id).where(BatchEvent.corrects_id == event.id)
    return session.scalars(later).first() is not None


def public_photo_event_or_none(session: Session, event_id: UUID) -> BatchEvent | None:
    """A standing event with a photo, for everybody who scanned a label."""
    found = session.get(BatchEvent, event_id)
    if found is None or not found.photo or found.is_withdrawn or is_replaced(session, found):
        return None
    return found


def last_events_of(session: Session, batches: Sequence[Batch]) -> dict[UUID, list[BatchEvent]]:
    """The standing events of each batch, by its id."""
    by_batch: dict[UUID, list[BatchEvent]] = {batch.id: [] for batch in batches}
    for event in standing(told_of(session, by_batch)):
        by_batch[event.batch_id].append(event)
    return by_batch
