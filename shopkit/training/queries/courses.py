"""Classes of somebody's places, their meetings, and how many came."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.models.register import Person
from shopkit.shops.queries.reach import lies_within
from shopkit.training.models.courses import CANCELLED, Attendance, Course, Meeting
from shopkit.training.rules.attendance import CAME, Counts

PAGE = 50
MOST_SOON = 8
COMING, PAST, OTHERS = "coming", "past", "others"
KEPT = func.coalesce(Person.merged_into_id, Person.id)
"""The person that a row stands for today, where two rows turned out to be one."""


def courses_in_reach(
    session: Session, who: Who, part: str, *, today: date, page: int = 1
) -> tuple[Sequence[Course], int]:
    """A page of her own classes that are coming or past, or of others', and how many there are."""
    conditions = [lies_within(Course, who), *_part(who, part, today)]
    count = session.scalar(select(func.count()).select_from(Course).where(*conditions)) or 0
    days = (Course.starts_on.asc(),) if part == COMING else (Course.starts_on.desc(),)
    found = session.scalars(
        select(Course)
        .where(*conditions)
        .order_by(*days, Course.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count


def _part(who: Who, part: str, today: date) -> tuple[ColumnElement[bool], ...]:
    if part == OTHERS:
        return (Course.trainer_id != who.account_id,)
    own = Course.trainer_id == who.account_id
    return (own, Course.ends_on >= today) if part == COMING else (own, Course.ends_on < today)


def course_in_reach(session: Session, who: Who, course_id: UUID, *roles: str) -> Course:
    """A class of her places; any other does not exist for her."""
    found = session.scalars(
        select(Course).where(Course.id == course_id, lies_within(Course, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(course_id))
    return found


def meeting_in_reach(
    session: Session, who: Who, meeting_id: UUID, *roles: str
) -> tuple[Course, Meeting]:
    """A day of a class of her places, with the class."""
    found = session.execute(
        select(Course, Meeting)
        .join(Meeting, Meeting.course_id == Course.id)
        .where(Meeting.id == meeting_id, lies_within(Course, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(meeting_id))
    return found[0], found[1]


def course_by_join_code(session: Session, code: str, *, today: date) -> Course:
    """The class that a code opens; it opens nothing any more when the last day is over."""
    found = session.scalars(
        select(Course).where(
            Course.join_code == code, Course.ends_on >= today, Course.ended_at.is_(None)
        )
    ).one_or_none()
    if not code or found is None:
        raise NotFound(code)
    return found


def meetings_of(session: Session, course: Course) -> Sequence[Meeting]:
    return session.scalars(
        select(Meeting)
        .where(Meeting.course_id == course.id)
        .order_by(Meeting.held_on, Meeting.begins, Meeting.id)
    ).all()


def meeting_of_today_or_none(session: Session, course: Course, today: date) -> Meeting | None:
    """The day of a class that is today, or the last one that was."""
    days = [
        one
        for one in meetings_of(session, course)
        if one.state != CANCELLED and one.held_on <= today
    ]
    return days[-1] if days else None


def meetings_soon(
    session: Session, who: Who, today: date, until: date
) -> Sequence[tuple[Meeting, Course]]:
    """The days that she teaches until a day, the next first, with their classes."""
    found = session.execute(
        select(Meeting, Course)
        .join(Course, Course.id == Meeting.course_id)
        .where(
            Course.trainer_id == who.account_id,
            Meeting.held_on >= today,
            Meeting.held_on <= until,
            Meeting.state != CANCELLED,
            lies_within(Course, who),
        )
        .order_by(Meeting.held_on, Meeting.begins, Meeting.id)
        .limit(MOST_SOON)
    )
    return [(meeting, course) for meeting, course in found]


def first_meetings(session: Session, courses: Iterable[Course]) -> dict[UUID, Meeting]:
    """The first day of each of these classes."""
    found = session.scalars(
        select(Meeting)
        .where(Meeting.course_id.in_([one.id for one in courses]))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return {one.course_id: one for one in found}


def counts_at(session: Session, meeting_ids: Collection[UUID]) -> Counts:
    turns, people = session.execute(
        select(func.count(), func.count(KEPT.distinct()))
        .select_from(Attendance)
        .join(Person, Person.id == Attendance.person_id)
        .where(Attendance.meeting_id.in_(meeting_ids), Attendance.status.in_(CAME))
    ).one()
    return Counts(turns, people)


def counts_of_meeting(session: Session, meeting: Meeting) -> Counts:
    return counts_at(session, [meeting.id])


def counts_of(session: Session, courses: Iterable[Course]) -> dict[UUID, Counts]:
    """Participations and people of each of these classes."""
    lines = session.execute(
        select(Meeting.course_id, func.count(), func.count(KEPT.distinct()))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Person, Person.id == Attendance.person_id)
        .where(Meeting.course_id.in_([one.id for one in courses]), Attendance.status.in_(CAME))
        .group_by(Meeting.course_id)
    )
    return {course_id: Counts(turns, people) for course_id, turns, people in lines}


def counts_together(session: Session, courses: Iterable[Course]) -> Counts:
    """The same over all these classes: somebody who was in two is one person."""
    ids = select(Meeting.id).where(Meeting.course_id.in_([one.id for one in courses]))
    return counts_at(session, list(session.scalars(ids)))


def village_names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {one for one in ids if one}
    found = session.scalars(select(Village).where(Village.id.in_(wanted))) if wanted else ()
    return {one.id: one.name for one in found}
