"""Each write is done once for its key, whoever sends it how often."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.web.answers import KEPT_FOR, forget_old_answers
from shopkit.web.models import GivenAnswer
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW

TWINS = 8


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.fixture
def order(session: Session, shop: Shop) -> dict[str, str]:
    """A batch to be opened, under one key."""
    product = make.draft(session, shop)
    return {"product_id": str(product.id), "made_on": "2026-11-20", "_key": uuid4().hex}


def batch_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Batch)) or 0


def given_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(GivenAnswer)) or 0


def asking_json(phone: Browser, path: str, **fields: Any) -> TestResponse:
    """As a script of ours sends a form: for JSON, the key in a header."""
    token = phone.get("/api/csrf").get_json()["token"]
    key = fields.pop("_key", None)
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    if key:
        headers["Idempotency-Key"] = key
    phone.session.commit()
    answer = phone.client.post(path, data=fields, headers=headers)
    phone.session.expire_all()
    return answer


def test_the_same_key_and_content_get_the_same_answer_and_one_effect(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    first, again = (phone.post("/batches/new", **order) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert batch_count(session) == 1


def test_another_key_is_another_wish(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    phone.post("/batches/new", **order)
    phone.post("/batches/new", **(order | {"_key": uuid4().hex, "sure": "y"}))
    assert batch_count(session) == 2


def test_the_same_key_with_other_content_is_refused(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    phone.post("/batches/new", **order)
    other = order | {"made_on": "2026-11-19"}
    answer = phone.post("/batches/new", **other)
    assert answer.status_code == 422
    assert "đã gửi một lần với nội dung khác" in answer.text
    assert asking_json(phone, "/batches/new", **other).get_json()["error"] == "key_reused"
    assert batch_count(session) == 1


def test_blanks_and_the_way_letters_are_composed_make_no_other_content(
    phone: Browser, session: Session
) -> None:
    key = uuid4().hex
    first = phone.post("/shop/name", name="Bánh gai", sells="bánh", _key=key)
    again = phone.post("/shop/name", name=" Ba\u0301nh gai ", sells="bánh", _key=key)
    assert (first.status_code, again.status_code) == (303, 303)


def test_a_refused_form_leaves_nothing_and_its_key_is_free(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    assert phone.post("/batches/new", **(order | {"made_on": "2027-01-01"})).status_code == 422
    assert (batch_count(session), given_count(session)) == (0, 0)
    assert phone.post("/batches/new", **order).status_code == 303
    assert batch_count(session) == 1


def test_a_page_shown_again_is_made_again(phone: Browser, session: Session) -> None:
    """Searching sends a form without a script; a double tap on it must not end on a blank page."""
    key = uuid4().hex
    pages = [phone.post("/shop/commune", q="hoang loc", find="1", _key=key) for _ in range(2)]
    assert all("Xã Hoằng Lộc" in page.text for page in pages)
    assert given_count(session) == 0


def test_a_key_belongs_to_its_account(
    app: Flask, phone: Browser, session: Session, order: dict[str, str]
) -> None:
    phone.post("/batches/new", **order)
    other = make.shop(session)
    neighbour = make.phone(app, session, make.owner_of(session, other))
    theirs = order | {"product_id": str(make.draft(session, other).id)}
    first = phone.post("/batches/new", **order).location
    second = neighbour.post("/batches/new", **theirs).location
    assert first != second
    assert batch_count(session) == 2


@pytest.mark.parametrize("key", ["", "x" * 65, "khóa", "a\nb"])
def test_a_write_without_a_proper_key_is_refused(
    phone: Browser, session: Session, order: dict[str, str], key: str
) -> None:
    answer = phone.post("/batches/new", **(order | {"_key": key}))
    assert answer.status_code == 400
    assert "Tải lại trang rồi gửi lần nữa" in answer.text
    assert batch_count(session) == 0


def test_twins_at_the_same_moment_have_one_effect_and_one_answer(
    app: Flask, phone: Browser, session: Session, order: dict[str, str]
) -> None:
    token = phone.get("/api/csrf").get_json()["token"]
    cookies = {name: phone.client.get_cookie(name) for name in ("key", "visit")}
    session.commit()
    together = threading.Barrier(TWINS)

    def send(_number: int) -> tuple[int, str | None]:
        client = app.test_client()
        for name, cookie in cookies.items():
            assert cookie
            client.set_cookie(name, cookie.value)
        together.wait()
        answer = client.post("/batches/new", data=order | {"csrf_token": token})
        return answer.status_code, answer.location

    with ThreadPoolExecutor(TWINS) as pool:
        answers = set(pool.map(send, range(TWINS)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 303
    assert batch_count(session) == 1
    assert given_count(session) == 1


def test_a_script_is_told_the_key_and_where_it_would_be_sent(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    first = asking_json(phone, "/batches/new", **order)
    again = asking_json(phone, "/batches/new", **order)
    assert first.status_code == 201
    assert first.get_json() == {
        "key": order["_key"],
        "location": f"/batches/{session.scalars(select(Batch.id)).one()}",
    }
    assert again.status_code == 200
    assert again.get_json() == first.get_json() | {"replay": True}


def test_a_script_is_told_what_to_mend_field_by_field(
    phone: Browser, order: dict[str, str]
) -> None:
    answer = asking_json(phone, "/batches/new", **(order | {"made_on": ""}))
    assert answer.status_code == 422
    assert answer.get_json() == {"errors": {"made_on": ["Nhập ngày làm ra đợt hàng."]}}


def test_a_script_that_is_not_signed_in_is_told_so_and_not_sent_on(
    app: Flask, session: Session, order: dict[str, str]
) -> None:
    answer = asking_json(make.phone(app, session), "/batches/new", **order)
    assert answer.status_code == 401
    assert answer.get_json() == {"error": "sign_in"}


def test_answers_are_forgotten_after_a_month_and_not_before(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    phone.post("/batches/new", **order)
    forget_old_answers(session, NOW + KEPT_FOR)
    assert given_count(session) == 1
    forget_old_answers(session, NOW + KEPT_FOR * 2)
    assert given_count(session) == 0


def test_no_answer_keeps_what_was_typed(
    phone: Browser, session: Session, order: dict[str, str]
) -> None:
    phone.post("/shop/name", name="Quầy của cô Kín", sells="rau")
    kept = session.scalars(select(GivenAnswer)).one()
    assert "Kín" not in f"{kept.body}{kept.location}{kept.fingerprint}"
