"""Putting pasted names on a list: known people stay themselves, new names wait to be merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.places.queries import villages_of
from shopkit.shops.actions.register import add_person
from shopkit.shops.models.register import Person
from shopkit.text.search import search_text
from shopkit.training.actions.courses import enrol
from shopkit.training.models.courses import Course
from shopkit.training.queries.lists import known_like
from shopkit.training.rules.pasting import Pasted


@dataclass(frozen=True)
class PastedList:
    """How many of the pasted names were known, and how many are new."""

    known: int
    fresh: int


def enrol_pasted(
    session: Session,
    course: Course,
    lines: Iterable[Pasted],
    *,
    gender: str = "",
    now: datetime,
) -> PastedList:
    """Put everybody on the list; only one who is surely known is taken from the register.

    `gender` is what all new names of the list are, where somebody has said so.
    """
    villages = {search_text(one.name): one.id for one in villages_of(session, course.commune_code)}
    people: list[Person] = []
    fresh = 0
    for line in lines:
        village_id = villages.get(search_text(line.village)) or course.village_id
        person = surely_known(session, course, line, village_id)
        if person is None:
            fresh += 1
            person = add_person(
                session,
                commune_code=course.commune_code,
                village_id=village_id,
                name=line.name,
                phone=line.phone,
                gender=gender,
                is_walk_in=True,
                now=now,
            )
        people.append(person)
    enrol(session, course, people, now=now)
    different = len({person.id for person in people})
    return PastedList(known=different - fresh, fresh=fresh)


def surely_known(
    session: Session, course: Course, line: Pasted, village_id: UUID | None
) -> Person | None:
    """The one person of this name with this phone or in this village; None where two could be."""
    alike = known_like(session, course.commune_code, name=line.name, phone=line.phone)
    named = [one for one in alike if one.search_text == search_text(line.name)]
    by_phone = [one for one in named if line.phone and one.phone == line.phone]
    by_village = [one for one in named if village_id and one.village_id == village_id]
    for sure in (by_phone, by_village):
        if len(sure) == 1:
            return sure[0]
    return None
