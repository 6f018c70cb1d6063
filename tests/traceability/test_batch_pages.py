"""A maker opens batches and has labels made."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from tests import make
from tests.accounts.browser import Browser, errors


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, shop: Shop) -> Product:
    return make.draft(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def batches(session: Session) -> list[Batch]:
    return list(session.scalars(select(Batch)))


def test_a_batch_is_one_page_and_knows_what_can_be_known(
    phone: Browser, session: Session, product: Product
) -> None:
    page = phone.get("/batches/new").text
    assert f'value="{product.id}" checked' in page
    assert 'value="2026-11-22"' in page
    answer = phone.post("/batches/new", product_id=str(product.id), made_on="2026-11-22")
    (batch,) = batches(session)
    assert answer.location == f"/batches/{batch.id}"
    assert (batch.code, batch.best_before) == ("L261122A", None)
    assert "L261122A" in phone.get("/batches").text


def test_who_has_no_product_is_sent_to_make_one(phone: Browser) -> None:
    page = phone.get("/batches/new").text
    assert "/products/new" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"product_id": ""}, "Chọn sản phẩm của đợt hàng này."),
        ({"made_on": ""}, "Nhập ngày làm ra đợt hàng."),
        ({"made_on": "hôm qua"}, "Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ({"made_on": "23/11/2026"}, "Ngày làm ở sau hôm nay. Xem lại ngày."),
        ({"made_on": "01/01/2010"}, "Ngày làm đã hơn mười năm. Xem lại năm."),
        ({"best_before": "20/11/2026"}, "Hạn sử dụng phải sau ngày làm. Xem lại hai ngày."),
        ({"best_before": "20/11/2099"}, "Hạn sử dụng dài hơn mười năm. Xem lại năm."),
        (
            {"best_before": "31/02/2027"},
            "Nhập hạn theo ngày hoặc thời gian, ví dụ 22/11/2027, 30 ngày, 12 tháng.",
        ),
    ],
)
def test_a_wrong_entry_says_what_to_do_and_opens_nothing(
    phone: Browser, session: Session, product: Product, wrong: dict[str, str], said: str
) -> None:
    typed = {"product_id": str(product.id), "made_on": "22/11/2026", "best_before": ""}
    answer = phone.post("/batches/new", **(typed | wrong))
    assert answer.status_code == 422
    assert errors(answer) == [said]
    assert batches(session) == []


def test_a_neighbours_product_is_no_choice(phone: Browser, session: Session) -> None:
    other = make.draft(session, make.shop(session))
    make.draft(session, session.scalars(select(Shop)).first())  # type: ignore[arg-type]  # there is one
    answer = phone.post("/batches/new", product_id=str(other.id), made_on="22/11/2026")
    assert errors(answer) == ["Chọn sản phẩm của đợt hàng này."]


def test_a_neighbour_finds_nothing_of_hers(
    app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/batches/{batch.id}").status_code == 404
    assert batch.code not in neighbour.get("/batches").text


def test_the_words_of_the_trade_stay_off_her_pages(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    for path in ("/batches", "/batches/new", f"/batches/{batch.id}", f"/batches/{batch.id}/labels"):
        main = phone.get(path).text.split("<main")[1].split("</main")[0].lower()
        for word in ("lô ", "lot ", "batch ", "serial"):
            assert word not in main, (path, word)
