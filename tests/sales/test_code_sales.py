"""A code on the pad becomes a sale, once, with the amount that was asked."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.payments.models.requests import PAID, PaymentRequest
from shopkit.sales.actions import book, counter
from shopkit.sales.actions.orders import Item
from shopkit.sales.models import Order, OrderLine
from shopkit.sales.queries.orders import standing
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW


@pytest.fixture
def asked(session: Session, shop: Shop) -> PaymentRequest:
    return make.payment_request(session, shop, make.payment_account(session, shop), 45_000)


def orders(session: Session) -> list[Order]:
    return list(session.scalars(select(Order).order_by(Order.number)))


def test_a_request_is_one_sale_however_often_it_is_told(
    session: Session, shop: Shop, asked: PaymentRequest
) -> None:
    first = counter.sell_request(session, shop, asked, Item("Rau", 1), channel="stall", now=NOW)
    again = counter.sell_request(session, shop, asked, Item("Rau", 2), channel="stall", now=NOW)
    assert first is again
    (sold,) = orders(session)
    assert (sold.request_id, sold.state, sold.is_counter_sale) == (asked.id, "delivered", True)


def test_whether_it_is_paid_is_told_by_the_request(
    session: Session, shop: Shop, asked: PaymentRequest
) -> None:
    sold = counter.sell_request(session, shop, asked, Item("Rau", 1), channel="stall", now=NOW)
    assert not standing(session, shop, sold.id).is_paid
    asked.state = PAID
    session.flush()
    assert standing(session, shop, sold.id).is_paid


@pytest.mark.parametrize("has_book", [False, True])
def test_the_amount_is_kept_only_with_the_book(
    session: Session, shop: Shop, asked: PaymentRequest, has_book: bool
) -> None:
    if has_book:
        book.open_book(session, shop, by=make.owner_of(session, shop).id, now=NOW)
    sold = counter.sell_request(session, shop, asked, Item("Rau", 1), channel="stall", now=NOW)
    assert sold.amount_vnd == (45_000 if has_book else None)


def test_a_sale_taken_back_may_be_noted_again(
    session: Session, shop: Shop, asked: PaymentRequest
) -> None:
    first = counter.sell_request(session, shop, asked, Item("Rau", 1), channel="stall", now=NOW)
    counter.take_back(session, first, now=NOW)
    again = counter.sell_request(session, shop, asked, Item("Cà", 1), channel="stall", now=NOW)
    assert again is not first


def test_the_page_of_the_code_leads_to_the_sale_with_its_words_filled_in(
    phone: Browser, session: Session, shop: Shop, cake: Product, asked: PaymentRequest
) -> None:
    asked.purpose = "Bánh gai"
    code = phone.get(f"/qr/pad/{asked.id}").text
    assert f"/sales/quick/code/{asked.id}" in code
    page = phone.get(f"/sales/quick/code/{asked.id}").text
    assert 'value="Bánh gai"' in page
    assert "45.000" in page
    answer = phone.post(
        f"/sales/quick/code/{asked.id}", title="Bánh gai", count="2", channel="stall"
    )
    (sold,) = orders(session)
    assert answer.location == f"/sales/quick?sold={sold.id}"
    line = session.scalars(select(OrderLine)).one()
    assert (line.product_id, line.count) == (cake.id, 2)
    again = phone.get(f"/sales/quick/code/{asked.id}")
    assert again.location == f"/sales/{sold.id}"


def test_a_sale_without_a_name_is_asked_for_one(phone: Browser, asked: PaymentRequest) -> None:
    answer = phone.post(f"/sales/quick/code/{asked.id}", title=" ", count="1", channel="stall")
    assert errors(answer) == ["Nhập tên món đã bán, ví dụ: rau muống."]
