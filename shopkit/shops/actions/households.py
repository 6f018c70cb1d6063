"""Keeping the register: households and the people in them, their groups, and who is the same."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import IMPORTED, SEEN
from shopkit.journal.write import write
from shopkit.places.queries import village
from shopkit.shops.actions.twins import note_twins_of
from shopkit.shops.models.branches import BranchMember
from shopkit.shops.models.register import (
    MOVED,
    RESIDENT,
    Household,
    HouseholdGroup,
    Person,
)
from shopkit.shops.models.shops import Business
from shopkit.shops.rules.register import GROUPS
from shopkit.text.order import name_key
from shopkit.text.search import search_text


class Nameless(Refusal):
    """Nobody can be found again without a name."""


class HasLeft(Refusal):
    """The household is no longer there; its record stays as it stood."""


class LeftTooEarly(Refusal):
    """Nobody leaves before the day she came."""


class SamePerson(Refusal):
    """A record cannot be merged into itself, or into one that was merged into it."""


class GroupUnknown(Refusal):
    """No document makes its target groups of this kind of membership."""


def register_household(
    session: Session,
    *,
    commune_code: str,
    village_id: UUID | None,
    name: str,
    phone: str | None = None,
    number: str = "",
    since: date,
    source: str = "",
    list_key: str | None = None,
    now: datetime,
) -> Household:
    """Put a household on the commune's register, named by its head."""
    check_village(session, commune_code, village_id)
    household = Household(
        commune_code=commune_code,
        village_id=village_id,
        name=name,
        phone=phone,
        number=number,
        since=since,
        source=source,
        list_key=list_key,
        known_at=now,
        entered_by_id=actor_id(session),
    )
    index(household)
    session.add(household)
    session.flush()
    evidence = IMPORTED if source or list_key else SEEN
    details = told_of_household(household)
    write(session, household, "household.registered", now=now, evidence=evidence, details=details)
    note_twins_of(session, household, now=now)
    return household


def change_household(
    session: Session,
    household: Household,
    *,
    village_id: UUID | None,
    name: str,
    phone: str | None,
    number: str,
    now: datetime,
) -> bool:
    """Set right what the register says; False when nothing is different."""
    told = (household.village_id, household.name, household.phone, household.number)
    if told == (village_id, name, phone, number):
        return False
    check_is_there(household)
    if village_id != household.village_id:
        check_village(session, household.commune_code, village_id)
    household.village_id, household.name = village_id, name
    household.phone, household.number = phone, number
    index(household)
    move_members(session, household)
    session.flush()
    write(session, household, "household.changed", now=now, details=told_of_household(household))
    note_twins_of(session, household, now=now)
    return True


def move_members(session: Session, household: Household) -> None:
    """People live where their household lives."""
    session.flush()
    session.execute(
        update(Person)
        .where(Person.household_id == household.id)
        .values(village_id=household.village_id)
        .execution_options(synchronize_session="fetch")
    )


def leave(
    session: Session, household: Household, *, last_day: date, status: str = MOVED, now: datetime
) -> None:
    """Note that a household has moved away or dissolved; it stays in the figures until that day."""
    check_is_there(household)
    if last_day < household.since:
        raise LeftTooEarly
    household.status, household.until = status, last_day
    session.flush()
    write(session, household, "household.left", now=now, details=told_of_household(household))


def come_back(session: Session, household: Household, *, now: datetime) -> None:
    """Take back that a household has left."""
    if household.until is None or household.merged_into_id or household.erased_at:
        raise NotFound(str(household.id))
    household.status, household.until = RESIDENT, None
    session.flush()
    write(session, household, "household.changed", now=now, details=told_of_household(household))


