"""Writing down an order and moving it on, one step at a time and one step back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.journal.models import IMPORTED, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.sales.actions.refusals import (
    DayNotYet,
    NothingSold,
    StepNotPossible,
    TooManyLines,
    refuse_if_changed,
)
from shopkit.sales.actions.requests import call_off
from shopkit.sales.models import NOT_YET, Order, OrderLine
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.queries.orders import next_number
from shopkit.sales.rules.channels import is_online
from shopkit.sales.rules.steps import AGREED, DELIVERED, ENDED, PACKED, SENT, may_become
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop

MOST_LINES = 50
OLDEST_DAY = date(2015, 1, 1)
MOMENTS = {PACKED: "packed_at", SENT: "sent_at", DELIVERED: "delivered_at"}


@dataclass(frozen=True)
class Item:
    """So many of something, at a price that is only kept with the book."""

    title: str
    count: int
    product_id: UUID | None = None
    price_vnd: int | None = None


@dataclass(frozen=True)
class Sale:
    """What is written down of an order when it is agreed."""

    items: Sequence[Item]
    channel: str
    sold_on: date
    amount_vnd: int | None = None

    @property
    def total_vnd(self) -> int | None:
        """The amount said, else what the prices add up to, where all are known."""
        if self.amount_vnd is not None:
            return self.amount_vnd
        if any(item.price_vnd is None for item in self.items):
            return None
        return sum((item.price_vnd or 0) * item.count for item in self.items)


def agree_order(session: Session, shop: Shop, sale: Sale, *, now: datetime) -> Order:
    """Write down what was agreed with a buyer."""
    refuse_impossible(sale, now)
    order = new_order(session, shop, sale, now)
    session.add(order)
    session.flush()
    add_lines(session, shop, order, sale.items)
    note_recorded(session, order, now=now)
    return order


def refuse_impossible(sale: Sale, now: datetime) -> None:
    if not sale.items:
        raise NothingSold
    if len(sale.items) > MOST_LINES:
        raise TooManyLines
    if not OLDEST_DAY <= sale.sold_on <= local_day(now):
        raise DayNotYet(sale.sold_on.isoformat())


def new_order(session: Session, shop: Shop, sale: Sale, now: datetime) -> Order:
    """The order itself; an amount only where the household keeps its book."""
    actor: Who | None = session.info.get("actor")
    return Order(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        number=next_number(session, shop),
        channel=sale.channel,
        sold_on=sale.sold_on,
        agreed_at=now,
        amount_vnd=sale.total_vnd if keeps_book(session, shop) else None,
        entered_by_id=actor.account_id if actor else None,
    )


def add_lines(session: Session, shop: Shop, order: Order, items: Sequence[Item]) -> None:
    has_book = keeps_book(session, shop)
    session.add_all(
        OrderLine(
            order_id=order.id,
            shop_id=shop.id,
            commune_code=shop.commune_code,
            product_id=item.product_id,
            position=position,
            title=item.title,
            count=item.count,
            price_vnd=item.price_vnd if has_book else None,
        )
        for position, item in enumerate(items)
    )
    session.flush()


def change_goods(
    session: Session, shop: Shop, order: Order, sale: Sale, *, version: int, now: datetime
) -> None:
    """Write down anew what was agreed, while the goods are still here.

    What was asked for the order before is called off, since it may be another amount now.
    """
    refuse_if_changed(order, version)
    if order.state not in (AGREED, PACKED) or order.import_id is not None:
        raise StepNotPossible("goods")
    refuse_impossible(sale, now)
    call_off(session, order, now=now)
    session.execute(delete(OrderLine).where(OrderLine.order_id == order.id))
    add_lines(session, shop, order, sale.items)
    order.amount_vnd = sale.total_vnd if keeps_book(session, shop) else None
    order.channel, order.sold_on, order.request_id = sale.channel, sale.sold_on, None
    session.flush()
    note_recorded(session, order, now=now, event="order.changed")


def note_recorded(
    session: Session, order: Order, *, now: datetime, event: str = "order.recorded"
) -> None:
    """Tell the journal of an order without what it was worth or who bought."""
    write(
        session,
        order,
        event,
        now=now,
        evidence=IMPORTED if order.import_id else SELF_DECLARED,
        details={
            "channel": order.channel,
            "is_online": "yes" if is_online(order.channel) else "no",
            "sold_on": order.sold_on.isoformat(),
        },
    )


def note_buyer(
    session: Session,
    order: Order,
    *,
    buyer_name: str,
    buyer_phone: str | None,
    buyer_address: str,
    note: str,
    version: int,
    now: datetime,
) -> None:
    """Who gets the parcel and where; kept only until some time after the order is done."""
    refuse_if_changed(order, version)
    order.buyer_name, order.buyer_phone = buyer_name or "", buyer_phone or ""
    order.buyer_address, order.note = buyer_address or "", note or ""
    order.buyer_erased_at = None
    session.flush()
    write(session, order, "order.buyer_noted", now=now, evidence=SELF_DECLARED)


def move(session: Session, order: Order, state: str, *, version: int, now: datetime) -> None:
    """One step on: packed, sent, delivered, returned or cancelled."""
    refuse_if_changed(order, version)
    if not may_become(order.state, state):
        raise StepNotPossible(state)
    order.state = state
    if state in ENDED:
        order.ended_at = now
        call_off(session, order, now=now)
    else:
        setattr(order, MOMENTS[state], now)
    session.flush()
    write(session, order, f"order.{state}", now=now, evidence=SELF_DECLARED)


def send(
    session: Session,
    order: Order,
    *,
    carrier: str,
    parcel_code: str,
    version: int,
    now: datetime,
) -> None:
    """Give the parcel to whoever carries it."""
    move(session, order, SENT, version=version, now=now)
    order.carrier, order.parcel_code = carrier or "", parcel_code or ""
    session.flush()


def step_back(session: Session, order: Order, *, version: int, now: datetime) -> None:
    """Take the last step back."""
    refuse_if_changed(order, version)
    earlier = order.state_before
    if earlier is None:
        raise StepNotPossible("back")
    details = {"from": order.state, "to": earlier}
    if order.is_ended:
        order.ended_at = None
    else:
        setattr(order, MOMENTS[order.state], None)
    order.state = earlier
    session.flush()
    write(session, order, "order.step_undone", now=now, evidence=SELF_DECLARED, details=details)


def say_paid(
    session: Session,
    order: Order,
    *,
    paid_by: str,
    version: int,
    amount_vnd: int | None = None,
    now: datetime,
) -> None:
    """The money is here, says she; what comes by a request needs no saying.

    How much it was is kept in the household's own book only.
    """
    refuse_if_changed(order, version)
    if order.paid_at is not None or order.is_ended:
        raise StepNotPossible("paid")
    order.paid_by, order.paid_at = paid_by, now
    if amount_vnd is not None and keeps_book(session, session.get_one(Shop, order.shop_id)):
        order.amount_vnd = amount_vnd
    call_off(session, order, now=now)
    session.flush()
    note_paid(session, order, now=now)


def note_paid(session: Session, order: Order, *, now: datetime) -> None:
    write(
        session,
        order,
        "order.paid",
        now=now,
        evidence=IMPORTED if order.import_id else SELF_DECLARED,
        details={"paid_by": order.paid_by, "channel": order.channel},
    )


def say_not_paid(session: Session, order: Order, *, version: int, now: datetime) -> None:
    """Take back that the money is here."""
    refuse_if_changed(order, version)
    if order.paid_at is None:
        raise StepNotPossible("not paid")
    order.paid_by, order.paid_at = NOT_YET, None
    session.flush()
    write(session, order, "order.payment_undone", now=now, evidence=SELF_DECLARED)
