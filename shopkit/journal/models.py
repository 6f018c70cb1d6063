"""One line of the journal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from shopkit.db.base import Base, Placed, Row, Tag

SELF_DECLARED, SEEN, OBSERVED, IMPORTED = "SD", "TV", "SO", "IM"


class JournalEntry(Base, Row, Placed):
    """That something happened; facts about it are read from the record by its id."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_commune_event", "commune_code", "event", "shop_id"),
        Index("ix_journal_entry_shop", "shop_id", "at"),
        Index("ix_journal_entry_subject", "subject_id", "at"),
    )

    event: Mapped[Tag]
    subject_kind: Mapped[Tag]
    subject_id: Mapped[UUID]
    shop_id: Mapped[UUID | None] = mapped_column(default=None)
    actor_id: Mapped[UUID | None] = mapped_column(default=None)
    evidence: Mapped[Tag] = mapped_column(default=OBSERVED)
    at: Mapped[datetime]
    details: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)


class Unread(Base, Placed):
    """That a line of the journal still waits to be read into facts; written with the line itself.

    Whoever reads it takes it away in the same transaction, so that none is read twice or missed.
    """

    __tablename__ = "unread"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)


class JournalIsAppendOnly(Exception):
    """Nobody changes what happened; write a new entry that corrects it."""


def refuse(_mapper: Mapper[JournalEntry], _connection: object, entry: JournalEntry) -> None:
    raise JournalIsAppendOnly(entry.event)


event.listen(JournalEntry, "before_update", refuse)
event.listen(JournalEntry, "before_delete", refuse)
