"""Finding the papers of a shop, and those that everybody may be told of."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.queries.products import HasId
from shopkit.catalog.rules.papers import SOON, Standing
from shopkit.errors import NotFound

SHOWN = (Standing.GOOD, Standing.ENDING)


def standing_papers(
    session: Session, shop_id: UUID, product_id: UUID | None, *, on: date
) -> Sequence[Paper]:
    """The papers that hold on a day for a product, those for all the shop makes included.

    OCOP stars only with their decision number and inside their validity; the highest first.
    """
    found = session.scalars(
        select(Paper)
        .where(
            Paper.shop_id == shop_id,
            Paper.removed_at.is_(None),
            or_(Paper.product_id.is_(None), Paper.product_id == product_id),
            or_(Paper.valid_to.is_(None), Paper.valid_to >= on),
        )
        .order_by(Paper.stars.desc().nulls_last(), Paper.kind, Paper.added_at, Paper.id)
    )
    return [paper for paper in found if paper.standing(on) in SHOWN]


def papers_of(session: Session, shop: HasId) -> Sequence[Paper]:
    """The papers of a shop that were not removed, the one that ends first on top."""
    return session.scalars(
        select(Paper)
        .where(Paper.shop_id == shop.id, Paper.removed_at.is_(None))
        .order_by(Paper.valid_to.asc().nulls_last(), Paper.kind, Paper.id)
    ).all()


def removed_papers_of(session: Session, shop: HasId, limit: int = 50) -> Sequence[Paper]:
    """The papers that were replaced or taken away, the latest first."""
    return session.scalars(
        select(Paper)
        .where(Paper.shop_id == shop.id, Paper.removed_at.is_not(None))
        .order_by(Paper.removed_at.desc(), Paper.id)
        .limit(limit)
    ).all()


def papers_about(session: Session, shop: HasId, product_id: UUID) -> Sequence[Paper]:
    """All papers that were ever about a product, removed ones too, in order of time."""
    return session.scalars(
        select(Paper)
        .where(
            Paper.shop_id == shop.id,
            or_(Paper.product_id.is_(None), Paper.product_id == product_id),
        )
        .order_by(Paper.added_at, Paper.id)
    ).all()


def paper(session: Session, shop: HasId, paper_id: UUID) -> Paper:
    """A paper of this shop, also one that was removed."""
    found = session.scalars(
        select(Paper).where(Paper.id == paper_id, Paper.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(paper_id))
    return found


def papers_ending(session: Session, *, on: date) -> Sequence[Paper]:
    """The papers that end within 30 days and whose shop was not told so."""
    return session.scalars(
        select(Paper)
        .where(
            Paper.removed_at.is_(None),
            Paper.told_at.is_(None),
            Paper.valid_to >= on,
            Paper.valid_to <= on + SOON,
        )
        .order_by(Paper.shop_id, Paper.id)
    ).all()


def has_room(session: Session, shop_id: UUID, *, most: int, most_bytes: int) -> bool:
    """Whether a shop may keep one more paper or page."""
    row = session.execute(
        select(
            func.count().filter(Paper.removed_at.is_(None)).label("number"),
            func.coalesce(func.sum(Paper.weight_bytes), 0).label("weight"),
        ).where(Paper.shop_id == shop_id)
    ).one()
    return bool(row.number < most and row.weight < most_bytes)
