"""A payment service knocks: by its key, once for each payment, to the last dong, or not at all."""

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.db.engine import Database
from shopkit.journal.models import JournalEntry
from shopkit.payments.actions.feeds import end_feed, open_feed, renew_key
from shopkit.payments.actions.feeds_together import Letter, Letterbox, take_together
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, UNPLACED, BankLine, MoneyFeed
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.rules.feeds import (
    TOLD_DIFFERENTLY,
    Delivery,
    DeliveryRefused,
    is_account,
    is_from_feed,
    read_delivery,
    secret_of,
)
from shopkit.payments.rules.money import Told
from shopkit.payments.views.feeds_door import FREE_WRONG_KEYS, WrongKeys
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW, SECRET, Browser, StandingClock

SENT = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-22 09:30:00",
    "accountNumber": "1012345678",
    "code": None,
    "content": "",
    "transferType": "in",
    "transferAmount": 200_000,
    "accumulated": 19_077_000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def feed(session: Session, shop: Shop, account: PaymentAccount) -> MoneyFeed:
    return open_feed(session, shop, account, now=NOW)


@pytest.fixture
def asked(session: Session, shop: Shop, account: PaymentAccount) -> PaymentRequest:
    return ask_payment(
        session,
        shop,
        account,
        amount_vnd=200_000,
        purpose="",
        expires_in=timedelta(hours=1),
        now=NOW,
    )


def key_of(feed: MoneyFeed) -> str:
    return secret_of(SECRET, str(feed.id), feed.turn)


def deliver(client: Browser, feed: MoneyFeed, key: str | None = None, **told: Any) -> TestResponse:
    return client.post(
        f"/money/feeds/{feed.code}",
        data=json.dumps(SENT | told),
        content_type="application/json",
        headers={"Authorization": f"Apikey {key or key_of(feed)}"},
    )


def line_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(BankLine)) or 0


