"""Who is on the list of a class, who waits at its door, and who is known by a name."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from shopkit.errors import NotFound
from shopkit.shops.models.register import Person
from shopkit.text.search import search_text
from shopkit.training.models.courses import (
    Attendance,
    Course,
    Enrolment,
    Joining,
    Meeting,
    SignedList,
)
from shopkit.training.rules.attendance import CAME

MOST_ALIKE = 5
MOST_PEOPLE = 300
MOST_WAITING = 100


@dataclass(frozen=True)
class Row:
    """One line of a class list; `status` is empty while nobody has noted anything."""

    enrolment: Enrolment
    person: Person
    status: str = ""
    way: str = ""
    noted_at: datetime | None = None
    # Whom she turned out to be, where her row was merged into another.
    kept: Person | None = None

    @property
    def number(self) -> int:
        return self.enrolment.row_number

    @property
    def name(self) -> str:
        return self.somebody.name

    @property
    def somebody(self) -> Person:
        return self.kept or self.person


def class_list(session: Session, course: Course, meeting: Meeting | None = None) -> list[Row]:
    """Everybody on the list by row number, with what was noted of her at one meeting."""
    kept = aliased(Person)
    lines = session.execute(
        select(Enrolment, Person, kept)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(kept, kept.id == Person.merged_into_id)
        .where(Enrolment.course_id == course.id, Enrolment.ended_at.is_(None))
        .order_by(Enrolment.row_number)
    )
    noted = attendance_of(session, meeting) if meeting else {}
    return [row_of(line, one, noted.get(one.id), stays) for line, one, stays in lines]


def row_of(
    enrolment: Enrolment, person: Person, noted: Attendance | None, kept: Person | None = None
) -> Row:
    if noted is None:
        return Row(enrolment, person, kept=kept)
    return Row(enrolment, person, noted.status, noted.way, noted.noted_at, kept)


def attendance_of(session: Session, meeting: Meeting) -> dict[UUID, Attendance]:
    """What was noted at a meeting, by person."""
    found = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    return {one.person_id: one for one in found}


def attendance_of_course(session: Session, course: Course) -> Sequence[Attendance]:
    return session.scalars(
        select(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.course_id == course.id)
        .order_by(Attendance.id)
    ).all()


def row_of_person(
    session: Session, course: Course, person_id: UUID, meeting: Meeting | None = None
) -> Row:
    """One line of the list; whoever is not on it does not exist here."""
    kept = aliased(Person)
    found = session.execute(
        select(Enrolment, Person, kept)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(kept, kept.id == Person.merged_into_id)
        .where(
            Enrolment.course_id == course.id,
            Enrolment.person_id == person_id,
            Enrolment.ended_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(person_id))
    noted = attendance_of(session, meeting).get(person_id) if meeting else None
    return row_of(found[0], found[1], noted, found[2])


def last_number(session: Session, course: Course) -> int:
    """The highest row number ever given on this list."""
    highest = select(func.max(Enrolment.row_number)).where(Enrolment.course_id == course.id)
    return session.scalar(highest) or 0


def enrolment_counts(session: Session, courses: Iterable[Course]) -> dict[UUID, int]:
    """How many are on the list of each of these classes."""
    lines = session.execute(
        select(Enrolment.course_id, func.count().label("people"))
        .where(Enrolment.course_id.in_([one.id for one in courses]), Enrolment.ended_at.is_(None))
        .group_by(Enrolment.course_id)
    )
    return {one.course_id: one.people for one in lines}


def people_here(session: Session, commune_code: str, ids: Collection[UUID]) -> list[Person]:
    """People of one commune by id, in the order of names; others do not exist here."""
    found = session.scalars(
        select(Person)
        .where(
            Person.id.in_(ids),
            Person.commune_code == commune_code,
            Person.merged_into_id.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
    ).all()
    return list(found)


def people_of_village(session: Session, commune_code: str, village_id: UUID) -> Sequence[Person]:
    """The people of a village who can be invited, by name."""
    return session.scalars(
        select(Person)
        .where(
            Person.commune_code == commune_code,
            Person.village_id == village_id,
            Person.merged_into_id.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(MOST_PEOPLE)
    ).all()


def known_like(
    session: Session, commune_code: str, *, name: str, phone: str | None
) -> Sequence[Person]:
    """Those of the commune who bear this very name, marks aside, or have this phone."""
    by_name = Person.search_text == search_text(name)[:400]
    alike = or_(by_name, Person.phone == phone) if phone else by_name
    return session.scalars(
        select(Person)
        .where(
            Person.commune_code == commune_code,
            Person.merged_into_id.is_(None),
            Person.erased_at.is_(None),
            alike,
        )
        .order_by(Person.is_walk_in, Person.sort_key, Person.id)
        .limit(MOST_ALIKE)
    ).all()


def waiting_at(session: Session, course: Course) -> Sequence[Joining]:
    """Those who opened the class by its code and have no answer yet, first come first."""
    return session.scalars(
        select(Joining)
        .where(Joining.course_id == course.id, Joining.answered_at.is_(None))
        .order_by(Joining.joined_at, Joining.id)
        .limit(MOST_WAITING)
    ).all()


def joining_of(session: Session, course: Course, joining_id: UUID) -> Joining:
    found = session.get(Joining, joining_id)
    if found is None or found.course_id != course.id:
        raise NotFound(str(joining_id))
    return found


def joinings_by(
    session: Session, course: Course, *, account_id: UUID | None, visitor: str
) -> Sequence[Joining]:
    """Those that came from this account or this browser, oldest first."""
    mine = Joining.account_id == account_id if account_id else Joining.visitor == visitor
    return session.scalars(
        select(Joining)
        .where(Joining.course_id == course.id, mine)
        .order_by(Joining.joined_at, Joining.id)
    ).all()


def signed_lists_of(session: Session, meeting: Meeting) -> Sequence[SignedList]:
    return session.scalars(
        select(SignedList)
        .where(SignedList.meeting_id == meeting.id)
        .order_by(SignedList.noted_at, SignedList.id)
    ).all()


def signed_list(session: Session, meeting: Meeting, list_id: UUID) -> SignedList:
    found = session.get(SignedList, list_id)
    if found is None or found.meeting_id != meeting.id:
        raise NotFound(str(list_id))
    return found


def counts_of_people(session: Session, ids: Iterable[UUID]) -> dict[UUID, int]:
    """How often each of these people has come, all her rows together."""
    kept = func.coalesce(Person.merged_into_id, Person.id)
    lines = session.execute(
        select(kept.label("person_id"), func.count().label("turns"))
        .select_from(Attendance)
        .join(Person, Person.id == Attendance.person_id)
        .where(kept.in_(list(ids)), Attendance.status.in_(CAME))
        .group_by(kept)
    )
    return {one.person_id: one.turns for one in lines}
