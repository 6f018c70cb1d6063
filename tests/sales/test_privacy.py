"""No amount of a household is seen by anybody but its own people, on whatever page or file."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.accounts.models import Account
from shopkit.catalog.models.products import Product
from shopkit.clock import now
from shopkit.db.base import Base
from shopkit.demo.cast import COMMUNE_CODE, PROVINCE_CODE
from shopkit.sales.actions.book import close_book
from shopkit.sales.actions.counter import sell
from shopkit.sales.actions.orders import Item, Sale
from shopkit.sales.actions.requests import ask_for_order
from shopkit.sales.models import TRANSFER, Order
from shopkit.scope import (
    ALL,
    COMMUNE,
    LEADER,
    OFFICER,
    OPERATOR,
    PROVINCE,
    PROVINCE_VIEWER,
    TRAINER,
    VILLAGE,
    VILLAGE_HEAD,
)
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.architecture import test_doors
from tests.architecture.test_doors import World

world = test_doors.world

# Figures that nothing else on any page has.
PRICE, TOTAL, ASKED = 7_654_319, 15_308_638, 8_765_431
COUNT = 2

STAFF = (
    (OFFICER, COMMUNE),
    (LEADER, COMMUNE),
    (TRAINER, COMMUNE),
    (VILLAGE_HEAD, VILLAGE),
    (PROVINCE_VIEWER, PROVINCE),
    (OPERATOR, ALL),
)


def written(amount: int) -> tuple[str, ...]:
    """An amount in every way in which a page or file may write it."""
    dots = f"{amount:,}".replace(",", ".")
    return str(amount), dots, f"{amount:,}", f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}")


SECRETS = tuple(text for amount in (PRICE, TOTAL, ASKED) for text in written(amount))


@pytest.fixture
def rich(session: Session, world: World) -> Shop:
    """The practice shop with its book open, shared, and sales of amounts like no other."""
    shop = session.get_one(Shop, world.parts["shop_id"])
    for purpose in ("report", "book", "share_amounts"):
        make.agree(session, shop, purpose)
    item = Item("Bánh", COUNT, None, PRICE)
    on_the_way = session.get_one(Order, world.parts["order_id"])
    sale = Sale([item], "zalo", now().date())
    sold = sell(session, shop, sale, paid_by=TRANSFER, now=now())
    assert sold.amount_vnd == TOTAL
    account = make.payment_account(session, shop, "0000000001")
    asked = ask_for_order(
        session,
        shop,
        on_the_way,
        account,
        amount_vnd=ASKED,
        purpose="",
        expires_in=timedelta(days=3),
        version=on_the_way.version,
        now=now(),
    )
    on_the_way.amount_vnd = ASKED
    world.parts["order_id"] = sold.id
    world.parts.setdefault("request_id", asked.id)
    session.flush()
    return shop


def text_of(answer: TestResponse) -> str:
    """All text that an answer carries, out of PDF, workbook and archive as well."""
    content = answer.get_data()
    if content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        return "\n".join(parts)
    return content.decode("utf-8", "replace") + str(answer.headers)


def colleague(session: Session, shop: Shop, hat: str, kind: str) -> Account:
    """Somebody who wears this hat where the shop lies."""
    village = shop.village_id.hex if shop.village_id else ""
    codes = {COMMUNE: COMMUNE_CODE, VILLAGE: village, PROVINCE: PROVINCE_CODE, ALL: ""}
    return make.staff(session, hat, codes[kind], kind)


def addresses(app: Flask, world: World, begin: str = "/") -> Iterator[str]:
    """Every address that can be looked at; test_doors insists that all parts are known."""
    for rule in app.url_map.iter_rules():
        if (
            rule.rule.startswith(begin)
            and "GET" in (rule.methods or ())
            and rule.arguments <= set(world.parts)
        ):
            with app.test_request_context():
                yield rule.build({name: world.parts[name] for name in rule.arguments})[1]  # type: ignore[index]


@pytest.mark.parametrize(("hat", "kind"), STAFF)
def test_no_page_and_no_file_shows_the_staff_an_amount(
    app: Flask, session: Session, world: World, rich: Shop, hat: str, kind: str
) -> None:
    phone = make.phone(app, session, colleague(session, rich, hat, kind))
    opened = 0
    for address in addresses(app, world):
        answer = phone.get(address)
        opened += answer.status_code == 200
        shown = [secret for secret in SECRETS if secret in text_of(answer)]
        assert not shown, f"{hat} sees {shown} at {address}"
    assert opened > 5


def test_the_same_walk_finds_them_on_her_own_phone(
    app: Flask, session: Session, world: World, rich: Shop
) -> None:
    phone = make.phone(app, session, make.owner_of(session, rich))
    seen = {
        address
        for begin in ("/book", "/sales")
        for address in addresses(app, world, begin)
        if any(secret in text_of(phone.get(address)) for secret in SECRETS)
    }
    assert {"/book", "/book/2026-11.pdf", "/book/2026-11.xlsx"} <= seen
    assert f"/sales/{world.parts['order_id']}" in seen


def places_of(session: Session, amounts: set[int]) -> set[str]:
    """The columns of all tables in which one of these amounts stands, in figures or in a text."""
    texts = [text for amount in amounts for text in written(amount)]
    found = set()
    session.flush()
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for column, value in row.items():
                if any(text in str(value) for text in texts):
                    found.add(f"{table.name}.{column}")
    return found


def test_closing_the_book_leaves_amounts_only_where_money_is_still_waited_for(
    session: Session, rich: Shop
) -> None:
    kept = places_of(session, {PRICE, TOTAL, ASKED})
    assert kept == {
        "sale_order.amount_vnd",
        "sale_order_line.price_vnd",
        "payment_request.amount_vnd",
    }
    close_book(session, rich, by=make.owner_of(session, rich).id, now=now())
    assert places_of(session, {PRICE, TOTAL}) == set()
    assert places_of(session, {ASKED}) == {"payment_request.amount_vnd"}


def test_without_a_book_no_table_holds_what_was_typed(
    phone: Browser, session: Session, cake: Product
) -> None:
    answer = phone.post(
        f"/sales/quick/{cake.id}",
        channel="zalo",
        paid_by="cash",
        count="3",
        amount_vnd=str(TOTAL),
    )
    assert answer.status_code == 303
    assert session.scalars(select(Order)).one().channel == "zalo"
    assert places_of(session, {TOTAL}) == set()
    assert not any(secret in answer.headers.get("Set-Cookie", "") for secret in SECRETS)
    assert not any(secret in answer.location for secret in SECRETS)
