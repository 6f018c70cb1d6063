"""Finding the places of a shop, and what a place code stands for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.places import PlaceCode, ProductionPlace
from shopkit.traceability.rules.codes import NamedPlace, home_code, short_code


def places_of(
    session: Session, shop: Shop, *, with_closed: bool = False
) -> Sequence[ProductionPlace]:
    """The places of a shop, the oldest first."""
    wanted = select(ProductionPlace).where(ProductionPlace.shop_id == shop.id)
    if not with_closed:
        wanted = wanted.where(ProductionPlace.closed_at.is_(None))
    return session.scalars(wanted.order_by(ProductionPlace.opened_at, ProductionPlace.id)).all()


def place(session: Session, shop: Shop, place_id: UUID) -> ProductionPlace:
    found = session.scalars(
        select(ProductionPlace).where(
            ProductionPlace.id == place_id, ProductionPlace.shop_id == shop.id
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(place_id))
    return found


def home_of(shop: Shop) -> NamedPlace:
    """The shop itself as a place: what a batch without a place was made at."""
    return NamedPlace(home_code(shop.code), shop.name, area_code=shop.commune_code)


def named(found: ProductionPlace) -> NamedPlace:
    return NamedPlace(found.code, found.name, found.address, found.area_code, found.gln)


def place_of_batch(session: Session, shop: Shop, batch: Batch) -> NamedPlace:
    """Where a batch was made; the shop itself when no place was told."""
    return place_named(session, shop, batch.place_id)


def place_named(session: Session, shop: Shop, place_id: UUID | None) -> NamedPlace:
    found = session.get(ProductionPlace, place_id) if place_id else None
    return named(found) if found else home_of(shop)


def numbers_of(session: Session, found: ProductionPlace) -> Sequence[PlaceCode]:
    """The GS1 numbers that a place went by, the latest first."""
    return session.scalars(
        select(PlaceCode)
        .where(PlaceCode.place_id == found.id)
        .order_by(PlaceCode.began_at.desc(), PlaceCode.id)
    ).all()


def place_by_code(session: Session, code: str) -> tuple[NamedPlace, Shop]:
    """What an own place code stands for, for everybody; closed places keep theirs."""
    found = session.scalars(
        select(ProductionPlace).where(ProductionPlace.code == code)
    ).one_or_none()
    if found is not None:
        return named(found), session.get_one(Shop, found.shop_id)
    shop = session.scalars(select(Shop).where(Shop.code == short_code("DD-", code))).one_or_none()
    if shop is None or home_code(shop.code) != code:
        raise NotFound(code)
    return home_of(shop), shop


def place_by_gln(session: Session, gln: str) -> tuple[NamedPlace, Shop]:
    """What a GS1 place number stands for, also one that the place no longer goes by."""
    found = session.scalars(
        select(ProductionPlace)
        .join(PlaceCode, PlaceCode.place_id == ProductionPlace.id)
        .where(PlaceCode.value == gln)
    ).one_or_none()
    if found is None:
        raise NotFound(gln)
    return named(found), session.get_one(Shop, found.shop_id)


def taken_place_codes(session: Session, stem: str) -> set[str]:
    """The place codes of the house that begin like this one."""
    return set(
        session.scalars(
            select(ProductionPlace.code).where(
                ProductionPlace.code.startswith(stem, autoescape=True)
            )
        )
    )
