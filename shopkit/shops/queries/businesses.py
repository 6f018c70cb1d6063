"""Household businesses of the register, and the shops that may be theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import and_, exists, func, not_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import COMMUNE, OFFICER, Who
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.consents import business_may_be_counted
from shopkit.shops.queries.reach import communes_of, in_village, lies_within
from shopkit.shops.queries.register import has_words
from shopkit.shops.queries.shops import agreed_to_report
from shopkit.text.search import search_text

PAGE = 100
SHOPS_A_PAGE = 20
WITH_SHOP, WITHOUT_SHOP = "with", "without"
# Names that are less alike than this are not worth a look.
LEAST_LIKENESS = 60
MOST_PROPOSED = 5
MOST_LOOKED_AT = 400


@dataclass(frozen=True)
class Proposal:
    """A shop that a business may run, with how alike the two are and whether a phone says so."""

    business: Business
    shop: Shop
    likeness: int
    has_same_phone: bool


def businesses_in_reach(
    session: Session,
    who: Who,
    text: str = "",
    village_id: UUID | None = None,
    page: int = 1,
    *,
    shown: str = "",
) -> tuple[Sequence[Business], int]:
    """A page of the businesses of her places that are open, and how many there are.

    `shown` keeps those with a shop here, or those without.
    """
    conditions = [
        lies_within(Business, who),
        Business.closed_at.is_(None),
        Business.erased_at.is_(None),
        Business.merged_into_id.is_(None),
        *has_words(Business.search_text, text),
    ]
    if village_id:
        conditions.append(in_village(Business, village_id))
    joined = exists().where(and_(Shop.business_id == Business.id, agreed_to_report()))
    if shown == WITH_SHOP:
        conditions.append(joined)
    elif shown == WITHOUT_SHOP:
        conditions.append(not_(joined))
    count = session.scalar(select(func.count()).select_from(Business).where(*conditions))
    found = session.scalars(
        select(Business)
        .where(*conditions)
        .order_by(Business.sort_key, Business.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def business_in_reach(session: Session, who: Who, business_id: UUID, *roles: str) -> Business:
    """A business of her places, open or closed; an erased one is nobody's."""
    found = session.scalars(
        select(Business).where(
            Business.id == business_id,
            lies_within(Business, who, *roles),
            Business.erased_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(business_id))
    return found


def may_be_counted(session: Session, business_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these businesses may stand in a figure, by a list's document or by a yes."""
    ids = list(business_ids)
    return set(
        session.scalars(select(Business.id).where(Business.id.in_(ids), business_may_be_counted()))
    )


def shops_of(session: Session, business_ids: Iterable[UUID]) -> dict[UUID, list[Shop]]:
    """The shops that businesses run here, as far as they agreed to be seen."""
    found: dict[UUID, list[Shop]] = {}
    rows = session.scalars(
        select(Shop)
        .where(Shop.business_id.in_(list(business_ids)), agreed_to_report())
        .order_by(Shop.opened_at, Shop.id)
    )
    for shop in rows:
        if shop.business_id:
            found.setdefault(shop.business_id, []).append(shop)
    return found


def unjoined_shops(session: Session, who: Who, page: int = 1) -> tuple[Sequence[Shop], int]:
    """A page of the shops of her commune that agreed to be seen and that no business runs yet."""
    conditions = [
        Shop.commune_code.in_(communes_of(who, OFFICER)),
        Shop.business_id.is_(None),
        agreed_to_report(),
    ]
    count = session.scalar(select(func.count()).select_from(Shop).where(*conditions))
    found = session.scalars(
        select(Shop)
        .where(*conditions)
        .order_by(Shop.sort_key, Shop.id)
        .limit(SHOPS_A_PAGE)
        .offset((page - 1) * SHOPS_A_PAGE)
    ).all()
    return found, count or 0


def shop_to_join(session: Session, who: Who, shop_id: UUID) -> Shop:
    """A shop of her commune that agreed to be seen; any other does not exist for her."""
    found = session.scalars(
        select(Shop).where(
            Shop.id == shop_id,
            Shop.commune_code.in_(who.codes(COMMUNE, OFFICER)),
            agreed_to_report(),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(shop_id))
    return found


def proposals_for(session: Session, shop: Shop) -> list[Proposal]:
    """The businesses of the register that may run a shop, the likeliest first."""
    words = search_text(shop.name, shop.owner_name).split()
    near = [
        Business.commune_code == shop.commune_code,
        Business.closed_at.is_(None),
        Business.erased_at.is_(None),
        Business.merged_into_id.is_(None),
    ]
    by_phone = session.scalars(
        select(Business).where(*near, Business.phone == (shop.contact_phone or "-")).limit(20)
    ).all()
    found = {one.id: one for one in by_phone}
    given = search_text(shop.owner_name).split()[-1:] or words[-1:]
    for word in given:
        alike = session.scalars(
            select(Business)
            .where(*near, Business.search_text.contains(word, autoescape=True))
            .order_by(Business.id)
            .limit(MOST_LOOKED_AT)
        )
        found |= {one.id: one for one in alike}
    told = [proposal(one, shop) for one in found.values()]
    likely = [one for one in told if one.likeness >= LEAST_LIKENESS or one.has_same_phone]
    likely.sort(key=lambda one: (-one.has_same_phone, -one.likeness, str(one.business.id)))
    return likely[:MOST_PROPOSED]


def proposal(business: Business, shop: Shop) -> Proposal:
    """How alike a business and a shop are: its name or owner with the shop's."""
    pairs = (
        (business.name, shop.name),
        (business.owner_name, shop.owner_name),
        (business.name, shop.owner_name),
    )
    likeness = max(
        fuzz.token_set_ratio(search_text(one), search_text(other)) if one and other else 0
        for one, other in pairs
    )
    if business.village_id and shop.village_id and business.village_id != shop.village_id:
        likeness -= 20
    has_same_phone = business.phone is not None and business.phone == shop.contact_phone
    return Proposal(business, shop, max(0, round(likeness)), has_same_phone)
