"""Orders by the pages: what is typed wrongly, tapped twice, or moved by two phones."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.actions.products import hide
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.models import Order, OrderLine
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW, StandingClock
from tests.sales.conftest import Agree


def order_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Order)) or 0


def only(session: Session) -> Order:
    return session.scalars(select(Order)).one()


@pytest.mark.parametrize("typed", ["-1", "99999", "hai", "1,5", "1e3", "²"])
def test_a_count_that_is_none_is_asked_for_again(
    phone: Browser, session: Session, cake: Product, typed: str
) -> None:
    answer = phone.post("/sales/new", **{f"count-{cake.id}": typed}, channel="zalo")
    assert errors(answer) == ["Nhập số lượng bằng số, từ 1 đến 9999."]
    assert f'value="{typed}"' in answer.text
    assert order_count(session) == 0


def test_nothing_and_zero_are_nothing(phone: Browser, session: Session, cake: Product) -> None:
    for typed in ("", "0", " "):
        answer = phone.post("/sales/new", **{f"count-{cake.id}": typed}, channel="zalo")
        assert errors(answer) == ["Nhập số lượng cho ít nhất một món."]
    assert order_count(session) == 0


@pytest.mark.parametrize("typed", ["0", "-1", "10000", "999999999999", "hai"])
def test_a_quick_sale_asks_again_for_a_count_that_is_none(
    phone: Browser, session: Session, cake: Product, typed: str
) -> None:
    answer = phone.post(f"/sales/quick/{cake.id}", count=typed, channel="stall", paid_by="cash")
    assert answer.status_code == 422
    assert order_count(session) == 0


def test_nothing_is_sold_tomorrow(phone: Browser, session: Session, cake: Product) -> None:
    for path, fields in (
        (f"/sales/quick/{cake.id}", {"paid_by": "cash"}),
        ("/sales/new", {f"count-{cake.id}": "1"}),
    ):
        answer = phone.post(path, channel="zalo", sold_on="2026-11-23", **fields)
        assert errors(answer) == ["Chọn ngày hôm nay hoặc ngày đã qua."]
    assert order_count(session) == 0


def test_a_thousand_lines_are_refused_in_one_sentence(phone: Browser, session: Session) -> None:
    fields = {f"count-{uuid4()}": "1" for _number in range(900)}
    answer = phone.post("/sales/new", **fields, channel="zalo")
    assert errors(answer) == ["Mỗi đơn ghi tối đa 50 món. Chia thành nhiều đơn."]
    assert order_count(session) == 0


def test_the_product_of_another_shop_does_not_exist(
    phone: Browser, session: Session, files: Files
) -> None:
    foreign = make.product(session, files, make.shop(session), "Chè lam")
    answer = phone.post("/sales/new", **{f"count-{foreign.id}": "1"}, channel="zalo")
    assert answer.status_code == 404
    assert phone.get(f"/sales/quick/{foreign.id}").status_code == 404
    assert phone.post("/sales/new", **{"count-x": "1"}, channel="zalo").status_code == 422
    assert order_count(session) == 0


def test_a_double_tap_is_one_sale(phone: Browser, session: Session, cake: Product) -> None:
    fields = {"channel": "stall", "paid_by": "cash", "_key": "one-tap"}
    first = phone.post(f"/sales/quick/{cake.id}", **fields)
    second = phone.post(f"/sales/quick/{cake.id}", **fields)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert order_count(session) == 1


def test_the_second_of_two_phones_sees_what_the_first_did(
    phone: Browser, session: Session, agreed: Agree
) -> None:
    order = agreed()
    phone.post(f"/sales/{order.id}/step/packed", version="1")
    answer = phone.post(f"/sales/{order.id}/step/cancelled", version="1")
    assert answer.status_code == 409
    assert "Máy khác vừa đổi đơn này" in answer.text
    assert only(session).state == "packed"
    for path in ("back", "not-paid"):
        assert phone.post(f"/sales/{order.id}/{path}", version="1").status_code == 409
    assert phone.post(f"/sales/{order.id}/paid", version="1", paid_by="cash").status_code == 409
    buyer = {"version": "1", "buyer_name": "Ai"}
    assert phone.post(f"/sales/{order.id}/buyer", **buyer).status_code == 409
    assert only(session).buyer_name == ""


def test_a_step_nobody_knows_does_not_exist(phone: Browser, agreed: Agree) -> None:
    order = agreed()
    assert phone.post(f"/sales/{order.id}/step/eaten", version="1").status_code == 404
    assert phone.post(f"/sales/{order.id}/step/paid", version="1").status_code == 404


def test_a_neighbour_finds_nothing(app: Flask, session: Session, agreed: Agree) -> None:
    order = agreed()
    shop = make.shop(session)
    neighbour = make.phone(app, session, make.owner_of(session, shop))
    for path in ("", "/buyer", "/pay", "/send", "/paid", "/slip.pdf", "/code.png"):
        assert neighbour.get(f"/sales/{order.id}{path}").status_code == 404, path
    assert neighbour.post(f"/sales/{order.id}/step/packed", version="1").status_code == 404
    assert only(session).state == "agreed"


def pay(phone: Browser, order: Order, **fields: str) -> TestResponse:
    return phone.post(f"/sales/{order.id}/pay", version=str(order.version), way="request", **fields)


def test_a_request_is_asked_for_with_its_amount_and_the_text_tells_how_to_pay(
    phone: Browser, session: Session, shop: Shop, agreed: Agree
) -> None:
    order = agreed()
    assert "Tạo mã QR" in phone.get(f"/sales/{order.id}/pay").text
    make.payment_account(session, shop)
    assert errors(pay(phone, order)) == ["Nhập số tiền khách trả, ví dụ 140.000 hoặc 140k."]
    assert pay(phone, order, amount_vnd="140k").status_code == 303
    asked = session.scalars(select(PaymentRequest)).one()
    assert (asked.amount_vnd, only(session).amount_vnd) == (140_000, None)
    page = phone.get(f"/sales/{order.id}").text
    assert "một trăm bốn mươi nghìn đồng" in page
    assert f"Ghi nội dung: {asked.code}" in page
    assert phone.get(f"/sales/{order.id}/code.png").mimetype == "image/png"


def test_a_code_at_the_stall_waits_for_its_money(
    phone: Browser, session: Session, shop: Shop, cake: Product
) -> None:
    make.payment_account(session, shop)
    answer = phone.post(f"/sales/quick/{cake.id}", count="2", channel="stall", paid_by="request")
    asked = session.scalars(select(PaymentRequest)).one()
    assert answer.location == f"/requests/{asked.id}"
    assert asked.amount_vnd == 14_000
    order = only(session)
    assert (order.request_id, order.paid_at, order.state) == (asked.id, None, "delivered")


def test_a_code_at_the_stall_pays_the_account_that_was_chosen(
    phone: Browser, session: Session, shop: Shop, cake: Product
) -> None:
    make.payment_account(session, shop)
    second = make.payment_account(session, shop, "0000000001")
    path = f"/sales/quick/{cake.id}"
    assert f'value="{second.id}"' in phone.get(path).text
    fields = {"count": "1", "channel": "stall", "paid_by": "request"}
    answer = phone.post(path, **fields, account="00000000-0000-0000-0000-000000000000")
    assert errors(answer) == ["Tài khoản vừa chọn đã thôi dùng. Chọn tài khoản khác."]
    assert order_count(session) == 0
    phone.post(path, **fields, account=str(second.id))
    assert session.scalars(select(PaymentRequest)).one().account_id == second.id


def test_something_without_a_price_needs_an_amount_for_its_code(
    phone: Browser, session: Session, shop: Shop
) -> None:
    make.payment_account(session, shop)
    fields = {"title": "rau muống", "channel": "stall", "paid_by": "request"}
    answer = phone.post("/sales/quick/other", **fields)
    assert errors(answer) == ["Nhập tổng tiền để hiện mã QR, ví dụ 45.000 hoặc 45k."]
    assert order_count(session) == 0
    assert phone.post("/sales/quick/other", **fields, amount_vnd="8k").status_code == 303
    assert session.scalars(select(OrderLine)).one().title == "rau muống"


def test_a_slip_names_the_buyer_and_what_to_collect(
    phone: Browser, session: Session, shop: Shop, agreed: Agree
) -> None:
    order = agreed()
    assert phone.get(f"/sales/{order.id}/slip.pdf").status_code == 404
    phone.post(f"/sales/{order.id}/buyer", version="1", buyer_name="Trần Thị Thử")
    slip = phone.get(f"/sales/{order.id}/slip.pdf")
    assert slip.mimetype == "application/pdf"
    assert slip.data.startswith(b"%PDF")


def test_the_list_goes_by_what_is_to_be_done(phone: Browser, agreed: Agree) -> None:
    assert "Chưa ghi lần bán nào" in phone.get("/sales").text
    agreed()
    page = phone.get("/sales").text
    assert "Đơn 1" in page
    assert "Không có đơn nào ở đây" in phone.get("/sales?task=send").text
    assert phone.get("/sales?task=nonsense").status_code == 200
    for page_number in ("0", "-1", "1001"):
        assert phone.get(f"/sales?page={page_number}").status_code == 404


def test_the_channel_is_remembered(phone: Browser, session: Session, cake: Product) -> None:
    phone.post(f"/sales/quick/{cake.id}", channel="facebook", paid_by="cash")
    page = phone.get(f"/sales/quick/{cake.id}").text
    assert 'value="facebook" checked' in page


def test_what_is_known_of_a_buyer_says_when_it_goes(
    phone: Browser, session: Session, clock: StandingClock, agreed: Agree
) -> None:
    order = agreed()
    assert "60 ngày" in phone.get(f"/sales/{order.id}/buyer").text
    assert clock.at - order.agreed_at < timedelta(days=1)


def test_what_was_written_down_wrongly_is_written_anew(
    phone: Browser, session: Session, shop: Shop, cake: Product, tea: Product
) -> None:
    make.payment_account(session, shop)
    phone.post(
        "/sales/new",
        **{f"count-{cake.id}": "2"},
        other_title="giỏ",
        other_count="1",
        channel="zalo",
    )
    order = only(session)
    pay(phone, order, amount_vnd="20k")
    hide(session, cake, now=NOW)
    page = phone.get(f"/sales/{order.id}/goods").text
    assert 'value="2"' in page
    assert 'value="giỏ"' in page
    version = str(only(session).version)
    fields = {f"count-{cake.id}": "3", f"count-{tea.id}": "1", "channel": "facebook"}
    answer = phone.post(f"/sales/{order.id}/goods", **fields, version=version)
    assert answer.status_code == 303
    lines = session.scalars(select(OrderLine).order_by(OrderLine.position)).all()
    assert [(line.title, line.count) for line in lines] == [("Bánh gai", 3), ("Trà sen", 1)]
    assert (only(session).channel, only(session).request_id) == ("facebook", None)
    assert session.scalars(select(PaymentRequest.state)).one() == "cancelled"
    assert phone.post(f"/sales/{order.id}/goods", **fields, version=version).status_code == 409


def test_goods_on_the_way_are_not_changed(
    phone: Browser, session: Session, cake: Product, agreed: Agree
) -> None:
    order = agreed()
    phone.post(f"/sales/{order.id}/step/sent", version="1")
    fields = {f"count-{cake.id}": "3", "channel": "zalo", "version": str(only(session).version)}
    assert phone.post(f"/sales/{order.id}/goods", **fields).status_code == 409
    assert session.scalars(select(OrderLine)).one().count == 2


def test_with_a_book_the_money_that_came_is_what_counts(
    phone: Browser, session: Session, shop: Shop
) -> None:
    make.agree(session, shop, "book")
    make.payment_account(session, shop)
    fields = {"other_title": "rau muống", "other_count": "1", "channel": "zalo"}
    phone.post("/sales/new", **fields)
    order = only(session)
    assert order.amount_vnd is None
    pay(phone, order, amount_vnd="9k")
    assert only(session).amount_vnd == 9_000
    version = str(only(session).version)
    paid = {"paid_by": "cash", "amount_vnd": "8k", "version": version}
    phone.post(f"/sales/{order.id}/paid", **paid)
    assert only(session).amount_vnd == 8_000


def test_without_a_book_the_money_that_came_is_not_written_down(
    phone: Browser, session: Session, agreed: Agree
) -> None:
    order = agreed()
    paid = {"paid_by": "cash", "amount_vnd": "8k", "version": "1"}
    phone.post(f"/sales/{order.id}/paid", **paid)
    assert (only(session).amount_vnd, only(session).paid_by) == (None, "cash")
