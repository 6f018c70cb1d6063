"""A seller with two products, and her phone."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.clock import local_day
from shopkit.db.files import Files
from shopkit.sales.actions.orders import Item, Sale, agree_order
from shopkit.sales.models import Order
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, make.account(session, phone="+84900000601"))


@pytest.fixture
def cake(session: Session, files: Files, shop: Shop) -> Product:
    return make.product(session, files, shop, "Bánh gai", 7_000)


@pytest.fixture
def tea(session: Session, files: Files, shop: Shop) -> Product:
    return make.product(session, files, shop, "Trà sen", 120_000)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


Agree = Callable[..., Order]


@pytest.fixture
def agreed(session: Session, shop: Shop) -> Agree:
    """An order for two of something at 10,000 each, made by any of the words given."""

    def agree(
        shop: Shop = shop,
        *,
        channel: str = "zalo",
        count: int = 2,
        price_vnd: int | None = 10_000,
        sold_on: date | None = None,
        now: datetime = NOW,
    ) -> Order:
        items = [Item("Bánh gai", count, None, price_vnd)]
        sale = Sale(items, channel, sold_on or local_day(now))
        return agree_order(session, shop, sale, now=now)

    return agree
