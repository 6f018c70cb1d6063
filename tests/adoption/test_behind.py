"""The list behind a figure is as long as the figure, and only for those of the place."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up
from shopkit.adoption.queries.behind import DENOMINATOR, NUMERATOR, behind_cell
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.rules.indicators import ready_on
from shopkit.adoption.rules.periods import period_of
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.scope import OFFICER, SELLER, TRAINER, VILLAGE, VILLAGE_HEAD
from tests import make
from tests.adoption import counted
from tests.make import HOANG_LOC, NEXT_DOOR

TODAY = date(2026, 11, 22)
QUARTER = period_of("2026-Q4")
assert QUARTER is not None


@pytest.fixture
def village_id(session: Session, files: Files) -> UUID:
    """A village with a shop, a product, households and people of whom something is known."""
    village_id = make.village(session).id
    shop = make.shop(session, agrees=True, village_id=village_id)
    make.payment_account(session, shop)
    make.product(session, files, shop)
    home = counted.household(session, village_id)
    counted.household(session, village_id)
    woman = counted.person(session, village_id, household_id=home, gender="f")
    counted.fact(session, ("person", woman), "attendance", "late", on=TODAY, about="qr")
    own = counted.business(session, "Quầy chị Thử", village_id, owner_gender="f")
    counted.fact(session, ("business", own), "link_check", "live", on=TODAY, about="shopee")
    counted.fact(session, ("household", home), "online_filing", "yes", on=TODAY, evidence="SD")
    session.flush()
    catch_up(session, HOANG_LOC)
    return village_id


def test_every_figure_is_as_long_as_its_list(session: Session, village_id: UUID) -> None:
    assert QUARTER is not None
    officer = make.who(session, make.staff(session, OFFICER))
    figures = figures_of(session, HOANG_LOC, QUARTER, today=TODAY)
    told = 0
    for ready in ready_on(TODAY):
        one = ready.indicator
        if figures.is_off(one) or figures.cell(one.code).is_missing or one.unit != "percent":
            continue
        for breakdown in ("", *one.breakdowns):
            keys = figures.keys(one.code, breakdown) if breakdown else ("",)
            for key in keys:
                cell = figures.cell(one.code, breakdown=breakdown, key=key)
                lines = behind_cell(
                    session, officer, one.code, QUARTER, breakdown=breakdown, key=key, today=TODAY
                )
                assert sum(line.amount for line in lines) == cell.numerator, one.code
                assert sum(line.is_verified for line in lines) == cell.verified, one.code
                told += len(lines)
    assert told > 5


def test_the_list_names_who_and_shows_the_line_of_the_journal(
    session: Session, village_id: UUID
) -> None:
    assert QUARTER is not None
    officer = make.who(session, make.staff(session, OFFICER))
    [line] = behind_cell(session, officer, "C01", QUARTER, village_id, today=TODAY)
    assert line.name == "Bánh gai cô Mẫu"
    assert line.evidence == "SO"
    assert line.entry_id is not None
    base = behind_cell(session, officer, "C01", QUARTER, village_id, today=TODAY, part=DENOMINATOR)
    assert [one.name for one in base] == ["Bánh gai cô Mẫu", "Quầy chị Thử"]
    [told] = behind_cell(session, officer, "G04", QUARTER, today=TODAY, part=NUMERATOR)
    assert (told.evidence, told.is_verified) == ("SD", False)


@pytest.mark.parametrize(
    ("hat", "code"), [(OFFICER, NEXT_DOOR), (TRAINER, NEXT_DOOR), (SELLER, HOANG_LOC)]
)
def test_whoever_is_not_of_the_place_finds_no_list(
    session: Session, village_id: UUID, hat: str, code: str
) -> None:
    assert QUARTER is not None
    somebody = make.who(session, make.staff(session, hat, code))
    with pytest.raises(NotFound):
        behind_cell(
            session, somebody, "C01", QUARTER, village_id, today=TODAY, commune_code=HOANG_LOC
        )


def test_a_village_head_opens_her_own_village_and_no_other(
    session: Session, village_id: UUID
) -> None:
    assert QUARTER is not None
    other = make.village(session, "Thôn 2")
    head = make.who(session, make.staff(session, VILLAGE_HEAD, village_id.hex, VILLAGE))
    assert behind_cell(session, head, "C01", QUARTER, village_id, today=TODAY)
    with pytest.raises(NotFound):
        behind_cell(session, head, "C01", QUARTER, other.id, today=TODAY)
    with pytest.raises(NotFound):
        behind_cell(session, head, "C01", QUARTER, today=TODAY)


def test_what_is_not_switched_on_has_no_list(session: Session, village_id: UUID) -> None:
    assert QUARTER is not None
    officer = make.who(session, make.staff(session, OFFICER))
    for code in ("C04", "H02", "H03", "H04", "Z99"):
        with pytest.raises(NotFound):
            behind_cell(session, officer, code, QUARTER, village_id, today=TODAY)
