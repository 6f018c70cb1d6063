"""Who was helped: a person, a household, a shop, and what of the others is known with her."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.models.branches import Assignment, Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.reach import lies_within
from shopkit.shops.queries.shops import shop_of_account_or_none
from shopkit.text.search import search_text

MOST_FOUND = 30
MOST_BRANCHES = 100


@dataclass(frozen=True)
class Helped:
    """One who is helped; what is not known of her is None."""

    commune_code: str
    village_id: UUID | None = None
    person: Person | None = None
    household: Household | None = None
    business: Business | None = None
    shop: Shop | None = None

    @property
    def name(self) -> str:
        if self.person:
            return self.person.name
        if self.household:
            return self.household.name
        return (self.shop.name or self.shop.owner_name) if self.shop else ""

    def is_of(self, by: Who, helper_id: UUID) -> bool:
        """Whether the helper would help herself."""
        own = self.person.account_id if self.person else None
        if self.shop and helper_id == by.account_id and self.shop.id in by.shop_ids:
            return True
        return own is not None and own == helper_id


def person_in_reach(session: Session, who: Who, person_id: UUID, *roles: str) -> Person:
    """A person of her places; the row that stays where two were merged."""
    found = session.scalars(
        select(Person).where(
            Person.id == person_id,
            Person.erased_at.is_(None),
            lies_within(Person, who, *roles),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(person_id))
    return session.get_one(Person, found.merged_into_id) if found.merged_into_id else found


def household_in_reach(session: Session, who: Who, household_id: UUID, *roles: str) -> Household:
    found = session.scalars(
        select(Household).where(
            Household.id == household_id,
            Household.erased_at.is_(None),
            lies_within(Household, who, *roles),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(household_id))
    return found


def helped_person(session: Session, person: Person) -> Helped:
    """A person with her household, its business and its shop, as far as they are sure."""
    household = session.get(Household, person.household_id) if person.household_id else None
    shop = shop_of_account_or_none(session, person.account_id) if person.account_id else None
    business = business_with(session, shop, person, household)
    return Helped(
        person.commune_code,
        person.village_id or (household.village_id if household else None),
        person,
        household,
        business,
        shop or shop_with(session, business),
    )


def helped_household(session: Session, household: Household) -> Helped:
    business = business_with(session, None, None, household)
    return Helped(
        household.commune_code,
        household.village_id,
        None,
        household,
        business,
        shop_with(session, business),
    )


def helped_shop(session: Session, shop: Shop) -> Helped:
    """A shop with the business it is of; its household where the register knows it."""
    business = session.get(Business, shop.business_id) if shop.business_id else None
    household = (
        session.get(Household, business.household_id)
        if business and business.household_id
        else None
    )
    owner = session.get(Person, business.owner_id) if business and business.owner_id else None
    return Helped(shop.commune_code, shop.village_id, owner, household, business, shop)


def business_with(
    session: Session, shop: Shop | None, person: Person | None, household: Household | None
) -> Business | None:
    """The business of a shop; otherwise the only one of the person or of her household."""
    if shop is not None and shop.business_id:
        return session.get(Business, shop.business_id)
    owned = []
    if person is not None:
        owned.append(Business.owner_id == person.id)
    if household is not None:
        owned.append(Business.household_id == household.id)
    if not owned:
        return None
    found = session.scalars(
        select(Business)
        .where(or_(*owned), Business.closed_at.is_(None))
        .order_by(Business.known_at, Business.id)
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def shop_with(session: Session, business: Business | None) -> Shop | None:
    if business is None:
        return None
    return session.scalars(
        select(Shop)
        .where(Shop.business_id == business.id)
        .order_by(Shop.opened_at, Shop.id)
        .limit(1)
    ).one_or_none()


def people_found(session: Session, who: Who, text: str, *roles: str) -> Sequence[Person]:
    """People of her places whose names hold these words."""
    conditions = [
        Person.search_text.contains(word, autoescape=True) for word in search_text(text).split()
    ]
    return session.scalars(
        select(Person)
        .where(
            *conditions,
            Person.merged_into_id.is_(None),
            Person.erased_at.is_(None),
            lies_within(Person, who, *roles),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(MOST_FOUND)
    ).all()


def households_found(session: Session, who: Who, text: str, *roles: str) -> Sequence[Household]:
    """Households of her places whose names hold these words."""
    conditions = [
        Household.search_text.contains(word, autoescape=True) for word in search_text(text).split()
    ]
    return session.scalars(
        select(Household)
        .where(
            *conditions,
            Household.until.is_(None),
            Household.erased_at.is_(None),
            lies_within(Household, who, *roles),
        )
        .order_by(Household.sort_key, Household.id)
        .limit(MOST_FOUND)
    ).all()


def branches_at(session: Session, commune_code: str) -> Sequence[Branch]:
    """The branches a visit may have been made for."""
    return session.scalars(
        select(Branch)
        .where(Branch.commune_code == commune_code, Branch.until.is_(None))
        .order_by(Branch.sort_key, Branch.id)
        .limit(MOST_BRANCHES)
    ).all()


def branch_with_or_none(session: Session, household: Household | None) -> Branch | None:
    """The branch that accompanies a household today; the one that began last."""
    if household is None:
        return None
    return session.scalars(
        select(Branch)
        .join(Assignment, Assignment.branch_id == Branch.id)
        .where(Assignment.household_id == household.id, Assignment.until.is_(None))
        .order_by(Assignment.since.desc(), Assignment.id.desc())
        .limit(1)
    ).one_or_none()
