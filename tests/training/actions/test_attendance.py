"""Who came: taps, signed paper, walk-ins, the door, and two rows that are one woman."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.register import Person
from shopkit.training.actions.attendance import (
    NotYet,
    RowsUnknown,
    join,
    let_in,
    merge_in_classes,
    note_attendance,
    note_rows,
    turn_away,
    walk_in,
)
from shopkit.training.actions.courses import enrol
from shopkit.training.models.courses import Attendance, Course, Joining, Meeting
from shopkit.training.models.help import VisitDue
from shopkit.training.queries.courses import counts_of, counts_of_meeting, counts_together
from shopkit.training.queries.flags import (
    ENTERED_EARLY,
    ENTERED_LATE,
    OVER_SEATS,
    TWO_PLACES,
    flags_of,
)
from shopkit.training.queries.lists import class_list, known_like, waiting_at
from shopkit.training.rules.attendance import ABSENT, LATE, PRESENT, Counts
from shopkit.training.rules.rows import read_rows
from tests import make
from tests.conftest import NOW

TODAY = date(2026, 11, 22)


def full_class(session: Session, count: int = 3) -> tuple[Course, Meeting, list[Person]]:
    course = make.course(session)
    people = [make.person(session, f"Nguyễn Thị Mẫu {number}") for number in range(count)]
    enrol(session, course, people, now=NOW)
    return course, make.meeting(session, course), people


def noted(session: Session) -> list[JournalEntry]:
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.event == "attendance.noted")
            .order_by(JournalEntry.id)
        )
    )


def test_the_same_tap_twice_is_one_row_and_one_line_of_the_journal(session: Session) -> None:
    course, meeting, people = full_class(session)
    for _twice in range(2):
        make.attendance(session, course, meeting, people[0])
    assert counts_of_meeting(session, meeting) == Counts(1, 1)
    assert noted(session)[0].details == {
        "person_id": str(people[0].id),
        "meeting_id": str(meeting.id),
        "course_id": str(course.id),
        "status": "present",
        "on": "2026-11-22",
        "topic": "payment_qr",
    }
    assert noted(session)[0].evidence == "TV"
    assert len(noted(session)) == 1


def test_the_first_who_comes_makes_the_meeting_held(session: Session) -> None:
    course, meeting, people = full_class(session)
    make.attendance(session, course, meeting, people[0], ABSENT)
    assert meeting.state == "planned"
    make.attendance(session, course, meeting, people[0], LATE)
    assert meeting.state == "held"
    held = session.scalars(select(JournalEntry).where(JournalEntry.event == "meeting.held")).all()
    assert len(held) == 1


def test_late_and_left_early_count_and_absent_does_not(session: Session) -> None:
    course, meeting, people = full_class(session, 4)
    for person, status in zip(people, ("late", "left_early", "absent", "excused"), strict=True):
        make.attendance(session, course, meeting, person, status)
    assert counts_of_meeting(session, meeting) == Counts(2, 2)


def test_nobody_came_before_the_day(session: Session) -> None:
    course = make.course(session, held_on=date(2026, 11, 23))
    person = make.person(session)
    make.enrolment(session, course, person)
    with pytest.raises(NotYet):
        note_attendance(
            session,
            course,
            make.meeting(session, course),
            person.id,
            status=PRESENT,
            today=TODAY,
            now=NOW,
        )


def test_who_is_not_on_the_list_does_not_exist_there(session: Session) -> None:
    course, meeting, _people = full_class(session)
    with pytest.raises(NotFound):
        make.attendance(session, course, meeting, make.person(session, "Trần Thị Thử"))


def test_a_signed_list_notes_those_who_signed_and_the_rest_as_absent(session: Session) -> None:
    course, meeting, people = full_class(session, 30)
    make.attendance(session, course, meeting, people[14], LATE)
    rows = read_rows("1-12, 14, 17-30")
    note_rows(session, course, meeting, rows, today=TODAY, now=NOW)
    by_number = {row.number: row.status for row in class_list(session, course, meeting)}
    assert [number for number, status in by_number.items() if status == PRESENT] == [
        *range(1, 13),
        14,
        *range(17, 31),
    ]
    assert (by_number[13], by_number[15], by_number[16]) == (ABSENT, LATE, ABSENT)
    before = len(noted(session))
    note_rows(session, course, meeting, rows, today=TODAY, now=NOW)
    assert len(noted(session)) == before


def test_a_row_that_nobody_has_is_refused_and_nothing_is_noted(session: Session) -> None:
    course, meeting, _people = full_class(session, 3)
    with pytest.raises(RowsUnknown) as refused:
        note_rows(session, course, meeting, read_rows("1-5"), today=TODAY, now=NOW)
    assert refused.value.numbers == [4, 5]
    assert counts_of_meeting(session, meeting) == Counts(0, 0)


def test_somebody_at_the_door_is_present_at_once(session: Session) -> None:
    course, meeting, _people = full_class(session, 1)
    person = walk_in(
        session,
        course,
        meeting,
        name="Trần Thị Thử",
        village_id=None,
        phone=None,
        today=TODAY,
        now=NOW,
    )
    assert person.is_walk_in
    row = class_list(session, course, meeting)[-1]
    assert (row.number, row.name, row.status, row.way) == (2, "Trần Thị Thử", PRESENT, "walk_in")


def test_a_known_name_is_proposed_with_or_without_its_marks(session: Session) -> None:
    known = make.person(session, "Nguyễn Thị Mẫu", phone="+84900000011")
    make.person(session, "Nguyễn Thị Mẫu Mới")
    for name, phone in (("nguyen thi mau", None), ("Ai Đó", "+84900000011")):
        found = known_like(session, make.HOANG_LOC, name=name, phone=phone)
        assert [one.id for one in found] == [known.id]


def test_waiting_at_the_door_is_no_attendance(session: Session) -> None:
    course, meeting, _people = full_class(session, 1)
    waiting = opened_by_code(session, course)
    assert counts_of_meeting(session, meeting) == Counts(0, 0)
    assert len(class_list(session, course)) == 1
    person = let_in(session, course, meeting, waiting, known=None, today=TODAY, now=NOW)
    let_in(session, course, meeting, waiting, known=None, today=TODAY, now=NOW)
    assert counts_of_meeting(session, meeting) == Counts(1, 1)
    assert (waiting.person_id, waiting_at(session, course)) == (person.id, [])


def test_who_is_not_in_the_hall_leaves_no_person_behind(session: Session) -> None:
    course, _meeting, _people = full_class(session, 1)
    waiting = opened_by_code(session, course)
    before = len(session.scalars(select(Person)).all())
    turn_away(session, waiting, now=NOW)
    assert len(session.scalars(select(Person)).all()) == before
    assert waiting_at(session, course) == []


def opened_by_code(session: Session, course: Course) -> Joining:
    return join(
        session,
        course,
        name="Trần Thị Thử",
        village_id=None,
        phone=None,
        account_id=None,
        visitor="a-browser",
        now=NOW,
    )


def test_one_woman_in_four_classes_is_four_turns_and_one_person_after_the_merge(
    session: Session,
) -> None:
    """Worked check 8."""
    known = make.person(session, "Nguyễn Thị Mẫu")
    courses = [make.course(session) for _number in range(4)]
    for course in courses[:3]:
        make.enrolment(session, course, known)
        make.attendance(session, course, make.meeting(session, course), known)
    walked_in = walk_in(
        session,
        courses[3],
        make.meeting(session, courses[3]),
        name="Nguyen Thi Mau",
        village_id=None,
        phone=None,
        today=TODAY,
        now=NOW,
    )
    assert counts_together(session, courses) == Counts(4, 2)
    merge_in_classes(session, known, walked_in, now=NOW)
    assert counts_together(session, courses) == Counts(4, 1)
    assert counts_of(session, courses)[courses[3].id] == Counts(1, 1)
    assert class_list(session, courses[3])[0].name == "Nguyễn Thị Mẫu"


def test_two_rows_of_one_woman_at_one_meeting_are_one_turn_after_the_merge(
    session: Session,
) -> None:
    course, meeting, people = full_class(session, 1)
    make.attendance(session, course, meeting, people[0])
    double = walk_in(
        session,
        course,
        meeting,
        name="Mẫu",
        village_id=None,
        phone=None,
        today=TODAY,
        now=NOW,
    )
    assert counts_of_meeting(session, meeting) == Counts(2, 2)
    merge_in_classes(session, people[0], double, now=NOW)
    assert counts_of_meeting(session, meeting) == Counts(1, 1)
    assert len(class_list(session, course)) == 1
    assert noted(session)[-1].details["status"] == ABSENT  # type: ignore[index]


def test_attendance_plans_the_visits_and_a_correction_drops_them(session: Session) -> None:
    course, meeting, people = full_class(session, 1)
    make.attendance(session, course, meeting, people[0])
    due = session.scalars(select(VisitDue).order_by(VisitDue.after_days)).all()
    assert [one.due_on for one in due] == [TODAY + timedelta(7), TODAY + timedelta(30)]
    make.attendance(session, course, meeting, people[0], ABSENT)
    assert all(one.dropped_at for one in session.scalars(select(VisitDue)))


def test_what_looks_odd_is_flagged(session: Session) -> None:
    course, meeting, people = full_class(session, 3)
    course.seats = 2
    other = make.course(session)
    make.enrolment(session, other, people[0])
    make.attendance(session, other, make.meeting(session, other), people[0])
    make.attendance(session, course, meeting, people[0])
    make.attendance(session, course, meeting, people[1], now=NOW + timedelta(days=7))
    make.attendance(session, course, meeting, people[2], now=NOW + timedelta(days=8))
    found = {flag.kind: flag.count for flag in flags_of(session, course, [meeting])}
    assert found == {ENTERED_LATE: 1, OVER_SEATS: 3, TWO_PLACES: 1}


def test_presence_noted_hours_before_the_class_begins_is_flagged(session: Session) -> None:
    course, meeting, people = full_class(session, 2)
    meeting.begins = "13:00"
    make.attendance(session, course, meeting, people[0])
    make.attendance(session, course, meeting, people[1], now=NOW + timedelta(hours=1))
    found = [(flag.kind, flag.count) for flag in flags_of(session, course, [meeting])]
    assert found == [(ENTERED_EARLY, 1)]
    meeting.begins = ""
    assert flags_of(session, course, [meeting]) == []


def test_a_class_as_planned_has_no_flags(session: Session) -> None:
    course, meeting, people = full_class(session, 2)
    for person in people:
        make.attendance(session, course, meeting, person)
    assert flags_of(session, course, [meeting]) == []
    assert session.scalars(select(Attendance)).all()
