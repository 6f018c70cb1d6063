"""Telling where goods are made, and declaring the numbers of places."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import actor_id
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.places import PlaceCode, ProductionPlace
from shopkit.traceability.queries.places import places_of, taken_place_codes
from shopkit.traceability.rules.codes import granted_gln, proposed_place_code

MOST_PLACES = 50


class TooManyPlaces(Refusal):
    """More places than a household works at."""


class GrantedInFuture(Refusal):
    """Nobody was granted a number tomorrow."""


class NumberTaken(Refusal):
    """The number was declared before, for something else."""


def add_place(
    session: Session, shop: Shop, *, name: str, address: str, now: datetime
) -> ProductionPlace:
    """Note a place where the shop grows, makes or keeps goods; its code is made from its name."""
    if len(places_of(session, shop, with_closed=True)) >= MOST_PLACES:
        raise TooManyPlaces
    stem = proposed_place_code(name, set())
    place = ProductionPlace(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        code=proposed_place_code(name, taken_place_codes(session, stem)),
        name=name,
        address=address,
        area_code=shop.commune_code,
        opened_at=now,
    )
    session.add(place)
    session.flush()
    write(session, place, "place.added", now=now)
    return place


def describe_place(
    session: Session, place: ProductionPlace, *, name: str, address: str, now: datetime
) -> None:
    """Set the name and the address of a place right; its code stays as it was printed."""
    place.name, place.address = name, address
    session.flush()
    write(session, place, "place.described", now=now)


def set_area(session: Session, place: ProductionPlace, *, area_code: str, now: datetime) -> None:
    """Say in which commune a place lies, where that is not the commune of the shop."""
    place.area_code = area_code
    session.flush()
    write(session, place, "place.described", now=now)


def close_place(session: Session, place: ProductionPlace, *, now: datetime) -> None:
    """Offer a place no longer; what was made there goes on naming it."""
    if place.closed_at is None:
        place.closed_at = now
        session.flush()
        write(session, place, "place.closed", now=now)


def declare_gln(
    session: Session, place: ProductionPlace, *, gln: str, granted_on: date, now: datetime
) -> PlaceCode:
    """Note the GS1 number that the shop says it was granted for a place."""
    number = granted_gln(gln)
    if granted_on > local_day(now):
        raise GrantedInFuture
    known = session.scalars(select(PlaceCode).where(PlaceCode.value == number)).one_or_none()
    if known is not None and known.place_id != place.id:
        raise NumberTaken(number)
    end_numbers(session, place, now)
    if known is None:
        known = PlaceCode(
            shop_id=place.shop_id,
            commune_code=place.commune_code,
            place_id=place.id,
            value=number,
            granted_on=granted_on,
            began_at=now,
            declared_by_id=actor_id(session),
        )
        session.add(known)
    known.ended_at, known.granted_on = None, granted_on
    place.gln = number
    session.flush()
    write(session, place, "place.number_declared", now=now)
    return known


def end_numbers(session: Session, place: ProductionPlace, now: datetime) -> None:
    standing = select(PlaceCode).where(PlaceCode.place_id == place.id, PlaceCode.ended_at.is_(None))
    for code in session.scalars(standing):
        code.ended_at = now
