"""Households and people, with what is known of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    select,
)
from sqlalchemy.orm import aliased

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.asked import NOWHERE, Asked, facts_about, give_facts
from shopkit.adoption.rules.elements import SEEN, STRENGTH
from shopkit.adoption.rules.evaluate import Known, Record
from shopkit.adoption.rules.people import lived_there
from shopkit.db.bulk import one_of
from shopkit.shops.models.register import Household, HouseholdGroup, Person
from shopkit.shops.models.shops import Business
from shopkit.training.models.courses import Meeting


def load_households(asked: Asked) -> None:
    """Those of whom something is known, one by one; of all others how many are alike."""
    here = asked.here(Household.commune_code, Household.village_id)
    if asked.recorded_until is not None:
        here = and_(here, Household.known_at <= asked.recorded_until)
    groups = groups_of_households(asked, here)
    about = select().select_from(Fact).join(Household, Household.id == Fact.subject_id).where(here)
    facts = facts_about(asked, about)
    wanted = {*groups, *facts, *households_named(asked, here)}
    if asked.one_by_one:
        wanted |= set(asked.session.scalars(select(Household.id).where(here)))
    for alike, count in alike_households(asked, here).items():
        asked.alike[alike] = count
    for condition in one_of(Household.id, wanted):
        for row in asked.session.execute(
            select(
                Household.id,
                Household.village_id,
                Household.status,
                Household.since,
                Household.until,
            ).where(condition, here)
        ):
            alike = (row.village_id, row.status, row.since, row.until)
            asked.alike[alike] -= 1
            record = household_record(row.id, *alike[1:])
            record.says["groups"] = tuple(groups.get(row.id, ()))
            give_facts(record, facts.get(row.id, ()))
            asked.households[row.id] = record
            asked.place(row.village_id).add(record)
    for (village_id, status, since, until), count in asked.alike.items():
        if count > 0:
            record = household_record(NOWHERE, status, since, until)
            record.times = count
            asked.place(village_id).add(record)


def household_record(household_id: UUID, status: str, since: date, until: date | None) -> Record:
    record = Record("household", household_id)
    record.says["resident"] = lived_there(status, since, until)
    record.strength = STRENGTH[SEEN]
    return record


def groups_of_households(
    asked: Asked, here: ColumnElement[bool]
) -> dict[UUID, list[tuple[str, date, date | None]]]:
    found: dict[UUID, list[tuple[str, date, date | None]]] = {}
    for row in asked.session.execute(
        select(
            HouseholdGroup.household_id,
            HouseholdGroup.group_code,
            HouseholdGroup.since,
            HouseholdGroup.until,
        )
        .join(Household, Household.id == HouseholdGroup.household_id)
        .where(here)
        .order_by(HouseholdGroup.group_code)
    ):
        told = (row.group_code, row.since, row.until)
        found.setdefault(row.household_id, []).append(told)
    return found


def households_named(asked: Asked, here: ColumnElement[bool]) -> set[UUID]:
    """Those that own a business, or of whose people something is known."""
    owners = (
        select(Business.household_id)
        .join(Household, Household.id == Business.household_id)
        .where(here)
    )
    homes = (
        select(Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .where(here, exists().where(Fact.subject_id == Person.id))
    )
    doubled = aliased(Person)
    of_doubles = (
        select(Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .join(doubled, doubled.merged_into_id == Person.id)
        .where(here)
    )
    found: set[UUID] = set()
    for wanted in (owners, homes, of_doubles):
        found.update(one for one in asked.session.scalars(wanted) if one is not None)
    return found


def alike_households(
    asked: Asked, here: ColumnElement[bool]
) -> dict[tuple[UUID | None, str, date, date | None], int]:
    alike = (Household.village_id, Household.status, Household.since, Household.until)
    return {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in asked.session.execute(select(*alike, func.count()).where(here).group_by(*alike))
    }


def load_people(asked: Asked) -> None:
    """Those of whom something is known; a double's facts are hers who stays."""
    kept = aliased(Person)
    home = aliased(Household)
    stays = func.coalesce(Person.merged_into_id, Person.id)
    village = func.coalesce(kept.village_id, home.village_id)
    here = asked.here(kept.commune_code, village)
    about = (
        select(stays.label("kept_id"))
        .select_from(Fact)
        .join(Person, Person.id == Fact.subject_id)
        .join(kept, kept.id == stays)
        .outerjoin(home, home.id == kept.household_id)
        .where(here)
    )
    found = facts_about(asked, about)
    rows = asked.session.execute(
        select(
            Person.id.label("met_as"),
            kept.id,
            village.label("village_id"),
            kept.household_id,
            kept.gender,
            kept.birth_year,
            kept.account_id,
        )
        .select_from(Person)
        .join(kept, kept.id == stays)
        .outerjoin(home, home.id == kept.household_id)
        .where(here, exists().where(Fact.subject_id == Person.id))
        .order_by(kept.id, Person.id)
    )
    for row in rows:
        record = asked.people.get(row.id)
        if record is None:
            household = asked.households.get(row.household_id) if row.household_id else None
            record = Record("person", row.id, household)
            record.says |= {
                "gender": row.gender,
                "birth_year": row.birth_year,
                "account_id": row.account_id,
            }
            asked.people[row.id] = record
            if row.account_id is not None:
                asked.by_account.setdefault(row.account_id, []).append(record)
            asked.place(row.village_id).add(record)
            if household is not None:
                household.below.setdefault("person", []).append(record)
        give_facts(record, found.get(row.met_as, ()))
    lay_out_people(asked)


def lay_out_people(asked: Asked) -> None:
    """What a person did stands in the village where she lives."""
    counted = courses_attended(asked)
    ended = courses_ended(asked)
    for place in asked.places.values():
        for person in place.of("person"):
            for one in person.below.get("enrolment", ()):
                one.says["attended"] = counted.get((person.id, one.about), 0)
                if one.about in ended:
                    one.facts["course_ended"] = ended[one.about]
            for kind in ("attendance", "skill_result", "quiz", "enrolment", "support"):
                for one in person.below.get(kind, ()):
                    place.add(one)
        for household in place.of("household"):
            for one in household.below.get("support", ()):
                place.add(one)


def courses_ended(asked: Asked) -> dict[str, list[Known]]:
    """When the classes that people are in were over, by class."""
    wanted = {
        UUID(one.about)
        for person in asked.people.values()
        for one in person.below.get("enrolment", ())
        if one.about
    }
    ended: dict[str, list[Known]] = {}
    for condition in one_of(Fact.subject_id, wanted):
        about = select().select_from(Fact).where(condition, Fact.element == "course_ended")
        for course_id, lines in facts_about(asked, about).items():
            ended[course_id.hex] = [known for _element, _source, known in lines]
    return ended


def courses_attended(asked: Asked) -> dict[tuple[UUID, str], int]:
    """At how many meetings of each class a person was present."""
    came: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for person in asked.people.values():
        for one in person.below.get("attendance", ()):
            last = one.facts["attendance"][-1]
            if last.word in ("present", "late", "left_early") and last.related_id:
                came.setdefault(last.related_id, []).append((person.id, last.related_id))
    counted: dict[tuple[UUID, str], int] = {}
    for condition in one_of(Meeting.id, came):
        for row in asked.session.execute(select(Meeting.id, Meeting.course_id).where(condition)):
            for person_id, _meeting in came[row.id]:
                key = (person_id, row.course_id.hex)
                counted[key] = counted.get(key, 0) + 1
    return counted
