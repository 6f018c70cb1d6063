"""Writing and reading the journal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.journal.models import OBSERVED, JournalEntry
from shopkit.scope import Who


class Subject(Protocol):
    """A record the journal can speak of."""

    __tablename__: str

    @property
    def id(self) -> UUID: ...


def write(
    session: Session,
    subject: Subject,
    event: str,
    *,
    now: datetime,
    evidence: str = OBSERVED,
    details: dict[str, str] | None = None,
) -> JournalEntry:
    """Note that something happened, in the transaction that makes it happen.

    The actor is read from the session; shop and commune from the record. `details` holds ids and
    machine words only, never names, numbers of accounts or amounts.
    """
    actor: Who | None = session.info.get("actor")
    entry = JournalEntry(
        event=event,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        shop_id=shop_of(subject),
        commune_code=getattr(subject, "commune_code", ""),
        actor_id=actor.account_id if actor else None,
        evidence=evidence,
        at=now,
        details=details,
    )
    session.add(entry)
    return entry


def shop_of(subject: Subject) -> UUID | None:
    """The shop a record belongs to; a shop belongs to itself."""
    if subject.__tablename__ == "shop":
        return subject.id
    shop_id: UUID | None = getattr(subject, "shop_id", None)
    return shop_id


def entries_of(
    session: Session, subject_ids: Iterable[UUID], limit: int = 200
) -> list[JournalEntry]:
    """What happened to these records, newest first."""
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.subject_id.in_(list(subject_ids)))
            .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
            .limit(limit)
        )
    )
