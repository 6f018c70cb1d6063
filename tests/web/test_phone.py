"""What a phone that waits for a network is told, and what it is not allowed to mix up."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.clock import LOCAL
from shopkit.sales.models import Order
from shopkit.shops.models.shops import Shop
from shopkit.web.phone import ACCOUNT, KEEP, NOBODY, WAITED, noted_at
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW

SALE = "/sales/quick/other"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def sold_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Order)) or 0


def hand(phone: Browser) -> dict[str, str]:
    told: dict[str, str] = phone.get("/api/csrf").get_json()
    return told


def sending(phone: Browser, fields: dict[str, str], *, key: str = "", **more: str) -> TestResponse:
    """As the outbox sends a record that has waited."""
    told = hand(phone)
    headers = {
        "Accept": "application/json",
        "Idempotency-Key": key or str(uuid4()),
        "X-CSRFToken": told["token"],
        ACCOUNT: told["account"],
        WAITED: "1",
    } | more
    phone.session.commit()
    answer = phone.client.post(SALE, data=fields, headers=headers, content_type=FORM)
    phone.session.expire_all()
    return answer


def sale(**changes: str) -> dict[str, str]:
    today = NOW.astimezone(LOCAL).date()
    return {
        "title": "Mắm tép",
        "count": "2",
        "channel": "stall",
        "sold_on": today.isoformat(),
        "paid_by": "cash",
    } | changes


def test_a_record_that_waited_is_answered_with_its_key_and_where_it_lies(
    phone: Browser, session: Session
) -> None:
    key = str(uuid4())
    first, again = (sending(phone, sale(), key=key) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["key"] == again.get_json()["key"] == key
    assert again.get_json()["replay"] is True
    assert first.headers["Idempotency-Key"] == key
    assert sold_count(session) == 1


def test_a_key_that_comes_with_other_content_is_told_so(phone: Browser, session: Session) -> None:
    key = str(uuid4())
    sending(phone, sale(), key=key)
    other = sending(phone, sale(title="Mắm cáy"), key=key)
    assert (other.status_code, other.get_json()["error"]) == (422, "key_reused")
    assert sold_count(session) == 1


def test_the_same_key_of_somebody_else_tells_nothing_of_the_first(
    app: Flask, phone: Browser, session: Session
) -> None:
    key = str(uuid4())
    first = sending(phone, sale(), key=key)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    other = sending(neighbour, sale(), key=key)
    assert other.status_code == 201
    assert other.get_json()["location"] != first.get_json()["location"]
    assert sold_count(session) == 2


def test_a_record_of_another_account_is_not_taken(phone: Browser, session: Session) -> None:
    refused = sending(phone, sale(), **{ACCOUNT: "0123456789abcdef"})
    assert (refused.status_code, refused.get_json()) == (401, {"error": "other_account"})
    assert sold_count(session) == 0


def test_who_is_signed_out_is_told_so_and_not_sent_to_a_page(client: Browser) -> None:
    headers = {"Accept": "application/json", "Idempotency-Key": "k", "X-CSRFToken": "x"}
    answer = client.post(SALE, data=sale(), headers=headers)
    assert answer.status_code == 401


def test_a_body_that_was_lost_on_the_way_is_asked_for_again(
    phone: Browser, session: Session
) -> None:
    answer = sending(phone, {})
    assert (answer.status_code, answer.get_json()) == (408, {"error": "empty"})
    assert sold_count(session) == 0


def test_an_old_token_is_told_apart_from_a_refusal(phone: Browser) -> None:
    answer = sending(phone, sale(), **{"X-CSRFToken": "of another day"})
    assert (answer.status_code, answer.get_json()["error"]) == (400, "csrf")


def test_a_refused_record_names_its_fields_and_may_come_again_under_its_key(
    phone: Browser, session: Session
) -> None:
    key = str(uuid4())
    refused = sending(phone, sale(title=""), key=key)
    assert refused.status_code == 422
    assert list(refused.get_json()["errors"]) == ["title"]
    assert sending(phone, sale(), key=key).status_code == 201
    assert sold_count(session) == 1


def test_a_page_that_may_be_kept_says_so_and_whose_it_is(phone: Browser) -> None:
    mark = hand(phone)["account"]
    kept, other = phone.get(SALE), phone.get("/me/consents")
    assert kept.headers[KEEP] == "1"
    assert KEEP not in other.headers
    assert kept.headers[ACCOUNT] == other.headers[ACCOUNT] == mark != NOBODY
    assert kept.headers["Cache-Control"] == "no-store"
    assert f'data-account="{mark}"' in kept.text


def test_a_page_of_everybody_names_nobody(phone: Browser, client: Browser) -> None:
    for path in ("/offline", "/outbox"):
        of_somebody, of_nobody = phone.get(path), client.get(path)
        assert of_somebody.text == of_nobody.text
        assert "csrf" not in of_somebody.text


def test_a_record_that_waited_leaves_no_sentence_for_the_next_page(phone: Browser) -> None:
    sending(phone, sale())
    assert "Đã ghi" not in phone.get("/sales").text


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        (NOW - timedelta(hours=3), NOW - timedelta(hours=3)),
        (NOW - timedelta(days=15), NOW),
        (NOW + timedelta(minutes=4), NOW),
        (NOW + timedelta(hours=1), NOW),
    ],
)
def test_the_clock_of_a_phone_is_believed_within_bounds(
    app: Flask, told: datetime, taken: datetime
) -> None:
    with app.test_request_context("/", method="POST", data={"noted_at": told.isoformat()}):
        assert noted_at(NOW) == taken


@pytest.mark.parametrize("told", ["", "yesterday", "2026-11-22T08:00:00", "9" * 300])
def test_what_is_no_moment_counts_as_now(app: Flask, told: str) -> None:
    with app.test_request_context("/", method="POST", data={"noted_at": told}):
        assert noted_at(NOW) == NOW


def test_a_photo_by_itself_may_be_heavy_and_text_may_not(phone: Browser) -> None:
    """Text is read whole; a photo by itself is bounded too."""
    headers = {
        "Accept": "application/json",
        "Idempotency-Key": "k",
        ACCOUNT: hand(phone)["account"],
    }
    text = phone.client.post(
        SALE, data=b"title=" + b"a" * 300_000, headers=headers, content_type=FORM
    )
    assert text.status_code == 413
