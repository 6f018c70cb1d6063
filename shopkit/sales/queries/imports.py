"""What is known already of the orders that a file brings."""

from collections.abc import Collection, Iterable
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.sales.models import Order, OrderLine
from shopkit.shops.models.shops import Shop

CHUNK = 500


def orders_by_channel_number(
    session: Session, shop: Shop, channel: str, numbers: Collection[str]
) -> dict[str, Order]:
    """The orders of a shop that a platform numbered so."""
    found: dict[str, Order] = {}
    asked = iter(sorted(numbers))
    while chunk := list(islice(asked, CHUNK)):
        for order in session.scalars(
            select(Order).where(
                Order.shop_id == shop.id,
                Order.channel == channel,
                Order.channel_number.in_(chunk),
            )
        ):
            found[str(order.channel_number)] = order
    return found


def line_rows(session: Session, orders: Iterable[Order]) -> set[tuple[UUID, int]]:
    """Which rows of their files are lines of these orders already."""
    found: set[tuple[UUID, int]] = set()
    asked = iter([order.id for order in orders])
    while chunk := list(islice(asked, CHUNK)):
        rows = session.execute(
            select(OrderLine.order_id, OrderLine.position).where(OrderLine.order_id.in_(chunk))
        )
        found.update((order_id, position) for order_id, position in rows)
    return found


def products_by_name(session: Session, shop: Shop) -> dict[str, UUID]:
    """The products of a shop by their folded names."""
    rows = session.execute(
        select(Product.search_text, Product.id).where(
            Product.shop_id == shop.id, Product.search_text != ""
        )
    )
    return {row.search_text: row.id for row in rows}
