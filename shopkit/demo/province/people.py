"""Who lives in a practice province: households, businesses, digital teams."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.demo.cast import DOCUMENT
from shopkit.demo.province.names import GOODS, MAN, WOMAN, person_name
from shopkit.demo.province.places import REFERENCE_DAY
from shopkit.demo.province.scale import dealt
from shopkit.places.models import Village
from shopkit.shops.actions.bulk import (
    NewBusiness,
    NewHousehold,
    NewPerson,
    bring_businesses,
    bring_households,
    bring_people,
)
from shopkit.shops.actions.register import add_member, open_branch
from shopkit.shops.models.branches import DIGITAL_TEAM
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Business

AT_ONCE = 10_000
GROUPS = ("cadre", "party", "youth", "women", "farmer")


def house(
    session: Session,
    commune_code: str,
    villages: Sequence[Village],
    count: int,
    *,
    dice: Random,
    now: datetime,
) -> list[NewHousehold]:
    """The households of a commune, dealt out over its villages, some of them in groups."""
    households = [
        NewHousehold(
            village_id=village.id,
            name=person_name(dice, dice.choice((WOMAN, MAN)), number + 1),
            groups=tuple(group for group in GROUPS if dice.random() < 0.1),
        )
        for village, size in zip(villages, dealt(count, len(villages), dice), strict=True)
        for number in range(size)
    ]
    for start in range(0, len(households), AT_ONCE):
        bring_households(
            session,
            commune_code,
            households[start : start + AT_ONCE],
            since=REFERENCE_DAY,
            source=DOCUMENT,
            now=now,
        )
    return households


def found_businesses(
    session: Session,
    commune_code: str,
    households: Sequence[NewHousehold],
    count: int,
    *,
    dice: Random,
    now: datetime,
) -> Sequence[Business]:
    """So many household businesses, each of another household, on the commune's own list."""
    owners = [
        (home, dice.choice((WOMAN, WOMAN, MAN)), dice.choice(GOODS))
        for home in dice.sample(households, count)
    ]
    found = [
        NewBusiness(
            village_id=home.village_id,
            name=f"{goods[0]} {home.name}",
            owner_name=home.name,
            owner_gender=gender,
            sector=goods[1],
            legal_basis=DOCUMENT,
            household_id=home.id,
        )
        for home, gender, goods in owners
    ]
    bring_businesses(session, commune_code, found, now=now)
    return session.scalars(
        select(Business)
        .where(Business.commune_code == commune_code)
        .order_by(Business.id)
        .execution_options(populate_existing=True)
    ).all()


def gather_women(
    session: Session,
    commune_code: str,
    households: Sequence[NewHousehold],
    count: int,
    *,
    dice: Random,
    now: datetime,
) -> Sequence[Person]:
    """Women who go to classes, each of another household."""
    women = [
        NewPerson(
            household_id=home.id,
            village_id=home.village_id,
            name=person_name(dice, WOMAN, number + 1),
            gender=WOMAN,
        )
        for number, home in enumerate(dice.sample(households, min(count, len(households))))
    ]
    bring_people(session, commune_code, women, now=now)
    ids = [one.id for one in women]
    return session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()


def form_teams(
    session: Session,
    commune_code: str,
    villages: Sequence[Village],
    member_count: int,
    *,
    dice: Random,
    now: datetime,
) -> None:
    """A digital team in each village, with the members dealt out over them."""
    members = [
        NewPerson(
            household_id=None,
            village_id=village.id,
            name=person_name(dice, dice.choice((WOMAN, MAN)), number + 1),
        )
        for village, size in zip(villages, dealt(member_count, len(villages), dice), strict=True)
        for number in range(size)
    ]
    bring_people(session, commune_code, members, now=now)
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_([one.id for one in members]))
        )
    }
    for village in villages:
        team = open_branch(
            session,
            commune_code=commune_code,
            organisation=DIGITAL_TEAM,
            name=f"Tổ công nghệ số {village.name}",
            village_id=village.id,
            since=REFERENCE_DAY,
            now=now,
        )
        here = [one for one in members if one.village_id == village.id]
        for place, one in enumerate(here):
            add_member(
                session, team, people[one.id], since=REFERENCE_DAY, is_leader=not place, now=now
            )
