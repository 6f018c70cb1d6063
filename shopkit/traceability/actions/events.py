"""Recording what happened to a batch, correcting it, and taking it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import SEEN, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.traceability.actions.batches import BatchErased
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries.batches import locked
from shopkit.traceability.queries.events import is_replaced
from shopkit.traceability.rules.events import KINDS, check_time

MOST_EVENTS = 2_000
# What a correction may say anew; what is not said stays as it was.
SAID = (
    "kind",
    "at",
    "place_id",
    "place_words",
    "partner",
    "quantity_milli",
    "unit",
    "note",
    "paper_id",
    "photo",
)


class TooManyEvents(Refusal):
    """More events than anybody can read; the batch should have been divided."""


class NotHerWord(Refusal):
    """What staff came and saw is corrected by staff, and what a seller told by the seller."""


class AlreadyCorrected(Refusal):
    """A later telling stands in the place of this event; correct that one."""


def record_event(
    session: Session,
    batch: Batch,
    *,
    kind: str,
    at: datetime,
    now: datetime,
    event_id: UUID | None = None,
    place_id: UUID | None = None,
    place_words: str = "",
    partner: str = "",
    quantity_milli: int | None = None,
    unit: str = "",
    note: str = "",
    paper_id: UUID | None = None,
    photo: dict[str, str] | None = None,
    evidence: str = SELF_DECLARED,
    source_id: str | None = None,
) -> BatchEvent:
    """Note something that happened to a batch; where nothing else is told, at its own place.

    `event_id` is the id that a phone gave it; one that is taken already does not exist for her.
    """
    locked(session, batch)
    event_id = event_id or new_id()
    if session.get(BatchEvent, event_id):
        raise NotFound(str(event_id))
    if batch.closed_at:
        raise BatchClosed(batch.code)
    check_room(session, batch, kind=kind, at=at, now=now)
    event = BatchEvent(
        id=event_id,
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        kind=kind,
        at=at,
        noted_at=now,
        noted_by_id=actor_id(session),
        evidence=evidence,
        place_id=place_id or (None if place_words else batch.place_id),
        place_words=place_words,
        partner=partner,
        quantity_milli=quantity_milli,
        unit=unit if quantity_milli is not None else "",
        note=note,
        paper_id=paper_id,
        photo=photo,
        source_id=source_id,
    )
    return kept(session, event, "event.recorded", evidence, now)


def correct_event(
    session: Session,
    batch: Batch,
    event: BatchEvent,
    *,
    now: datetime,
    evidence: str = SELF_DECLARED,
    **said: object,
) -> BatchEvent:
    """Say anew what happened; the earlier telling is kept and can be read. Keywords as `SAID`."""
    told = {name: getattr(event, name) for name in SAID} | said
    check_correctable(session, batch, event, evidence)
    check_room(session, batch, kind=str(told["kind"]), at=told["at"], now=now)
    later = later_telling(session, event, told, evidence, now)
    return kept(session, later, "event.corrected", evidence, now)


def withdraw_event(
    session: Session,
    batch: Batch,
    event: BatchEvent,
    *,
    now: datetime,
    evidence: str = SELF_DECLARED,
) -> BatchEvent:
    """Take back what was told by mistake; that it was told and taken back is kept."""
    check_correctable(session, batch, event, evidence)
    told = {name: getattr(event, name) for name in SAID}
    later = later_telling(session, event, told, evidence, now)
    later.is_withdrawn = True
    return kept(session, later, "event.withdrawn", evidence, now)


def later_telling(
    session: Session, event: BatchEvent, told: dict[str, object], evidence: str, now: datetime
) -> BatchEvent:
    return BatchEvent(
        shop_id=event.shop_id,
        commune_code=event.commune_code,
        batch_id=event.batch_id,
        noted_at=now,
        noted_by_id=actor_id(session),
        evidence=evidence,
        corrects_id=event.id,
        **told,  # type: ignore[arg-type]  # the fields of an event, as they stood or as said anew
    )


def check_correctable(session: Session, batch: Batch, event: BatchEvent, evidence: str) -> None:
    locked(session, batch)
    if (event.evidence == SEEN) != (evidence == SEEN):
        raise NotHerWord(str(event.id))
    if batch.erased_on:
        raise BatchErased(batch.code)
    if event.is_withdrawn or is_replaced(session, event):
        raise AlreadyCorrected(str(event.id))


def check_room(session: Session, batch: Batch, *, kind: str, at: object, now: datetime) -> None:
    """Refuse what cannot have happened then, and more than anybody can read."""
    assert kind in KINDS, kind
    assert isinstance(at, datetime)
    if batch.erased_on:
        raise BatchErased(batch.code)
    check_time(kind, at, made_on=batch.made_on, now=now)
    counted = select(func.count()).select_from(BatchEvent).where(BatchEvent.batch_id == batch.id)
    if (session.scalar(counted) or 0) >= MOST_EVENTS:
        raise TooManyEvents(batch.code)


def kept(
    session: Session, event: BatchEvent, word: str, evidence: str, now: datetime
) -> BatchEvent:
    session.add(event)
    session.flush()
    details = {"batch": str(event.batch_id), "kind": event.kind}
    write(session, event, word, now=now, evidence=evidence, details=details)
    return event


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None
