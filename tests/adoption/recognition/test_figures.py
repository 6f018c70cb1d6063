"""What recognitions and assessments become in the commune's figures (G01, G02)."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from shopkit.adoption.actions.decisions import answer_revocation, ask_revocation
from shopkit.adoption.actions.deriving import catch_up
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.groups import total_rate
from shopkit.adoption.rules.periods import MONTH, YEAR, period_on
from tests.adoption.recognition import village as steps
from tests.adoption.recognition.village import (
    TODAY,
    Hall,
    Said,
    assessed,
    family,
    recognised,
    set_in_force,
)
from tests.conftest import NOW
from tests.make import HOANG_LOC


@pytest.fixture
def here(session: Session) -> Hall:
    return steps.hall(session)


def counted(session: Session, code: str, kind: str) -> tuple[int | None, int | None]:
    catch_up(session, HOANG_LOC)
    session.flush()
    cell = figures_of(session, HOANG_LOC, period_on(TODAY, kind), today=TODAY).cell(code)
    return cell.numerator, cell.denominator


def test_a_recognition_counts_until_it_is_taken_back(here: Hall, session: Session) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    family(here, "Lê Văn Thử")
    assessed(here, home)
    recognition = recognised(here)[0]
    assert counted(session, "G01", YEAR) == (1, 2)
    whole = total_rate(session, HOANG_LOC, TODAY)
    assert (whole.numerator, whole.denominator) == (1, 2)
    here.who(here.officer)
    asked = ask_revocation(
        session, recognition, revoked_on=TODAY, why="Sai", document="", today=TODAY, now=NOW
    )
    answer_revocation(session, asked, is_granted=True, by=here.who(here.leader), now=NOW)
    assert counted(session, "G01", YEAR) == (0, 2)


def test_a_household_that_meets_waits_in_g02_until_it_is_recognised(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    ready, half = family(here, "Nguyễn Thị Mẫu"), family(here, "Lê Văn Thử")
    assessed(here, ready)
    assessed(here, half, C6=Said(True))
    assert counted(session, "G02", MONTH) == (1, 2)
    recognised(here)
    assert counted(session, "G02", MONTH) == (0, 2)


def test_what_was_tried_by_the_template_is_counted_nowhere(here: Hall, session: Session) -> None:
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home, on=date(2026, 11, 1))
    assert counted(session, "G02", MONTH)[0] in (0, None)
