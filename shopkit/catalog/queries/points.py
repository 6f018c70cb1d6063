"""How good the listings of a page are, and what stands in the way of one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.papers import papers_of
from shopkit.catalog.queries.records import records_of
from shopkit.catalog.rules.papers import Standing
from shopkit.catalog.rules.quality import overall
from shopkit.shops.models.shops import Shop


def points_of(
    session: Session, shop: Shop, products: Collection[Product], *, on: date
) -> dict[UUID, int]:
    """The points of each product of a page, in few questions; made for fifty, not for all."""
    ids = [product.id for product in products]
    if not ids:
        return {}
    records = records_of(session, shop, address="", on=on, states=(), ids=ids)
    return {UUID(record.id): overall(record, on) for record in records}


def ended_papers(session: Session, shop: Shop, product_id: UUID, *, on: date) -> tuple[str, ...]:
    """The kinds of papers of this product that are over, unless a newer one holds."""
    papers = [paper for paper in papers_of(session, shop) if paper.product_id in (None, product_id)]
    over = {paper.kind for paper in papers if paper.standing(on) is Standing.ENDED}
    held = {paper.kind for paper in papers if paper.standing(on) is not Standing.ENDED}
    return tuple(sorted(over - held))
