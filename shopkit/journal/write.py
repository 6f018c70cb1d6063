"""Writing and reading the journal."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.bulk import Row, insert_rows
from shopkit.journal.models import OBSERVED, JournalEntry, Unread
from shopkit.scope import Who

COLUMNS = tuple(column.key for column in JournalEntry.__mapper__.column_attrs)


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
    entry = entry_of(session, subject, event, now=now, evidence=evidence, details=details)
    session.add_all((entry, Unread(entry_id=entry.id, commune_code=entry.commune_code)))
    return entry


def write_each(
    session: Session,
    subjects: Iterable[Subject],
    event: str,
    *,
    now: datetime,
    evidence: str = OBSERVED,
    details: Callable[[Any], dict[str, str]] | None = None,
) -> None:
    """Note that the same happened to many records, in one statement.

    `details` tells them of each record; without it none are kept.
    """
    write_entries(
        session,
        [
            entry_of(
                session,
                subject,
                event,
                now=now,
                evidence=evidence,
                details=details(subject) if details else None,
            )
            for subject in subjects
        ],
    )


def write_entries(session: Session, entries: Iterable[JournalEntry]) -> None:
    """Keep many lines at once."""
    write_lines(session, [{name: getattr(entry, name) for name in COLUMNS} for entry in entries])


def write_lines(session: Session, lines: Sequence[Row]) -> None:
    """Keep many lines, told as rows with all their columns, and that each waits to be read."""
    waiting = [{"entry_id": line["id"], "commune_code": line["commune_code"]} for line in lines]
    insert_rows(session.connection(), JournalEntry, lines)
    insert_rows(session.connection(), Unread, waiting)


def entry_of(
    session: Session,
    subject: Subject,
    event: str,
    *,
    now: datetime,
    evidence: str = OBSERVED,
    details: dict[str, str] | None = None,
) -> JournalEntry:
    actor: Who | None = session.info.get("actor")
    return JournalEntry(
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
