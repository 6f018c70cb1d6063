"""Finding what buyers reported: all of it for the shop, only its number for the commune."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.looks import SuspicionReport

MOST_SHOWN = 200

Told = tuple[SuspicionReport, Batch, Product]


def reports_of(session: Session, shop: Shop) -> Sequence[Told]:
    """What was reported about goods of a shop, what was not read yet first, then the latest."""
    rows = session.execute(
        select(SuspicionReport, Batch, Product)
        .join(Batch, Batch.id == SuspicionReport.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(SuspicionReport.shop_id == shop.id)
        .order_by(
            SuspicionReport.read_at.is_not(None),
            SuspicionReport.told_at.desc(),
            SuspicionReport.id.desc(),
        )
        .limit(MOST_SHOWN)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def report(session: Session, shop: Shop, report_id: UUID) -> Told:
    """One report about goods of this shop."""
    found = session.execute(
        select(SuspicionReport, Batch, Product)
        .join(Batch, Batch.id == SuspicionReport.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(SuspicionReport.id == report_id, SuspicionReport.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(report_id))
    return found[0], found[1], found[2]


def unread_count(session: Session, shop: Shop) -> int:
    counted = select(func.count()).select_from(SuspicionReport)
    return (
        session.scalar(
            counted.where(SuspicionReport.shop_id == shop.id, SuspicionReport.read_at.is_(None))
        )
        or 0
    )


def count_since(session: Session, *, since: datetime, code: str = "", shop_id: UUID) -> int:
    """How many reports a shop, or one code of it, got since a moment."""
    conditions = [SuspicionReport.shop_id == shop_id, SuspicionReport.told_at >= since]
    if code:
        conditions.append(SuspicionReport.code == code)
    counted = select(func.count()).select_from(SuspicionReport)
    return session.scalar(counted.where(*conditions)) or 0


def count_in_place(session: Session, who: Who, *, since: datetime) -> int:
    """How many reports came about goods of an officer's communes; never what they say."""
    counted = (
        select(func.count())
        .select_from(SuspicionReport)
        .join(Shop, Shop.id == SuspicionReport.shop_id)
        .where(
            Shop.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
            SuspicionReport.told_at >= since,
        )
    )
    return session.scalar(counted) or 0


def photos_in_use(session: Session) -> set[str]:
    names = select(SuspicionReport.photo).where(SuspicionReport.photo.is_not(None))
    return {name for name in session.scalars(names) if name}
