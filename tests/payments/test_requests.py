"""Asking for a payment: its states, calling off, running out, and what its page says."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import Conflict
from shopkit.payments.actions.accounts import end_account
from shopkit.payments.actions.feeds import open_feed
from shopkit.payments.actions.requests import (
    AccountEnded,
    AlreadyPaid,
    AmountRefused,
    ask_payment,
    cancel_request,
    expire_requests,
)
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine
from shopkit.payments.models.requests import PaymentRequest
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def asked(session: Session, shop: Shop, account: PaymentAccount) -> PaymentRequest:
    return make.payment_request(session, shop, account)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.mark.parametrize("amount", [0, -1, 500_000_000, 10**15])
def test_an_amount_that_no_transfer_carries_is_refused(
    session: Session, shop: Shop, account: PaymentAccount, amount: int
) -> None:
    with pytest.raises(AmountRefused):
        make.payment_request(session, shop, account, amount)


def test_nobody_is_asked_to_pay_to_an_account_that_ended(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    end_account(session, shop, account, now=NOW)
    with pytest.raises(AccountEnded):
        make.payment_request(session, shop, account)


def test_two_requests_never_share_a_code(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    codes = {make.payment_request(session, shop, account).code for _ in range(50)}
    assert len(codes) == 50


def test_a_request_runs_out_by_itself_and_in_the_books_once_a_day(
    session: Session, asked: PaymentRequest
) -> None:
    late = NOW + timedelta(hours=1)
    assert asked.state_at(late - timedelta(seconds=1)) == "open"
    assert (asked.state_at(late), asked.state) == ("expired", "open")
    assert expire_requests(session, now=late) == 1
    session.expire_all()
    assert asked.state == "expired"
    assert expire_requests(session, now=late) == 0


def test_what_was_paid_cannot_be_called_off(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code)
    with pytest.raises(AlreadyPaid):
        cancel_request(session, asked, now=NOW)
    with pytest.raises(Conflict):
        cancel_request(session, asked, version=1, now=NOW)


def test_no_request_waits_longer_than_a_month(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    long = ask_payment(
        session, shop, account, amount_vnd=5_000, expires_in=timedelta(days=900), now=NOW
    )
    assert long.expires_at == NOW + timedelta(days=30)


def test_a_page_makes_a_request_and_shows_its_code(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    place = phone.post("/requests/new", amount="1tr2", purpose="Cỗ chị Thử", wait="24").location
    asked = session.scalars(select(PaymentRequest)).one()
    assert (asked.amount_vnd, asked.purpose) == (1_200_000, "Cỗ chị Thử")
    assert asked.expires_at == NOW + timedelta(days=1)
    page = phone.get(place).text
    assert "1.200.000" in page
    assert "một triệu hai trăm nghìn đồng" in page
    assert asked.code in page
    assert phone.get(f"{place}/code.png").data.startswith(b"\x89PNG")


@pytest.mark.parametrize("typed", ["", "rau", "0", "500000000", "1.5"])
def test_an_amount_that_cannot_be_asked_is_told_in_a_sentence(
    phone: Browser, session: Session, account: PaymentAccount, typed: str
) -> None:
    answer = phone.post("/requests/new", amount=typed, purpose="", wait="2")
    assert answer.status_code == 422
    assert errors(answer)
    assert session.scalar(select(PaymentRequest)) is None


def test_the_state_is_asked_again_cheaply_and_changes_with_the_money(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    path = f"/requests/{asked.id}/state"
    first = phone.get(path)
    assert "Đang chờ tiền" in first.text
    again = phone.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make.money(session, account, asked.code)
    session.commit()
    after = phone.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    assert "Đã nhận đủ" in after.text


def test_two_hundred_dong_are_shown_as_what_they_are(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code, 200)
    page = phone.get(f"/requests/{asked.id}").text
    assert "hai trăm đồng" in page
    assert "Còn thiếu 199.800" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Đã nhận đủ" not in page
    assert 'class="slip"' in page


def test_an_account_that_ends_while_its_code_is_shown_is_told_on_the_page(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    end_account(session, shop, account, now=NOW)
    page = phone.get(f"/requests/{asked.id}").text
    assert "Tài khoản này đã thôi dùng" in page
    assert "data:image/png" not in page
    assert phone.get(f"/requests/{asked.id}/code.png").status_code == 302
    make.money(session, account, asked.code)
    assert "Đã nhận đủ" in phone.get(f"/requests/{asked.id}").text


def test_money_she_saw_herself_is_noted_and_known_when_the_bank_tells_too(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    version = str(asked.version)
    phone.post(f"/requests/{asked.id}/money", amount="200k", version=version)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    line = session.scalars(select(BankLine)).one()
    assert line.source == "hand"
    with pytest.raises(IndexError):
        make.money(session, account, asked.code)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_an_amount_that_differs_is_asked_back_in_words(
    phone: Browser, session: Session, asked: PaymentRequest
) -> None:
    path, version = f"/requests/{asked.id}/money", str(asked.version)
    answer = phone.post(path, amount="200", version=version)
    assert answer.status_code == 422
    assert "hai trăm đồng" in answer.text
    assert session.scalar(select(BankLine)) is None
    phone.post(path, amount="200", sure="200", version=version)
    assert session.get_one(PaymentRequest, asked.id).state == "part_paid"


def test_the_second_who_notes_the_same_money_is_told_what_the_first_did(
    phone: Browser, session: Session, asked: PaymentRequest
) -> None:
    path, version = f"/requests/{asked.id}/money", str(asked.version)
    assert phone.post(path, amount="200k", version=version).status_code == 303
    second = phone.post(path, amount="200k", version=version)
    assert second.status_code == 409
    assert "Nguyễn Thị Mẫu ghi lúc 09:30" in second.text
    assert len(session.scalars(select(BankLine)).all()) == 1


def test_calling_off_what_was_just_paid_is_told(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    version = str(asked.version)
    make.money(session, account, asked.code)
    answer = phone.post(f"/requests/{asked.id}/cancel", version=version)
    assert answer.status_code == 409
    assert "Đã nhận đủ" in answer.text


def test_a_request_is_called_off_on_its_page(
    phone: Browser, session: Session, asked: PaymentRequest
) -> None:
    phone.post(f"/requests/{asked.id}/cancel", version=str(asked.version))
    assert session.get_one(PaymentRequest, asked.id).state == "cancelled"
    assert "Đã hủy" in phone.get("/requests").text


def test_the_list_tells_what_waits_and_what_is_done(
    phone: Browser,
    session: Session,
    account: PaymentAccount,
    asked: PaymentRequest,
    clock: StandingClock,
) -> None:
    assert "Đang chờ tiền" in phone.get("/requests").text
    clock.forward(hours=2)
    assert "Hết hạn" in phone.get("/requests").text


def test_the_page_promises_to_tell_only_where_a_feed_was_heard(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    page = f"/requests/{asked.id}"
    assert "tự báo" not in phone.get(page).text
    assert "Xem app ngân hàng, thấy tiền thì bấm Đã thấy tiền." in phone.get(page).text
    feed = open_feed(session, shop, account, now=NOW)
    assert "tự báo" not in phone.get(page).text
    feed.heard_at = NOW
    session.commit()
    assert "tự báo" in phone.get(page).text
    feed.ended_at = NOW
    session.commit()
    assert "tự báo" not in phone.get(page).text


def test_a_screen_that_shows_a_code_notices_that_the_account_ended(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    path = f"/requests/{asked.id}/state"
    mark = {"If-None-Match": phone.get(path).headers["ETag"]}
    assert phone.client.get(path, headers=mark).status_code == 304
    end_account(session, shop, account, now=NOW)
    session.commit()
    assert phone.client.get(path, headers=mark).status_code == 200


def test_what_was_paid_twice_is_not_among_what_waits(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    for _ in range(2):
        make.money(session, account, asked.code, asked.amount_vnd or 0)
    session.commit()
    page = phone.get("/requests").text
    assert page.index("Cần xem lại") < page.index("Nhận hai lần") < page.index("Đang chờ")
    assert "Không có mã nào đang chờ tiền." in page


def test_where_there_are_several_accounts_she_says_which_gets_the_money(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    assert 'name="account"' not in phone.get("/requests/new").text
    other = make.payment_account(session, shop, number="0000000001")
    assert 'name="account"' in phone.get("/requests/new").text
    phone.post("/requests/new", amount="50k", wait="2", account=str(other.id))
    asked = session.scalars(select(PaymentRequest)).one()
    assert asked.account_id == other.id
    answer = phone.post("/requests/new", amount="50k", wait="2", account="nobody")
    assert errors(answer) == ["Chọn tài khoản nhận tiền."]


def test_an_amount_that_cannot_be_read_is_called_an_amount(
    phone: Browser, account: PaymentAccount
) -> None:
    answer = phone.post("/requests/new", amount="nhiều", wait="2")
    assert errors(answer) == ["Nhập số tiền bằng số, ví dụ 25.000 hoặc 25k."]
