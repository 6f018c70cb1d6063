"""Noting that somebody of the staff opened a list of names: a read that others may ask about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.journal.models import JournalEntry
from shopkit.journal.write import write
from shopkit.scope import COMMUNE, Who

EVENT = "list.read"
# Turning the pages of one list is one reading.
ONE_READING = timedelta(hours=1)
LISTS = UUID("5b0f7f0e-6a0e-4b53-9f58-2f0d6c1a7c11")


@dataclass(frozen=True)
class ListWithNames:
    """A list of a commune, as the journal speaks of it; the same list has the same id for ever."""

    name: str
    commune_code: str

    __tablename__ = "list_with_names"

    @property
    def id(self) -> UUID:
        return uuid5(LISTS, f"{self.commune_code} {self.name}")


def lists_of(who: Who, name: str) -> list[ListWithNames]:
    """The list in each commune where she wears a hat as a whole."""
    return [ListWithNames(name, code) for code in dict.fromkeys(who.codes(COMMUNE))]


def is_noted(session: Session, who: Who, read: ListWithNames, *, now: datetime) -> bool:
    """Whether this reading of hers stands in the journal."""
    since = now - ONE_READING
    found = select(JournalEntry.id).where(
        JournalEntry.subject_id == read.id,
        JournalEntry.actor_id == who.account_id,
        JournalEntry.at > since,
    )
    return session.scalar(found.limit(1)) is not None


def note_reading(session: Session, who: Who, read: ListWithNames, *, now: datetime) -> None:
    """Write it once an hour."""
    if not is_noted(session, who, read, now=now):
        session.info["actor"] = who
        write(session, read, EVENT, now=now, details={"list": read.name})
