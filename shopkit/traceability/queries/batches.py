"""Finding batches, runs and codes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch


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
