"""Pages for what cannot be done: a sentence, a way on, never a trace."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.app import create_app
from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.db.types import TextRefused
from shopkit.errors import Conflict, NotFound
from shopkit.payments.actions.accounts import MoneyLocked
from shopkit.web.doors import public
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import StandingClock

SECRET = "số tài khoản 1012345678"


@pytest.fixture
def app(config: Config, database: Database, clock: StandingClock) -> Flask:
    """A house of its own, since these tests add a page to it."""
    return create_app(config, database=database)


@pytest.fixture
def phone(app: Flask, session: Session) -> Browser:
    return make.phone(app, session)


def page_that_raises(app: Flask, problem: Exception) -> str:
    @public
    def view() -> str:
        raise problem

    app.add_url_rule("/raises", "raises", view)
    return "/raises"


@pytest.mark.parametrize(
    ("problem", "status", "word"),
    [
        (NotFound(SECRET), 404, "not_found"),
        (Conflict(SECRET), 409, "conflict"),
        (TextRefused(SECRET), 400, "text"),
        (MoneyLocked(SECRET), 409, "refused"),
        (ZeroDivisionError(SECRET), 500, "unforeseen"),
    ],
)
def test_a_refusal_is_a_page_or_json_and_tells_nothing_of_the_inside(
    app: Flask, phone: Browser, problem: Exception, status: int, word: str
) -> None:
    path = page_that_raises(app, problem)
    answer = phone.get(path)
    assert answer.status_code == status
    assert '<a class="button" href="/">' in answer.text
    told = phone.client.get(path, headers={"Accept": "application/json"})
    assert told.status_code == status
    assert told.get_json()["error"] == word
    for text in (answer.text, told.text):
        for inside in (SECRET, "1012345678", "Traceback", "Error", ".py"):
            assert inside not in text


def test_trouble_has_a_number_that_stands_in_the_log_too(
    app: Flask, phone: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    page = phone.get(page_that_raises(app, ZeroDivisionError(SECRET))).text
    number = page.split("đọc số này: ")[1].split("<")[0]
    assert len(number) == 8
    assert number in "".join(capsys.readouterr())


@pytest.mark.parametrize("path", ["/nope", "/shop/../x", "/p/!!", "/jobs/1", "/%00", "/T/%ff"])
def test_an_address_that_is_none_is_a_page(phone: Browser, path: str) -> None:
    answer = phone.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", ["/qr/seen", "/sign-out", "/me/notices"])
def test_what_changes_things_is_not_done_by_looking(phone: Browser, path: str) -> None:
    answer = phone.get(path)
    assert answer.status_code == 405
    assert "<h1>Chưa làm được việc này</h1>" in answer.text


def test_a_page_that_only_shows_takes_no_form(phone: Browser) -> None:
    assert phone.post("/t").status_code == 405