def group_household(
    session: Session, household: Household, group_code: str, *, since: date, now: datetime
) -> HouseholdGroup:
    """Say that a household belongs to a group; it may belong to several."""
    if group_code not in GROUPS:
        raise GroupUnknown(group_code)
    check_is_there(household)
    known = current_group_or_none(session, household, group_code)
    if known:
        return known
    made = HouseholdGroup(
        commune_code=household.commune_code,
        household_id=household.id,
        group_code=group_code,
        since=since,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    details = {"group": group_code, "since": since.isoformat()}
    write(session, household, "household.grouped", now=now, evidence=IMPORTED, details=details)
    return made


def ungroup_household(
    session: Session, household: Household, group_code: str, *, until: date, now: datetime
) -> None:
    """End a membership; nothing happens where there is none."""
    known = current_group_or_none(session, household, group_code)
    if known is None:
        return
    known.until = until
    session.flush()
    details = {"group": group_code, "until": until.isoformat()}
    write(session, household, "household.ungrouped", now=now, evidence=IMPORTED, details=details)


def current_group_or_none(
    session: Session, household: Household, group_code: str
) -> HouseholdGroup | None:
    return session.scalars(
        select(HouseholdGroup)
        .where(
            HouseholdGroup.household_id == household.id,
            HouseholdGroup.group_code == group_code,
            HouseholdGroup.until.is_(None),
        )
        .order_by(HouseholdGroup.id)
    ).first()


def add_person(
    session: Session,
    *,
    commune_code: str,
    village_id: UUID | None,
    name: str,
    household: Household | None = None,
    gender: str = "",
    birth_year: int | None = None,
    phone: str | None = None,
    is_head: bool = False,
    is_walk_in: bool = False,
    list_key: str | None = None,
    now: datetime,
) -> Person:
    """Put somebody on the register, in a household or met by herself as a walk-in."""
    if household is not None:
        check_is_there(household)
        commune_code, village_id = household.commune_code, household.village_id
    else:
        check_village(session, commune_code, village_id)
    person = Person(
        commune_code=commune_code,
        village_id=village_id,
        household_id=household.id if household else None,
        name=name,
        gender=gender,
        birth_year=birth_year,
        phone=phone,
        is_head=is_head,
        is_walk_in=is_walk_in,
        list_key=list_key,
        known_at=now,
        entered_by_id=actor_id(session),
    )
    index(person)
    session.add(person)
    session.flush()
    evidence = IMPORTED if list_key else SEEN
    write(session, person, "person.added", now=now, evidence=evidence, details=told_of(person))
    note_twins_of(session, person, now=now)
    return person


def change_person(
    session: Session,
    person: Person,
    *,
    name: str,
    gender: str,
    birth_year: int | None,
    phone: str | None,
    now: datetime,
) -> bool:
    """Set right what the register says of somebody; False when nothing is different."""
    told = (person.name, person.gender, person.birth_year, person.phone)
    if told == (name, gender, birth_year, phone):
        return False
    person.name, person.gender = name, gender
    person.birth_year, person.phone = birth_year, phone
    index(person)
    session.flush()
    write(session, person, "person.changed", now=now, details=told_of(person))
    note_twins_of(session, person, now=now)
    return True


def move_person(
    session: Session, person: Person, household: Household | None, *, now: datetime
) -> None:
    """Take somebody out of her household, or into another one of the commune."""
    if household is not None:
        check_is_there(household)
        if household.commune_code != person.commune_code:
            raise NotFound(str(household.id))
        person.village_id = household.village_id
    person.household_id = household.id if household else None
    person.is_head = False
    session.flush()
    write(session, person, "person.changed", now=now, details=told_of(person))


def merge_people(session: Session, kept: Person, double: Person, *, now: datetime) -> None:
    """Say that two rows are one person: the double stays readable under the row that is kept."""
    if kept.id == double.id or kept.merged_into_id or double.merged_into_id:
        raise SamePerson(str(double.id))
    if kept.commune_code != double.commune_code:
        raise NotFound(str(double.id))
    take_over(kept, double)
    double.merged_into_id, double.merged_at = kept.id, now
    session.flush()
    # A row that was merged into the double is now one of the row that stays.
    repoint(session, Person, "merged_into_id", double.id, kept.id)
    repoint(session, Business, "owner_id", double.id, kept.id)
    repoint(session, BranchMember, "person_id", double.id, kept.id)
    write(session, double, "person.merged", now=now, details={"into": str(kept.id)})


def take_over(kept: Person, double: Person) -> None:
    """What only the double knows."""
    kept.household_id = kept.household_id or double.household_id
    kept.village_id = kept.village_id or double.village_id
    kept.gender = kept.gender or double.gender
    kept.birth_year = kept.birth_year or double.birth_year
    kept.phone = kept.phone or double.phone
    kept.account_id = kept.account_id or double.account_id
    kept.is_head = kept.is_head or (double.is_head and kept.household_id == double.household_id)
    kept.is_walk_in = kept.is_walk_in and double.is_walk_in


def merge_households(
    session: Session, kept: Household, double: Household, *, now: datetime
) -> None:
    """Say that two rows are one household: its people, groups and businesses come together."""
    if kept.id == double.id or kept.merged_into_id or double.merged_into_id:
        raise SamePerson(str(double.id))
    if kept.commune_code != double.commune_code:
        raise NotFound(str(double.id))
    kept.phone = kept.phone or double.phone
    kept.number = kept.number or double.number
    kept.since = min(kept.since, double.since)
    double.merged_into_id, double.status = kept.id, "double"
    # A double never lived here: on no day is it one household more.
    double.until = double.since - timedelta(days=1)
    session.flush()
    repoint(session, Household, "merged_into_id", double.id, kept.id)
    heads = heads_of(session, kept), heads_of(session, double)
    repoint(session, Person, "household_id", double.id, kept.id)
    bring_heads_together(session, *heads, now=now)
    repoint(session, Business, "household_id", double.id, kept.id)
    for group in session.scalars(
        select(HouseholdGroup).where(
            HouseholdGroup.household_id == double.id, HouseholdGroup.until.is_(None)
        )
    ).all():
        group_household(session, kept, group.group_code, since=group.since, now=now)
        group.until = group.since
    details = told_of_household(double) | {"into": str(kept.id)}
    write(session, double, "household.left", now=now, details=details)


def heads_of(session: Session, household: Household) -> list[Person]:
    """Who heads a household, as far as its people are noted."""
    return list(
        session.scalars(
            select(Person)
            .where(
                Person.household_id == household.id,
                Person.is_head.is_(True),
                Person.merged_into_id.is_(None),
                Person.erased_at.is_(None),
            )
            .order_by(Person.id)
        )
    )


def bring_heads_together(
    session: Session, kept: list[Person], double: list[Person], *, now: datetime
) -> None:
    """Two rows of one household had one head: of one name she is one, else the kept row's heads."""
    if not kept:
        return
    for other in double:
        if other.search_text == kept[0].search_text:
            merge_people(session, kept[0], other, now=now)
        else:
            other.is_head = False
    session.flush()


def repoint(session: Session, kind: type[Any], column: str, before: UUID, after: UUID) -> None:
    """Let all rows that name one record name another."""
    session.execute(
        update(kind)
        .where(getattr(kind, column) == before)
        .values({column: after})
        .execution_options(synchronize_session="fetch")
    )


def check_is_there(household: Household) -> None:
    if household.erased_at or household.merged_into_id or household.until:
        raise HasLeft(str(household.id))


def check_village(session: Session, commune_code: str, village_id: UUID | None) -> None:
    """The village must be one of this commune, and stand today."""
    if village_id and not village(session, commune_code, village_id).is_open:
        raise NotFound(str(village_id))


def index(record: Household | Person) -> None:
    """Make a record to be found by its name."""
    record.search_text = search_text(record.name)[:400]
    if not record.search_text:
        raise Nameless(record.name)
    record.sort_key = name_key(record.name)[:1000]


def actor_id(session: Session) -> UUID | None:
    actor = session.info.get("actor")
    return actor.account_id if actor else None


def told_of_household(household: Household) -> dict[str, str]:
    """What the journal may hold of a household: where, since when, until when."""
    return {
        "village_id": str(household.village_id or ""),
        "status": household.status,
        "since": household.since.isoformat(),
        "until": household.until.isoformat() if household.until else "",
    }


def told_of(person: Person) -> dict[str, str]:
    return {
        "household_id": str(person.household_id or ""),
        "village_id": str(person.village_id or ""),
        "gender": person.gender,
    }
