"""What goes around every answer and every request."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.app import create_app
from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import StandingClock

NAMED = {"name": "Quầy Mới", "sells": "rau"}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, name="Quầy Cũ")


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def shop_name(session: Session) -> str:
    session.expire_all()
    return session.scalars(select(Shop.name)).one()


@pytest.mark.parametrize("path", ["/", "/qr/bank", "/t", "/nowhere", "/api/csrf", "/shop"])
def test_every_answer_carries_strict_headers(phone: Browser, path: str) -> None:
    headers = phone.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cache-Control" in headers


def test_what_is_hers_is_stored_nowhere_on_the_way(phone: Browser) -> None:
    for path in ("/", "/shop", "/me"):
        assert phone.get(path).headers["Cache-Control"] == "no-store"


def test_cookies_are_closed_to_scripts_and_other_sites(app: Flask, session: Session) -> None:
    answer = make.phone(app, session).get("/keep")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_cookies_are_bound_to_the_host_and_https_is_kept(
    config: Config, database: Database, session: Session, clock: StandingClock
) -> None:
    secure = create_app(replace(config, public_address="https://shop.example"), database=database)
    client = secure.test_client()
    session.commit()
    answer = client.get("/keep", base_url="https://shop.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-visit=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_write_needs_the_token_of_this_browser(
    app: Flask, phone: Browser, session: Session
) -> None:
    stranger = make.phone(app, session)
    foreign = stranger.get("/api/csrf").get_json()["token"]
    for token in ("", "x", foreign):
        answer = phone.post("/shop/name", **NAMED, csrf_token=token)
        assert answer.status_code == 400
        assert "Trang này mở đã lâu" in answer.text
    assert shop_name(session) == "Quầy Cũ"


def test_a_form_left_open_for_a_week_still_goes(
    app: Flask, phone: Browser, session: Session, clock: StandingClock
) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    clock.forward(days=7)
    phone.client.post("/shop/name", data=NAMED | {"csrf_token": token, "_key": uuid4().hex})
    assert shop_name(session) == "Quầy Mới"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
    ],
)
def test_another_site_cannot_write_even_with_a_valid_token(
    phone: Browser, session: Session, headers: dict[str, str]
) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    session.commit()
    answer = phone.client.post(
        "/shop/name",
        data=NAMED | {"csrf_token": token, "_key": uuid4().hex},
        headers=headers,
    )
    assert answer.status_code == 403
    assert shop_name(session) == "Quầy Cũ"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
    ],
)
def test_our_own_pages_can_write(phone: Browser, session: Session, headers: dict[str, str]) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    session.commit()
    answer = phone.client.post(
        "/shop/name",
        data=NAMED | {"csrf_token": token, "_key": uuid4().hex},
        headers=headers,
    )
    assert answer.status_code == 303
    assert shop_name(session) == "Quầy Mới"


def test_another_name_for_this_machine_is_not_answered(app: Flask, session: Session) -> None:
    session.commit()
    answer = app.test_client().get("/", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_a_form_of_endless_parts_is_refused(phone: Browser, session: Session) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    session.commit()
    parts = {f"part{number}": "x" for number in range(2000)}
    answer = phone.client.post(
        "/shop/name",
        data=NAMED | parts | {"csrf_token": token, "_key": uuid4().hex},
        content_type="multipart/form-data",
    )
    assert answer.status_code in (400, 413)
    assert shop_name(session) == "Quầy Cũ"


def multipart(fields: dict[str, str]) -> bytes:
    """A body as a browser sends it, in memory."""
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return ("".join(parts) + "--x--\r\n").encode()


@pytest.mark.parametrize("size", [300_000, 21_000_000])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_too_much_is_refused_with_what_to_do(
    phone: Browser, session: Session, size: int, kind: str
) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    session.commit()
    fields = {"csrf_token": token, "_key": uuid4().hex, "sells": "x", "name": "x" * size}
    body = multipart(fields) if "multipart" in kind else urlencode(fields).encode()
    answer = phone.client.post(
        "/shop/name",
        data=body,
        content_type=kind or "application/x-www-form-urlencoded",
        headers={"X-CSRFToken": token, "Idempotency-Key": uuid4().hex},
    )
    assert answer.status_code in (413, 422)
    assert "<h1>" in answer.text
    assert len(answer.data) < 100_000
    assert shop_name(session) == "Quầy Cũ"
