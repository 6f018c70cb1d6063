"""A seller with two products, and her phone."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.shops.models import Shop
from tests import make
from tests.accounts.browser import Browser


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
