"""What a commune is told: sums over those who agreed, and never of few."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import withdraw_consent
from shopkit.errors import NotFound
from shopkit.sales.actions.orders import say_paid
from shopkit.sales.actions.upkeep import settle_sums
from shopkit.sales.models import CASH, SettledSum
from shopkit.sales.queries.sums import Sum, settled_sums, sum_over_consenting
from shopkit.sales.rules.sums import TOO_FEW, TOO_LARGE_A_SHARE
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR
from tests.sales.conftest import Agree

AUTUMN = (2026, 3)
SOLD_ON = date(2026, 8, 20)


def sharing(session: Session, *purposes: str, commune_code: str = HOANG_LOC) -> Shop:
    shop = make.shop(session, commune_code=commune_code)
    for purpose in purposes or ("report", "book", "share_amounts"):
        make.agree(session, shop, purpose)
    return shop


def sold(session: Session, agreed: Agree, shop: Shop, amount: int, channel: str = "zalo") -> None:
    order = agreed(shop, count=1, price_vnd=amount, sold_on=SOLD_ON, channel=channel)
    say_paid(session, order, paid_by=CASH, version=order.version, now=NOW)


def test_five_that_agreed_are_added_up(session: Session, agreed: Agree) -> None:
    for amount in (100, 200, 300, 400, 500):
        sold(session, agreed, sharing(session), amount)
    assert sum_over_consenting(session, HOANG_LOC, AUTUMN) == Sum("", 1_500, 5, 5)


def test_four_are_hidden_and_not_even_counted(session: Session, agreed: Agree) -> None:
    for _number in range(4):
        sold(session, agreed, sharing(session), 100)
    assert sum_over_consenting(session, HOANG_LOC, AUTUMN) == Sum(TOO_FEW, None, None, None)


def test_one_large_shop_hides_the_sum(session: Session, agreed: Agree) -> None:
    for amount in (80, 10, 5, 3, 2):
        sold(session, agreed, sharing(session), amount)
    found = sum_over_consenting(session, HOANG_LOC, AUTUMN)
    assert (found.hidden_for, found.amount_vnd) == (TOO_LARGE_A_SHARE, None)


@pytest.mark.parametrize(
    "purposes", [("report", "book"), ("book", "share_amounts"), ("report", "share_amounts")]
)
def test_who_did_not_agree_to_all_of_it_is_left_out(
    session: Session, agreed: Agree, purposes: tuple[str, ...]
) -> None:
    for _number in range(5):
        sold(session, agreed, sharing(session), 100)
    sold(session, agreed, sharing(session, *purposes), 9_999)
    assert sum_over_consenting(session, HOANG_LOC, AUTUMN).amount_vnd == 500


def test_the_stall_another_quarter_and_another_commune_are_left_out(
    session: Session, agreed: Agree
) -> None:
    shops = [sharing(session) for _number in range(5)]
    for shop in shops:
        sold(session, agreed, shop, 100)
        sold(session, agreed, shop, 7_000, channel="stall")
    sold(session, agreed, sharing(session, commune_code=NEXT_DOOR), 9_999)
    assert sum_over_consenting(session, HOANG_LOC, AUTUMN) == Sum("", 500, 5, 5)
    assert sum_over_consenting(session, HOANG_LOC, (2026, 2)).amount_vnd == 0


def test_a_settled_sum_stays_when_somebody_leaves(session: Session, agreed: Agree) -> None:
    shops = [sharing(session) for _number in range(6)]
    for shop in shops:
        sold(session, agreed, shop, 100)
    settle_sums(session, now=NOW)
    withdraw_consent(session, shops[0].id, "share_amounts", now=NOW)
    settle_sums(session, now=NOW)
    settled = session.scalars(select(SettledSum)).one()
    assert (settled.amount_vnd, settled.shop_count) == (600, 6)


def test_nothing_is_settled_while_late_entries_are_waited_for(
    session: Session, agreed: Agree
) -> None:
    sold(session, agreed, sharing(session), 100)
    settle_sums(session, now=datetime(2026, 10, 10, 12, tzinfo=UTC))
    assert session.scalars(select(SettledSum)).all() == []
    settle_sums(session, now=datetime(2026, 10, 11, 12, tzinfo=UTC))
    settled = session.scalars(select(SettledSum)).one()
    assert (settled.hidden_for, settled.amount_vnd, settled.shop_count) == (TOO_FEW, None, None)


def test_only_officer_and_leader_of_the_commune_see_it(session: Session, agreed: Agree) -> None:
    for _number in range(5):
        sold(session, agreed, sharing(session), 100)
    settle_sums(session, now=NOW)
    for hat in (OFFICER, LEADER):
        here = make.who(session, make.staff(session, hat))
        assert [one.amount_vnd for one in settled_sums(session, here)] == [500]
        elsewhere = make.who(session, make.staff(session, hat, NEXT_DOOR))
        assert settled_sums(session, elsewhere) == []
    with pytest.raises(NotFound):
        settled_sums(session, make.who(session, make.staff(session, TRAINER)))
