"""Putting pasted names on a list: known people stay themselves, new names wait to be merged."""

from collections import defaultdict
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
    """How many of the pasted names were known or new, and what somebody should look at again.

    `twice` were named twice and stand on the list once; `shared_phone` share it with another name.
    """

    known: int
    fresh: int
    unknown_villages: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    shared_phone: tuple[str, ...] = ()


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
    phones: dict[tuple[str, UUID | None], set[str | None]] = defaultdict(set)
    # Dictionaries for their order: each is said once, as it was first written.
    unknown: dict[str, None] = {}
    twice: dict[str, None] = {}
    shared: dict[str, None] = {}
    for line in lines:
        village_id = villages.get(search_text(line.village)) or course.village_id
        if line.village and search_text(line.village) not in villages:
            unknown[line.village] = None
        before = phones[search_text(line.name), village_id]
        if before and not is_another(line, before):
            twice[line.name] = None
            continue
        before.add(line.phone)
        if has_phone_of_another(session, course, line):
            shared[line.name] = None
        person = surely_known(session, course, line, village_id)
        if person is None or person in people:
            fresh += 1
            person = newly_met(session, course, line, village_id, gender=gender, now=now)
        people.append(person)
    enrol(session, course, people, now=now)
    return PastedList(len(people) - fresh, fresh, tuple(unknown), tuple(twice), tuple(shared))


def is_another(line: Pasted, phones: set[str | None]) -> bool:
    """Whether a line is surely not the woman of this name and village who stood above it."""
    return line.phone is not None and None not in phones and line.phone not in phones


def newly_met(
    session: Session,
    course: Course,
    line: Pasted,
    village_id: UUID | None,
    *,
    gender: str,
    now: datetime,
) -> Person:
    return add_person(
        session,
        commune_code=course.commune_code,
        village_id=village_id,
        name=line.name,
        phone=line.phone,
        gender=gender,
        is_walk_in=True,
        now=now,
    )


def has_phone_of_another(session: Session, course: Course, line: Pasted) -> bool:
    """Whether the phone of a line is that of somebody of another name."""
    if not line.phone:
        return False
    alike = known_like(session, course.commune_code, name=line.name, phone=line.phone)
    name = search_text(line.name)
    return any(one.phone == line.phone and one.search_text != name for one in alike)


def surely_known(
    session: Session, course: Course, line: Pasted, village_id: UUID | None
) -> Person | None:
    """The one person of this name with this phone or in this village; None where two could be."""
    alike = known_like(session, course.commune_code, name=line.name, phone=line.phone)
    named = [one for one in alike if one.search_text == search_text(line.name)]
    by_phone = [one for one in named if line.phone and one.phone == line.phone]
    by_village = [
        one
        for one in named
        if village_id
        and one.village_id == village_id
        and not (line.phone and one.phone and one.phone != line.phone)
    ]
    for sure in (by_phone, by_village):
        if len(sure) == 1:
            return sure[0]
    return None
