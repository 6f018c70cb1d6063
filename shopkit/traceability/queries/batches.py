"""Finding batches, runs and codes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.jobs.models import UNFINISHED, Job
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun


def batches_of(session: Session, shop: Shop) -> Sequence[Batch]:
    """The batches of a shop, newest first."""
    return session.scalars(
        select(Batch)
        .where(Batch.shop_id == shop.id)
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
    ).all()


def batch(session: Session, shop: Shop, batch_id: UUID) -> Batch:
    found = session.scalars(
        select(Batch).where(Batch.id == batch_id, Batch.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(batch_id))
    return found


def locked(session: Session, batch: Batch) -> Batch:
    """The batch as it stands now, held until the transaction ends, so that others wait."""
    session.flush()
    session.refresh(batch, with_for_update=True)
    return batch


def is_printing(session: Session, batch: Batch) -> bool:
    """Whether labels of this batch are being made just now."""
    unfinished = (
        select(LabelRun.id)
        .join(Job, Job.record_id == LabelRun.id)
        .where(
            LabelRun.batch_id == batch.id,
            LabelRun.ready_at.is_(None),
            Job.state.in_(UNFINISHED),
        )
    )
    return session.scalars(unfinished.limit(1)).first() is not None
