"""Finding the orders of one shop: each with what is in it, and whether it is paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.payments.models.requests import PAID, PAID_TWICE, PaymentRequest
from shopkit.sales.models import Order, OrderLine
from shopkit.sales.rules.channels import STALL, ZALO
from shopkit.sales.rules.steps import AGREED, DELIVERED, ENDED, PACKED, SENT, next_step
from shopkit.shops.models.shops import Shop

PAGE = 30
PAID_STATES = (PAID, PAID_TWICE)

# What is to be done next with an order, in the order in which a day is worked through.
TO_PACK, TO_SEND, TO_DELIVER, TO_BE_PAID = "pack", "send", "deliver", "pay"
DONE, OVER = "done", "over"
TASKS = (TO_PACK, TO_SEND, TO_DELIVER, TO_BE_PAID)


@dataclass(frozen=True)
class Standing:
    """An order with its lines and the request it is paid by, as far as there is one."""

    order: Order
    request: PaymentRequest | None
    lines: Sequence[OrderLine] = field(default=())

    @property
    def is_paid(self) -> bool:
        """Told by its request where it has one that came in, else by hand."""
        by_request = self.request is not None and self.request.state in PAID_STATES
        return by_request or self.order.paid_at is not None

    @property
    def next_step(self) -> str | None:
        return next_step(self.order.state, is_paid=self.is_paid)

    @property
    def asked_vnd(self) -> int | None:
        """What the buyer was or will be asked for: the request's amount, else the book's."""
        if self.request is not None and self.request.amount_vnd is not None:
            return self.request.amount_vnd
        return self.order.amount_vnd

    @property
    def shows_code(self) -> bool:
        """Whether there is a code to pay by that still waits for its money."""
        asked = self.request
        waits = asked is not None and asked.is_waiting and asked.amount_vnd is not None
        return waits and not self.is_paid


def is_paid() -> ColumnElement[bool]:
    """The condition that an order is paid, where its request was joined."""
    return or_(Order.paid_at.is_not(None), PaymentRequest.state.in_(PAID_STATES))


def joined() -> Select[Order, PaymentRequest]:
    return select(Order, PaymentRequest).outerjoin(
        PaymentRequest, PaymentRequest.id == Order.request_id
    )


def order(session: Session, shop: Shop, order_id: UUID) -> Order:
    """An order of this shop; that of another does not exist here."""
    found = session.scalars(
        select(Order).where(Order.id == order_id, Order.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(order_id))
    return found


def standing(session: Session, shop: Shop, order_id: UUID) -> Standing:
    row = session.execute(
        joined().where(Order.id == order_id, Order.shop_id == shop.id)
    ).one_or_none()
    if row is None:
        raise NotFound(str(order_id))
    found, request = row
    return Standing(found, request, lines_of(session, [found])[found.id])


def orders_of(session: Session, shop: Shop, task: str, *, page: int = 1) -> list[Standing]:
    """A page of the orders with which this is to be done; the oldest first while it is open."""
    newest_first = task in (DONE, OVER)
    number = Order.number.desc() if newest_first else Order.number
    rows = session.execute(
        joined()
        .where(Order.shop_id == shop.id, waits_for(task))
        .order_by(number)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    lines = lines_of(session, [found for found, _request in rows])
    return [Standing(found, request, lines[found.id]) for found, request in rows]


def waits_for(task: str) -> ColumnElement[bool]:
    states = {TO_PACK: AGREED, TO_SEND: PACKED, TO_DELIVER: SENT}
    if task in states:
        return Order.state == states[task]
    if task == OVER:
        return Order.state.in_(sorted(ENDED))
    # Where there is no request its state is unknown; unknown is not paid.
    paid = func.coalesce(is_paid(), False)
    return and_(Order.state == DELIVERED, paid if task == DONE else ~paid)


def counts_of(session: Session, shop: Shop) -> dict[str, int]:
    """How many orders wait for each thing."""
    tasks = (*TASKS, DONE, OVER)
    sums = [func.coalesce(func.sum(case((waits_for(task), 1), else_=0)), 0) for task in tasks]
    row = session.execute(
        select(*sums)
        .select_from(Order)
        .outerjoin(PaymentRequest, PaymentRequest.id == Order.request_id)
        .where(Order.shop_id == shop.id)
    ).one()
    return dict(zip(tasks, (int(count) for count in row), strict=True))


def lines_of(session: Session, orders: Iterable[Order]) -> dict[UUID, list[OrderLine]]:
    """What is in each of these orders, in the order in which it was written down."""
    found: dict[UUID, list[OrderLine]] = {one.id: [] for one in orders}
    for line in session.scalars(
        select(OrderLine)
        .where(OrderLine.order_id.in_(found))
        .order_by(OrderLine.position, OrderLine.id)
    ):
        found[line.order_id].append(line)
    return found


def worth_or_none(session: Session, shop: Shop, lines: Sequence[OrderLine]) -> int | None:
    """What these goods cost by today's prices; None where one has no price."""
    ids = {line.product_id for line in lines}
    rows = session.execute(
        select(Product.id, Product.price_vnd).where(Product.id.in_(ids), Product.shop_id == shop.id)
    )
    prices: dict[UUID | None, int | None] = {row.id: row.price_vnd for row in rows}
    parts = [(prices.get(line.product_id), line.count) for line in lines]
    if not parts or any(price is None for price, _count in parts):
        return None
    return sum((price or 0) * count for price, count in parts)


