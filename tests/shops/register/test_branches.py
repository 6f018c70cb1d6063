"""Branches, their members and the households they accompany."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.write import entries_of
from shopkit.scope import OFFICER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.branches import BranchClosed, BranchNameTaken
from shopkit.shops.queries import branches as queries
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

TODAY = date(2026, 11, 22)


def test_a_branch_is_measured_against_what_it_promised(session: Session) -> None:
    branch = make.branch(session, promised_count=5)
    for number in range(3):
        household = make.household(session, f"Hộ Mẫu số {number}")
        for _again in range(2):
            actions.assign(session, branch, household, since=TODAY, now=NOW)
    actions.add_member(session, branch, make.person(session), since=TODAY, now=NOW)
    strength = queries.strengths_of(session, [branch])[branch.id]
    assert (strength.member_count, strength.household_count, branch.promised_count) == (1, 3, 5)


def test_an_assignment_tells_the_journal_whom_and_since(session: Session) -> None:
    branch, household = make.branch(session), make.household(session)
    made = actions.assign(session, branch, household, since=TODAY, now=NOW)
    entry = entries_of(session, [made.id])[0]
    assert entry.event == "assignment.begun"
    assert entry.details == {
        "household_id": str(household.id),
        "branch_id": str(branch.id),
        "since": "2026-11-22",
    }
    actions.end_assignment(session, made, until=TODAY, now=NOW)
    assert queries.strengths_of(session, [branch])[branch.id].household_count == 0


def test_a_household_that_left_is_accompanied_by_nobody(session: Session) -> None:
    branch, household = make.branch(session), make.household(session)
    actions.assign(session, branch, household, since=TODAY, now=NOW)
    actions.leave(session, household, last_day=TODAY, now=NOW)
    assert queries.strengths_of(session, [branch])[branch.id].household_count == 0
    assert queries.households_of_branch(session, branch) == ([], 0)


def test_nobody_of_another_commune_is_taken_in_or_accompanied(session: Session) -> None:
    branch = make.branch(session)
    with pytest.raises(NotFound):
        person = make.person(session, commune_code=NEXT_DOOR)
        actions.add_member(session, branch, person, since=TODAY, now=NOW)
    with pytest.raises(NotFound):
        household = make.household(session, commune_code=NEXT_DOOR)
        actions.assign(session, branch, household, since=TODAY, now=NOW)


def test_a_branch_that_ends_lets_all_go(session: Session) -> None:
    branch, household = make.branch(session), make.household(session)
    actions.add_member(session, branch, make.person(session), since=TODAY, now=NOW)
    actions.assign(session, branch, household, since=TODAY, now=NOW)
    actions.close_branch(session, branch, until=TODAY, now=NOW)
    assert queries.members_of(session, branch) == []
    assert queries.branches_of(session, HOANG_LOC) == []
    with pytest.raises(BranchClosed):
        actions.assign(session, branch, household, since=TODAY, now=NOW)


def test_two_open_branches_of_one_union_have_two_names(session: Session) -> None:
    make.branch(session, "Chi hội thôn 1")
    make.branch(session, "Chi hội thôn 1", organisation="farmers")
    make.branch(session, "Chi hồi thôn 1")
    with pytest.raises(BranchNameTaken):
        make.branch(session, "CHI HỘI Thôn 1")


def test_a_village_head_sees_the_branches_of_her_village(session: Session) -> None:
    village = make.village(session)
    hers = make.branch(session, village_id=village.id)
    other = make.branch(session, "Chi đoàn xã", organisation="youth")
    head = make.who(session, make.staff(session, VILLAGE_HEAD, village.id.hex, VILLAGE))
    assert queries.branches_in_reach(session, head) == ([hers], 1)
    with pytest.raises(NotFound):
        queries.branch_in_reach(session, head, other.id)
    officer = make.who(session, make.staff(session, OFFICER))
    assert queries.branches_in_reach(session, officer)[1] == 2
