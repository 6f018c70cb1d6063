"""The pages that search engines may know, in an order that stays while nothing changes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.rules.addresses import product_path, shop_path
from shopkit.channels.models.front import Front
from shopkit.channels.rules.front_sitemap import Entry
from shopkit.clock import local_day
from shopkit.shops.models.shops import Shop
from shopkit.shops.rules.shops import PRACTICE_PROVINCE


def shop_count(session: Session) -> int:
    return counted(session, shops())


def product_count(session: Session) -> int:
    return counted(session, products())


def counted(session: Session, wanted: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def entries(session: Session, address: str, *, first: int, most: int) -> Iterator[Entry]:
    """So many pages from a place in the list of all: shops by their code, then products."""
    rows = session.execute(
        shops().add_columns(last_change()).order_by(Shop.code).offset(first).limit(most)
    )
    count = 0
    for code, changed_at in rows:
        count += 1
        yield Entry(address + shop_path(code), local_day(changed_at))
    if count < most:
        start = max(0, first - shop_count(session))
        rows = session.execute(
            products()
            .add_columns(Product.changed_at)
            .order_by(Product.code)
            .offset(start)
            .limit(most - count)
        )
        for code, changed_at in rows:
            yield Entry(address + product_path(code), local_day(changed_at))


def shops() -> Select[Any]:
    on_show = exists().where(Product.shop_id == Shop.id, Product.state == PUBLISHED)
    return (
        select(Shop.code)
        .outerjoin(Front, Front.shop_id == Shop.id)
        .where(is_open(), or_(Front.id.is_not(None), on_show))
    )


def products() -> Select[Any]:
    return (
        select(Product.code)
        .join(Shop, Shop.id == Product.shop_id)
        .outerjoin(Front, Front.shop_id == Shop.id)
        .where(Product.state == PUBLISHED, is_open())
    )


def is_open() -> ColumnElement[bool]:
    """The condition that a shop's pages are open and no practice."""
    return and_(
        Shop.name != "",
        Shop.is_practice.is_(False),
        ~Shop.commune_code.startswith(PRACTICE_PROVINCE),
        or_(Front.id.is_(None), Front.is_open.is_(True)),
    )


def last_change() -> ColumnElement[datetime]:
    """When anything on the page of a shop last changed."""
    goods = (
        select(func.max(Product.changed_at))
        .where(Product.shop_id == Shop.id, Product.state == PUBLISHED)
        .scalar_subquery()
    )
    return func.coalesce(goods, Front.changed_at, Shop.opened_at)
