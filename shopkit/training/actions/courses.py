"""Opening a class, planning its days, putting people on its list."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.journal.write import write
from shopkit.places.queries import village
from shopkit.scope import Who
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import (
    CANCELLED,
    COURSE,
    EXPECTED,
    HELD,
    Attendance,
    Course,
    Enrolment,
    Meeting,
)
from shopkit.training.queries.lists import last_number
from shopkit.training.rules.attendance import CAME
from shopkit.training.rules.codes import new_join_code

MOST_ON_A_LIST = 300


class CodesTaken(Refusal):
    """No free code was found; asking again will find one."""


class ListFull(Refusal):
    """A list longer than this is no class."""


class WasThere(Refusal):
    """Somebody was noted as present; what happened cannot be taken off."""


class AlreadyOver(Refusal):
    """The class is ended or this day was cancelled."""


def open_course(
    session: Session,
    *,
    commune_code: str,
    name: str,
    topic: str,
    held_on: date,
    begins: str = "",
    place: str = "",
    village_id: UUID | None = None,
    branch_id: UUID | None = None,
    organisation: str = "",
    seats: int = 30,
    least_meetings: int = 1,
    kind: str = COURSE,
    skills: Sequence[str] = (),
    trainer_id: UUID,
    now: datetime,
) -> Course:
    """Open a class with its first day."""
    if village_id:
        village(session, commune_code, village_id)
    branch = branch_here(session, commune_code, branch_id) if branch_id else None
    course = Course(
        commune_code=commune_code,
        kind=kind,
        name=name,
        organisation=branch.organisation if branch else organisation,
        branch_id=branch_id,
        trainer_id=trainer_id,
        village_id=village_id,
        place=place,
        seats=seats,
        least_meetings=least_meetings,
        skills=list(skills),
        join_code=free_join_code(session),
        starts_on=held_on,
        ends_on=held_on,
        opened_at=now,
        opened_by_id=actor_id(session),
    )
    session.add(course)
    session.flush()
    write(session, course, "course.opened", now=now, details=told_of(course))
    plan_meeting(session, course, topic=topic, held_on=held_on, begins=begins, now=now)
    return course


def change_course(
    session: Session,
    course: Course,
    *,
    name: str,
    place: str,
    village_id: UUID | None,
    branch_id: UUID | None,
    organisation: str,
    seats: int,
    least_meetings: int,
    now: datetime,
) -> None:
    """Set right what is said of a class; its days and its list are changed by themselves."""
    if village_id and village_id != course.village_id:
        village(session, course.commune_code, village_id)
    branch = branch_here(session, course.commune_code, branch_id) if branch_id else None
    course.name, course.place, course.seats = name, place, seats
    course.village_id, course.branch_id = village_id, branch_id
    course.organisation = branch.organisation if branch else organisation
    course.least_meetings = least_meetings
    session.flush()
    write(session, course, "course.changed", now=now, details=told_of(course))


def plan_meeting(
    session: Session, course: Course, *, topic: str, held_on: date, begins: str = "", now: datetime
) -> Meeting:
    """One more day of a class."""
    if course.ended_at:
        raise AlreadyOver(str(course.id))
    meeting = Meeting(
        commune_code=course.commune_code,
        course_id=course.id,
        topic=topic,
        held_on=held_on,
        begins=begins,
    )
    session.add(meeting)
    session.flush()
    follow_days(session, course)
    write(session, meeting, "meeting.planned", now=now, details=told_of_meeting(meeting))
    return meeting


def cancel_meeting(session: Session, meeting: Meeting, *, why: str, now: datetime) -> None:
    """A day that will not be; one at which somebody was noted has been."""
    if meeting.state == CANCELLED:
        return
    has_come = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id, Attendance.status.in_(CAME)
    )
    if session.scalar(has_come.limit(1)):
        raise WasThere(str(meeting.id))
    meeting.state, meeting.cancelled_why = CANCELLED, why
    session.flush()
    follow_days(session, session.get_one(Course, meeting.course_id))
    write(session, meeting, "meeting.cancelled", now=now, details=told_of_meeting(meeting))


def hold_meeting(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """It took place; noted with the first one who came."""
    if meeting.state == HELD:
        return
    meeting.state, meeting.held_at = HELD, now
    session.flush()
    write(session, meeting, "meeting.held", now=now, details=told_of_meeting(meeting))


def end_course(session: Session, course: Course, *, now: datetime) -> None:
    """Close the list: nobody joins any more, and who finished is settled."""
    if course.ended_at is None:
        course.ended_at = now
        session.flush()
        write(session, course, "course.ended", now=now, details=told_of(course))


def follow_days(session: Session, course: Course) -> None:
    """The class lasts from its first day to its last that was not cancelled."""
    first, last = session.execute(
        select(func.min(Meeting.held_on), func.max(Meeting.held_on)).where(
            Meeting.course_id == course.id, Meeting.state != CANCELLED
        )
    ).one()
    if first and last:
        course.starts_on, course.ends_on = first, last
        session.flush()


def enrol(
    session: Session,
    course: Course,
    people: Iterable[Person],
    *,
    way: str = EXPECTED,
    now: datetime,
) -> list[Enrolment]:
    """Put people on the list in this order; who is on it keeps her row, so paper stays right."""
    known = {
        one.person_id: one
        for one in session.scalars(select(Enrolment).where(Enrolment.course_id == course.id))
    }
    number = last_number(session, course)
    made: list[Enrolment] = []
    for person in {one.id: one for one in people}.values():
        if person.commune_code != course.commune_code:
            raise NotFound(str(person.id))
        line = known.get(person.id)
        if line is None:
            number += 1
            line = new_line(session, course, person, number=number, way=way, now=now)
        elif line.ended_at is None:
            continue
        line.ended_at = None
        made.append(line)
    if number > MOST_ON_A_LIST:
        raise ListFull(str(number))
    session.flush()
    for line in made:
        write(session, line, "enrolment.noted", now=now, details=told_of_line(line))
    return made


def new_line(
    session: Session, course: Course, person: Person, *, number: int, way: str, now: datetime
) -> Enrolment:
    line = Enrolment(
        commune_code=course.commune_code,
        course_id=course.id,
        person_id=person.id,
        row_number=number,
        way=way,
        enrolled_at=now,
        enrolled_by_id=actor_id(session),
    )
    session.add(line)
    return line


def take_off(session: Session, line: Enrolment, *, now: datetime) -> None:
    """Off the list; her row number is not given to anybody else."""
    was_there = (
        select(Attendance.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.course_id == line.course_id,
            Attendance.person_id == line.person_id,
            Attendance.status.in_(CAME),
        )
    )
    if session.scalar(was_there.limit(1)):
        raise WasThere(str(line.person_id))
    if line.ended_at is None:
        line.ended_at = now
        session.flush()
        write(session, line, "enrolment.ended", now=now, details=told_of_line(line))


def free_join_code(session: Session) -> str:
    """A code no class has had: an old poster must not open a new class."""
    for _try in range(20):
        code = new_join_code()
        if not session.scalar(select(Course.id).where(Course.join_code == code)):
            return code
    raise CodesTaken


def branch_here(session: Session, commune_code: str, branch_id: UUID) -> Branch:
    found = session.get(Branch, branch_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(str(branch_id))
    return found


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None


def told_of(course: Course) -> dict[str, str]:
    """What the journal may hold of a class."""
    return {
        "kind": course.kind,
        "organisation": course.organisation,
        "branch_id": str(course.branch_id or ""),
        "village_id": str(course.village_id or ""),
        "starts_on": course.starts_on.isoformat(),
        "ends_on": course.ends_on.isoformat(),
        "least_meetings": str(course.least_meetings),
    }


def told_of_meeting(meeting: Meeting) -> dict[str, str]:
    return {
        "on": meeting.held_on.isoformat(),
        "topic": meeting.topic,
        "course_id": str(meeting.course_id),
    }


def told_of_line(line: Enrolment) -> dict[str, str]:
    return {"person_id": str(line.person_id), "course_id": str(line.course_id)}
