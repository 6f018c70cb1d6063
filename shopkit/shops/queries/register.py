"""Reading the register: households and people of the places that somebody looks after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.models.register import Household, HouseholdGroup, Person
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.branches import branches_of as branches_of
from shopkit.shops.queries.reach import in_village, lies_within
from shopkit.text.search import search_text

PAGE = 100
MOST_WORDS = 8
NO_VILLAGE = "none"


def household_is_there() -> ColumnElement[bool]:
    """The condition that a household lives here and is known by its name."""
    return and_(
        Household.until.is_(None),
        Household.erased_at.is_(None),
        Household.merged_into_id.is_(None),
    )


def person_is_there() -> ColumnElement[bool]:
    return and_(Person.erased_at.is_(None), Person.merged_into_id.is_(None))


def has_words(column: Any, text: str) -> list[ColumnElement[bool]]:
    """Conditions that every typed word is there, with marks or without."""
    return [
        column.contains(word, autoescape=True) for word in search_text(text).split()[:MOST_WORDS]
    ]


def households_in_reach(
    session: Session,
    who: Who,
    text: str = "",
    village_id: UUID | None = None,
    page: int = 1,
    *,
    group: str = "",
    is_without_village: bool = False,
) -> tuple[Sequence[Household], int]:
    """A page of the households of her places, by given name, and how many there are."""
    conditions = [lies_within(Household, who), household_is_there()]
    conditions += has_words(Household.search_text, text)
    if village_id:
        conditions.append(in_village(Household, village_id))
    elif is_without_village:
        conditions.append(Household.village_id.is_(None))
    if group:
        conditions.append(in_group(group))
    count = session.scalar(select(func.count()).select_from(Household).where(*conditions))
    found = session.scalars(
        select(Household)
        .where(*conditions)
        .order_by(Household.sort_key, Household.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def in_group(group: str) -> ColumnElement[bool]:
    """The condition that a household belongs to a group today."""
    return exists().where(
        HouseholdGroup.household_id == Household.id,
        HouseholdGroup.group_code == group,
        HouseholdGroup.until.is_(None),
    )


def household_in_reach(session: Session, who: Who, household_id: UUID, *roles: str) -> Household:
    """A household of her places, also one that has left; an erased one is nobody's."""
    found = session.scalars(
        select(Household).where(
            Household.id == household_id,
            lies_within(Household, who, *roles),
            Household.erased_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(household_id))
    return found


def people_of(session: Session, household: Household) -> Sequence[Person]:
    """The people of a household, its head first."""
    return session.scalars(
        select(Person)
        .where(Person.household_id == household.id, person_is_there())
        .order_by(Person.is_head.desc(), Person.sort_key, Person.id)
    ).all()


def groups_of(session: Session, household_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The groups that households belong to today."""
    found: dict[UUID, list[str]] = {}
    rows = session.execute(
        select(HouseholdGroup.household_id, HouseholdGroup.group_code)
        .where(HouseholdGroup.household_id.in_(list(household_ids)), HouseholdGroup.until.is_(None))
        .order_by(HouseholdGroup.group_code)
        .distinct()
    )
    for household_id, code in rows:
        found.setdefault(household_id, []).append(code)
    return found


def person_in_reach(session: Session, who: Who, person_id: UUID, *roles: str) -> Person:
    """Somebody of her places; a row that was merged is answered with the one that stays."""
    found = session.scalars(
        select(Person).where(
            Person.id == person_id, lies_within(Person, who, *roles), Person.erased_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(person_id))
    if found.merged_into_id:
        return person_in_reach(session, who, found.merged_into_id, *roles)
    return found


def people_matching(
    session: Session,
    who: Who,
    text: str,
    *,
    village_id: UUID | None = None,
    limit: int = 20,
) -> Sequence[Person]:
    """People of her places whose names have all typed words, or whose phone ends so."""
    conditions = [lies_within(Person, who), person_is_there()]
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= 4:
        conditions.append(Person.phone.endswith(digits.lstrip("0"), autoescape=True))
    else:
        conditions += has_words(Person.search_text, text)
    if village_id:
        conditions.append(in_village(Person, village_id))
    return session.scalars(
        select(Person).where(*conditions).order_by(Person.sort_key, Person.id).limit(limit)
    ).all()


@dataclass(frozen=True)
class VillageCount:
    """How many households a village has on the register today."""

    village: Village | None
    count: int


def counts_by_village(session: Session, commune_code: str) -> list[VillageCount]:
    """Households that live here by village, in Vietnamese order; those of no village at the end.

    Erased ones are counted: a count loses nobody.
    """
    rows = session.execute(
        select(Household.village_id, func.count())
        .where(
            Household.commune_code == commune_code,
            Household.until.is_(None),
            Household.merged_into_id.is_(None),
        )
        .group_by(Household.village_id)
    )
    villages = session.scalars(
        select(Village)
        .where(Village.commune_code == commune_code)
        .order_by(Village.sort_key, Village.id)
    ).all()
    by_id = {one.id: one for one in villages}
    counts: dict[UUID | None, int] = {}
    for village_id, count in rows:
        heir = heir_of(by_id, village_id)
        counts[heir] = counts.get(heir, 0) + count
    told = [VillageCount(one, counts.get(one.id, 0)) for one in villages if one.is_open]
    lost = sum(counts.values()) - sum(one.count for one in told)
    return [*told, VillageCount(None, lost)] if lost else told


def heir_of(villages: Mapping[UUID, Village], village_id: UUID | None) -> UUID | None:
    """The open village that a closed one went into, or None; an open one is its own."""
    found = villages.get(village_id) if village_id else None
    while found and not found.is_open:
        found = villages.get(found.merged_into_id) if found.merged_into_id else None
    return found.id if found else None


def businesses_of_household(session: Session, household: Household) -> Sequence[Business]:
    return session.scalars(
        select(Business)
        .where(
            Business.household_id == household.id,
            Business.merged_into_id.is_(None),
            Business.erased_at.is_(None),
        )
        .order_by(Business.sort_key, Business.id)
    ).all()


def village_words(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of villages by id."""
    wanted = {one for one in ids if one}
    found = session.scalars(select(Village).where(Village.id.in_(wanted)))
    return {one.id: one.name for one in found}
