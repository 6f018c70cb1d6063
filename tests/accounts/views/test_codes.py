import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import make_staff
from shopkit.accounts.models import Account, SignIn
from shopkit.app import create_app
from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.scope import COMMUNE, OFFICER, Role
from tests.accounts.browser import PASSWORD, Browser, errors
from tests.conftest import StandingClock

OpenBrowser = Callable[..., Browser]
PHONE = "0900000015"


@pytest.fixture
def officer(session: Session, clock: StandingClock) -> Account:
    """An officer of a real commune, who has not enrolled yet."""
    return make_staff(
        session,
        phone="+84900000015",
        name="Lê Văn Thử",
        roles=[Role(OFFICER, COMMUNE, "15961")],
        password=PASSWORD,
        now=clock.at,
    )


def secret_on(page: str) -> str:
    groups = re.search(r'<span class="groups">(.+?)</span></p>', page)
    assert groups
    return "".join(re.findall(r"[A-Z2-7]{4}", groups[1]))


def enrolled(browser: Browser, clock: StandingClock) -> str:
    """Go through enrolment; returns the secret in the app."""
    browser.sign_in(phone=PHONE, secret=PASSWORD)
    secret = secret_on(browser.get("/sign-in/enrol?next=/me").text)
    browser.post("/sign-in/enrol?next=/me", code=pyotp.TOTP(secret).at(clock.at))
    return secret


def test_an_officer_enrols_an_app_at_the_first_sign_in_and_only_then_is_in(
    browser: Browser, officer: Account, clock: StandingClock
) -> None:
    answer = browser.sign_in(phone=PHONE, secret=PASSWORD)
    assert answer.location == "/sign-in/enrol?next=/me"
    assert not browser.is_in()

    page = browser.get(answer.location).text
    secret = secret_on(page)
    assert secret_on(browser.get(answer.location).text) == secret
    assert "otpauth" not in unquote(page)

    wrong = browser.post(answer.location, code="000000")
    assert errors(wrong) == ["Quét lại mã QR, rồi nhập mã 6 số đang hiện trong ứng dụng."]
    assert not browser.is_in()

    code = pyotp.TOTP(secret).at(clock.at)
    done = browser.post(answer.location, code=f"{code[:3]} {code[3:]}")
    assert (done.status_code, done.location) == (303, "/me")
    assert browser.is_in()


def test_the_next_sign_in_asks_for_a_code_and_takes_each_code_once(
    browser: Browser, open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    secret = enrolled(browser, clock)
    used = pyotp.TOTP(secret).at(clock.at)
    other = open_browser()
    assert other.sign_in(phone=PHONE, secret=PASSWORD).location == "/sign-in/code?next=/me"

    again = other.post("/sign-in/code?next=/me", code=used)
    assert errors(again) == ["Nhập mã đang hiện trong ứng dụng; mỗi mã chỉ dùng một lần."]
    assert not other.is_in()

    clock.forward(seconds=30)
    fresh = pyotp.TOTP(secret).at(clock.at)
    assert other.post("/sign-in/code?next=/me", code=fresh).location == "/me"
    assert other.is_in()


def test_an_enrolled_app_cannot_be_replaced_by_who_only_knows_the_password(
    browser: Browser, open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    enrolled(browser, clock)
    thief = open_browser()
    thief.sign_in(phone=PHONE, secret=PASSWORD)

    assert thief.get("/sign-in/enrol?next=/me").location == "/sign-in/code?next=/me"
    assert thief.post("/sign-in/enrol", code="000000").location == "/sign-in/code?next=/"


def test_wrong_codes_are_delayed_like_wrong_pins(
    browser: Browser, open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    secret = enrolled(browser, clock)
    clock.forward(minutes=1)
    guesser = open_browser()
    guesser.sign_in(phone=PHONE, secret=PASSWORD)
    for number in range(6):
        guesser.post("/sign-in/code", code=f"00000{number}")

    right = pyotp.TOTP(secret).at(clock.at)
    assert "Đợi 1 giây" in guesser.post("/sign-in/code", code=right).text
    clock.forward(seconds=1)
    assert guesser.post("/sign-in/code", code=pyotp.TOTP(secret).at(clock.at)).status_code == 303


def test_a_code_alone_opens_nothing(
    browser: Browser, open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    secret = enrolled(browser, clock)
    clock.forward(minutes=1)
    stranger = open_browser()

    answer = stranger.post("/sign-in/code?next=/me", code=pyotp.TOTP(secret).at(clock.at))

    assert answer.location == "/sign-in?next=/me"
    assert not stranger.is_in()


def test_a_sign_in_waits_ten_minutes_for_its_code(
    browser: Browser, open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    secret = enrolled(browser, clock)
    late = open_browser()
    late.sign_in(phone=PHONE, secret=PASSWORD)
    clock.forward(minutes=10)

    answer = late.post("/sign-in/code", code=pyotp.TOTP(secret).at(clock.at))

    assert answer.location == "/sign-in"
    assert not late.is_in()


def test_the_token_of_the_porch_is_not_the_token_of_the_house(
    browser: Browser, officer: Account, session: Session, clock: StandingClock
) -> None:
    browser.sign_in(phone=PHONE, secret=PASSWORD)
    porch = browser.key
    secret = secret_on(browser.get("/sign-in/enrol").text)
    browser.post("/sign-in/enrol", code=pyotp.TOTP(secret).at(clock.at))

    assert browser.key != porch
    open_ones = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert [one.waits_for_code for one in open_ones] == [False]


def test_the_secret_offered_to_one_sign_in_is_not_taken_in_another(
    open_browser: OpenBrowser, officer: Account, clock: StandingClock
) -> None:
    first, second = open_browser(), open_browser()
    pages = []
    for browser in (first, second):
        browser.sign_in(phone=PHONE, secret=PASSWORD)
        pages.append(secret_on(browser.get("/sign-in/enrol").text))

    code_of_first = pyotp.TOTP(pages[0]).at(clock.at)

    assert pages[0] != pages[1]
    assert second.post("/sign-in/enrol", code=code_of_first).status_code == 422


def test_practice_staff_need_a_code_where_strangers_can_come(
    config: Config, database: Database, session: Session, thu: Account
) -> None:
    public = create_app(replace(config, public_address="https://shop.example"), database=database)
    browser = Browser(public, session)
    browser.environ |= {
        "HTTP_HOST": "shop.example",
        "HTTP_REFERER": "https://shop.example/sign-in",
        "wsgi.url_scheme": "https",
    }

    answer = browser.sign_in(phone="0900000012", secret=PASSWORD)

    assert answer.location == "/sign-in/enrol?next=/me"
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "key" in one)
    assert cookie.startswith("__Host-key=")
    assert "Secure" in cookie
