"""What happened to records, with the names of those of the staff who did it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.journal.models import JournalEntry
from shopkit.journal.write import entries_of

SHOWN = 40


def happened_to(session: Session, subject_ids: Iterable[UUID]) -> list[tuple[JournalEntry, str]]:
    """The newest lines of the journal about these records, each with who did it."""
    entries = entries_of(session, subject_ids, limit=SHOWN)
    names = names_of(session, [one.actor_id for one in entries if one.actor_id])
    return [(one, names.get(one.actor_id, "") if one.actor_id else "") for one in entries]


def names_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    found = session.scalars(select(Account).where(Account.id.in_(set(ids))))
    return {one.id: one.name for one in found}
