"""Figures from what really happened: the journal read into facts, facts counted by village."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up, keep_figures
from shopkit.adoption.models.facts import Fact, VillageFigures
from shopkit.adoption.queries.figures import WHOLE, Figures, figures_of
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.periods import period_of
from shopkit.channels.actions.guides import note_shop_address
from shopkit.channels.actions.listed import see_there
from shopkit.channels.models.listed import ChannelShop
from shopkit.channels.rules.guides import guides
from shopkit.channels.rules.listed import address_in
from shopkit.journal.models import Unread
from shopkit.journal.write import write
from shopkit.sales.actions.orders import Item, Sale, agree_order
from shopkit.scope import TRAINER
from shopkit.shops.actions.consents import note_paper_consents, take_back
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC

TODAY = date(2026, 11, 22)
QUARTER = period_of("2026-Q4")
assert QUARTER is not None


def read(session: Session, commune_code: str = HOANG_LOC) -> Figures:
    session.flush()
    catch_up(session, commune_code)
    assert QUARTER is not None
    return figures_of(session, commune_code, QUARTER, today=TODAY)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, agrees=True, village_id=make.village(session).id)


def go_live(session: Session, shop: Shop, *, seen: bool) -> None:
    """Her shop page on a platform, by her own word or with a trainer who looked."""
    guide = guides()["shopee"]
    owner = make.owner_of(session, shop)
    make.acting(session, owner)
    address = address_in("https://shopee.vn/quaycomau", guide)
    place = note_shop_address(session, shop, guide, address=address, now=NOW)
    if seen:
        trainer = make.staff(session, TRAINER)
        make.acting(session, trainer)
        see_there(session, place, by=trainer.id, now=NOW)


def test_her_own_word_makes_no_channel_live_and_a_trainers_look_does(
    session: Session, shop: Shop
) -> None:
    go_live(session, shop, seen=False)
    assert read(session).cell("B02") == Cell(0, 1, 0)
    go_live(session, shop, seen=True)
    assert read(session).cell("B02") == Cell(1, 1, 1)
    assert read(session).cell("B03", breakdown="sector", key="untold") == Cell(1, 1, 1)


def test_an_order_counts_once_and_is_only_her_own_word(session: Session, shop: Shop) -> None:
    assert read(session).cell("B09").is_missing
    make.acting(session, make.owner_of(session, shop))
    sale = Sale([Item("Bánh gai", 2)], "zalo", TODAY)
    agree_order(session, shop, sale, now=NOW)
    figures = read(session)
    assert figures.cell("B09") == Cell(1, None, 0)
    assert figures.cell("B09", breakdown="channel_type", key="social").numerator == 1
    assert figures.cell("B10").is_missing, "nobody shares amounts, which is no 0 dong"


def test_reading_the_journal_twice_changes_nothing(session: Session, shop: Shop) -> None:
    go_live(session, shop, seen=True)
    read(session)
    facts = session.scalar(select(func.count()).select_from(Fact))
    assert session.scalar(select(func.count()).select_from(Unread)) == 0
    assert catch_up(session, HOANG_LOC) == 0
    assert session.scalar(select(func.count()).select_from(Fact)) == facts


def test_what_is_kept_is_what_is_counted_and_a_new_fact_throws_it_away(
    session: Session, shop: Shop
) -> None:
    assert QUARTER is not None
    counted = read(session)
    keep_figures(session, HOANG_LOC, QUARTER, today=TODAY)
    kept = figures_of(session, HOANG_LOC, QUARTER, today=TODAY)
    assert kept.whole == counted.whole
    rows = session.scalars(select(VillageFigures.village_id)).all()
    assert {WHOLE, shop.village_id} <= set(rows)
    go_live(session, shop, seen=True)
    assert read(session).cell("B02").numerator == 1


def test_without_her_consent_nothing_of_hers_is_counted(session: Session) -> None:
    own = make.shop(session, village_id=make.village(session).id)
    go_live(session, own, seen=True)
    figures = read(session)
    assert figures.cell("B02").is_missing
    assert figures.cell("H05") == Cell(0, 1, 0)


def test_a_look_older_than_ninety_days_no_longer_makes_live(session: Session, shop: Shop) -> None:
    go_live(session, shop, seen=True)
    read(session)
    later = period_of("2027-Q1")
    assert later is not None
    last = TODAY + timedelta(days=89)
    assert figures_of(session, HOANG_LOC, later, today=last).cell("B02").numerator == 1
    day_after = last + timedelta(days=1)
    assert figures_of(session, HOANG_LOC, later, today=day_after).cell("B02").numerator == 0


def test_a_channel_that_ended_by_her_own_word_is_live_no_more(session: Session, shop: Shop) -> None:
    go_live(session, shop, seen=True)
    assert read(session).cell("B02").numerator == 1
    place = session.scalars(select(ChannelShop)).one()
    ended = NOW + timedelta(minutes=1)
    told = {"channel": place.channel}
    write(session, place, "channel.ended", now=ended, evidence="SD", details=told)
    assert read(session).cell("B02").numerator == 0


def test_a_trainers_second_look_is_no_act_of_the_seller(session: Session, shop: Shop) -> None:
    go_live(session, shop, seen=True)
    read(session)
    place = session.scalars(select(ChannelShop)).one()
    acts = select(func.count()).select_from(Fact).where(Fact.element == "own_act")
    before = session.scalar(acts)
    told = {"channel": place.channel}
    write(session, place, "channel.seen", now=NOW, evidence="TV", details=told)
    read(session)
    assert session.scalar(acts) == before


def test_a_yes_on_paper_lets_her_business_be_counted_until_she_takes_it_back(
    session: Session,
) -> None:
    assert QUARTER is not None
    place = make.village(session).id
    owner = make.person(session, village_id=place)
    make.business(session, village_id=place, owner=owner)
    assert read(session).cell("A02").numerator == 0
    keep_figures(session, HOANG_LOC, QUARTER, today=TODAY)
    make.acting(session, make.staff(session, TRAINER))
    note_paper_consents(
        session, owner, purposes=["report"], signed_on=TODAY, sheet="Tờ số 1", now=NOW
    )
    assert read(session).cell("A02").numerator == 1
    keep_figures(session, HOANG_LOC, QUARTER, today=TODAY)
    take_back(session, owner, "report", now=NOW)
    assert read(session).cell("A02").numerator == 0
