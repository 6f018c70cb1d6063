"""The amount pad: typed or tapped, and at once a code that says just that."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import vietqr
from qr_labels.symbol.proof import QR_ONLY
from shopkit.db.files import Files
from shopkit.payments.actions.accounts import end_account
from shopkit.payments.actions.matching import note_by_hand
from shopkit.payments.actions.requests import cancel_request
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.pad import best_products
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import PAYEE

MADE = {"number": PAYEE.number, "holder": PAYEE.holder, "label": ""}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def payment_on(page: str) -> vietqr.Payment | None:
    """What a decoder reads on the page itself."""
    found = re.search(r'src="data:image/png;base64,([^"]+)"', page)
    assert found
    with Image.open(BytesIO(b64decode(found[1]))) as picture:
        (code,) = zxingcpp.read_barcodes(picture.convert("L"), formats=QR_ONLY)
    return vietqr.decode(code.text).payment


@pytest.mark.parametrize(
    ("typed", "amount", "words"),
    [
        ("25k", 25_000, "hai mươi lăm nghìn đồng"),
        ("1tr2", 1_200_000, "một triệu hai trăm nghìn đồng"),
        ("499.999.999", 499_999_999, "bốn trăm chín mươi chín triệu"),
    ],
)
def test_an_amount_becomes_a_code_with_words(
    phone: Browser, session: Session, typed: str, amount: int, words: str
) -> None:
    page = phone.get(phone.post("/qr/pad", amount=typed).location).text
    asked = session.scalars(select(PaymentRequest)).one()
    assert asked.amount_vnd == amount
    assert words in page
    assert "Khách tiếp theo" in page
    wanted = vietqr.Payment(PAYEE.bin, PAYEE.number, amount=amount, purpose=asked.code)
    assert payment_on(page) == wanted


def test_200_is_asked_about_before_it_becomes_a_code(phone: Browser, session: Session) -> None:
    answer = phone.post("/qr/pad", amount="200")
    assert errors(answer) == ["Số tiền thấp khác thường. Chọn đúng số ở dưới."]
    assert "hai trăm nghìn đồng" in answer.text
    assert "hai trăm đồng" in answer.text
    assert not session.scalars(select(PaymentRequest)).all()
    phone.post("/qr/pad", amount="200", sure="200000")
    assert session.scalars(select(PaymentRequest.amount_vnd)).all() == [200_000]
    phone.post("/qr/pad", amount="200", sure="200")
    assert set(session.scalars(select(PaymentRequest.amount_vnd))) == {200_000, 200}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nhập số tiền, ví dụ 25k hoặc 1tr2."),
        ("hai mươi", "Nhập số tiền bằng số, ví dụ 25.000 hoặc 25k."),
        ("500tr", "Một lần chuyển phải dưới 500 triệu đồng. Chia thành nhiều lần."),
        ("-5", "Nhập số tiền lớn hơn 0."),
        ("0", "Nhập số tiền lớn hơn 0."),
        ("3 tỷ", "Số này lớn quá. Nhập không quá 2.000.000.000\u00a0₫."),
        ("25.000,5", "Nhập rõ hơn: 25.000\u00a0₫?"),
    ],
)
def test_what_is_no_amount_is_told_what_to_do(
    phone: Browser, session: Session, typed: str, said: str
) -> None:
    assert errors(phone.post("/qr/pad", amount=typed)) == [said]
    assert not session.scalars(select(PaymentRequest)).all()


def test_a_product_is_one_tap(phone: Browser, session: Session, shop: Shop, files: Files) -> None:
    listing = make.product(session, files, shop, price=30_000)
    assert "30.000" in phone.get("/qr/pad").text
    page = phone.get(phone.post("/qr/pad", amount="", product=str(listing.id)).location).text
    asked = session.scalars(select(PaymentRequest)).one()
    assert (asked.amount_vnd, asked.purpose) == (30_000, listing.title)
    assert "ba mươi nghìn đồng" in page


def test_what_is_asked_for_most_stands_first(
    phone: Browser, session: Session, shop: Shop, files: Files
) -> None:
    for number in range(8):
        make.product(session, files, shop, title=f"Món số {number}", price=10_000 + number)
    assert len(best_products(session, shop, NOW)) == 6
    first = best_products(session, shop, NOW)[-1]
    phone.post("/qr/pad", product=str(first.id))
    assert best_products(session, shop, NOW)[0].id == first.id


def test_a_product_of_another_shop_is_no_button(
    phone: Browser, session: Session, files: Files
) -> None:
    foreign = make.product(session, files, make.shop(session))
    assert phone.post("/qr/pad", product=str(foreign.id)).status_code == 404


def test_the_money_goes_to_the_stall_that_was_chosen(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    second = make.payment_account(session, shop, "0000000001")
    assert "Tiền về" in phone.get("/qr/pad").text
    page = phone.get(phone.post("/qr/pad", amount="25k", account=str(second.id)).location).text
    paid = payment_on(page)
    assert paid
    assert paid.account == "0000000001"
    assert f"account={second.id}" in page


def test_an_account_that_ended_meanwhile_is_told(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    shown = phone.post("/qr/pad", amount="25k").location
    end_account(session, shop, account, now=NOW)
    page = phone.get(shown).text
    assert "vừa thôi dùng" in page
    assert "data:image/png" not in page


def test_a_visitor_uses_the_pad_and_the_house_keeps_nothing(app: Flask, session: Session) -> None:
    visitor = make.phone(app, session)
    assert visitor.get("/qr/pad").location == "/qr/bank"
    visitor.post("/qr/account/970436", **MADE)
    assert visitor.get("/qr/pad").status_code == 200
    answer = visitor.post("/qr/pad", amount="25k")
    assert answer.location == "/qr/pad/code"
    page = visitor.get(answer.location).text
    assert "hai mươi lăm nghìn đồng" in page
    assert payment_on(page) == PAYEE.payment(25_000)
    assert not session.scalars(select(PaymentRequest)).all()
    for amount in ("0", "500000000", "-5"):
        assert visitor.get(f"/qr/pad/code?amount={amount}").location == "/qr/pad"


def test_a_double_tap_asks_once(phone: Browser, session: Session) -> None:
    for _ in range(2):
        phone.post("/qr/pad", amount="25k", _key="the-same-key")
    assert len(session.scalars(select(PaymentRequest)).all()) == 1


def test_a_neighbour_sees_no_request_of_hers(app: Flask, phone: Browser, session: Session) -> None:
    shown = phone.post("/qr/pad", amount="25k").location
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(shown).status_code == 404


def test_an_account_that_ended_before_the_tap_is_not_swapped_silently(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    make.payment_account(session, shop, "0000000001")
    end_account(session, shop, account, now=NOW)
    answer = phone.post("/qr/pad", amount="25k", account=str(account.id))
    assert errors(answer) == ["Tài khoản vừa chọn đã thôi dùng. Xem lại nơi nhận tiền."]
    assert not session.scalars(select(PaymentRequest)).all()


def test_what_no_transfer_carries_is_no_button(
    phone: Browser, session: Session, shop: Shop, files: Files
) -> None:
    dear = make.product(session, files, shop, price=500_000_000)
    assert best_products(session, shop, NOW) == []
    assert phone.post("/qr/pad", product=str(dear.id)).status_code == 422


def test_the_code_asks_only_for_what_is_still_lacking(phone: Browser, session: Session) -> None:
    shown = phone.post("/qr/pad", amount="25k").location
    asked = session.scalars(select(PaymentRequest)).one()
    for amount, left in ((10_000, 15_000), (15_000, None), (25_000, None)):
        note_by_hand(session, asked, amount_vnd=amount, version=asked.version, now=NOW)
        page = phone.get(shown).text
        if left is None:
            assert "data:image/png" not in page
        else:
            paid = payment_on(page)
            assert paid
            assert paid.amount == left
            assert "Mã cho phần còn thiếu" in page


def test_a_code_that_was_called_off_or_ran_out_is_shown_no_more(
    phone: Browser, session: Session, clock: StandingClock
) -> None:
    called_off = phone.post("/qr/pad", amount="25k").location
    cancel_request(session, session.scalars(select(PaymentRequest)).one(), now=NOW)
    ran_out = phone.post("/qr/pad", amount="26k").location
    assert payment_on(phone.get(ran_out).text)
    assert "data-whole" in phone.get(ran_out).text
    clock.forward(days=2)
    for shown in (called_off, ran_out):
        assert "data:image/png" not in phone.get(shown).text
