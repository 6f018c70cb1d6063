"""What the records say of somebody's class, and the papers that say it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Attendance, Certificate, Course, Meeting
from shopkit.training.queries.courses import KEPT
from shopkit.training.queries.skills import levels_of, skills_of_course
from shopkit.training.rules.attendance import CAME
from shopkit.training.rules.skills import ABLE


@dataclass(frozen=True)
class Record:
    """What is on record of one person in one class: on which days, able alone to do what."""

    person: Person
    days: tuple[date, ...]
    able: tuple[str, ...]

    def says(self, course: Course) -> dict[str, object]:
        """The words of the paper as data; what was not seen is not said."""
        return {
            "days": [day.isoformat() for day in self.days],
            "able": list(self.able),
            "course": course.name,
            "place": course.place,
            "organisation": course.organisation,
        }


def records_of(session: Session, course: Course) -> list[Record]:
    """Everybody who came often enough, by name; two rows of one person are one."""
    days: dict[UUID, set[date]] = defaultdict(set)
    for person_id, held_on in session.execute(
        select(KEPT, Meeting.held_on)
        .join(Attendance, Attendance.person_id == Person.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.course_id == course.id, Attendance.status.in_(CAME))
    ):
        days[person_id].add(held_on)
    enough = [one for one, seen in days.items() if len(seen) >= course.least_meetings]
    taught = [skill.code for skill in skills_of_course(session, course)]
    levels = levels_of(session, enough)
    people = session.scalars(
        select(Person)
        .where(Person.id.in_(enough), Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    return [
        Record(
            one,
            tuple(sorted(days[one.id])),
            tuple(code for code in taught if levels.get(one.id, {}).get(code) in ABLE),
        )
        for one in people
    ]


def certificates_of(session: Session, course: Course) -> Sequence[tuple[Certificate, Person]]:
    """The papers of a class that stand, by name."""
    found = session.execute(
        select(Certificate, Person)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.course_id == course.id, Certificate.revoked_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    return [(paper, person) for paper, person in found]


def certificate_of(session: Session, course: Course, certificate_id: UUID) -> Certificate:
    found = session.get(Certificate, certificate_id)
    if found is None or found.course_id != course.id:
        raise NotFound(str(certificate_id))
    return found


def certificate_by_serial(session: Session, serial: str) -> tuple[Certificate, Person]:
    """A paper by what is printed on it, revoked or not."""
    found = session.execute(
        select(Certificate, Person)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.serial == serial)
    ).one_or_none()
    if not serial or found is None:
        raise NotFound(serial)
    return found[0], found[1]
