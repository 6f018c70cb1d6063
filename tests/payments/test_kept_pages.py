"""Looking after the accounts a shop is paid to."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.accounts.actions.cards import make_card
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import accounts_of
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import PAYEE

OTHER = {"number": "0000000001", "holder": "Trần Thị Thử", "label": ""}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, make.account(session, phone="+84900000601"))


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def numbers(session: Session, shop: Shop) -> list[str]:
    return [account.number for account in accounts_of(session, shop)]


def test_the_page_of_an_account_shows_it_whole_and_lists_show_its_end(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    page = phone.get(f"/qr/{account.id}").text
    assert "1012" in page
    assert PAYEE.holder in page
    make.payment_account(session, shop, "0000000001")
    listed = phone.get("/qr/accounts").text
    assert "…5678" in listed
    assert "…0001" in listed
    assert "1012345678" not in listed


def test_another_number_needs_the_pin(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    path = f"/qr/account/970405?instead={account.id}"
    assert "Mã PIN" in phone.get(path).text
    assert errors(phone.post(path, **OTHER)) == ["Nhập mã PIN đang dùng để đăng nhập."]
    assert errors(phone.post(path, **OTHER, pin="999111")) == ["Mã PIN chưa đúng. Nhập lại."]
    assert numbers(session, shop) == [PAYEE.number]
    answer = phone.post(path, **OTHER, pin=PIN)
    assert numbers(session, shop) == ["0000000001"]
    page = phone.get(answer.location).text
    assert "TRẦN THỊ THỬ" in page
    assert "Gỡ các bảng mã in trước đây" in page
    old = phone.get(f"/qr/{account.id}").text
    assert "đã thôi dùng từ ngày 22/11/2026" in old
    assert "Bảng A5" not in old


def test_a_second_account_needs_the_pin_too(phone: Browser, session: Session, shop: Shop) -> None:
    assert phone.post("/qr/account/970405", **OTHER).status_code == 422
    phone.post("/qr/account/970405", **OTHER, pin=PIN)
    assert numbers(session, shop) == [PAYEE.number, "0000000001"]


def test_many_wrong_pins_make_her_wait(phone: Browser, session: Session, shop: Shop) -> None:
    said = [errors(phone.post("/qr/account/970405", **OTHER, pin=f"99911{n}"))[0] for n in range(8)]
    assert said[0] == "Mã PIN chưa đúng. Nhập lại."
    assert "Đợi" in said[-1]
    assert errors(phone.post("/qr/account/970405", **OTHER, pin=PIN))
    assert numbers(session, shop) == [PAYEE.number]


def test_her_other_phone_is_told_and_the_one_in_her_hand_is_not(
    app: Flask, phone: Browser, session: Session, shop: Shop, clock: StandingClock
) -> None:
    other = make.phone(app, session, make.owner_of(session, shop))
    for one in (phone, other):
        one.post("/me/notices")
    clock.forward(seconds=1)
    phone.post("/qr/account/970405", **OTHER, pin=PIN)
    assert "Có thêm một tài khoản nhận tiền." in other.get("/me").text
    assert "Có thêm một tài khoản nhận tiền." not in phone.get("/me").text


def test_an_account_can_end_and_is_told(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    path = f"/qr/{account.id}/end"
    assert "…5678" in phone.get(path).text
    assert phone.post(path, pin="999111").status_code == 422
    assert numbers(session, shop) == [PAYEE.number]
    assert phone.post(path, pin=PIN).location == f"/qr/{account.id}"
    assert numbers(session, shop) == []
    assert phone.get("/qr/accounts").location == "/qr/bank"


def test_a_card_opens_no_page_that_changes_where_money_goes(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount, clock: StandingClock
) -> None:
    helper = make.who(session, make.staff(session, TRAINER))
    card = make_card(session, make.owner_of(session, shop), made_by=helper, now=NOW)
    phone = make.phone(app, session)
    phone.post(f"/c/{card.token}")
    changes = (f"/qr/account/970405?instead={account.id}", f"/qr/{account.id}/end")
    for path in changes:
        assert phone.get(path).status_code == 403
        answer = phone.post(path, **OTHER, pin=PIN)
        assert answer.status_code == 403
        assert "24 giờ" in answer.text
    assert numbers(session, shop) == [PAYEE.number]
    clock.forward(hours=24, seconds=1)
    assert phone.get(changes[0]).status_code == 200


def test_a_name_seen_is_noted_on_the_account(phone: Browser, account: PaymentAccount) -> None:
    path = f"/qr/{account.id}"
    differs = phone.post(f"{path}/name", shown_name="Tran Van Khac")
    assert differs.status_code == 422
    assert f"instead={account.id}" in differs.text
    assert "Chưa kiểm tra tên" in phone.get(path).text
    assert phone.post(f"{path}/seen").location == path
    assert "Đã kiểm tra tên ngày 22/11/2026" in phone.get(path).text


def test_a_number_kept_before_is_said_to_be(
    phone: Browser, session: Session, shop: Shop, clock: StandingClock
) -> None:
    clock.set(NOW + timedelta(days=1))
    answer = phone.post(
        "/qr/account/970436", number=PAYEE.number, holder="Ai Đó", label="", pin=PIN
    )
    assert "Tài khoản này đã lưu từ trước." in phone.get(answer.location).text
    assert numbers(session, shop) == [PAYEE.number]


@pytest.mark.parametrize("end", ["", "/name", "/end", "/code.png", "/stand-a5.pdf"])
def test_a_neighbour_finds_no_account_of_hers(
    app: Flask, session: Session, account: PaymentAccount, end: str
) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/qr/{account.id}{end}").status_code == 404
    assert neighbour.get(f"/qr/bank?instead={account.id}").status_code == 404
