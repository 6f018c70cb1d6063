"""Whether a household keeps its book here, and what stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import BOOK, SHARE_AMOUNTS
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.models import NOT_YET, TRANSFER, Order
from shopkit.sales.queries.orders import PAID_STATES, is_paid, lines_of
from shopkit.sales.rules.ledger import Cell
from shopkit.sales.rules.periods import Period
from shopkit.sales.rules.steps import ENDED
from shopkit.shops.models.shops import Shop


def keeps_book(session: Session, shop: Shop) -> bool:
    """Whether amounts may be stored: only while the household itself wants its book here."""
    return has_consent(session, shop.id, BOOK.code)


def shares_amounts(session: Session, shop: Shop) -> bool:
    return keeps_book(session, shop) and has_consent(session, shop.id, SHARE_AMOUNTS.code)


@dataclass(frozen=True)
class Entry:
    """One line of the book: an order that was delivered or paid, and what it came to."""

    number: int
    day: date
    channel: str
    paid_by: str
    amount_vnd: int | None
    goods: Sequence[tuple[int, str]]


def is_sold() -> ColumnElement[bool]:
    """The condition that an order counts as sold: delivered or paid, and not taken back."""
    return or_(Order.delivered_at.is_not(None), is_paid()) & Order.state.not_in(sorted(ENDED))


def way_paid() -> ColumnElement[str]:
    """In what way an order was paid, its request included."""
    return case(
        (Order.paid_at.is_not(None), Order.paid_by),
        (PaymentRequest.state.in_(PAID_STATES), TRANSFER),
        else_=NOT_YET,
    )


def cells_of(session: Session, shop: Shop, period: Period) -> list[Cell]:
    """What the book adds up from, day by day."""
    way = way_paid().label("way")
    rows = session.execute(
        select(
            Order.sold_on,
            Order.channel,
            way,
            func.count().label("number"),
            func.coalesce(func.sum(Order.amount_vnd), 0),
            func.sum(case((Order.amount_vnd.is_(None), 1), else_=0)),
        )
        .outerjoin(PaymentRequest, PaymentRequest.id == Order.request_id)
        .where(Order.shop_id == shop.id, is_sold(), *within(period))
        .group_by(Order.sold_on, Order.channel, way)
        .order_by(Order.sold_on, Order.channel, way)
    )
    return [
        Cell(day, channel, paid_by, count, int(amount), int(unpriced))
        for day, channel, paid_by, count, amount, unpriced in rows
    ]


def entries_of(session: Session, shop: Shop, period: Period, *, limit: int) -> list[Entry]:
    """The lines of the book by day and number."""
    rows = session.execute(
        select(Order, way_paid())
        .outerjoin(PaymentRequest, PaymentRequest.id == Order.request_id)
        .where(Order.shop_id == shop.id, is_sold(), *within(period))
        .order_by(Order.sold_on, Order.number)
        .limit(limit)
    ).all()
    return list(written(session, rows))


def written(session: Session, rows: Sequence[tuple[Order, str]]) -> Iterable[Entry]:
    goods: dict[UUID, list[tuple[int, str]]] = {}
    for start in range(0, len(rows), 500):
        part = [order for order, _way in rows[start : start + 500]]
        for order_id, lines in lines_of(session, part).items():
            goods[order_id] = [(line.count, line.title) for line in lines]
    for order, way in rows:
        yield Entry(
            order.number, order.sold_on, order.channel, way, order.amount_vnd, goods[order.id]
        )


def within(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Order.sold_on >= period.first, Order.sold_on <= period.last
