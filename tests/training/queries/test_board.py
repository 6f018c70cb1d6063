"""The board: steps from what really stands in each shop, and how long nothing has happened."""

from datetime import timedelta

from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.payments.actions.accounts import confirm_name
from shopkit.training.queries.board import tiles_of
from shopkit.training.rules import steps
from shopkit.training.rules.steps import (
    FINISHED,
    MOVING,
    NEEDS_HELP,
    WAITING,
    Reached,
    done_by_step,
    pace,
)
from tests import make
from tests.conftest import NOW


def test_a_step_is_reached_when_it_stands_in_her_shop(session: Session, files: Files) -> None:
    course = make.course(session)
    account = make.account(session, phone="+84900000061")
    made = make.person(session, "Nguyễn Thị Mẫu", phone="+84900000061")
    bare = make.person(session, "Trần Thị Thử")
    for person in (made, bare):
        make.enrolment(session, course, person)
        make.attendance(session, course, make.meeting(session, course), person)
    shop = make.shop(session, account)
    paid = make.payment_account(session, shop)
    mine, other = tiles_of(session, course, make.meeting(session, course))
    assert (mine.reached.step, mine.reached.next_step) == (steps.CODE, steps.NAME_SEEN)
    assert (other.reached.step, other.reached.next_step) == (steps.JOINED, steps.KEPT)
    confirm_name(session, paid, shown_name=paid.holder, now=NOW)
    make.product(session, files, shop)
    mine = tiles_of(session, course, make.meeting(session, course))[0]
    assert (mine.reached.step, mine.reached.next_step) == (steps.LISTED, steps.LABELLED)


def test_who_is_absent_is_not_on_the_board(session: Session) -> None:
    course = make.course(session)
    person = make.person(session)
    make.enrolment(session, course, person)
    make.attendance(session, course, make.meeting(session, course), person, "absent")
    assert tiles_of(session, course, make.meeting(session, course)) == []


def test_somebody_needs_help_after_twenty_minutes_without_a_step() -> None:
    here = Reached(frozenset({steps.JOINED}))
    for minutes, expected in ((0, MOVING), (10, WAITING), (19, WAITING), (20, NEEDS_HELP)):
        assert pace(here, NOW, NOW + timedelta(minutes=minutes)) == expected
    everything = Reached(frozenset(steps.STEPS))
    assert pace(everything, NOW, NOW + timedelta(hours=3)) == FINISHED


def test_labels_are_asked_only_of_makers() -> None:
    maker = Reached(frozenset({steps.JOINED}))
    reseller = Reached(frozenset(steps.STEPS) - {steps.LABELLED}, is_maker=False)
    assert reseller.next_step == ""
    assert done_by_step([maker, reseller])[steps.LABELLED] == (0, 1)
    assert done_by_step([maker, reseller])[steps.JOINED] == (2, 2)