def next_number(session: Session, shop: Shop) -> int:
    """The number after the last one; whoever asks holds the shop until she has used it."""
    # A lock that SQLite, which has one writer, does not need and leaves out.
    session.execute(select(Shop.id).where(Shop.id == shop.id).with_for_update())
    last = session.scalar(select(func.max(Order.number)).where(Order.shop_id == shop.id))
    return (last or 0) + 1


def last_channel(session: Session, shop: Shop, *, over_counter: bool) -> str:
    """By which channel she sold last, so that it need not be chosen again."""
    found = session.scalar(
        select(Order.channel)
        .where(
            Order.shop_id == shop.id,
            Order.is_counter_sale.is_(over_counter),
            Order.import_id.is_(None),
        )
        .order_by(Order.number.desc())
        .limit(1)
    )
    return found or (STALL if over_counter else ZALO)


def last_counter_sale_or_none(session: Session, shop: Shop, order_id: UUID) -> Order | None:
    """The counter sale just made, while it can be taken back."""
    return session.scalars(
        select(Order).where(
            Order.id == order_id, Order.shop_id == shop.id, Order.is_counter_sale.is_(True)
        )
    ).one_or_none()


def order_of_request_or_none(session: Session, shop: Shop, request_id: UUID) -> Order | None:
    """The order that a payment was asked for, unless it was called off or taken back."""
    return session.scalars(
        select(Order)
        .where(
            Order.request_id == request_id,
            Order.shop_id == shop.id,
            Order.state.not_in(sorted(ENDED)),
        )
        .order_by(Order.number)
        .limit(1)
    ).one_or_none()


def product_called_or_none(session: Session, shop: Shop, title: str) -> Product | None:
    """The product of this title, the newest of several."""
    return session.scalars(
        select(Product)
        .where(Product.shop_id == shop.id, Product.title == title, Product.title != "")
        .order_by(Product.id.desc())
        .limit(1)
    ).one_or_none()


def often_sold(session: Session, shop: Shop) -> list[UUID]:
    """The products she sold last, the latest first, for the top of the quick list."""
    latest = func.max(Order.number)
    rows = session.scalars(
        select(OrderLine.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.shop_id == shop.id, OrderLine.product_id.is_not(None))
        .group_by(OrderLine.product_id)
        .order_by(latest.desc())
        .limit(200)
    )
    return [product_id for product_id in rows if product_id is not None]
