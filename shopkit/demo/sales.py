"""A few practice sales: counts, channels and ways to pay, and no amounts."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.clock import local_day
from shopkit.sales.actions.counter import sell
from shopkit.sales.actions.orders import Item, Sale, agree_order, move, note_buyer, say_paid
from shopkit.sales.models import CASH, TRANSFER, Order
from shopkit.sales.rules.channels import FACEBOOK, STALL, ZALO
from shopkit.sales.rules.steps import DELIVERED, PACKED, SENT
from shopkit.shops.models.shops import Shop

BUYER_PHONE = "+84900000099"


def sell_some(session: Session, shop: Shop, product: Product, *, now: datetime) -> list[Order]:
    """An order on the way, one that is done, and two sales over the counter."""
    lately = now - timedelta(days=2)
    for paid_by, count in ((CASH, 2), (TRANSFER, 1)):
        sale = Sale([item(product, count)], STALL, local_day(lately))
        sell(session, shop, sale, paid_by=paid_by, now=lately)
    done = ordered(session, shop, product, FACEBOOK, now=now - timedelta(days=5))
    for state in (PACKED, SENT, DELIVERED):
        move(session, done, state, version=done.version, now=lately)
    say_paid(session, done, paid_by=CASH, version=done.version, now=lately)
    going = ordered(session, shop, product, ZALO, now=now - timedelta(days=1))
    move(session, going, PACKED, version=going.version, now=now)
    return [going, done]


def item(product: Product, count: int) -> Item:
    return Item(product.title, count, product.id, product.price_vnd)


def ordered(
    session: Session, shop: Shop, product: Product, channel: str, *, now: datetime
) -> Order:
    sale = Sale([item(product, 3)], channel, local_day(now))
    order = agree_order(session, shop, sale, now=now)
    note_buyer(
        session,
        order,
        buyer_name="Khách Thực Hành",
        buyer_phone=BUYER_PHONE,
        buyer_address="Thôn Gò, Xã Thực Hành",
        note="",
        version=order.version,
        now=now,
    )
    return order