def test_a_delivery_pays_a_request_and_is_answered_as_the_service_wants(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    answer = deliver(client, feed, content=f"MBVCB.1 {asked.code} CT tu 0000000001")
    assert (answer.status_code, answer.get_json()) == (200, {"success": True})
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    assert session.get_one(MoneyFeed, feed.id).heard_at == NOW


def test_the_same_delivery_again_changes_nothing(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    for _ in range(3):
        assert deliver(client, feed, content=asked.code).status_code == 200
    assert line_count(session) == 1
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_the_same_number_with_another_amount_is_shown_on_the_page_of_the_feed(
    app: Flask, client: Browser, session: Session, shop: Shop, feed: MoneyFeed
) -> None:
    phone = make.phone(app, session, make.owner_of(session, shop))
    deliver(client, feed)
    deliver(client, feed)
    assert "số tiền khác" not in phone.get(f"/money/feeds/{feed.id}").text
    answer = deliver(client, feed, transferAmount=201_000)
    assert answer.status_code == 200
    line = session.scalars(select(BankLine)).one()
    assert line.amount_vnd == SENT["transferAmount"]
    page = phone.get(f"/money/feeds/{feed.id}").text
    assert "Có tin báo lại với số tiền khác" in page
    assert f"/money/{line.id}" in page


def test_two_amounts_under_one_number_told_at_once_are_noted(
    session: Session, account: PaymentAccount
) -> None:
    told = [Told(NOW, amount, "mua rau", "", "sepay-1") for amount in (30_000, 30_000, 40_000)]
    take_lines(session, account, told, source=BY_FEED, import_id=None, now=NOW)
    assert session.scalars(select(BankLine)).one().amount_vnd == 30_000
    noted = select(JournalEntry).where(JournalEntry.event == TOLD_DIFFERENTLY)
    assert len(session.scalars(noted).all()) == 1


def test_deliveries_in_the_wrong_order_end_alike(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    late = {"content": asked.code, "transactionDate": "2026-11-22 09:40:00", "id": 2}
    deliver(client, feed, **late, transferAmount=150_000)
    deliver(client, feed, content=asked.code, transferAmount=50_000, id=1)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_a_signature_opens_too_and_a_changed_body_does_not(
    client: Browser, session: Session, feed: MoneyFeed
) -> None:
    body = json.dumps(SENT).encode()
    sent_at = str(int(NOW.timestamp()))
    mark = hmac.new(key_of(feed).encode(), f"{sent_at}.".encode() + body, hashlib.sha256)
    headers = {"X-SePay-Signature": f"sha256={mark.hexdigest()}", "X-SePay-Timestamp": sent_at}

    def send(content: bytes) -> int:
        return client.post(
            f"/money/feeds/{feed.code}",
            data=content,
            content_type="application/json",
            headers=headers,
        ).status_code

    assert send(body.replace(b"200000", b"900000")) == 401
    assert line_count(session) == 0
    assert send(body) == 200
    assert line_count(session) == 1


def test_an_old_signature_opens_nothing() -> None:
    sent_at = str(int((NOW - timedelta(days=2)).timestamp()))
    mark = hmac.new(b"key", f"{sent_at}.".encode() + b"{}", hashlib.sha256).hexdigest()
    assert not is_from_feed(["key"], b"{}", NOW, signature=mark, sent_at=sent_at)
    fresh = str(int(NOW.timestamp()))
    mark = hmac.new(b"key", f"{fresh}.".encode() + b"{}", hashlib.sha256).hexdigest()
    assert is_from_feed(["key"], b"{}", NOW, signature=mark, sent_at=fresh)


@pytest.mark.parametrize(
    "given", ["", "Apikey", "Apikey wrong", "Bearer {key}", "apikey {key}", "{key}", "Apikey ÿ"]
)
def test_a_forged_delivery_leaves_nothing(
    client: Browser, session: Session, feed: MoneyFeed, given: str
) -> None:
    answer = client.post(
        f"/money/feeds/{feed.code}",
        data=json.dumps(SENT),
        headers={"Authorization": given.format(key=key_of(feed))},
    )
    assert answer.status_code in (401, 429)
    assert line_count(session) == 0


def test_a_key_that_was_renewed_or_an_address_that_ended_opens_nothing(
    client: Browser, session: Session, shop: Shop, feed: MoneyFeed
) -> None:
    old = key_of(feed)
    renew_key(session, shop, feed, now=NOW)
    assert deliver(client, feed, old).status_code == 401
    assert deliver(client, feed).status_code == 200
    end_feed(session, shop, session.get_one(MoneyFeed, feed.id), now=NOW)
    assert deliver(client, feed).status_code == 401


def test_many_wrong_keys_are_slowed_and_the_right_one_is_not(
    client: Browser, session: Session, feed: MoneyFeed
) -> None:
    answers = [deliver(client, feed, "wrong").status_code for _ in range(FREE_WRONG_KEYS + 1)]
    assert answers[-1] == 429
    assert deliver(client, feed).status_code == 200


def test_wrong_keys_are_forgotten_after_a_while_and_take_little_room() -> None:
    wrong = WrongKeys()
    tries = [wrong.is_too_many("one", 0.0) for _ in range(FREE_WRONG_KEYS + 1)]
    assert tries == [False] * FREE_WRONG_KEYS + [True]
    assert not wrong.is_too_many("one", 61.0)
    for number in range(5_000):
        wrong.is_too_many(str(number), 62.0)
    assert len(wrong._tries) <= 1_000


def test_money_that_left_is_answered_and_not_kept(
    client: Browser, session: Session, feed: MoneyFeed
) -> None:
    assert deliver(client, feed, transferType="out").get_json() == {"success": True}
    assert line_count(session) == 0


def test_money_without_a_known_code_is_kept_for_a_person(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    deliver(client, feed, content="NGUYEN THI MAU chuyen tien")
    line = session.scalars(select(BankLine)).one()
    assert (line.state, line.amount_vnd) == (UNPLACED, 200_000)
    assert session.get_one(PaymentRequest, asked.id).state == "open"


def test_one_dong_less_is_not_paid(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    deliver(client, feed, content=asked.code, transferAmount=199_999)
    assert session.get_one(PaymentRequest, asked.id).state == "part_paid"


def test_money_of_an_unknown_account_is_refused_aloud(
    client: Browser, session: Session, feed: MoneyFeed
) -> None:
    assert deliver(client, feed, accountNumber="9999999999").status_code == 422
    assert line_count(session) == 0
    assert session.get_one(MoneyFeed, feed.id).refused_why == "other_account"


def test_money_to_an_account_that_ended_still_counts(
    client: Browser, session: Session, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    account = session.get_one(PaymentAccount, feed.account_id)
    account.ended_at = NOW
    deliver(client, feed, content=asked.code)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


@pytest.mark.parametrize(
    ("told", "number", "is_it"),
    [
        ("1012345678", "1012345678", True),
        ("101***5678", "1012345678", True),
        ("****5678", "1012345678", True),
        ("xxxx5678", "1012345678", True),
        ("101 2345 678", "1012345678", True),
        ("0101***5678", "1012345678", False),
        ("***8", "1012345678", False),
        ("01012345678", "1012345678", False),
        ("", "1012345678", False),
    ],
)
def test_an_account_is_known_also_with_its_middle_hidden(
    told: str, number: str, is_it: bool
) -> None:
    assert is_account(told, number) is is_it


def test_a_virtual_account_is_known_by_its_own_number() -> None:
    sent = json.dumps(SENT | {"subAccount": "VA77", "accountNumber": "1"}).encode()
    assert read_delivery(sent, NOW).accounts == ("VA77", "1")


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"id": True},
        {"id": "1 OR 1"},
        {"id": "9" * 40},
        {"transferType": "IN "},
        {"transferAmount": 200_000.5},
        {"transferAmount": -200_000},
        {"transferAmount": 0},
        {"transferAmount": True},
        {"transferAmount": "2e5"},
        {"transferAmount": "200.000"},
        {"transferAmount": 10**15},
        {"transferAmount": [200_000]},
        {"accountNumber": None},
    ],
)
def test_what_decides_about_money_is_read_strictly(changed: dict[str, Any]) -> None:
    with pytest.raises(DeliveryRefused):
        read_delivery(json.dumps(SENT | changed).encode(), NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"id": NaN}',
        b'{"id": 1, "id": 2}',
        b"[" * 5_000 + b"]" * 5_000,
        b"id=1&transferAmount=5",
    ],
)
def test_what_is_not_one_plain_object_is_refused(body: bytes) -> None:
    with pytest.raises(DeliveryRefused):
        read_delivery(body, NOW)


def test_an_amount_with_zero_cents_is_the_same_amount() -> None:
    sent = json.dumps(SENT).replace("200000", "200000.00").encode()
    assert read_delivery(sent, NOW).told.amount_vnd == 200_000


def test_a_moment_that_lies_ahead_or_cannot_be_read_is_now(clock: StandingClock) -> None:
    for moment in ("2031-01-01 00:00:00", "hôm qua", None, 7):
        sent = json.dumps(SENT | {"transactionDate": moment}).encode()
        assert read_delivery(sent, NOW).told.came_at == NOW


def test_a_memo_with_letters_no_database_keeps_loses_only_those() -> None:
    sent = json.dumps(SENT | {"content": "rau\x00 \ud800muống"}).encode()
    assert read_delivery(sent, NOW).told.memo == "rau muống"


def test_a_body_that_is_too_large_is_refused_unread(
    client: Browser, session: Session, feed: MoneyFeed
) -> None:
    answer = deliver(client, feed, content="x" * 20_000)
    assert answer.status_code == 413
    assert line_count(session) == 0


def test_two_deliveries_under_one_key_of_two_shops_stay_apart(
    app: Flask, client: Browser, session: Session, feed: MoneyFeed
) -> None:
    neighbour = make.shop(session)
    theirs = open_feed(session, neighbour, make.payment_account(session, neighbour), now=NOW)
    assert deliver(client, theirs, key_of(feed)).status_code == 401
    assert deliver(client, theirs).status_code == 200
    assert deliver(client, feed).status_code == 200
    assert line_count(session) == 2


def test_the_key_is_shown_while_it_is_new_and_can_be_made_anew(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount, clock: StandingClock
) -> None:
    phone = make.phone(app, session, make.owner_of(session, shop))
    place = phone.post("/money/feeds/new", account=str(account.id)).location
    feed = session.scalars(select(MoneyFeed)).one()
    key = key_of(feed)
    assert key in phone.get(place).text
    assert feed.code in phone.get(place).text
    clock.forward(minutes=11)
    assert key not in phone.get(place).text
    phone.post(f"{place}/key")
    renewed = session.get_one(MoneyFeed, feed.id)
    assert renewed.turn == 2
    assert key_of(renewed) in phone.get(place).text
    phone.post(f"{place}/end")
    assert phone.get(place).status_code == 404


def test_deliveries_that_come_at_once_are_each_taken_once(
    session: Session, database: Database, feed: MoneyFeed, asked: PaymentRequest
) -> None:
    feed_id, code = feed.id, asked.code
    session.commit()
    box = Letterbox(database)

    def post(number: int) -> None:
        told = Told(NOW, 10_000, code, "", f"sepay-{number % 20}")
        box.post(feed_id, Delivery(True, ("1012345678",), told), now=NOW)

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(post, range(60)))
    assert line_count(session) == 20
    session.expire_all()
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_a_delivery_that_is_refused_spoils_none_that_came_with_it(
    session: Session, database: Database, feed: MoneyFeed
) -> None:
    good = Delivery(True, ("1012345678",), Told(NOW, 10_000, "ck", "", "sepay-1"))
    bad = Delivery(True, ("9999999999",), Told(NOW, 10_000, "ck", "", "sepay-2"))
    letters = [Letter(feed.id, one) for one in (bad, good, good)]
    take_together(session, letters, now=NOW)
    assert [bool(letter.refusal) for letter in letters] == [True, False, False]
    assert line_count(session) == 1
