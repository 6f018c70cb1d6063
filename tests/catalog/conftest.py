"""Two shops of different people, a browser signed in, and pictures."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from shopkit.accounts.actions.sign_ins import open_sign_in
from shopkit.accounts.models import Account, RoleGrant
from shopkit.catalog.actions.photos import replace_cover
from shopkit.catalog.actions.products import publish, rename, set_price, start_product
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.photo import AT_ONCE, Developed
from shopkit.catalog.rules.pictures import develop
from shopkit.db.files import Files
from shopkit.scope import SELLER, SHOP, Role, Who
from shopkit.shops.models.shops import Shop
from tests.catalog import shots
from tests.conftest import NOW, Browser, StandingClock


@dataclass
class Seller:
    """A person with a shop of her own, and the token of her open sign-in."""

    account: Account
    shop: Shop
    token: str

    @property
    def who(self) -> Who:
        return Who(self.account.id, self.account.name, (Role(SELLER, SHOP, self.shop.id.hex),))


def seller(session: Session, phone: str, name: str) -> Seller:
    account = Account(phone=phone, name=name, secret_hash="-", secret_kind="pin", made_at=NOW)
    shop = Shop(
        code=phone[-8:].replace("0", "z"),
        name=f"Quầy {name}",
        owner_name=name,
        contact_phone=phone,
        commune_code="00091",
        opened_at=NOW,
    )
    session.add_all([account, shop])
    session.flush()
    session.add(
        RoleGrant(
            account_id=account.id,
            role=SELLER,
            scope_kind=SHOP,
            scope_code=shop.id.hex,
            granted_at=NOW,
        )
    )
    token = open_sign_in(session, account, now=NOW).token
    return Seller(account, shop, token)


@pytest.fixture
def her(session: Session, clock: StandingClock) -> Seller:
    """The seller whose pages the test opens."""
    return seller(session, "+84900000001", "Nguyễn Thị Mẫu")


@pytest.fixture
def neighbour(session: Session, clock: StandingClock) -> Seller:
    return seller(session, "+84900000002", "Trần Thị Thử")


class Phone:
    """A phone on which somebody is signed in; it sends forms as their pages would."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.token = browser.get("/api/csrf").get_json()["token"]

    def get(self, url: str, **how: Any) -> TestResponse:
        return self.browser.get(url, **how)

    def post(self, url: str, key: str = "", **fields: Any) -> TestResponse:
        hidden = {"csrf_token": self.token, "_key": key or uuid4().hex}
        # Encoded here: for a large file the browser of the tests would leave a file open.
        boundary, body = encode_multipart(hidden | fields)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.browser.post(url, data=body, content_type=kind)


def photo_file(content: bytes, name: str = "anh.jpg") -> FileStorage:
    return FileStorage(BytesIO(content), filename=name, content_type="image/jpeg")


@pytest.fixture
def phone(client: Browser, her: Seller) -> Phone:
    """Her phone."""
    client.set_cookie("key", her.token)
    client.get("/")
    return Phone(client)


@pytest.fixture
def product(session: Session, her: Seller) -> Product:
    """A draft with nothing in it yet."""
    return start_product(session, her.shop, now=NOW)


@pytest.fixture(scope="session")
def developed() -> Developed:
    """A photo as the darkroom gives it back."""
    return develop(shots.jpeg(), AT_ONCE)


@pytest.fixture
def listing(
    session: Session, her: Seller, files: Files, product: Product, developed: Developed
) -> Product:
    """A published product: honey for 250.000 dong."""
    replace_cover(session, files, product, developed, now=NOW)
    rename(session, product, title="Mật ong bạc hà", version=1, now=NOW)
    set_price(session, product, price_vnd=250_000, price_unit="chai", version=1, sure=None, now=NOW)
    publish(session, product, version=product.version, now=NOW)
    return product
