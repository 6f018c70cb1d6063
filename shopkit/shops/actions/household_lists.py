"""Taking a list of households in, portion by portion."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.imports.rules.values import Value
from shopkit.shops.actions import lists as shared
from shopkit.shops.actions.bulk import (
    NewHousehold,
    NewPerson,
    bring_groups,
    bring_households,
    bring_people,
)
from shopkit.shops.actions.household_checks import CHANGE, CHANGE_MEMBER, MEMBER, NEW
from shopkit.shops.actions.households import change_household, change_person
from shopkit.shops.actions.list_values import since_of, text, told_twins, uuid_in, year_in
from shopkit.shops.actions.lists import CHANGED, NO_HEAD, PEOPLE
from shopkit.shops.actions.twins import ask_of_many
from shopkit.shops.models.register import Household, Person
from shopkit.shops.queries.lists import (
    existing_ids,
    list_keys_of,
)
from shopkit.shops.rules import lists as rules
from shopkit.shops.rules.register import PERSON_NAME_LENGTH

KEPT = (
    "what",
    "id",
    "household_id",
    "village_id",
    "name",
    "list_key",
    "phone",
    "number",
    "gender",
    "birth_year",
    "groups",
    "head_id",
    "head_key",
    "twins",
)


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Take one portion; what a list has brought before is known by its keys."""
    rows = [(record.number, record.values) for record in records]
    kept = Kept(more={CHANGED: 0, PEOPLE: 0})
    keep_new(session, brought, [values for _n, values in rows if values["what"] == NEW], kept, now)
    keep_members(session, brought, [row for row in rows if row[1]["what"] == MEMBER], kept, now)
    for _number, values in rows:
        if values["what"] == CHANGE:
            keep_change(session, brought, values, now)
            kept.more[CHANGED] += 1
        elif values["what"] == CHANGE_MEMBER:
            keep_changed_member(session, values, now)
            kept.more[CHANGED] += 1
    return kept


def keep_new(
    session: Session,
    brought: Import,
    rows: Sequence[dict[str, Value]],
    kept: Kept,
    now: datetime,
) -> None:
    """Put the new households of a portion on the register, each with its head."""
    known = list_keys_of(
        session, Household, brought.commune_code, (text(one, "list_key") for one in rows)
    )
    fresh = [one for one in rows if text(one, "list_key") not in known]
    kept.known_count += len(rows) - len(fresh)
    kept.added_count += len(fresh)
    households = [
        NewHousehold(
            id=UUID(text(one, "id")),
            village_id=uuid_in(one, "village_id"),
            name=text(one, "name"),
            list_key=text(one, "list_key"),
            phone=text(one, "phone") or None,
            number=text(one, "number"),
            groups=text(one, "groups").split(),
        )
        for one in fresh
    ]
    since, source = since_of(brought), brought.wishes.get(shared.SOURCE, "")
    code = brought.commune_code
    bring_households(session, code, households, since=since, source=source, now=now)
    bring_people(session, code, [head_of(one) for one in fresh], now=now)
    ask_of_many(session, Household, code, told_twins(fresh), now=now)


def head_of(row: dict[str, Value]) -> NewPerson:
    return NewPerson(
        id=UUID(text(row, "head_id")),
        household_id=UUID(text(row, "id")),
        village_id=uuid_in(row, "village_id"),
        name=text(row, "name")[:PERSON_NAME_LENGTH],
        list_key=text(row, "head_key"),
        phone=text(row, "phone") or None,
        gender=text(row, "gender"),
        birth_year=year_in(row),
        is_head=True,
    )


def keep_members(
    session: Session,
    brought: Import,
    rows: Sequence[tuple[int, dict[str, Value]]],
    kept: Kept,
    now: datetime,
) -> None:
    """Put the members of a portion into their households."""
    keys = (text(one, "list_key") for _n, one in rows)
    known = list_keys_of(session, Person, brought.commune_code, keys)
    homes = existing_ids(session, Household, (UUID(text(one, "household_id")) for _n, one in rows))
    fresh: list[dict[str, Value]] = []
    for number, one in rows:
        if text(one, "list_key") in known:
            kept.known_count += 1
        elif UUID(text(one, "household_id")) not in homes:
            kept.failed.append(Outcome(number, Fate.FAILED, NO_HEAD, rules.RELATION))
        else:
            fresh.append(one)
    people = [
        NewPerson(
            id=UUID(text(one, "id")),
            household_id=UUID(text(one, "household_id")),
            village_id=uuid_in(one, "village_id"),
            name=text(one, "name"),
            list_key=text(one, "list_key"),
            phone=text(one, "phone") or None,
            gender=text(one, "gender"),
            birth_year=year_in(one),
        )
        for one in fresh
    ]
    bring_people(session, brought.commune_code, people, now=now)
    ask_of_many(session, Person, brought.commune_code, told_twins(fresh), now=now)
    kept.more[PEOPLE] += len(people)


def keep_change(session: Session, brought: Import, values: dict[str, Value], now: datetime) -> None:
    """A household that the list knows otherwise than the register."""
    household = session.get(Household, UUID(text(values, "id")))
    if household is None or household.until or household.merged_into_id or household.erased_at:
        return
    change_household(
        session,
        household,
        village_id=uuid_in(values, "village_id") or household.village_id,
        name=text(values, "name") or household.name,
        phone=text(values, "phone") or household.phone,
        number=text(values, "number") or household.number,
        now=now,
    )
    pairs = [(household.id, group) for group in text(values, "groups").split()]
    bring_groups(session, brought.commune_code, pairs, since=since_of(brought), now=now)


def keep_changed_member(session: Session, values: dict[str, Value], now: datetime) -> None:
    """Somebody whom the list knows better than the register."""
    person = session.get(Person, UUID(text(values, "id")))
    if person is None or person.merged_into_id or person.erased_at:
        return
    change_person(
        session,
        person,
        name=text(values, "name") or person.name,
        gender=text(values, "gender") or person.gender,
        birth_year=year_in(values) or person.birth_year,
        phone=text(values, "phone") or person.phone,
        now=now,
    )
