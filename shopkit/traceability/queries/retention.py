"""Until when the records of a batch must be kept."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries.lineage import made_from
from shopkit.traceability.rules.retention import last_day


def keep_until(batch: Batch, *, today: date) -> date:
    """The last day on which the records of this batch must be kept.

    Without a best-before date the term counts from the day it was made, or was closed if later.
    """
    closed_on = local_day(batch.closed_at) if batch.closed_at else batch.made_on
    return last_day(batch.best_before, began_on=max(batch.made_on, closed_on), today=today)


def is_over(session: Session, batch: Batch, *, today: date) -> bool:
    """Whether the term has ended: for the batch, for all made from it, and with no recall open."""
    together = made_from(session, batch)
    return not together.is_cut and all(
        one.recalled_at is None and keep_until(one, today=today) < today
        for one in together.batches.values()
    )


def batches_with_records(session: Session, shop_id: object) -> list[Batch]:
    """The batches of a shop whose records have not been erased, the oldest first."""
    return list(
        session.scalars(
            select(Batch)
            .where(Batch.shop_id == shop_id, Batch.erased_on.is_(None))
            .order_by(Batch.made_on, Batch.id)
        )
    )
