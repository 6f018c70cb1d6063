"""The till: what came in since it was opened, seen, heard, and asked for cheaply."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.till import close_till, open_till
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, BY_STATEMENT, TillDay
from shopkit.payments.rules.money import Told
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def sounds(page: str) -> list[str]:
    return re.findall(r'data-sound="(\w+)"', page)


def test_an_open_till_stays_open_on_all_phones_until_it_is_closed(
    session: Session, shop: Shop
) -> None:
    first = open_till(session, shop, now=NOW)
    assert open_till(session, shop, now=NOW) is first
    close_till(session, shop, now=NOW)
    assert open_till(session, shop, now=NOW) is not first


def test_what_came_in_since_opening_stands_newest_first_with_its_sound(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, clock: StandingClock
) -> None:
    make.money(session, account, "truoc khi mo", 10_000)
    clock.forward(minutes=1)
    phone.post("/till/open")
    whole = make.payment_request(session, shop, account, 50_000)
    slip = make.payment_request(session, shop, account, 200_000)
    for minute, (memo, amount) in enumerate(
        [(whole.code, 50_000), (slip.code, 200), ("mua rau", 30_000)]
    ):
        make.money(session, account, memo, amount, clock.forward(minutes=minute + 1))
    page = phone.get("/till").text
    assert sounds(page) == ["unknown", "part", "full"]
    assert "truoc khi mo" not in page
    assert "hai trăm đồng, chưa đúng, xem lại" in page
    assert "năm mươi nghìn đồng, đủ" in page


def test_asking_again_is_short_until_something_changes(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    phone.post("/till/open")
    first = phone.get("/till/lines")
    mark = {"If-None-Match": first.headers["ETag"]}
    again = phone.client.get("/till/lines", headers=mark)
    assert (again.status_code, again.data) == (304, b"")
    make.money(session, account)
    session.commit()
    after = phone.client.get("/till/lines", headers=mark)
    assert after.status_code == 200
    assert "hai trăm nghìn đồng" in after.text
    assert len(after.data) < 5_000


def test_placing_a_payment_changes_what_the_till_shows(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    phone.post("/till/open")
    asked = make.payment_request(session, shop, account)
    line = make.money(session, account)
    first = phone.get("/till/lines")
    assert sounds(first.text) == ["unknown"]
    phone.post(f"/money/{line.id}", version=str(line.version), request=str(asked.id))
    after = phone.client.get("/till/lines", headers={"If-None-Match": first.headers["ETag"]})
    assert sounds(after.text) == ["full"]


def test_the_sum_of_the_day_stands_only_where_she_keeps_a_book(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    phone.post("/till/open")
    make.money(session, account, amount_vnd=31_000)
    make.money(session, account, amount_vnd=12_000)
    page = phone.get("/till").text
    assert "Hôm nay 2 lần tiền vào" in page
    assert "43.000" not in page
    make.agree(session, shop, "book")
    assert "43.000" in phone.get("/till").text


def test_without_an_account_the_till_says_what_comes_first(app: Flask, session: Session) -> None:
    shop = make.shop(session)
    phone = make.phone(app, session, make.owner_of(session, shop))
    assert "Chưa có tài khoản nhận tiền" in phone.get("/till").text


def test_the_page_has_a_way_to_look_again_without_scripts(phone: Browser, session: Session) -> None:
    phone.post("/till/open")
    assert "Xem tiền mới vào" in phone.get("/till").text
    phone.post("/till/close")
    assert "Mở quầy" in phone.get("/till").text
    assert session.scalars(select(TillDay)).one().closed_at == NOW


def test_a_neighbour_sees_nothing_of_it(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    open_till(session, shop, now=NOW)
    make.money(session, account, "rieng cua chi Mau")
    other = make.shop(session)
    make.payment_account(session, other)
    neighbour = make.phone(app, session, make.owner_of(session, other))
    neighbour.post("/till/open")
    for path in ("/till", "/till/lines", "/money"):
        assert "rieng cua chi Mau" not in neighbour.get(path).text


def test_an_old_statement_told_while_the_till_is_open_is_no_new_money(
    phone: Browser, session: Session, account: PaymentAccount, clock: StandingClock
) -> None:
    phone.post("/till/open")
    now = clock.forward(minutes=5)
    old = [Told(NOW - timedelta(days=3), 81_000, "hom truoc", "", "")]
    take_lines(session, account, old, source=BY_STATEMENT, import_id=None, now=now)
    late = [Told(NOW - timedelta(hours=20), 82_000, "hom qua", "", "sepay-late")]
    take_lines(session, account, late, source=BY_FEED, import_id=None, now=now)
    page = phone.get("/till/lines").text
    assert "Chưa có tiền vào từ lúc mở quầy." in page


def test_a_payment_dated_in_the_future_by_its_teller_still_stands(
    phone: Browser, session: Session, account: PaymentAccount, clock: StandingClock
) -> None:
    phone.post("/till/open")
    ahead = [Told(NOW + timedelta(hours=7), 83_000, "lech gio", "", "sepay-ahead")]
    take_lines(session, account, ahead, source=BY_FEED, import_id=None, now=NOW)
    assert "lech gio" in phone.get("/till/lines").text


def test_a_line_of_a_statement_is_seen_and_not_heard(
    phone: Browser, session: Session, account: PaymentAccount, clock: StandingClock
) -> None:
    phone.post("/till/open")
    now = clock.forward(minutes=5)
    told = [Told(now, 84_000, "vua chuyen", "", "")]
    take_lines(session, account, told, source=BY_STATEMENT, import_id=None, now=now)
    page = phone.get("/till/lines").text
    assert "vua chuyen" in page
    assert sounds(page) == []
    assert 'data-say=""' in page


def test_more_undecided_money_than_a_page_holds_is_on_the_next_page(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    told = [Told(NOW, 10_000 + one, f"khoan {one:02}", "", f"many-{one:02}") for one in range(53)]
    take_lines(session, account, told, source=BY_FEED, import_id=None, now=NOW)
    first, second = phone.get("/money").text, phone.get("/money?page=2").text
    assert (first.count('class="payment'), second.count('class="payment')) == (50, 3)
    assert "/money?page=2" in first
    assert phone.get("/money?page=99").text.count('class="payment') == 3
    assert first.count("Từ sao kê: gửi tệp của ngân hàng") == 1


def test_the_till_has_words_for_more_payments_than_it_can_tell_at_once(phone: Browser) -> None:
    phone.post("/till/open")
    assert 'data-more="và # khoản nữa"' in phone.get("/till").text
