"""A village's report from its draft until it is locked, and what two people may undo."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.actions.periods import (
    AlreadyAsked,
    DueBeforeItEnds,
    PeriodAlreadyOpen,
    PeriodRuns,
    ReasonMissing,
    StepNotPossible,
    approve,
    ask_for_period,
    ask_to_reopen,
    give_back,
    lock,
    send,
)
from shopkit.adoption.actions.seconding import NumberSenseless, answer, ask_to_correct
from shopkit.adoption.models.periods import FrozenFigure, Submission
from shopkit.adoption.queries.periods import (
    frozen_of,
    open_period,
    standings,
    steps_of,
    submission,
)
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.frozen import FrozenCell, change
from shopkit.adoption.rules.periods import period_of
from shopkit.adoption.rules.submissions import late_ones
from shopkit.clock import local_day
from shopkit.errors import Conflict
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.rules.two_people import SecondNeeded
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC

OCTOBER, DUE = "2026-10", date(2026, 11, 5)
FIGURES = [
    FrozenCell("B02", "1", "", "", Cell(3, 7, 3)),
    FrozenCell("B02", "1", "owner_gender", "female", Cell(2, 5, 2)),
    FrozenCell("E01", "1", "", "", Cell()),
]


@pytest.fixture
def village_id(session: Session) -> UUID:
    return make.village(session, "Thôn Đầm").id


@pytest.fixture
def head(session: Session, village_id: UUID) -> Account:
    return make.staff(session, VILLAGE_HEAD, village_id.hex, VILLAGE)


@pytest.fixture
def officer(session: Session) -> Account:
    return make.staff(session, OFFICER)


@pytest.fixture
def report(session: Session, officer: Account, village_id: UUID) -> Submission:
    make.acting(session, officer)
    asked_for(session, village_id)
    return submission(session, HOANG_LOC, OCTOBER, village_id)


def asked_for(session: Session, *village_ids: UUID) -> None:
    period = period_of(OCTOBER)
    assert period
    ask_for_period(session, HOANG_LOC, period, due_on=DUE, village_ids=village_ids, now=NOW)


def sent(session: Session, report: Submission, head: Account) -> None:
    make.acting(session, head)
    send(session, report, version=report.version, now=NOW)


def approved(session: Session, report: Submission, head: Account, officer: Account) -> None:
    sent(session, report, head)
    make.acting(session, officer)
    approve(session, report, FIGURES, version=report.version, now=NOW)


def locked(session: Session, report: Submission, head: Account, officer: Account) -> None:
    approved(session, report, head, officer)
    lock(session, report, now=NOW)


def test_a_report_goes_from_draft_to_locked_with_one_return(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    sent(session, report, head)
    make.acting(session, officer)
    give_back(session, report, version=report.version, reason="Thiếu hộ mới", now=NOW)
    sent(session, report, head)
    make.acting(session, officer)
    approve(session, report, FIGURES, version=report.version, now=NOW)
    lock(session, report, now=NOW)
    steps = steps_of(session, report)
    assert [one.state for one in steps] == ["sent", "returned", "sent", "approved", "locked"]
    assert [one.by_id for one in steps] == [head.id, officer.id, head.id, officer.id, officer.id]
    assert steps[1].reason == "Thiếu hộ mới"


def test_each_change_is_told_to_the_journal_with_the_day_of_the_first_sending(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    locked(session, report, head, officer)
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == report.id).order_by(JournalEntry.id)
    ).all()
    assert [one.event for one in entries] == [
        "period.expected",
        "period.sent",
        "period.approved",
        "period.locked",
    ]
    told = entries[1].details
    assert told == {
        "period": OCTOBER,
        "village_id": str(report.village_id),
        "due_on": "2026-11-05",
        "first_on": local_day(NOW).isoformat(),
    }


def test_the_first_sending_decides_who_is_late(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    in_time = datetime(2026, 11, 3, 2, tzinfo=UTC)
    make.acting(session, head)
    send(session, report, version=report.version, now=in_time)
    make.acting(session, officer)
    give_back(session, report, version=report.version, reason="Xem lại", now=NOW)
    sent(session, report, head)
    assert report.first_sent_at == in_time
    asked = open_period(session, HOANG_LOC, OCTOBER)
    assert late_ones(standings(session, asked), DUE, local_day(NOW), by_lateness=True) == []


def test_who_sent_nothing_is_late_and_missing(session: Session, report: Submission) -> None:
    asked = open_period(session, HOANG_LOC, OCTOBER)
    late = late_ones(standings(session, asked), DUE, local_day(NOW), by_lateness=True)
    assert [(one.name, one.first_sent_on, days) for one, days in late] == [("Thôn Đầm", None, 17)]


def test_nobody_approves_what_she_sent_herself(session: Session, report: Submission) -> None:
    both = make.staff(session, OFFICER)
    sent(session, report, both)
    with pytest.raises(SecondNeeded):
        approve(session, report, FIGURES, version=report.version, now=NOW)


def test_what_is_approved_must_be_what_was_looked_at(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    sent(session, report, head)
    looked_at = report.version
    make.acting(session, officer)
    give_back(session, report, version=looked_at, reason="Xem lại", now=NOW)
    sent(session, report, head)
    make.acting(session, officer)
    with pytest.raises(Conflict):
        approve(session, report, FIGURES, version=looked_at, now=NOW)


def test_a_period_that_runs_cannot_be_sent(
    session: Session, report: Submission, head: Account
) -> None:
    make.acting(session, head)
    with pytest.raises(PeriodRuns):
        send(session, report, version=report.version, now=datetime(2026, 10, 30, 2, tzinfo=UTC))


def test_steps_in_the_wrong_order_are_refused(session: Session, report: Submission) -> None:
    with pytest.raises(StepNotPossible):
        give_back(session, report, version=report.version, reason="Xem lại", now=NOW)
    with pytest.raises(StepNotPossible):
        lock(session, report, now=NOW)
    with pytest.raises(StepNotPossible):
        ask_to_reopen(session, report, reason="Sai", now=NOW)


def test_a_return_needs_a_reason(session: Session, report: Submission, head: Account) -> None:
    sent(session, report, head)
    with pytest.raises(ReasonMissing):
        give_back(session, report, version=report.version, reason="", now=NOW)


def test_a_period_is_asked_for_once_and_is_due_after_its_end(
    session: Session, report: Submission
) -> None:
    with pytest.raises(PeriodAlreadyOpen):
        asked_for(session)
    november = period_of("2026-11")
    assert november
    with pytest.raises(DueBeforeItEnds):
        ask_for_period(session, HOANG_LOC, november, due_on=november.last, village_ids=[], now=NOW)


def test_approved_figures_are_kept_with_the_version_of_their_indicator(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    approved(session, report, head, officer)
    kept = frozen_of(session, report)
    assert set(kept) == {("B02", "", ""), ("B02", "owner_gender", "female"), ("E01", "", "")}
    one = kept["B02", "", ""]
    assert (one.numerator, one.denominator, one.verified) == (3, 7, 3)
    assert (one.indicator_version, one.approved_at) == ("1", NOW)
    assert kept["E01", "", ""].numerator is None


def test_a_locked_report_is_opened_again_by_two_people(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    locked(session, report, head, officer)
    asked = ask_to_reopen(session, report, reason="Sót một lớp học", now=NOW)
    with pytest.raises(AlreadyAsked):
        ask_to_reopen(session, report, reason="Sót một lớp học", now=NOW)
    me = make.acting(session, officer)
    with pytest.raises(SecondNeeded):
        answer(session, me, asked, is_granted=True, now=NOW)
    assert report.state == "locked"
    leader = make.acting(session, make.staff(session, LEADER))
    answer(session, leader, asked, is_granted=True, now=NOW)
    assert report.state == "reopened"
    assert frozen_of(session, report) == {}
    last = steps_of(session, report)[-1]
    assert (last.by_id, last.seconded_by_id) == (officer.id, leader.account_id)
    assert last.reason == "Sót một lớp học"
    assert session.scalars(select(FrozenFigure)).all()  # what was approved stays on record


def test_a_second_person_may_say_no(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    locked(session, report, head, officer)
    asked = ask_to_reopen(session, report, reason="Muốn sửa", now=NOW)
    leader = make.acting(session, make.staff(session, LEADER))
    answer(session, leader, asked, is_granted=False, words="Chưa đủ lý do", now=NOW)
    assert (report.state, asked.is_granted, asked.answer) == ("locked", False, "Chưa đủ lý do")
    with pytest.raises(StepNotPossible):
        answer(session, leader, asked, is_granted=True, now=NOW)


def test_a_corrected_figure_keeps_the_computed_one_beside_it(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    locked(session, report, head, officer)
    figure = frozen_of(session, report)["B02", "", ""]
    asked = ask_to_correct(session, figure, number=4, reason="Một kênh bị ghi nhầm hộ", now=NOW)
    assert figure.printed_numerator is None
    leader = make.acting(session, make.staff(session, LEADER))
    answer(session, leader, asked, is_granted=True, now=NOW + timedelta(hours=1))
    assert (figure.numerator, figure.printed_numerator) == (3, 4)
    assert figure.printed_why == "Một kênh bị ghi nhầm hộ"
    assert (figure.printed_by_id, figure.printed_seconded_by_id) == (
        officer.id,
        leader.account_id,
    )
    events = session.scalars(
        select(JournalEntry.event).where(JournalEntry.subject_id == figure.id)
    ).all()
    assert events == ["figure.corrected"]


def test_a_rate_is_not_corrected_above_its_base(
    session: Session, report: Submission, head: Account, officer: Account
) -> None:
    locked(session, report, head, officer)
    figure = frozen_of(session, report)["B02", "", ""]
    with pytest.raises(NumberSenseless):
        ask_to_correct(session, figure, number=8, reason="Một kênh bị ghi nhầm hộ", now=NOW)


def test_what_comes_later_shows_as_a_change_since_the_approval() -> None:
    assert change(Cell(3, 7), Cell(4, 7)) == 1
    assert change(Cell(3, 7), Cell(2, 7)) == -1
    assert change(Cell(), Cell()) == 0
    assert change(Cell(), Cell(2)) is None
