"""Answering from memory: never past a recall or a change, never without bound."""

import gzip
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from qr_labels.payload.serials import new_code
from shopkit.catalog.actions.products import hide, rename
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.recalls import end_recall, recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.rules.remembered import Memory
from shopkit.traceability.rules.trace_limits import Pace, Pacer, coarse_address
from shopkit.traceability.views.remembered import DESK, Desk
from shopkit.web.state import Parts
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock
from tests.traceability.labelled import label_of, labels_of

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 13)", "Accept-Encoding": "gzip, br"}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, files: Files, shop: Shop) -> Batch:
    return make.batch(session, shop, make.product(session, files, shop))


@pytest.fixture
def buyer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session)


def desk_of(app: Flask) -> Desk:
    found: Desk = app.extensions[DESK]
    return found


# The memory itself.


class Hand:
    """A clock that a test turns."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_thing_is_kept_for_its_seconds_and_its_version() -> None:
    hand, shop_id = Hand(), uuid4()
    memory: Memory[str] = Memory(10, 5, clock=hand)
    memory.keep("a", "thing", shop_id=shop_id, mark=memory.mark(), version=3)
    assert memory.get("a", 3) == "thing"
    assert memory.get("a", 4) is None
    memory.keep("a", "thing", shop_id=shop_id, mark=memory.mark(), version=3)
    hand.at = 5.1
    assert memory.get("a", 3) is None


def test_a_change_that_comes_while_a_thing_is_made_makes_it_stale() -> None:
    memory: Memory[str] = Memory(10)
    one, other = uuid4(), uuid4()
    mark = memory.mark()
    memory.touch(one)
    memory.keep("a", "old", shop_id=one, mark=mark, version=0)
    memory.keep("b", "of another", shop_id=other, mark=mark, version=0)
    assert memory.get("a", 0) is None
    assert memory.get("b", 0) == "of another"


def test_it_never_holds_more_than_it_may_and_forgets_the_least_used() -> None:
    memory: Memory[int] = Memory(100)
    shop_id = uuid4()
    for number in range(1000):
        memory.keep(number, number, shop_id=shop_id, mark=memory.mark(), version=0)
        assert memory.get(0, 0) == 0
    assert len(memory) == 100


def test_it_knows_a_change_of_any_shop_however_many_there_are() -> None:
    memory: Memory[str] = Memory(10)
    first = uuid4()
    memory.keep("a", "old", shop_id=first, mark=memory.mark(), version=0)
    memory.touch(first)
    for _ in range(10_001):
        memory.touch(uuid4())
    assert memory.get("a", 0) is None


# The pages.


def test_a_page_asked_for_again_comes_from_memory(
    app: Flask, session: Session, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = batch.trace_code
    session.commit()
    client = app.test_client()
    first = client.get(f"/T/{code}", headers=PHONE)

    def reached(*_: object) -> None:
        raise AssertionError("the application was asked")

    monkeypatch.setattr(app, "full_dispatch_request", reached)
    for path in (f"/T/{code}", f"/t/{code.lower()}", f"/T/{code}?lang=vi"):
        again = client.get(path, headers=PHONE)
        assert again.data == first.data
        assert sorted(again.headers) == sorted(first.headers)


def test_labels_of_one_batch_share_all_but_their_codes(
    app: Flask, session: Session, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (label.code for label in labels_of(session, batch, 2))
    session.commit()
    client = app.test_client()
    first = client.get(f"/T/{one}").text
    monkeypatch.setattr(app, "full_dispatch_request", None)
    second = client.get(f"/T/{other}", headers=PHONE | {"Accept-Encoding": "gzip"})
    plain = client_text(second.data)
    assert other in plain
    assert plain.replace(other, one).replace(shown(other), shown(one)) == first


def shown(code: str) -> str:
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def client_text(data: bytes) -> str:
    return gzip.decompress(data).decode()


def test_a_recall_shows_on_the_next_load_and_its_end_too(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    label = label_of(session, batch)
    code = label.code
    for ending in ("", "?lang=en"):
        assert 'class="verdict bad"' not in buyer.get(f"/T/{code}{ending}").text
    recall = recall_batch(
        session,
        batch,
        reason="Nhân bánh bị chua",
        what_to_do="Mang trả lại nơi mua",
        reaches_on=False,
        now=NOW,
    )
    page = buyer.get(f"/T/{code}").text
    assert 'class="verdict bad" role="alert"' in page
    assert "Ngừng dùng hàng này" in page
    assert "Nhân bánh bị chua" in page
    assert "Mang trả lại nơi mua" in page
    assert 'class="verdict bad"' in buyer.get(f"/T/{code}?lang=en").text
    assert 'class="verdict bad"' in buyer.get(f"/T/{batch.trace_code}").text
    end_recall(session, recall, why="Đã thu hồi đủ", now=NOW)
    assert 'class="verdict bad"' not in buyer.get(f"/T/{code}").text


def test_what_the_shop_changes_shows_on_the_next_load(
    buyer: Browser, session: Session, batch: Batch, shop: Shop
) -> None:
    product = session.get_one(Product, batch.product_id)
    assert product.title in buyer.get(f"/T/{batch.trace_code}").text
    rename(session, product, title="Bánh gai nhân dừa", version=product.version, now=NOW)
    assert "<h1>Bánh gai nhân dừa</h1>" in buyer.get(f"/T/{batch.trace_code}").text
    shop.name = "Bánh gai bà Mẫu"
    assert "Bánh gai bà Mẫu" in buyer.get(f"/T/{batch.trace_code}").text


def test_stars_stand_with_their_decision_and_are_gone_the_day_after(
    buyer: Browser, session: Session, batch: Batch, shop: Shop, clock: StandingClock
) -> None:
    session.add(
        Paper(
            shop_id=shop.id,
            product_id=batch.product_id,
            kind="ocop",
            number="1234/QĐ-UBND",
            issuer="UBND tỉnh",
            stars=4,
            valid_from=date(2024, 1, 1),
            valid_to=NOW.date() + timedelta(days=2),
            added_at=NOW,
        )
    )
    page = buyer.get(f"/T/{batch.trace_code}").text
    assert "OCOP 4 sao" in page
    assert "1234/QĐ-UBND" in page
    assert "24/11/2026" in page
    assert "tự khai" in page
    clock.forward(days=2)
    assert "OCOP 4 sao" in buyer.get(f"/T/{batch.trace_code}").text
    clock.forward(days=1)
    assert "OCOP" not in buyer.get(f"/T/{batch.trace_code}").text


def test_each_language_is_remembered_apart(app: Flask, session: Session, batch: Batch) -> None:
    session.commit()
    client = app.test_client()
    for _ in range(2):
        for accepted, language in (("en-GB,en", "en"), ("vi", "vi"), ("fr", "vi")):
            answer = client.get(
                f"/T/{batch.trace_code}", headers=PHONE | {"Accept-Language": accepted}
            )
            assert f'<html lang="{language}"' in client_text(answer.data)


def test_the_link_to_the_other_language_keeps_the_code_however_it_was_asked(
    buyer: Browser, batch: Batch
) -> None:
    for path in (f"/t?code={batch.trace_code}", f"/t/{batch.trace_code.lower()}"):
        (address,) = re.findall(r'href="([^"]+)" lang="en"', buyer.get(path).text)
        assert address == f"/T/{batch.trace_code}?lang=en"


def test_a_page_that_did_not_change_is_not_sent_again(
    app: Flask, session: Session, batch: Batch
) -> None:
    session.commit()
    client = app.test_client()
    path = f"/T/{batch.trace_code}"
    first = client.get(path, headers=PHONE)
    for headers in (PHONE, {}):  # from memory, and by the application
        again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "no-cache"
    rename_first(session, batch)
    changed = client.get(path, headers=PHONE | {"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def rename_first(session: Session, batch: Batch) -> None:
    product = session.get_one(Product, batch.product_id)
    rename(session, product, title="Bánh khác", version=product.version, now=NOW)
    session.commit()


def test_another_hosts_name_is_not_answered_from_memory(
    app: Flask, session: Session, batch: Batch
) -> None:
    session.commit()
    client = app.test_client()
    assert client.get(f"/T/{batch.trace_code}", headers=PHONE).status_code == 200
    wrong = client.get(f"/T/{batch.trace_code}", headers=PHONE | {"Host": "gia.example"})
    assert wrong.status_code == 400


def test_without_public_pages_only_a_recall_is_shown(
    app: Flask, session: Session, batch: Batch, buyer: Browser
) -> None:
    parts: Parts = app.extensions["shopkit"]
    closed = {**vars(parts.config), "public_pages": False}
    app.extensions["shopkit"] = Parts(type(parts.config)(**closed), parts.database, parts.files)
    for path in (f"/T/{batch.trace_code}", "/t", f"/T/{batch.trace_code}/report"):
        answer = buyer.get(path)
        assert answer.status_code == 404
        assert "Trang truy xuất đang tắt" in answer.text
    recall_batch(session, batch, reason="Hỏng", what_to_do="", reaches_on=False, now=NOW)
    page = buyer.get(f"/T/{batch.trace_code}")
    assert page.status_code == 200
    assert "Ngừng dùng hàng này" in page.text
    assert "<img" not in page.text


def test_a_hidden_product_keeps_its_page_but_loses_the_way_to_buy(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    product = session.get_one(Product, batch.product_id)
    assert f"/p/{product.code}" in buyer.get(f"/T/{batch.trace_code}").text
    hide(session, product, now=NOW)
    page = buyer.get(f"/T/{batch.trace_code}").text
    assert product.title in page
    assert "/p/" not in page


# Guessing.


def test_guessing_at_speed_is_told_to_wait_and_then_nothing_is_looked_up(
    app: Flask, session: Session, batch: Batch, clock: StandingClock, fresh_pace: None
) -> None:
    guesser = Browser(app, session, "198.51.100.7", PHONE["User-Agent"])
    answers = [guesser.get(f"/T/{new_code()}").status_code for _ in range(35)]
    assert answers == [404] * 30 + [429] * 5
    waiting = guesser.get(f"/T/{new_code()}")
    assert waiting.headers["Retry-After"] == "600"
    assert "Chờ 10 phút" in waiting.text
    assert "Set-Cookie" not in waiting.headers
    # A whole market may share the address: a right code is still answered.
    assert guesser.get(f"/T/{batch.trace_code}").status_code == 200
    neighbour = Browser(app, session, "198.51.100.8", PHONE["User-Agent"])
    assert neighbour.get(f"/T/{new_code()}").status_code == 404
    for _ in range(300):
        desk_of(app).misses.note("198.51.100.7", clock.now())
    assert guesser.get(f"/T/{batch.trace_code}").status_code == 429
    clock.forward(minutes=11)
    assert guesser.get(f"/T/{new_code()}").status_code == 404


@pytest.fixture
def fresh_pace(app: Flask) -> None:
    desk_of(app).misses = Pacer()


def test_a_slip_of_the_finger_is_no_guess(
    app: Flask, session: Session, batch: Batch, fresh_pace: None
) -> None:
    typist = Browser(app, session, "198.51.100.9", PHONE["User-Agent"])
    code = batch.trace_code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for _ in range(50):
        assert typist.get(f"/T/{wrong}").status_code == 404
    assert desk_of(app).misses.pace("198.51.100.9", NOW) is Pace.FREE


def test_addresses_are_coarse_and_bounded() -> None:
    assert coarse_address("203.0.113.9") == "203.0.113.9"
    assert coarse_address("::ffff:203.0.113.9") == "203.0.113.9"
    assert coarse_address("2001:db8:1:2:3::4") == coarse_address("2001:db8:1:2:ffff::1")
    assert coarse_address("2001:db8:1:2::1") != coarse_address("2001:db8:1:3::1")
    assert coarse_address("nonsense") == coarse_address(None) == "unknown"
    pacer = Pacer(addresses=50)
    for number in range(500):
        pacer.note(f"10.0.{number // 250}.{number % 250}", NOW)
    assert len(pacer._counts) == 50


def test_a_proxys_word_about_the_address_is_not_believed_unless_it_is_ours(
    app: Flask, session: Session, clock: StandingClock, fresh_pace: None
) -> None:
    session.commit()
    client = app.test_client()
    for number in range(31):
        status = client.get(
            f"/T/{new_code()}", headers={"X-Forwarded-For": f"203.0.113.{number}"}
        ).status_code
    assert status == 429


def test_unknown_and_sleeping_codes_ask_the_database_the_same(
    app: Flask, session: Session, batch: Batch, fresh_pace: None
) -> None:
    label = label_of(session, batch)
    session.get_one(make.LabelRun, label.run_id).needs_activation = True
    code = label.code
    session.commit()
    said: list[str] = []
    engine = app.extensions["shopkit"].database.engine

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        bodies, asked = [], []
        for typed in (code, "7K3QX9MZP2A"):
            said.clear()
            answer = app.test_client().get(f"/T/{typed}")
            bodies.append((answer.status_code, answer.text.replace(typed, "")))
            asked.append(list(said))
        said.clear()
        mistyped = app.test_client().get("/T/7K3QX9MZP2B")
        bodies.append((mistyped.status_code, mistyped.text.replace("7K3QX9MZP2B", "")))
        asked_for_mistyped = [line for line in said if "label" in line or "batch" in line]
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert bodies[0] == bodies[1] == bodies[2]
    assert asked[0] == asked[1]
    assert len(asked[0]) >= 2
    assert not asked_for_mistyped
