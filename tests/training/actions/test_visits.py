"""Visits are due on day 7 and day 30 after the last day in class."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.scope import TRAINER
from shopkit.training.actions.attendance import merge_in_classes
from shopkit.training.actions.visits import plan_visits
from shopkit.training.models.courses import FESTIVAL
from shopkit.training.models.help import VisitDue
from shopkit.training.queries.helped import helped_person
from shopkit.training.queries.visits import ALL_OF_PLACE, visits_due
from tests import make
from tests.conftest import NOW

TODAY = date(2026, 11, 22)


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


def dues(session: Session) -> dict[int, date]:
    rows = session.scalars(select(VisitDue).where(VisitDue.dropped_at.is_(None)))
    return {one.after_days: one.due_on for one in rows}


def test_who_was_in_class_is_visited_on_day_7_and_day_30(
    session: Session, trainer: Account
) -> None:
    course, woman = make.course(session, trainer, held_on=date(2026, 8, 31)), make.person(session)
    make.enrolment(session, course, woman)
    make.attendance(session, course, make.meeting(session, course), woman)
    assert dues(session) == {7: date(2026, 9, 7), 30: date(2026, 9, 30)}


def test_the_last_day_she_was_there_counts_and_noting_again_makes_no_more(
    session: Session, trainer: Account
) -> None:
    course, woman = make.course(session, trainer, held_on=date(2026, 11, 1)), make.person(session)
    later = make.meeting(session, course, date(2026, 11, 8))
    make.enrolment(session, course, woman)
    for day in (make.meeting(session, course), later, later):
        make.attendance(session, course, day, woman)
    assert dues(session) == {7: date(2026, 11, 15), 30: date(2026, 12, 8)}
    plan_visits(session, course, [woman.id], now=NOW)
    assert session.scalar(select(func.count()).select_from(VisitDue)) == 2


def test_a_correction_moves_a_visit_back_and_drops_what_never_was(
    session: Session, trainer: Account
) -> None:
    course, woman = make.course(session, trainer, held_on=date(2026, 11, 1)), make.person(session)
    first, later = make.meeting(session, course), make.meeting(session, course, date(2026, 11, 8))
    make.enrolment(session, course, woman)
    for day in (first, later):
        make.attendance(session, course, day, woman)
    make.attendance(session, course, later, woman, "absent")
    assert dues(session) == {7: date(2026, 11, 8), 30: date(2026, 12, 1)}
    make.attendance(session, course, first, woman, "excused")
    assert dues(session) == {}
    make.attendance(session, course, first, woman, "late")
    assert dues(session) == {7: date(2026, 11, 8), 30: date(2026, 12, 1)}


def test_a_visit_that_was_made_stays_where_it_was(session: Session, trainer: Account) -> None:
    course, woman = make.course(session, trainer, held_on=date(2026, 11, 1)), make.person(session)
    make.enrolment(session, course, woman)
    make.attendance(session, course, make.meeting(session, course), woman)
    due = make.visit_due(session, woman)
    make.help_given(session, trainer, helped_person(session, woman), due=due, kind="follow_up")
    later = make.meeting(session, course, date(2026, 11, 8))
    make.attendance(session, course, later, woman)
    assert dues(session) == {7: date(2026, 11, 8), 30: date(2026, 12, 8)}


def test_nobody_is_visited_after_a_festival(session: Session, trainer: Account) -> None:
    stand = make.course(session, trainer, kind=FESTIVAL)
    woman = make.person(session)
    make.enrolment(session, stand, woman)
    make.attendance(session, stand, make.meeting(session, stand), woman)
    assert dues(session) == {}


def test_two_rows_of_one_woman_wait_for_one_visit(session: Session, trainer: Account) -> None:
    course = make.course(session, trainer, held_on=date(2026, 11, 15))
    woman = make.person(session)
    walked_in = make.person(session, "Chị Mẫu", is_walk_in=True)
    later = make.meeting(session, course, date(2026, 11, 22))
    for one, day in ((woman, make.meeting(session, course)), (walked_in, later)):
        make.enrolment(session, course, one)
        make.attendance(session, course, day, one)
    merge_in_classes(session, woman, walked_in, now=NOW)
    plan_visits(session, course, [walked_in.id], now=NOW)
    found, count = visits_due(
        session,
        make.who(session, trainer),
        whose=ALL_OF_PLACE,
        until=date(2027, 1, 1),
        today=TODAY,
    )
    told = [(one.person.id, one.due.after_days, one.due.due_on) for one in found]
    assert told == [(woman.id, 7, date(2026, 11, 29)), (woman.id, 30, date(2026, 12, 22))]
    assert count == 2
