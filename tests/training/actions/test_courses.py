"""Opening a class, its days, its list."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.training.actions.courses import (
    AlreadyOver,
    WasThere,
    cancel_meeting,
    end_course,
    enrol,
    plan_meeting,
    take_off,
)
from shopkit.training.actions.pasting import enrol_pasted
from shopkit.training.models.courses import CANCELLED, Course
from shopkit.training.queries.lists import class_list
from shopkit.training.rules.pasting import read_pasted
from tests import make
from tests.conftest import NOW


def events(session: Session, *names: str) -> list[JournalEntry]:
    return list(
        session.scalars(
            select(JournalEntry).where(JournalEntry.event.in_(names)).order_by(JournalEntry.id)
        )
    )


def test_a_class_opens_with_its_first_day_and_says_so(session: Session) -> None:
    course = make.course(session)
    meeting = make.meeting(session, course)
    assert (meeting.topic, meeting.held_on) == ("payment_qr", date(2026, 11, 22))
    told = events(session, "course.opened", "meeting.planned")
    assert [one.event for one in told] == ["course.opened", "meeting.planned"]
    assert told[1].details == {
        "on": "2026-11-22",
        "topic": "payment_qr",
        "course_id": str(course.id),
    }


def test_two_classes_never_share_a_code(session: Session) -> None:
    codes = {make.course(session, None).join_code for _number in range(5)}
    assert len(codes) == 5


def test_a_class_lasts_from_its_first_to_its_last_day(session: Session) -> None:
    course = make.course(session)
    later = make.meeting(session, course, date(2026, 12, 6))
    assert (course.starts_on, course.ends_on) == (date(2026, 11, 22), date(2026, 12, 6))
    cancel_meeting(session, later, why="mưa bão", now=NOW)
    assert later.state == CANCELLED
    assert course.ends_on == date(2026, 11, 22)


def test_a_day_on_which_somebody_came_cannot_be_cancelled(session: Session) -> None:
    course = make.course(session)
    meeting, person = make.meeting(session, course), make.person(session)
    make.enrolment(session, course, person)
    make.attendance(session, course, meeting, person)
    with pytest.raises(WasThere):
        cancel_meeting(session, meeting, why="mưa", now=NOW)


def test_rows_are_numbered_in_the_order_of_the_list_and_stay(session: Session) -> None:
    course = make.course(session)
    people = [make.person(session, f"Nguyễn Thị Mẫu {letter}") for letter in "abc"]
    enrol(session, course, people[:2], now=NOW)
    take_off(session, class_list(session, course)[0].enrolment, now=NOW)
    enrol(session, course, [people[1], people[2]], now=NOW)
    assert [(row.number, row.person.id) for row in class_list(session, course)] == [
        (2, people[1].id),
        (3, people[2].id),
    ]


def test_somebody_of_another_commune_is_not_put_on_the_list(session: Session) -> None:
    course = make.course(session)
    stranger = make.person(session, commune_code=make.NEXT_DOOR)
    with pytest.raises(NotFound):
        enrol(session, course, [stranger], now=NOW)


def test_who_was_there_cannot_be_taken_off(session: Session) -> None:
    course = make.course(session)
    person = make.person(session)
    line = make.enrolment(session, course, person)
    make.attendance(session, course, make.meeting(session, course), person)
    with pytest.raises(WasThere):
        take_off(session, line, now=NOW)


def test_a_class_that_ended_has_no_more_days(session: Session) -> None:
    course = make.course(session)
    end_course(session, course, now=NOW)
    end_course(session, course, now=NOW)
    assert len(events(session, "course.ended")) == 1
    with pytest.raises(AlreadyOver):
        plan_meeting(session, course, topic="other", held_on=date(2026, 12, 1), now=NOW)


def test_pasted_names_find_who_is_surely_known_and_enter_the_rest_once(session: Session) -> None:
    village = make.village(session)
    known = make.person(session, "Nguyễn Thị Mẫu", village_id=village.id)
    course = make.course(session)
    lines = read_pasted("1. NGUYEN THI MAU, thon 1\n2. Trần Thị Thử\n3. Nguyễn Thị Mẫu, Thôn 1")
    made = enrol_pasted(session, course, lines, now=NOW)
    assert (made.known, made.fresh) == (1, 1)
    rows = class_list(session, course)
    assert [row.name for row in rows] == ["Nguyễn Thị Mẫu", "Trần Thị Thử"]
    assert rows[0].person.id == known.id
    assert rows[1].person.is_walk_in


def test_a_name_that_two_women_bear_is_not_guessed(session: Session) -> None:
    for name in ("Thôn 1", "Thôn 2"):
        village = make.village(session, name)
        make.person(session, "Nguyễn Thị Mẫu", village_id=village.id)
    course: Course = make.course(session)
    made = enrol_pasted(session, course, read_pasted("Nguyễn Thị Mẫu"), now=NOW)
    assert (made.known, made.fresh) == (0, 1)
