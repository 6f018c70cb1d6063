"""People to sign in, and browsers for them to do it with."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import make_staff, sign_up
from shopkit.accounts.models import Account
from shopkit.scope import COMMUNE, OFFICER, Role
from tests.accounts.browser import PASSWORD, PIN, Browser
from tests.conftest import StandingClock


@pytest.fixture
def open_browser(app: Flask, session: Session) -> Callable[..., Browser]:
    """Makes a browser on a new phone, at an address of the caller's choice."""

    def opened(address: str = "127.0.0.1", agent: str = "") -> Browser:
        return Browser(app, session, address, agent)

    return opened


@pytest.fixture
def browser(open_browser: Callable[..., Browser]) -> Browser:
    return open_browser()


@pytest.fixture
def mau(session: Session, clock: StandingClock) -> Account:
    """A seller."""
    return sign_up(session, phone="+84900000011", name="Nguyễn Thị Mẫu", pin=PIN, now=clock.at)


@pytest.fixture
def thu(session: Session, clock: StandingClock) -> Account:
    """An officer of a practice commune, who needs no one-time code on this machine."""
    return make_staff(
        session,
        phone="+84900000012",
        name="Trần Thị Thử",
        roles=[Role(OFFICER, COMMUNE, "15961")],
        password=PASSWORD,
        now=clock.at,
        is_practice=True,
    )
