"""Selling over the counter: handed over and paid in one moment, and taken back in another."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.journal.models import SELF_DECLARED
from shopkit.journal.write import write
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.actions.orders import (
    Item,
    Sale,
    add_lines,
    new_order,
    note_paid,
    note_recorded,
    refuse_impossible,
)
from shopkit.sales.actions.refusals import StepNotPossible
from shopkit.sales.models import NOT_YET, Order
from shopkit.sales.queries.orders import order_of_request_or_none
from shopkit.sales.rules.steps import CANCELLED, DELIVERED
from shopkit.shops.models.shops import Shop


def sell(session: Session, shop: Shop, sale: Sale, *, paid_by: str, now: datetime) -> Order:
    """Note a sale that is over; one not paid yet waits for its money."""
    refuse_impossible(sale, now)
    order = new_order(session, shop, sale, now)
    order.is_counter_sale = True
    order.state, order.delivered_at = DELIVERED, now
    order.paid_by, order.paid_at = paid_by, None if paid_by == NOT_YET else now
    session.add(order)
    session.flush()
    add_lines(session, shop, order, sale.items)
    note_recorded(session, order, now=now)
    if order.paid_at:
        note_paid(session, order, now=now)
    return order


def sell_request(
    session: Session,
    shop: Shop,
    asked: PaymentRequest,
    item: Item,
    *,
    channel: str,
    now: datetime,
) -> Order:
    """Note that what a code was shown for is sold; however often it is told, it is one sale.

    Whether it is paid is told by the request, and how much it was is kept only with the book.
    """
    sale = Sale([item], channel, local_day(asked.made_at), asked.amount_vnd)
    refuse_impossible(sale, now)
    order = new_order(session, shop, sale, now)  # it holds the shop, so nobody is quicker now
    known = order_of_request_or_none(session, shop, asked.id)
    if known:
        return known
    order.is_counter_sale, order.request_id = True, asked.id
    order.state, order.delivered_at = DELIVERED, now
    session.add(order)
    session.flush()
    add_lines(session, shop, order, [item])
    note_recorded(session, order, now=now)
    return order


def take_back(session: Session, order: Order, *, now: datetime) -> None:
    """It was a wrong tap: the sale counts no more; a second tap on the same changes nothing."""
    if not order.is_counter_sale:
        raise StepNotPossible("take back")
    if order.state == CANCELLED:
        return
    order.state, order.ended_at = CANCELLED, now
    session.flush()
    write(session, order, f"order.{CANCELLED}", now=now, evidence=SELF_DECLARED)
