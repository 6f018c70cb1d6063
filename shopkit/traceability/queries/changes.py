"""Reading what was changed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange


def changes_of(session: Session, batch: Batch, limit: int | None = None) -> Sequence[RecordChange]:
    """What was changed in a batch and in the records that hang on it, the latest first."""
    return session.scalars(
        select(RecordChange)
        .where(or_(RecordChange.batch_id == batch.id, RecordChange.record_id == batch.place_id))
        .order_by(RecordChange.at.desc(), RecordChange.id.desc())
        .limit(limit)
    ).all()


def names_of(session: Session, account_ids: set[UUID]) -> dict[UUID, str]:
    """The names of the people who changed something."""
    found = session.execute(
        select(Account.id, Account.name).where(Account.id.in_(account_ids)).order_by(Account.id)
    )
    return {row[0]: row[1] for row in found}
