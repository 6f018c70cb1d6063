"""Sets of criteria: put in force by two, changed in mid-year, filled in by what the house knows."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.criteria import (
    BeforeTheLast,
    CodeTaken,
    InForce,
    NotAsked,
    WithoutDocument,
    WithoutLines,
    add_line,
    ask_for_force,
    change_line,
    put_in_force,
    remove_line,
    start_set,
)
from shopkit.adoption.models.recognition import CriteriaSet, Criterion, Recognition
from shopkit.adoption.queries.assessing import standings_of
from shopkit.adoption.queries.criteria import asked_on, criteria_of, line_of, set_in_force_or_none
from shopkit.adoption.rules.criteria import Line, Rule
from shopkit.db.files import Files
from shopkit.shops.models.register import Household
from shopkit.shops.rules.two_people import SecondNeeded
from shopkit.training.models.help import QuizTaken, SkillSeen
from tests import make
from tests.adoption.recognition import village as steps
from tests.adoption.recognition.village import (
    MEETING,
    TODAY,
    Hall,
    Said,
    assessed,
    family,
    met,
    recognised,
    set_in_force,
)
from tests.conftest import NOW
from tests.make import HOANG_LOC


@pytest.fixture
def here(session: Session) -> Hall:
    return steps.hall(session)


def draft(here: Hall, document: str = "20/QĐ-UBND", since: date = date(2026, 7, 1)) -> CriteriaSet:
    here.who(here.officer)
    return start_set(
        here.session,
        HOANG_LOC,
        name="Bộ mới",
        document=document,
        document_on=date(2026, 6, 25) if document else None,
        signer="",
        valid_from=since,
        now=NOW,
    )


def row(session: Session, made: CriteriaSet, code: str) -> Criterion:
    return next(one for one in criteria_of(session, made) if one.code == code)


def states(session: Session, home: Household, on: date) -> dict[str, str]:
    asked = asked_on(session, home.commune_code, on)
    return standings_of(session, [home], asked, on)[0].verdict.states


def test_a_set_comes_into_force_by_a_second_person_and_with_a_document(
    here: Hall, session: Session
) -> None:
    made = draft(here, document="")
    with pytest.raises(WithoutDocument):
        ask_for_force(session, made, now=NOW)
    made = draft(here)
    with pytest.raises(NotAsked):
        put_in_force(session, made, by=here.who(here.second), now=NOW)
    here.who(here.officer)
    ask_for_force(session, made, now=NOW)
    with pytest.raises(SecondNeeded):
        put_in_force(session, made, by=here.who(here.officer), now=NOW)
    assert set_in_force_or_none(session, HOANG_LOC, TODAY) is None
    put_in_force(session, made, by=here.who(here.leader), now=NOW)
    assert set_in_force_or_none(session, HOANG_LOC, TODAY) == made
    assert set_in_force_or_none(session, HOANG_LOC, date(2026, 6, 30)) is None


def test_a_change_after_asking_takes_the_asking_back(here: Hall, session: Session) -> None:
    made = draft(here)
    ask_for_force(session, made, now=NOW)
    line = line_of(row(session, made, "C1"))
    change_line(session, made, row(session, made, "C5"), line=renamed(line, "C5"), now=NOW)
    with pytest.raises(NotAsked):
        put_in_force(session, made, by=here.who(here.leader), now=NOW)


def renamed(line: Line, code: str) -> Line:
    return Line(code, "Có đồng hồ thông minh", line.rule, line.threshold, line.least_evidence, True)


def test_a_set_in_force_is_never_changed(here: Hall, session: Session) -> None:
    made = set_in_force(here)
    one = row(session, made, "C1")
    with pytest.raises(InForce):
        remove_line(session, made, one, now=NOW)
    with pytest.raises(InForce):
        add_line(session, made, line=renamed(line_of(one), "C9"), now=NOW)


def test_a_set_has_each_code_once_and_something_that_is_needed(
    here: Hall, session: Session
) -> None:
    made = draft(here)
    with pytest.raises(CodeTaken):
        add_line(session, made, line=line_of(row(session, made, "C1")), now=NOW)
    for one in criteria_of(session, made):
        if one.is_mandatory:
            remove_line(session, made, one, now=NOW)
    with pytest.raises(WithoutLines):
        ask_for_force(session, made, now=NOW)


def test_a_new_set_begins_after_the_old_one(here: Hall, session: Session) -> None:
    set_in_force(here, since=date(2026, 7, 1))
    made = draft(here, since=date(2026, 7, 1))
    ask_for_force(session, made, now=NOW)
    with pytest.raises(BeforeTheLast):
        put_in_force(session, made, by=here.who(here.leader), now=NOW)


def test_a_criterion_changed_in_mid_year_is_asked_anew_and_the_others_are_not(
    here: Hall, session: Session
) -> None:
    """An open round ends by its own set, older decisions stand, unchanged answers carry over."""
    old = set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home, on=date(2026, 3, 1))
    given = recognised(here)[0]
    here.who(here.officer)
    new = start_set(
        session,
        HOANG_LOC,
        name="Bộ giữa năm",
        document="30/QĐ-UBND",
        document_on=date(2026, 11, 10),
        signer="",
        valid_from=date(2026, 11, 15),
        like=old,
        now=NOW,
    )
    change_line(
        session,
        new,
        row(session, new, "C1"),
        line=Line("C1", "Có điện thoại và mạng ở nhà", Rule("told"), None, "SD", True),
        now=NOW,
    )
    ask_for_force(session, new, now=NOW)
    put_in_force(session, new, by=here.who(here.leader), now=NOW)
    assert old.valid_to == date(2026, 11, 14)
    assert states(session, home, date(2026, 11, 14))["C1"] == "met"
    after = states(session, home, TODAY)
    assert (after["C1"], after["C3"], after["C6"]) == ("unknown", "met", "met")
    assert session.scalars(select(Recognition.revoked_on)).all() == [None]
    assert given.set_id == old.id


def test_a_round_that_is_open_goes_by_its_set_to_its_end(here: Hall, session: Session) -> None:
    old = set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = met(here)
    made = draft(here, since=date(2026, 10, 1))
    ask_for_force(session, made, now=NOW)
    put_in_force(session, made, by=here.who(here.leader), now=NOW)
    assert steps.open_again(here).id == one.id
    assert one.set_id == old.id


def test_what_classes_and_channels_show_is_filled_in(
    here: Hall, session: Session, files: Files
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    daughter = make.person(session, "Trần Thị Thử", home=home)
    skill = {"commune_code": HOANG_LOC, "noted_at": NOW, "noted_by_id": here.trainer.id}
    for name, level, day in (("file_online", 1, 1), ("file_online", 2, 2), ("pay_bills", 3, 2)):
        session.add(
            SkillSeen(
                person_id=daughter.id, skill=name, level=level, seen_on=date(2026, 9, day), **skill
            )
        )
    session.add(
        QuizTaken(
            commune_code=HOANG_LOC,
            person_id=daughter.id,
            quiz="safety",
            kind="safety",
            score=4,
            out_of=5,
            taken_on=date(2026, 9, 3),
            noted_at=NOW,
        )
    )
    session.flush()
    found = states(session, home, TODAY)
    assert (found["C3"], found["C4"], found["C6"], found["C7"]) == (
        "met",
        "met",
        "met",
        "not_asked",
    )
    assert states(session, home, date(2026, 9, 1))["C3"] == "unknown"
    assessed(here, home, on=TODAY, C3=Said(False, "TV"))
    assert states(session, home, TODAY)["C3"] == "not_met"


def test_what_a_shop_keeps_is_known_only_while_it_agrees_to_be_reported(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    business = make.business(session, village_id=here.village.id)
    business.household_id = home.id
    shop = make.shop(session, village_id=here.village.id)
    shop.business_id = business.id
    make.acting(session, make.owner_of(session, shop))
    make.payment_account(session, shop)
    session.flush()
    assert states(session, home, TODAY)["C7"] == "unknown"
    make.agree(session, shop)
    assert states(session, home, TODAY)["C7"] == "met"
    business.closed_at = NOW
    session.flush()
    assert states(session, home, TODAY)["C7"] == "not_asked"


def test_a_look_of_the_day_of_the_meeting_counts_for_the_meeting(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home, on=MEETING)
    assert states(session, home, date(2026, 10, 19))["C1"] == "unknown"
    assert states(session, home, MEETING)["C1"] == "met"
