"""Household businesses on the register, and joining them with the shops that opened here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import IMPORTED, SEEN
from shopkit.journal.write import write
from shopkit.shops.actions.households import Nameless, check_village, repoint
from shopkit.shops.actions.twins import note_twins_of
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.text.order import sort_key
from shopkit.text.search import search_text


class ShopJoined(Refusal):
    """The shop belongs to a business of the register already."""


class BusinessClosed(Refusal):
    """The business has ended; its record stays as it stood."""


def register_business(
    session: Session,
    *,
    commune_code: str,
    village_id: UUID | None,
    name: str,
    owner_name: str = "",
    owner: Person | None = None,
    household: Household | None = None,
    owner_gender: str = "",
    kind: str = "household",
    sector: str = "",
    phone: str | None = None,
    legal_basis: str = "",
    list_key: str | None = None,
    now: datetime,
) -> Business:
    """Put a household business on the commune's register."""
    check_village(session, commune_code, village_id)
    business = Business(
        commune_code=commune_code,
        village_id=village_id,
        name=name,
        sort_key="",
        search_text="",
        known_at=now,
        owner_name=owner_name or (owner.name if owner else ""),
        owner_id=owner.id if owner else None,
        household_id=household_id_of(owner, household),
        owner_gender=owner_gender or (owner.gender if owner else ""),
        kind=kind,
        sector=sector,
        phone=phone,
        legal_basis=legal_basis,
        list_key=list_key,
    )
    index(business)
    session.add(business)
    session.flush()
    details = told_of(business)
    write(session, business, "business.registered", now=now, evidence=IMPORTED, details=details)
    note_twins_of(session, business, now=now)
    return business


def household_id_of(owner: Person | None, household: Household | None) -> UUID | None:
    if household is not None:
        return household.id
    return owner.household_id if owner else None


def change_business(
    session: Session,
    business: Business,
    *,
    village_id: UUID | None,
    name: str,
    owner_name: str,
    owner_gender: str,
    kind: str,
    sector: str,
    phone: str | None,
    legal_basis: str,
    now: datetime,
) -> bool:
    """Set right what the register says of a business; False when nothing is different."""
    told = (village_id, name, owner_name, owner_gender, kind, sector, phone, legal_basis)
    known = (
        business.village_id,
        business.name,
        business.owner_name,
        business.owner_gender,
        business.kind,
        business.sector,
        business.phone,
        business.legal_basis,
    )
    if told == known:
        return False
    check_is_open(business)
    if village_id != business.village_id:
        check_village(session, business.commune_code, village_id)
    business.village_id, business.name, business.owner_name = village_id, name, owner_name
    business.owner_gender, business.kind, business.sector = owner_gender, kind, sector
    business.phone, business.legal_basis = phone, legal_basis
    index(business)
    session.flush()
    write(session, business, "business.changed", now=now, details=told_of(business))
    note_twins_of(session, business, now=now)
    return True


def close_business(session: Session, business: Business, *, now: datetime) -> None:
    """Note that a business has ended."""
    check_is_open(business)
    business.closed_at = now
    session.flush()
    write(session, business, "business.closed", now=now)


def put_in_household(
    session: Session, business: Business, household: Household, *, now: datetime
) -> None:
    """Say which household a business belongs to."""
    if household.commune_code != business.commune_code:
        raise NotFound(str(household.id))
    check_is_open(business)
    business.household_id = household.id
    business.village_id = business.village_id or household.village_id
    session.flush()
    write(session, business, "business.changed", now=now, details=told_of(business))


def join_shop(session: Session, business: Business, shop: Shop, *, now: datetime) -> None:
    """Say that a shop that opened here is run by this business, so that it is known once."""
    if shop.commune_code != business.commune_code:
        raise NotFound(str(shop.id))
    if shop.business_id == business.id:
        return
    if shop.business_id:
        raise ShopJoined(str(shop.id))
    check_is_open(business)
    shop.business_id = business.id
    session.flush()
    details = {"shop_id": str(shop.id)}
    write(session, business, "business.joined", now=now, evidence=SEEN, details=details)


def part_shop(session: Session, business: Business, shop: Shop, *, now: datetime) -> None:
    """Take back that a shop is run by this business."""
    if shop.business_id != business.id:
        raise NotFound(str(shop.id))
    shop.business_id = None
    session.flush()
    details = {"shop_id": str(shop.id)}
    write(session, business, "business.parted", now=now, evidence=SEEN, details=details)


def merge_businesses(session: Session, kept: Business, double: Business, *, now: datetime) -> None:
    """Say that two rows are one business: the shops of both are run by the row that stays."""
    if kept.id == double.id or kept.merged_into_id or double.merged_into_id:
        raise Refusal(str(double.id))
    if kept.commune_code != double.commune_code:
        raise NotFound(str(double.id))
    for name in ("household_id", "owner_id", "owner_name", "owner_gender", "sector", "phone"):
        setattr(kept, name, getattr(kept, name) or getattr(double, name))
    kept.legal_basis = kept.legal_basis or double.legal_basis
    kept.village_id = kept.village_id or double.village_id
    double.merged_into_id, double.closed_at = kept.id, double.closed_at or now
    session.flush()
    repoint(session, Business, "merged_into_id", double.id, kept.id)
    repoint(session, Shop, "business_id", double.id, kept.id)
    write(session, double, "business.closed", now=now, details={"into": str(kept.id)})


def check_is_open(business: Business) -> None:
    if business.closed_at or business.erased_at or business.merged_into_id:
        raise BusinessClosed(str(business.id))


def index(business: Business) -> None:
    """Make a business to be found by its name and its owner's."""
    if not search_text(business.name):
        raise Nameless(business.name)
    business.sort_key = sort_key(business.name)[:1000]
    business.search_text = search_text(business.name, business.owner_name)[:400]


def told_of(business: Business) -> dict[str, str]:
    """What the journal may hold of a business: where, whose kind, which trade."""
    return {
        "village_id": str(business.village_id or ""),
        "household_id": str(business.household_id or ""),
        "owner_gender": business.owner_gender,
        "kind": business.kind,
        "sector": business.sector,
        "legal_basis": "yes" if business.legal_basis else "no",
    }
