"""Selling by the pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.sales.models import Order, OrderLine
from shopkit.shops.models.shops import Shop
from tests.accounts.browser import Browser


def orders(session: Session) -> list[Order]:
    return list(session.scalars(select(Order).order_by(Order.number)))


def test_two_taps_note_a_sale_and_one_takes_it_back(
    phone: Browser, session: Session, cake: Product
) -> None:
    assert f"/sales/quick/{cake.id}" in phone.get("/sales/quick").text
    page = phone.get(f"/sales/quick/{cake.id}")
    assert "Tiền mặt" in page.text
    answer = phone.post(f"/sales/quick/{cake.id}", channel="stall", paid_by="cash")
    assert answer.status_code == 303
    (sold,) = orders(session)
    assert (sold.state, sold.paid_by, sold.amount_vnd) == ("delivered", "cash", None)
    page = phone.get(answer.location).text
    assert "Bỏ lần bán vừa ghi" in page
    phone.post(f"/sales/{sold.id}/take-back")
    assert orders(session)[0].state == "cancelled"


def test_an_order_from_a_chat_goes_all_the_way(
    phone: Browser, session: Session, shop: Shop, cake: Product, tea: Product
) -> None:
    assert phone.get("/sales/new").status_code == 200
    answer = phone.post("/sales/new", **{f"count-{cake.id}": "20"}, channel="zalo")
    (made,) = orders(session)
    assert answer.location == f"/sales/{made.id}/buyer?new=1"
    assert session.scalars(select(OrderLine)).one().price_vnd is None
    phone.post(
        f"/sales/{made.id}/buyer", buyer_name="Trần Thị Thử", buyer_phone="0900000099", version="1"
    )
    page = phone.get(f"/sales/{made.id}").text
    assert "Chào Trần Thị Thử" in page
    assert "20 × Bánh gai" in page
    phone.post(f"/sales/{made.id}/step/packed", version="2")
    answer = phone.post(
        f"/sales/{made.id}/send", version="3", carrier="Bưu điện", parcel_code="VN1"
    )
    assert "Mã vận đơn: VN1" in phone.get(answer.location).text
    version = str(orders(session)[0].version)
    phone.post(f"/sales/{made.id}/step/delivered", version=version)
    assert "Cảm ơn đã mua hàng" in phone.get(f"/sales/{made.id}").text
    version = str(orders(session)[0].version)
    phone.post(f"/sales/{made.id}/paid", version=version, paid_by="cash")
    page = phone.get(f"/sales/{made.id}").text
    assert "Đơn đã xong" in page
    assert "Đơn 1" in phone.get("/sales?task=done").text
