"""Switching the book on and off, and what is erased when."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import withdraw_all
from shopkit.accounts.queries import has_consent
from shopkit.sales.actions.book import NoBook, close_book, open_book, share_amounts
from shopkit.sales.actions.orders import note_buyer, say_paid
from shopkit.sales.actions.upkeep import tidy
from shopkit.sales.models import CASH, Order, OrderLine
from shopkit.sales.queries.book import cells_of, entries_of, keeps_book, shares_amounts
from shopkit.sales.rules.ledger import total_of
from shopkit.sales.rules.periods import MONTH, period_of
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.sales.conftest import Agree

NOVEMBER = period_of(MONTH, date(2026, 11, 22))


def amounts(session: Session) -> list[int | None]:
    session.expire_all()
    orders = session.scalars(select(Order.amount_vnd).order_by(Order.id)).all()
    lines = session.scalars(select(OrderLine.price_vnd).order_by(OrderLine.order_id)).all()
    return [*orders, *lines]


def opened(session: Session, shop: Shop) -> None:
    open_book(session, shop, by=make.owner_of(session, shop).id, now=NOW)


def closed(session: Session, shop: Shop) -> None:
    close_book(session, shop, by=make.owner_of(session, shop).id, now=NOW)


def test_closing_the_book_erases_at_once_and_leaves_the_counts(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    opened(session, shop)
    agreed(price_vnd=10_000)
    assert amounts(session) == [20_000, 10_000]
    closed(session, shop)
    assert amounts(session) == [None, None]
    assert not keeps_book(session, shop)
    assert session.scalars(select(Order)).one().number == 1


def test_closing_one_book_leaves_that_of_the_neighbour(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    neighbour = make.shop(session)
    for one in (shop, neighbour):
        opened(session, one)
        agreed(one)
    closed(session, shop)
    assert amounts(session) == [None, 20_000, None, 10_000]


def test_sharing_needs_the_book_and_ends_with_it(session: Session, shop: Shop) -> None:
    by = make.owner_of(session, shop).id
    with pytest.raises(NoBook):
        share_amounts(session, shop, by=by, agrees=True, now=NOW)
    opened(session, shop)
    share_amounts(session, shop, by=by, agrees=True, now=NOW)
    assert shares_amounts(session, shop)
    closed(session, shop)
    opened(session, shop)
    assert not shares_amounts(session, shop)


def test_a_yes_taken_back_elsewhere_is_followed_within_a_day(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    opened(session, shop)
    agreed()
    withdraw_all(session, shop.id, now=NOW)
    assert not has_consent(session, shop.id, "book")
    tidy(session, now=NOW)
    assert amounts(session) == [None, None]


def test_the_book_holds_what_was_delivered_or_paid(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    opened(session, shop)
    agreed(price_vnd=1_000)
    paid = agreed(price_vnd=5_000)
    say_paid(session, paid, paid_by=CASH, version=paid.version, now=NOW)
    cells = cells_of(session, shop, NOVEMBER)
    assert [(cell.day, cell.channel, cell.paid_by, cell.amount_vnd) for cell in cells] == [
        (date(2026, 11, 22), "zalo", CASH, 10_000)
    ]
    (entry,) = entries_of(session, shop, NOVEMBER, limit=10)
    assert (entry.number, entry.amount_vnd, list(entry.goods)) == (2, 10_000, [(2, "Bánh gai")])


def test_what_was_sold_before_the_book_is_counted_without_amount(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    before = agreed()
    say_paid(session, before, paid_by=CASH, version=before.version, now=NOW)
    opened(session, shop)
    total = total_of(cells_of(session, shop, NOVEMBER))
    assert (total.count, total.amount_vnd, total.unpriced_count) == (1, 0, 1)


def test_a_buyer_is_forgotten_after_sixty_days(session: Session, agreed: Agree) -> None:
    order = agreed()
    note_buyer(
        session,
        order,
        buyer_name="Trần Thị Thử",
        buyer_phone="+84900000099",
        buyer_address="Xóm 3",
        note="gọi trước",
        version=order.version,
        now=NOW,
    )
    tidy(session, now=NOW + timedelta(days=60))
    session.expire_all()
    assert order.has_buyer
    tidy(session, now=NOW + timedelta(days=60, seconds=1))
    session.expire_all()
    assert not order.has_buyer
    assert order.note == ""
    assert order.buyer_erased_at is not None
