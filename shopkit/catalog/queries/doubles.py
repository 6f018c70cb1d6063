"""Photos that show the same shot as another one of the shop."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries.products import HasId
from shopkit.catalog.rules.likeness import Mark, is_near, mark_from

# Beyond so many photos the search would keep the page waiting; the newest are looked at.
MOST_COMPARED = 5000


def doubles_of(session: Session, shop: HasId, photos: Sequence[Photo]) -> dict[UUID, Product]:
    """For each of these photos that has a near double, the product that shows the other one.

    Of two doubles in one product only the later is named; a double in another product comes after.
    """
    asked = [(photo, mark) for photo in photos if (mark := mark_of(photo))]
    if not asked:
        return {}
    known = marks_of(session, shop)
    found: dict[UUID, UUID] = {}
    for photo, mark in asked:
        place = (photo.position, photo.id)
        near = [
            other
            for other, seen in known
            if other.id != photo.id
            and (other.product_id != photo.product_id or (other.position, other.id) < place)
            and is_near(mark, seen, in_one_product=other.product_id == photo.product_id)
        ]
        if near:
            near.sort(key=lambda other: other.product_id != photo.product_id)
            found[photo.id] = near[0].product_id
    ids = set(found.values())
    products = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(ids)))}
    return {photo_id: products[product_id] for photo_id, product_id in found.items()}


def marks_of(session: Session, shop: HasId) -> list[tuple[Photo, Mark]]:
    rows = session.scalars(
        select(Photo)
        .where(Photo.shop_id == shop.id, Photo.removed_at.is_(None), Photo.likeness.is_not(None))
        .order_by(Photo.made_at.desc(), Photo.id)
        .limit(MOST_COMPARED)
    )
    return [(photo, mark) for photo in rows if (mark := mark_of(photo))]


def mark_of(photo: Photo) -> Mark | None:
    return mark_from(photo.likeness, photo.found)
