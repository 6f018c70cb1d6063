"""Putting very many households, people and businesses on the register in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.db.bulk import insert_columns
from shopkit.journal.bulk import write_of_many
from shopkit.journal.models import IMPORTED
from shopkit.shops.actions.households import actor_id
from shopkit.shops.models.register import RESIDENT, Household, HouseholdGroup, Person
from shopkit.shops.models.shops import Business
from shopkit.text.order import name_key, sort_key
from shopkit.text.search import search_text

# Many people of a commune share their names.
key_of_name = lru_cache(maxsize=65_536)(name_key)
text_of_name = lru_cache(maxsize=65_536)(search_text)


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household of a list; `groups` are codes of what it belongs to."""

    village_id: UUID | None
    name: str
    list_key: str | None = None
    phone: str | None = None
    number: str = ""
    groups: Sequence[str] = ()
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody of a household of a list."""

    household_id: UUID | None
    village_id: UUID | None
    name: str
    list_key: str | None = None
    phone: str | None = None
    gender: str = ""
    birth_year: int | None = None
    is_head: bool = False
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class NewBusiness:
    """A household business of a list; `legal_basis` is the document that lets it be counted."""

    village_id: UUID | None
    name: str
    list_key: str | None = None
    owner_name: str = ""
    owner_gender: str = ""
    kind: str = "household"
    sector: str = ""
    phone: str | None = None
    legal_basis: str = ""
    household_id: UUID | None = None
    owner_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


def bring_households(
    session: Session,
    commune_code: str,
    households: Sequence[NewHousehold],
    *,
    since: date,
    source: str,
    now: datetime,
) -> None:
    """Put the households of a list on the register, with their groups and the journal's lines."""
    if not households:
        return
    count = len(households)
    insert_columns(
        session.connection(),
        Household,
        {
            "id": [one.id for one in households],
            "commune_code": [commune_code] * count,
            "village_id": [one.village_id for one in households],
            "name": [one.name for one in households],
            "sort_key": [key_of_name(one.name)[:1000] for one in households],
            "search_text": [text_of_name(one.name)[:400] for one in households],
            "phone": [one.phone for one in households],
            "number": [one.number for one in households],
            "status": [RESIDENT] * count,
            "since": [since] * count,
            "list_key": [one.list_key for one in households],
            "source": [source] * count,
            "known_at": [now] * count,
            "entered_by_id": [actor_id(session)] * count,
            "version": [1] * count,
        },
    )
    told = {"status": RESIDENT, "since": since.isoformat(), "until": ""}
    write_of_many(
        session,
        "household",
        "household.registered",
        [one.id for one in households],
        commune_code=commune_code,
        details=[{"village_id": str(one.village_id or "")} | told for one in households],
        evidence=IMPORTED,
        now=now,
    )
    pairs = [(one.id, group) for one in households for group in one.groups]
    bring_groups(session, commune_code, pairs, since=since, now=now)


def bring_groups(
    session: Session,
    commune_code: str,
    pairs: Sequence[tuple[UUID, str]],
    *,
    since: date,
    now: datetime,
) -> None:
    """Say of many households that each belongs to a group, from a day on."""
    if not pairs:
        return
    count = len(pairs)
    insert_columns(
        session.connection(),
        HouseholdGroup,
        {
            "id": [new_id() for _ in pairs],
            "commune_code": [commune_code] * count,
            "household_id": [pair[0] for pair in pairs],
            "group_code": [pair[1] for pair in pairs],
            "since": [since] * count,
            "noted_at": [now] * count,
            "noted_by_id": [actor_id(session)] * count,
        },
    )
    write_of_many(
        session,
        "household",
        "household.grouped",
        [pair[0] for pair in pairs],
        commune_code=commune_code,
        details=[{"group": pair[1], "since": since.isoformat()} for pair in pairs],
        evidence=IMPORTED,
        now=now,
    )


def bring_people(
    session: Session, commune_code: str, people: Sequence[NewPerson], *, now: datetime
) -> None:
    """Put the people of a list on the register."""
    if not people:
        return
    count = len(people)
    insert_columns(
        session.connection(),
        Person,
        {
            "id": [one.id for one in people],
            "commune_code": [commune_code] * count,
            "household_id": [one.household_id for one in people],
            "village_id": [one.village_id for one in people],
            "name": [one.name for one in people],
            "sort_key": [key_of_name(one.name)[:1000] for one in people],
            "search_text": [text_of_name(one.name)[:400] for one in people],
            "is_head": [one.is_head for one in people],
            "gender": [one.gender for one in people],
            "birth_year": [one.birth_year for one in people],
            "phone": [one.phone for one in people],
            "list_key": [one.list_key for one in people],
            "is_walk_in": [False] * count,
            "known_at": [now] * count,
            "entered_by_id": [actor_id(session)] * count,
            "version": [1] * count,
        },
    )
    write_of_many(
        session,
        "person",
        "person.added",
        [one.id for one in people],
        commune_code=commune_code,
        details=[
            {
                "household_id": str(one.household_id or ""),
                "village_id": str(one.village_id or ""),
                "gender": one.gender,
            }
            for one in people
        ],
        evidence=IMPORTED,
        now=now,
    )


def bring_businesses(
    session: Session, commune_code: str, businesses: Sequence[NewBusiness], *, now: datetime
) -> None:
    """Put the businesses of a list on the register."""
    if not businesses:
        return
    count = len(businesses)
    insert_columns(
        session.connection(),
        Business,
        {
            "id": [one.id for one in businesses],
            "commune_code": [commune_code] * count,
            "village_id": [one.village_id for one in businesses],
            "name": [one.name for one in businesses],
            "sort_key": [sort_key(one.name)[:1000] for one in businesses],
            "search_text": [search_text(one.name, one.owner_name)[:400] for one in businesses],
            "source": ["list"] * count,
            "known_at": [now] * count,
            "household_id": [one.household_id for one in businesses],
            "owner_id": [one.owner_id for one in businesses],
            "owner_name": [one.owner_name for one in businesses],
            "owner_gender": [one.owner_gender for one in businesses],
            "kind": [one.kind for one in businesses],
            "sector": [one.sector for one in businesses],
            "phone": [one.phone for one in businesses],
            "legal_basis": [one.legal_basis for one in businesses],
            "list_key": [one.list_key for one in businesses],
        },
    )
    write_of_many(
        session,
        "business",
        "business.registered",
        [one.id for one in businesses],
        commune_code=commune_code,
        details=list(told_of_businesses(businesses)),
        evidence=IMPORTED,
        now=now,
    )


def told_of_businesses(businesses: Iterable[NewBusiness]) -> Iterable[dict[str, str]]:
    for one in businesses:
        yield {
            "village_id": str(one.village_id or ""),
            "household_id": str(one.household_id or ""),
            "owner_gender": one.owner_gender,
            "kind": one.kind,
            "sector": one.sector,
            "legal_basis": "yes" if one.legal_basis else "no",
        }
