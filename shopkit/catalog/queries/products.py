"""Finding products and photos: those of one shop, and the few that everybody may see."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Photo, Price, Product
from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.text.search import search_text

PAGE = 50
CHUNK = 500


class HasId(Protocol):
    """A shop, as far as these questions need to know one."""

    @property
    def id(self) -> UUID: ...


def product(session: Session, shop: HasId, product_id: UUID) -> Product:
    """A product of this shop, in whatever state; that of another does not exist here."""
    found = session.scalars(
        select(Product).where(Product.id == product_id, Product.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(product_id))
    return found


def products_of(
    session: Session,
    shop: HasId,
    *,
    states: Collection[str] = (),
    text: str = "",
    page: int | None = None,
) -> Sequence[Product]:
    """The products of a shop by name, unnamed drafts first; `page` counts from 1."""
    wanted = select(Product).where(*wanted_of(shop, states, text))
    wanted = wanted.order_by(Product.sort_key, Product.id)
    if page is not None:
        wanted = wanted.limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(wanted).all()


def count_of(session: Session, shop: HasId, *, states: Collection[str] = (), text: str = "") -> int:
    counted = select(func.count()).select_from(Product).where(*wanted_of(shop, states, text))
    return session.scalar(counted) or 0


def wanted_of(shop: HasId, states: Collection[str], text: str) -> list[ColumnElement[bool]]:
    """The conditions of a list: this shop, these states, all words of the text, marks optional."""
    conditions = [Product.shop_id == shop.id]
    if states:
        conditions.append(Product.state.in_(states))
    for word in search_text(text).split():
        conditions.append(Product.search_text.contains(word, autoescape=True))
    return conditions


def states_of(session: Session, shop: HasId) -> dict[str, int]:
    """How many products of a shop stand in each state."""
    rows = session.execute(
        select(Product.state, func.count().label("number"))
        .where(Product.shop_id == shop.id)
        .group_by(Product.state)
        .order_by(Product.state)
    )
    return {row.state: row.number for row in rows}


def published_count(session: Session, shop: HasId) -> int:
    return count_of(session, shop, states=(PUBLISHED,))


def live_shop_ids(session: Session, shop_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these shops have a listing that buyers can see."""
    live: set[UUID] = set()
    asked = iter(shop_ids)
    while chunk := list(islice(asked, CHUNK)):
        live.update(
            session.scalars(
                select(Product.shop_id)
                .where(Product.shop_id.in_(chunk), Product.state == PUBLISHED)
                .distinct()
            )
        )
    return live


def photos_of(session: Session, product: Product) -> Sequence[Photo]:
    """The photos of a product in their order, without those taken down."""
    return session.scalars(
        select(Photo)
        .where(Photo.product_id == product.id, Photo.removed_at.is_(None))
        .order_by(Photo.position, Photo.id)
    ).all()


def cover_or_none(session: Session, product: Product) -> Photo | None:
    return next(iter(photos_of(session, product)), None)


def removed_photos_of(session: Session, product: Product) -> Sequence[Photo]:
    """The photos taken down that can still be put back, the latest first."""
    return session.scalars(
        select(Photo)
        .where(Photo.product_id == product.id, Photo.removed_at.is_not(None))
        .order_by(Photo.removed_at.desc(), Photo.id)
    ).all()


def covers_of(session: Session, products: Iterable[Product]) -> dict[UUID, Photo]:
    """The first photo of each product that has one, by the product's id."""
    found: dict[UUID, Photo] = {}
    asked = iter([product.id for product in products])
    while chunk := list(islice(asked, CHUNK)):
        rows = session.scalars(
            select(Photo)
            .where(Photo.product_id.in_(chunk), Photo.removed_at.is_(None))
            .order_by(Photo.position, Photo.id)
        )
        for photo in rows:
            found.setdefault(photo.product_id, photo)
    return found


def photo(session: Session, product: Product, photo_id: UUID) -> Photo:
    """A photo of this product, also one taken down."""
    found = session.scalars(
        select(Photo).where(Photo.id == photo_id, Photo.product_id == product.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(photo_id))
    return found


def photo_or_none(session: Session, product: Product, photo_id: UUID) -> Photo | None:
    """A photo of this product, if it has come already; one of another product is none of hers."""
    found = session.get(Photo, photo_id)
    if found is not None and found.product_id != product.id:
        raise NotFound(str(photo_id))
    return found


def is_known(session: Session, product_id: UUID) -> bool:
    """Whether any shop has a product of this id."""
    return session.get(Product, product_id) is not None


def public_photo_or_none(session: Session, photo_id: UUID) -> Photo | None:
    """A photo that everybody may see: its listing is on show, or was until it was hidden.

    A printed label outlives the listing, and its page goes on showing the product.
    """
    return session.scalars(
        select(Photo)
        .join(Product, Product.id == Photo.product_id)
        .where(Photo.id == photo_id, Photo.removed_at.is_(None), Product.published_at.is_not(None))
    ).one_or_none()


def own_photo(session: Session, who: Who, photo_id: UUID) -> Photo:
    """A photo of one of her shops, whatever state its product is in."""
    found = session.scalars(
        select(Photo).where(Photo.id == photo_id, Photo.shop_id.in_(who.shop_ids))
    ).one_or_none()
    if found is None:
        raise NotFound(str(photo_id))
    return found


def weight_of_photos(session: Session, shop_id: UUID) -> int:
    """How many bytes all photos of a shop take, those taken down included."""
    total = select(func.coalesce(func.sum(Photo.weight_bytes), 0)).where(Photo.shop_id == shop_id)
    return int(session.scalar(total) or 0)


def prices_of(session: Session, product: Product) -> Sequence[Price]:
    """What the product has cost, the latest first."""
    return session.scalars(
        select(Price)
        .where(Price.product_id == product.id)
        .order_by(Price.since.desc(), Price.id.desc())
    ).all()


def gtins_of(session: Session, shop: HasId) -> set[str]:
    return set(
        session.scalars(
            select(Product.gtin).where(Product.shop_id == shop.id, Product.gtin.is_not(None))
        )
    )
