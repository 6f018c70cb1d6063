"""Noting who came: by a tap, from the signed paper, at the door."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.shops.actions.register import add_person, merge_people
from shopkit.shops.models.register import Person
from shopkit.training.actions.courses import AlreadyOver, actor_id, enrol, hold_meeting
from shopkit.training.actions.visits import plan_visits
from shopkit.training.models.courses import (
    BY_CODE,
    BY_PAPER,
    BY_TAP,
    BY_WALKING_IN,
    CANCELLED,
    Attendance,
    Course,
    Enrolment,
    Joining,
    Meeting,
)
from shopkit.training.queries.lists import Row, class_list, row_of_person
from shopkit.training.rules.attendance import ABSENT, CAME, PRESENT, STATUSES
from shopkit.training.rules.rows import Rows

JOININGS_KEPT = timedelta(days=1)


class NotYet(Refusal):
    """Nobody can have come before the day."""


class RowsUnknown(Refusal):
    """Nobody stands in these rows of the list; `numbers` are the rows."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(str(numbers))
        self.numbers = numbers


def note_attendance(
    session: Session,
    course: Course,
    meeting: Meeting,
    person_id: UUID,
    *,
    status: str,
    way: str = BY_TAP,
    today: date,
    now: datetime,
    waited_since: datetime | None = None,
) -> Attendance:
    """Note what became of somebody on the list; the same again changes nothing.

    What waited on a phone since a moment yields to what somebody else noted after it.
    """
    if status not in STATUSES:
        raise NotFound(status)
    check_day(meeting, today)
    row = row_of_person(session, course, person_id)
    known = known_at(session, meeting, row.person)
    if known is not None and yields(session, known, waited_since):
        return known
    noted = noted_at(session, meeting, row.person, status=status, way=way, now=now)
    plan_visits(session, course, [person_id], now=now)
    return noted


def yields(session: Session, known: Attendance, waited_since: datetime | None) -> bool:
    """True for what waited while somebody else noted what is known."""
    if waited_since is None or known.noted_at <= waited_since:
        return False
    return known.noted_by_id != actor_id(session)


def known_at(session: Session, meeting: Meeting, person: Person) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(
            Attendance.meeting_id == meeting.id, Attendance.person_id == person.id
        )
    ).one_or_none()


def noted_at(
    session: Session, meeting: Meeting, person: Person, *, status: str, way: str, now: datetime
) -> Attendance:
    """What is noted of somebody at a meeting, from now on this."""
    noted = known_at(session, meeting, person)
    if noted is not None and noted.status == status:
        return noted
    if noted is None:
        noted = Attendance(
            commune_code=meeting.commune_code,
            meeting_id=meeting.id,
            person_id=person.id,
            status=status,
            way=way,
            noted_at=now,
        )
        session.add(noted)
    keep(session, meeting, noted, status=status, way=way, now=now)
    return noted


def keep(
    session: Session, meeting: Meeting, noted: Attendance, *, status: str, way: str, now: datetime
) -> None:
    """Write what is noted now; the journal keeps what was noted before."""
    noted.status, noted.way = status, way
    noted.noted_at, noted.noted_by_id = now, actor_id(session)
    session.flush()
    details = {
        "person_id": str(noted.person_id),
        "meeting_id": str(meeting.id),
        "course_id": str(meeting.course_id),
        "status": status,
        "on": meeting.held_on.isoformat(),
        "topic": meeting.topic,
    }
    write(session, noted, "attendance.noted", now=now, evidence=SEEN, details=details)
    if status in CAME:
        hold_meeting(session, meeting, now=now)


def check_day(meeting: Meeting, today: date) -> None:
    if meeting.state == CANCELLED:
        raise AlreadyOver(str(meeting.id))
    if meeting.held_on > today:
        raise NotYet(meeting.held_on.isoformat())


def note_rows(
    session: Session, course: Course, meeting: Meeting, rows: Rows, *, today: date, now: datetime
) -> Mapping[UUID, str]:
    """Note a signed list by its row numbers; who did not sign and was not noted yet was absent."""
    check_day(meeting, today)
    lines = {row.number: row for row in class_list(session, course, meeting)}
    unknown = [number for number in rows.statuses if number not in lines]
    if unknown:
        raise RowsUnknown(unknown)
    told = changes_by(rows, lines.values())
    for row, status in told:
        noted_at(session, meeting, row.person, status=status, way=BY_PAPER, now=now)
    plan_visits(session, course, [row.person.id for row, _status in told], now=now)
    return {row.person.id: status for row, status in told}


def changes_by(rows: Rows, lines: Iterable[Row]) -> list[tuple[Row, str]]:
    """What a signed list changes: nobody who was tapped is made absent by a row not typed."""
    told = [(line, rows.statuses.get(line.number, line.status or ABSENT)) for line in lines]
    return [(line, status) for line, status in told if status != line.status]


