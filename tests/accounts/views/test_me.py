from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts import queries
from shopkit.accounts.actions.notices import tell
from shopkit.accounts.models import Account, Notice, SignIn
from shopkit.accounts.rules.delays import phone_key
from shopkit.accounts.views.notices import add_notice_words
from shopkit.accounts.views.turns import take_turn
from shopkit.web.language import LazyText
from tests.accounts.browser import PASSWORD, PIN, Browser, errors
from tests.conftest import StandingClock

OpenBrowser = Callable[..., Browser]
SAMSUNG = "Mozilla/5.0 (Linux; Android 12; SM-A125F Build/SP1A) Chrome/120.0 Mobile"


def test_a_new_pin_ends_the_other_phones_and_tells_them(
    open_browser: OpenBrowser, mau: Account
) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in()
    there.sign_in()

    answer = here.post("/me/pin", old=PIN, new="874120")

    assert answer.location == "/me"
    assert here.is_in()
    assert not there.is_in()
    assert there.sign_in(secret=PIN).status_code == 422
    there.sign_in(secret="874120")
    assert "Mã PIN hoặc mật khẩu đã được đổi." in there.get("/me").text
    assert "đã được đổi" not in here.get("/me").text


def test_a_wrong_old_pin_and_a_weak_new_one_change_nothing(browser: Browser, mau: Account) -> None:
    browser.sign_in()

    assert errors(browser.post("/me/pin", old="506938", new="874120")) == [
        "Mã này chưa đúng. Nhập lại."
    ]
    assert errors(browser.post("/me/pin", old=PIN, new="000011")) == [
        "Chọn số khác: không lấy từ số điện thoại."
    ]
    browser.post("/sign-out")
    assert browser.sign_in(secret=PIN).status_code == 303


def test_guessing_the_old_pin_on_a_borrowed_phone_is_delayed(
    browser: Browser, mau: Account
) -> None:
    browser.sign_in()
    for _try in range(6):
        browser.post("/me/pin", old="506938", new="874120")

    assert "Đợi 1 giây" in browser.post("/me/pin", old=PIN, new="874120").text


def test_staff_cannot_fall_back_to_a_pin(browser: Browser, thu: Account) -> None:
    browser.sign_in(phone="0900000012", secret=PASSWORD)

    answer = browser.post("/me/pin", old=PASSWORD, new="874120")

    assert errors(answer) == ["Đặt mật khẩu dài từ 10 ký tự, ví dụ bốn từ ghép lại."]


def test_she_sees_her_phones_and_ends_one(
    open_browser: OpenBrowser, mau: Account, session: Session
) -> None:
    here, there = open_browser(), open_browser(agent=SAMSUNG)
    here.sign_in()
    there.sign_in()
    page = here.get("/me").text
    assert "SM-A125F, Chrome" in page
    other = session.scalars(select(SignIn).where(SignIn.device == "SM-A125F, Chrome")).one()
    assert str(other.id) in page

    assert here.post(f"/me/sign-ins/{other.id}/end").location == "/me"

    assert not there.is_in()
    assert here.is_in()
    assert "SM-A125F" not in here.get("/me").text


def test_she_ends_all_other_phones_at_once(open_browser: OpenBrowser, mau: Account) -> None:
    phones = [open_browser() for _ in range(3)]
    for phone in phones:
        phone.sign_in()

    phones[0].post("/me/sign-ins/end")

    assert [phone.is_in() for phone in phones] == [True, False, False]


def test_the_phone_of_another_person_does_not_exist(
    open_browser: OpenBrowser, mau: Account, thu: Account, session: Session
) -> None:
    mine, hers = open_browser(), open_browser()
    mine.sign_in()
    hers.sign_in(phone="0900000012", secret=PASSWORD)
    other = session.scalars(select(SignIn).where(SignIn.account_id == thu.id)).one()

    assert mine.post(f"/me/sign-ins/{other.id}/end").status_code == 404
    assert hers.is_in()


def test_a_notice_is_shown_on_each_phone_until_it_is_read_there(
    open_browser: OpenBrowser, mau: Account, session: Session, clock: StandingClock
) -> None:
    add_notice_words({"test.happened": LazyText("Có việc vừa xảy ra.")})
    first, second = open_browser(), open_browser()
    first.sign_in()
    second.sign_in()
    tell(session, mau.id, kind="test.happened", now=clock.forward(minutes=1))

    assert "Có việc vừa xảy ra." in first.get("/me").text
    first.post("/me/notices")

    assert "Có việc vừa xảy ra." not in first.get("/me").text
    assert "Có việc vừa xảy ra." in second.get("/me").text


def test_a_kind_nobody_has_words_for_is_still_told(
    browser: Browser, mau: Account, session: Session, clock: StandingClock
) -> None:
    browser.sign_in()
    tell(session, mau.id, kind="test.unheard_of", now=clock.at)

    assert "Có thay đổi cần kiểm tra lại." in browser.get("/me").text


def test_what_she_did_herself_is_told_to_her_other_phones_only(
    open_browser: OpenBrowser, mau: Account, session: Session, clock: StandingClock
) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in()
    there.sign_in()
    session.info["actor"] = queries.who_of_token(session, here.key or "", clock.at)
    tell(session, mau.id, kind="payment.changed", now=clock.at)
    session.info["actor"] = None

    assert "Có thay đổi cần kiểm tra lại." not in here.get("/me").text
    assert "Có thay đổi cần kiểm tra lại." in there.get("/me").text
    assert session.scalars(select(Notice)).one().sign_in_id is not None


def test_one_try_at_a_time_is_heard_for_one_phone(
    app: Flask, browser: Browser, mau: Account
) -> None:
    with app.test_request_context(), ThreadPoolExecutor() as elsewhere:
        assert take_turn(phone_key(mau.phone))
        assert "Đợi 1 giây" in elsewhere.submit(browser.sign_in).result(20).text

    assert browser.sign_in().status_code == 303


def test_every_page_about_oneself_is_closed_to_strangers(browser: Browser) -> None:
    for path in ("/me", "/me/pin", "/me/new-pin", "/me/consents", "/me/consents/report", "/card"):
        answer = browser.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")
    for path in ("/me/pin", "/me/notices", "/me/sign-ins/end", "/me/consents/report"):
        assert browser.post(path).location == "/sign-in"


def test_pages_that_only_act_cannot_be_opened(browser: Browser, mau: Account) -> None:
    browser.sign_in()

    for path in ("/sign-out", "/me/notices", "/me/sign-ins/end"):
        assert browser.get(path).status_code == 405
    assert browser.is_in()
