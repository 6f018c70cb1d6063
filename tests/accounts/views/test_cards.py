from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.cards import NewCard, make_card
from shopkit.accounts.models import Account, SignIn
from shopkit.accounts.views.cards import show_made_card
from shopkit.scope import COMMUNE, TRAINER, Role, Who
from tests.accounts.browser import PASSWORD, PIN, Browser, errors
from tests.conftest import StandingClock

OpenBrowser = Callable[..., Browser]
HELPER = Who(uuid4(), "Trần Thị Thử", (Role(TRAINER, COMMUNE, "15961"),))


@pytest.fixture
def made(session: Session, mau: Account, clock: StandingClock) -> NewCard:
    return make_card(session, mau, made_by=HELPER, now=clock.at)


@pytest.fixture
def resetting(session: Session, mau: Account, clock: StandingClock) -> NewCard:
    return make_card(session, mau, made_by=HELPER, resets_pin=True, now=clock.at)


def test_scanning_a_card_shows_whose_it_is_and_does_not_spend_it(
    browser: Browser, made: NewCard
) -> None:
    for _look in range(2):
        page = browser.get(f"/c/{made.token}")
        assert page.status_code == 200
        assert "N. T. Mẫu" in page.text
        assert "Nguyễn Thị Mẫu" not in page.text


def test_a_tap_signs_the_phone_in_and_a_second_tap_finds_the_card_spent(
    browser: Browser, open_browser: OpenBrowser, made: NewCard
) -> None:
    answer = browser.post(f"/c/{made.token}")
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.is_in()

    second = open_browser().post(f"/c/{made.token}")

    assert second.status_code == 404
    assert "Thẻ đã dùng hoặc quá 10 phút" in second.text
    assert "Thẻ đã dùng" in browser.get(f"/c/{made.token}").text


def test_a_card_ends_the_sign_in_that_was_on_the_phone_before(
    browser: Browser, thu: Account, made: NewCard, session: Session
) -> None:
    browser.sign_in(phone="0900000012", secret=PASSWORD)

    browser.post(f"/c/{made.token}")

    open_ones = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert [one.account_id for one in open_ones] == [made.card.account_id]


def test_the_account_page_says_until_when_the_money_is_locked(
    browser: Browser, made: NewCard
) -> None:
    browser.post(f"/c/{made.token}")

    assert "Đến 09:30 23/11/2026 mới đổi được" in browser.get("/me").text


def test_a_resetting_card_leads_to_a_new_pin_and_the_old_one_is_dead(
    browser: Browser, open_browser: OpenBrowser, resetting: NewCard
) -> None:
    assert browser.post(f"/c/{resetting.token}").location == "/me/new-pin"
    weak = browser.post("/me/new-pin", pin="123456")
    assert errors(weak) == ["Chọn số khác: dãy số liền nhau rất dễ đoán."]

    assert browser.post("/me/new-pin", pin="874120").status_code == 303

    assert browser.get("/me/new-pin").status_code == 404
    other = open_browser()
    assert other.sign_in(secret=PIN).status_code == 422
    assert other.sign_in(secret="874120").status_code == 303


def test_only_a_resetting_card_opens_the_page_for_a_new_pin(
    browser: Browser, open_browser: OpenBrowser, made: NewCard
) -> None:
    browser.post(f"/c/{made.token}")
    assert browser.post("/me/new-pin", pin="874120").status_code == 404

    by_pin = open_browser()
    by_pin.sign_in()
    assert by_pin.get("/me/new-pin").status_code == 404


def test_the_trainer_sees_the_card_as_a_qr_and_nobody_else_does(
    app: Flask,
    open_browser: OpenBrowser,
    mau: Account,
    thu: Account,
    session: Session,
    clock: StandingClock,
) -> None:
    by_thu = Who(thu.id, thu.name)
    made = make_card(session, mau, made_by=by_thu, now=clock.at)
    trainer, stranger = open_browser(), open_browser()
    trainer.sign_in(phone="0900000012", secret=PASSWORD)
    stranger.sign_in()
    with app.test_request_context():
        assert show_made_card(made, back="/shops").location == "/card"
    for browser in (trainer, stranger):
        with browser.client.session_transaction() as kept:
            kept["made_card"] = [made.token, "/shops"]

    page = trainer.get("/card")

    assert page.status_code == 200
    assert "data:image/svg+xml" in page.text
    assert "Còn 10 phút" in page.text
    assert made.token not in page.text
    assert stranger.get("/card").status_code == 404
    clock.forward(minutes=10)
    assert trainer.get("/card").status_code == 404
