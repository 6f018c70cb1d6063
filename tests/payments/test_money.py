"""Taking in money: known again by whoever tells it, placed only when certain, never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.journal.models import JournalEntry
from shopkit.payments.actions.money import Taken, take_lines
from shopkit.payments.actions.requests import ask_payment, cancel_request
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import (
    BY_FEED,
    BY_STATEMENT,
    PLACED,
    UNPLACED,
    BankLine,
    Placement,
)
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.rules.money import Told
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def asked(session: Session, shop: Shop, account: PaymentAccount) -> PaymentRequest:
    return ask(session, shop, account)


def ask(
    session: Session, shop: Shop, account: PaymentAccount, amount_vnd: int = 200_000
) -> PaymentRequest:
    return ask_payment(
        session, shop, account, amount_vnd=amount_vnd, purpose="", expires_in=HOUR, now=NOW
    )


def told(memo: str, amount_vnd: int = 200_000, number: str = "1", **more: object) -> Told:
    return replace(Told(NOW, amount_vnd, memo, "", number), **more)  # type: ignore[arg-type]


def feed(session: Session, account: PaymentAccount, *lines: Told) -> Taken:
    return take_lines(session, account, lines, source=BY_FEED, import_id=None, now=NOW)


def statement(session: Session, account: PaymentAccount, *lines: Told) -> Taken:
    return take_lines(session, account, lines, source=BY_STATEMENT, import_id=None, now=NOW)


def only_line(session: Session) -> BankLine:
    return session.scalars(select(BankLine)).one()


def test_the_whole_amount_under_its_code_pays_a_request(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    taken = feed(session, account, told(f"MBVCB.39 {asked.code} CT tu 0000000001"))
    assert (taken.added_count, taken.placed_count) == (1, 1)
    assert (asked.state, asked.settled_at) == ("paid", NOW)
    assert only_line(session).state == PLACED
    assert session.scalars(select(Placement)).one().request_id == asked.id


def test_money_told_twice_by_its_number_is_one_line(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(asked.code))
    again = feed(session, account, told(asked.code))
    assert (again.added_count, again.known_count) == (0, 1)
    assert asked.state == "paid"


def test_two_hundred_dong_do_not_pay_two_hundred_thousand(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(asked.code, 200))
    assert asked.state == "part_paid"
    feed(session, account, told(asked.code, 199_800, "2"))
    assert asked.state == "paid"


def test_a_second_payment_of_one_request_shows_as_paid_twice(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(asked.code), told(asked.code, number="2"))
    assert asked.state == "paid_twice"


def test_more_than_was_asked_waits_for_a_person(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(asked.code, 200_001))
    assert (asked.state, only_line(session).state) == ("open", UNPLACED)


def test_money_after_calling_off_or_after_its_time_waits_for_a_person(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    late = told(asked.code, came_at=NOW + 2 * HOUR)
    take_lines(session, account, [late], source=BY_FEED, import_id=None, now=NOW + 3 * HOUR)
    other = ask(session, shop, account)
    cancel_request(session, other, now=NOW)
    feed(session, account, told(other.code, number="2"))
    assert (asked.state, other.state) == ("open", "cancelled")
    assert {line.state for line in session.scalars(select(BankLine))} == {UNPLACED}


def test_money_that_came_in_time_and_was_told_late_pays(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    taken = take_lines(
        session, account, [told(asked.code)], source=BY_FEED, import_id=None, now=NOW + 9 * HOUR
    )
    assert (taken.placed_count, asked.state) == (1, "paid")


def test_a_code_of_another_account_or_shop_pays_nothing(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    second = make.payment_account(session, shop, "0000000001")
    feed(session, second, told(asked.code))
    neighbour = make.shop(session)
    theirs = make.payment_account(session, neighbour)
    feed(session, theirs, told(asked.code))
    assert asked.state == "open"
    assert {line.state for line in session.scalars(select(BankLine))} == {UNPLACED}


def test_one_payment_for_two_requests_waits_for_a_person(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    other = ask(session, shop, account)
    feed(session, account, told(f"{asked.code} {other.code}", 400_000))
    assert (asked.state, other.state, only_line(session).state) == ("open", "open", UNPLACED)


def test_the_same_money_told_by_a_feed_and_a_statement_is_one_line(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(f"{asked.code} GD 123"))
    taken = statement(session, account, told(f"NGUYEN THI MAU chuyen {asked.code}", number=""))
    assert (taken.added_count, taken.known_count, asked.state) == (0, 1, "paid")


def test_a_statement_first_and_the_feed_late_is_one_line_too(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    statement(session, account, told(asked.code, number=""))
    assert feed(session, account, told(asked.code)).known_count == 1
    # What the feed tells under another number is another payment.
    assert feed(session, account, told(asked.code, number="2")).added_count == 1
    assert feed(session, account, told(asked.code)).known_count == 1
    assert asked.state == "paid_twice"


def test_two_equal_payments_in_one_file_stay_two_and_the_file_twice_stays_one_file(
    session: Session, account: PaymentAccount
) -> None:
    rows = [told("chuyen tien", number=""), told("chuyen tien", number="")]
    assert statement(session, account, *rows).added_count == 2
    assert statement(session, account, *rows).known_count == 2
    assert statement(session, account, *rows, rows[0]).added_count == 1


def test_numbers_of_the_bank_tell_two_equal_payments_apart(
    session: Session, account: PaymentAccount
) -> None:
    rows = [told("ck", number="", reference=f"FT2600{n}") for n in (1, 2)]
    assert statement(session, account, *rows).added_count == 2
    assert statement(session, account, *rows).known_count == 2
    assert statement(session, account, rows[1]).known_count == 1
    third = told("ck", number="", reference="FT26003")
    assert statement(session, account, third).added_count == 1


def test_a_number_that_a_bank_gives_twice_loses_no_row(
    session: Session, account: PaymentAccount
) -> None:
    rows = [told("ck", amount, number="", reference="FT26001") for amount in (50_000, 60_000)]
    assert statement(session, account, *rows).added_count == 2
    assert statement(session, account, *rows).known_count == 2


def test_the_banks_number_joins_a_feed_and_a_statement_with_other_words(
    session: Session, account: PaymentAccount
) -> None:
    feed(session, account, told("CHUYEN TIEN", reference="FT26320001"))
    booked = told("ND chuyen tien mua rau", number="", reference="FT26320001")
    later = replace(booked, came_at=NOW + timedelta(days=1))
    assert statement(session, account, later).known_count == 1
    other = told("CHUYEN TIEN", number="", reference="FT26320002")
    assert statement(session, account, other).added_count == 1


def test_a_payment_without_a_feed_is_not_taken_for_one_with(
    session: Session, account: PaymentAccount
) -> None:
    feed(session, account, told("ck", reference="FT26320002"))
    rows = [told("ck", number="", reference=f"FT2632000{n}") for n in (1, 2)]
    for _ in range(2):
        statement(session, account, *rows)
        assert len(session.scalars(select(BankLine)).all()) == 2
    other = told("ck", number="2", reference="MB 77")
    feed(session, account, other)
    plain = [told("ck", number="", reference=number) for number in ("", "FT26320002", "")]
    statement(session, account, *plain)
    assert len(session.scalars(select(BankLine)).all()) == 3


def test_a_file_in_portions_is_the_same_as_a_file_at_once(
    session: Session, account: PaymentAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopkit.payments.actions.money.PORTION", 2)
    rows = [told("ck", number="") for _ in range(5)]
    assert statement(session, account, *rows).added_count == 5
    assert statement(session, account, *rows).known_count == 5


def test_the_journal_names_no_amount_and_no_memo(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    feed(session, account, told(f"{asked.code} rau muong", 123_457))
    session.flush()
    entries = session.scalars(select(JournalEntry)).all()
    assert {"payment_request.made", "payment_request.part_paid", "payment.received"} <= {
        entry.event for entry in entries
    }
    assert not any("123457" in str(entry.details) for entry in entries)
    received = next(entry for entry in entries if entry.event == "payment.received")
    assert received.details == {"month": "2026-11", "by": "feed"}
