"""What the register holds of a commune, laid out so that a list can be compared with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.bulk import one_of
from shopkit.places.models import Village
from shopkit.shops.models.branches import Branch, BranchMember
from shopkit.shops.models.register import Household, HouseholdGroup, Person
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.register import heir_of
from shopkit.shops.rules.twins import Seen
from shopkit.shops.rules.village_names import Gazetteer, Place
from shopkit.text.search import search_text


@dataclass(slots=True)
class Known:
    """A record of the register as a list is compared with it."""

    id: UUID
    village_id: UUID | None
    name: str
    phone: str | None
    birth_year: int | None
    list_key: str | None
    more: tuple[str, ...] = ()
    household_id: UUID | None = None

    @property
    def seen(self) -> Seen:
        return Seen(self.id, self.village_id, self.name, self.phone, self.birth_year)


def gazetteer(
    session: Session, commune_code: str, pointed_out: Mapping[str, UUID] | None = None
) -> Gazetteer:
    """All names that the villages of a commune have and had."""
    rows = session.scalars(
        select(Village).where(Village.commune_code == commune_code).order_by(Village.id)
    ).all()
    by_id = {one.id: one for one in rows}
    places = [
        Place(
            one.id,
            one.name,
            tuple(one.formerly.splitlines()),
            one.is_open,
            heir_of(by_id, one.id),
        )
        for one in rows
    ]
    return Gazetteer(places, pointed_out or {})


def known_households(session: Session, commune_code: str) -> list[Known]:
    """The households that live here, each with the groups it belongs to."""
    groups: dict[UUID, list[str]] = {}
    for household_id, code in session.execute(
        select(HouseholdGroup.household_id, HouseholdGroup.group_code).where(
            HouseholdGroup.commune_code == commune_code, HouseholdGroup.until.is_(None)
        )
    ):
        groups.setdefault(household_id, []).append(code)
    heads = session.execute(
        select(Person.household_id, Person.birth_year).where(
            Person.commune_code == commune_code,
            Person.is_head.is_(True),
            Person.birth_year.is_not(None),
        )
    )
    years: dict[UUID | None, int | None] = {row[0]: row[1] for row in heads}
    rows = session.execute(
        select(
            Household.id,
            Household.village_id,
            Household.search_text,
            Household.phone,
            Household.list_key,
            Household.number,
        )
        .where(
            Household.commune_code == commune_code,
            Household.until.is_(None),
            Household.erased_at.is_(None),
            Household.merged_into_id.is_(None),
        )
        .order_by(Household.id)
    )
    return [
        Known(
            row.id,
            row.village_id,
            row.search_text,
            row.phone,
            years.get(row.id),
            row.list_key,
            (row.number, *groups.get(row.id, ())),
        )
        for row in rows
    ]


def known_people(session: Session, commune_code: str) -> list[Known]:
    """The people of the register that stand for themselves."""
    rows = session.execute(
        select(
            Person.id,
            Person.village_id,
            Person.search_text,
            Person.phone,
            Person.birth_year,
            Person.list_key,
            Person.household_id,
            Person.gender,
        )
        .where(
            Person.commune_code == commune_code,
            Person.erased_at.is_(None),
            Person.merged_into_id.is_(None),
        )
        .order_by(Person.id)
    )
    return [
        Known(
            row.id,
            row.village_id,
            row.search_text,
            row.phone,
            row.birth_year,
            row.list_key,
            (row.gender,),
            row.household_id,
        )
        for row in rows
    ]


def known_businesses(session: Session, commune_code: str) -> list[Known]:
    """The businesses of the register that are open; `more` is what a newer list may change."""
    rows = session.execute(
        select(
            Business.id,
            Business.village_id,
            Business.name,
            Business.phone,
            Business.list_key,
            Business.owner_name,
            Business.owner_gender,
            Business.sector,
            Business.legal_basis,
        )
        .where(
            Business.commune_code == commune_code,
            Business.closed_at.is_(None),
            Business.erased_at.is_(None),
            Business.merged_into_id.is_(None),
        )
        .order_by(Business.id)
    )
    return [
        Known(
            row.id,
            row.village_id,
            search_text(row.name),
            row.phone,
            None,
            row.list_key,
            (row.owner_name, row.owner_gender, row.sector, row.legal_basis),
        )
        for row in rows
    ]


def list_keys_of(
    session: Session,
    kind: type[Household] | type[Person] | type[Business],
    commune_code: str,
    keys: Iterable[str],
) -> dict[str, UUID]:
    """The records of a commune that a list has brought, by its keys."""
    found: dict[str, UUID] = {}
    for some in one_of(kind.list_key, set(keys)):
        rows = session.execute(
            select(kind.list_key, kind.id).where(kind.commune_code == commune_code, some)
        )
        found |= {row[0]: row[1] for row in rows if row[0]}
    return found


def existing_ids(
    session: Session, kind: type[Household] | type[Person] | type[Business], ids: Iterable[UUID]
) -> set[UUID]:
    """Which of these records there are."""
    found: set[UUID] = set()
    for some in one_of(kind.id, set(ids)):
        found |= set(session.scalars(select(kind.id).where(some)))
    return found


def known_branches(session: Session, commune_code: str) -> list[Branch]:
    return list(
        session.scalars(
            select(Branch)
            .where(Branch.commune_code == commune_code, Branch.until.is_(None))
            .order_by(Branch.id)
        )
    )


def known_members(session: Session, commune_code: str) -> set[tuple[UUID, UUID]]:
    """Who is in which branch today."""
    rows = session.execute(
        select(BranchMember.branch_id, BranchMember.person_id).where(
            BranchMember.commune_code == commune_code, BranchMember.until.is_(None)
        )
    )
    return {(row[0], row[1]) for row in rows}