def walk_in(
    session: Session,
    course: Course,
    meeting: Meeting,
    *,
    name: str,
    village_id: UUID | None,
    phone: str | None,
    gender: str = "",
    known: Person | None = None,
    way: str = BY_WALKING_IN,
    today: date,
    now: datetime,
) -> Person:
    """Somebody at the door: a known person, or a row of her own until somebody merges it."""
    check_day(meeting, today)
    person = known or add_person(
        session,
        commune_code=course.commune_code,
        village_id=village_id,
        name=name,
        gender=gender,
        phone=phone,
        is_walk_in=True,
        now=now,
    )
    enrol(session, course, [person], way=way, now=now)
    note_attendance(
        session, course, meeting, person.id, status=PRESENT, way=way, today=today, now=now
    )
    return person


def join(
    session: Session,
    course: Course,
    *,
    name: str,
    village_id: UUID | None,
    phone: str | None,
    account_id: UUID | None,
    visitor: str,
    now: datetime,
) -> Joining:
    """Wait at the door of a class; it is no attendance until the trainer has said so."""
    waiting = Joining(
        commune_code=course.commune_code,
        course_id=course.id,
        name=name,
        village_id=village_id,
        phone=phone,
        account_id=account_id,
        visitor=visitor,
        joined_at=now,
    )
    session.add(waiting)
    session.flush()
    return waiting


def let_in(
    session: Session,
    course: Course,
    meeting: Meeting,
    waiting: Joining,
    *,
    known: Person | None,
    gender: str = "",
    today: date,
    now: datetime,
) -> Person:
    """The trainer sees her: on the list and present; letting in twice changes nothing."""
    if waiting.person_id:
        return session.get_one(Person, waiting.person_id)
    person = walk_in(
        session,
        course,
        meeting,
        name=waiting.name,
        village_id=waiting.village_id,
        phone=waiting.phone,
        gender=gender,
        known=known,
        way=BY_CODE,
        today=today,
        now=now,
    )
    if waiting.account_id and person.account_id is None:
        person.account_id = waiting.account_id
    answer(session, waiting, person, now=now)
    return person


def turn_away(session: Session, waiting: Joining, *, now: datetime) -> None:
    """She is not in the hall; nothing of her is kept on the list."""
    if waiting.answered_at is None:
        answer(session, waiting, None, now=now)


def answer(session: Session, waiting: Joining, person: Person | None, *, now: datetime) -> None:
    waiting.answered_at, waiting.answered_by_id = now, actor_id(session)
    waiting.person_id = person.id if person else None
    session.flush()


def forget_joinings(session: Session, *, now: datetime) -> None:
    """Who waited at a door is of no use a day later; those let in are on the list of the class."""
    session.execute(delete(Joining).where(Joining.joined_at < now - JOININGS_KEPT))


def merge_in_classes(session: Session, kept: Person, double: Person, *, now: datetime) -> None:
    """Say that two rows are one person: her participations stay, the people are counted anew.

    Where both were noted at one meeting, the double's row there becomes absent: nobody comes twice.
    """
    both = session.scalars(
        select(Attendance).where(Attendance.person_id.in_((kept.id, double.id)))
    ).all()
    by_meeting: dict[UUID, dict[UUID, Attendance]] = {}
    for one in both:
        by_meeting.setdefault(one.meeting_id, {})[one.person_id] = one
    for meeting_id, noted in by_meeting.items():
        if len(noted) == 2 and all(one.status in CAME for one in noted.values()):
            meeting = session.get_one(Meeting, meeting_id)
            one = noted[double.id]
            keep(session, meeting, one, status=ABSENT, way=one.way, now=now)
    leave_double_lines(session, kept, double, now=now)
    for course in courses_of(session, by_meeting):
        plan_visits(session, course, [kept.id, double.id], now=now)
    merge_people(session, kept, double, now=now)


def courses_of(session: Session, meeting_ids: Iterable[UUID]) -> Sequence[Course]:
    """The classes that these days belong to."""
    ids = select(Meeting.course_id).where(Meeting.id.in_(list(meeting_ids)))
    return session.scalars(select(Course).where(Course.id.in_(ids)).order_by(Course.id)).all()


def leave_double_lines(session: Session, kept: Person, double: Person, *, now: datetime) -> None:
    """On a list that holds both, the row of the double is struck out."""
    lines = session.scalars(
        select(Enrolment).where(Enrolment.person_id.in_((kept.id, double.id)))
    ).all()
    with_kept = {line.course_id for line in lines if line.person_id == kept.id}
    for line in lines:
        if line.person_id == double.id and line.course_id in with_kept:
            line.ended_at = line.ended_at or now
    session.flush()
