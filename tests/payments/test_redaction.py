"""Amounts nobody asked us to keep are nowhere: not in a table, a log, a cookie or a job."""

import json
import logging
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.orm import Session

from shopkit.app import keep_tidy
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.payments.actions.feeds import open_feed
from shopkit.payments.actions.matching import LineErased, place_line, set_aside, undo_line
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.redaction import erase_amounts, forget_amounts
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import (
    BY_STATEMENT,
    BankLine,
    FingerprintKey,
    MoneyFeed,
    Placement,
)
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.money import lines_to_decide, to_decide_count
from shopkit.payments.rules.feeds import secret_of
from shopkit.payments.rules.money import Told
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, SECRET, StandingClock

AMOUNT, OTHER_AMOUNT = 7_391_846, 5_283_917
MEMO = "canhchuacabong"
DAY = timedelta(days=1)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def asked(session: Session, shop: Shop, account: PaymentAccount) -> PaymentRequest:
    return make.payment_request(session, shop, account, AMOUNT)


def amounts(session: Session) -> list[int | None]:
    session.expire_all()
    kept = [
        *session.scalars(select(BankLine.amount_vnd)),
        *session.scalars(select(Placement.amount_vnd)),
    ]
    return [one for one in kept if one is not None]


def test_a_placed_payment_loses_amount_and_memo_the_day_after(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    line = make.money(session, account, f"{asked.code} {MEMO}", AMOUNT)
    forget_amounts(session, now=NOW + timedelta(hours=10))
    assert session.get_one(BankLine, line.id).amount_vnd == AMOUNT
    forget_amounts(session, now=NOW + DAY)
    erased = session.get_one(BankLine, line.id)
    assert (erased.amount_vnd, erased.memo, erased.state) == (None, None, "placed")
    assert amounts(session) == []
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    with pytest.raises(LineErased):
        undo_line(session, erased, version=erased.version, now=NOW + DAY)


def test_a_book_of_her_own_keeps_everything(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.agree(session, shop, "book")
    make.money(session, account, asked.code, AMOUNT)
    forget_amounts(session, now=NOW + 60 * DAY)
    assert amounts(session) == [AMOUNT, AMOUNT]
    assert session.get_one(PaymentRequest, asked.id).amount_vnd == AMOUNT


def test_money_of_nobody_waits_for_her_and_is_erased_when_she_decides(
    session: Session, account: PaymentAccount
) -> None:
    line = make.money(session, account, MEMO, AMOUNT)
    forget_amounts(session, now=NOW + 10 * DAY)
    assert amounts(session) == [AMOUNT]
    line = session.get_one(BankLine, line.id)
    set_aside(session, line, version=line.version, now=NOW + 10 * DAY)
    forget_amounts(session, now=NOW + 11 * DAY)
    assert amounts(session) == []


def test_a_part_is_kept_while_the_rest_is_awaited(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code, 1_000_000)
    forget_amounts(session, now=NOW + 2 * DAY)
    assert amounts(session) == [1_000_000, 1_000_000]
    make.money(session, account, asked.code, AMOUNT - 1_000_000, NOW + 2 * DAY)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    forget_amounts(session, now=NOW + 4 * DAY)
    assert amounts(session) == []


def test_a_request_loses_its_amount_thirty_days_after_it_is_settled_or_ran_out(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    open_one = make.payment_request(session, shop, account, OTHER_AMOUNT)
    make.money(session, account, asked.code, AMOUNT)
    forget_amounts(session, now=NOW + 29 * DAY)
    assert session.get_one(PaymentRequest, asked.id).amount_vnd == AMOUNT
    forget_amounts(session, now=NOW + 31 * DAY)
    for one in (asked, open_one):
        erased = session.get_one(PaymentRequest, one.id)
        assert (erased.amount_vnd, erased.purpose) == (None, "")
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_money_is_known_again_after_its_amount_is_gone(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code, AMOUNT)
    forget_amounts(session, now=NOW + DAY)
    told = [Told(NOW, AMOUNT, f"CT DEN {asked.code}", "", "")]
    taken = take_lines(
        session, account, told, source=BY_STATEMENT, import_id=None, now=NOW + 2 * DAY
    )
    assert (taken.added_count, taken.known_count) == (0, 1)


def test_old_fingerprints_lose_the_key_that_could_try_them(
    session: Session, account: PaymentAccount
) -> None:
    make.money(session, account)
    forget_amounts(session, now=NOW + 100 * DAY)
    assert session.scalars(select(FingerprintKey)).all()
    forget_amounts(session, now=NOW + 160 * DAY)
    assert not session.scalars(select(FingerprintKey)).all()


def test_closing_the_book_erases_at_once(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.agree(session, shop, "book")
    make.money(session, account, asked.code, AMOUNT)
    make.money(session, account, MEMO, OTHER_AMOUNT)
    waiting = make.payment_request(session, shop, account, 40_000)
    erase_amounts(session, shop, now=NOW)
    assert amounts(session) == []
    assert session.get_one(PaymentRequest, asked.id).amount_vnd is None
    assert session.get_one(PaymentRequest, waiting.id).amount_vnd == 40_000


def test_closing_the_book_touches_no_neighbour(session: Session, shop: Shop) -> None:
    neighbour = make.shop(session)
    make.money(session, make.payment_account(session, neighbour), MEMO, AMOUNT)
    erase_amounts(session, shop, now=NOW)
    assert amounts(session) == [AMOUNT]


def test_a_second_payment_after_erasing_waits_for_a_person(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code, AMOUNT)
    forget_amounts(session, now=NOW + DAY)
    second = make.money(session, account, asked.code, AMOUNT, NOW + 2 * DAY)
    assert second.state == "unplaced"
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    place_line(session, second, [asked], version=second.version, now=NOW + 2 * DAY)
    assert session.get_one(PaymentRequest, asked.id).state == "paid_twice"
    undo_line(session, second, version=second.version, now=NOW + 2 * DAY)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_after_the_book_is_closed_a_statement_with_the_same_money_is_known(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code, AMOUNT)
    erase_amounts(session, shop, now=NOW)
    told = [Told(NOW, AMOUNT, f"CT DEN {asked.code}", "", "")]
    taken = take_lines(
        session, account, told, source=BY_STATEMENT, import_id=None, now=NOW + 2 * DAY
    )
    assert (taken.added_count, taken.known_count) == (0, 1)
    assert session.get_one(PaymentRequest, asked.id).state == "paid"


def test_an_erased_payment_nobody_placed_is_no_longer_to_decide(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    make.money(session, account, MEMO, OTHER_AMOUNT)
    assert to_decide_count(session, shop) == 1
    erase_amounts(session, shop, now=NOW)
    assert to_decide_count(session, shop) == 0
    assert lines_to_decide(session, shop) == []
    phone = make.phone(app, session, make.owner_of(session, shop))
    assert "Không có khoản nào phải xem." in phone.get("/money").text


def test_a_payment_undecided_for_ninety_days_is_no_longer_to_decide(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    make.money(session, account, MEMO, OTHER_AMOUNT)
    forget_amounts(session, now=NOW + 91 * DAY)
    assert to_decide_count(session, shop) == 0


def test_after_a_whole_story_no_table_log_or_cookie_holds_an_amount_or_a_memo(
    app: Flask,
    session: Session,
    database: Database,
    files: Files,
    shop: Shop,
    account: PaymentAccount,
    clock: StandingClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    feed = open_feed(session, shop, account, now=NOW)
    phone = make.phone(app, session, make.owner_of(session, shop))
    tell_a_story(phone, session, feed)
    found = cells_with(database, (str(AMOUNT), str(OTHER_AMOUNT), MEMO))
    assert found, "the amounts were there while they were needed"
    cookies = " ".join(cookie.value for cookie in phone.client._cookies.values())
    clock.forward(days=1)
    session.rollback()
    keep_tidy(database, files)
    clock.forward(days=31)
    keep_tidy(database, files)
    assert cells_with(database, (str(AMOUNT), str(OTHER_AMOUNT), MEMO)) == []
    assert not any(word in cookies + caplog.text for word in (str(AMOUNT), MEMO))
    assert not any(word in dbos_text(app) for word in (str(AMOUNT), MEMO))


def tell_a_story(phone: Browser, session: Session, feed: MoneyFeed) -> None:
    """Asked and paid by the bank, asked and noted by hand, paid by nobody and placed."""

    def send(number: int, memo: str, amount: int) -> None:
        told = {
            "id": number,
            "transferType": "in",
            "accountNumber": "1012345678",
            "content": memo,
            "transferAmount": amount,
            "transactionDate": "2026-11-22 09:30:00",
        }
        key = secret_of(SECRET, str(feed.id), feed.turn)
        headers = {"Authorization": f"Apikey {key}"}
        address = f"/money/feeds/{feed.code}"
        session.commit()
        answer = phone.client.post(address, data=json.dumps(told), headers=headers)
        assert answer.status_code == 200, answer.text

    def ask(amount: int) -> PaymentRequest:
        place = phone.post("/requests/new", amount=str(amount), purpose=MEMO, wait="2").location
        return session.get_one(PaymentRequest, UUID(place.rsplit("/", 1)[1]))

    phone.post("/till/open")
    by_bank = ask(AMOUNT)
    send(1, f"{by_bank.code} {MEMO}", AMOUNT)
    by_hand = ask(OTHER_AMOUNT)
    noted = {"amount": str(OTHER_AMOUNT), "version": str(by_hand.version)}
    phone.post(f"/requests/{by_hand.id}/money", **noted)
    placed = ask(AMOUNT)
    send(2, MEMO, AMOUNT)
    line = session.scalars(select(BankLine).where(BankLine.state == "unplaced")).one()
    chosen = {"version": str(line.version), "request": str(placed.id)}
    phone.post(f"/money/{line.id}", **chosen)
    for path in ("/till", "/money", "/requests", f"/requests/{by_bank.id}"):
        assert phone.get(path).status_code == 200


def cells_with(database: Database, words: tuple[str, ...]) -> list[str]:
    """Every cell of every table that holds one of these."""
    tables = MetaData()
    tables.reflect(database.engine)
    found = []
    with database.engine.connect() as connection:
        for table in tables.sorted_tables:
            for row in connection.execute(table.select()):
                for name, value in row._mapping.items():
                    if any(word in str(value) for word in words):
                        found.append(f"{table.name}.{name}")
    return found


def dbos_text(app: Flask) -> str:
    """What the tables of background work hold, where there are any."""
    data: Path = app.extensions["shopkit"].config.data
    text = ""
    for path in data.glob("*.db"):
        engine = create_engine(f"sqlite:///{path}")
        tables = MetaData()
        tables.reflect(engine)
        with engine.connect() as connection:
            for table in tables.sorted_tables:
                text += " ".join(str(row) for row in connection.execute(table.select()))
        engine.dispose()
    return text
