"""Writing down orders and moving them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.engine import Database
from shopkit.journal.models import JournalEntry
from shopkit.payments.models.requests import CANCELLED as CALLED_OFF
from shopkit.payments.models.requests import PAID, PaymentRequest
from shopkit.sales.actions.counter import sell, take_back
from shopkit.sales.actions.orders import (
    Item,
    Sale,
    agree_order,
    move,
    note_buyer,
    say_not_paid,
    say_paid,
    send,
    step_back,
)
from shopkit.sales.actions.refusals import (
    DayNotYet,
    NothingSold,
    OrderChanged,
    StepNotPossible,
    TooManyLines,
)
from shopkit.sales.actions.requests import ask_for_order
from shopkit.sales.models import CASH, NOT_YET, Order, OrderLine
from shopkit.sales.queries.orders import DONE, TASKS, TO_BE_PAID, counts_of, orders_of, standing
from shopkit.sales.rules.steps import CANCELLED, DELIVERED, PACKED, RETURNED, SENT
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.sales.conftest import Agree

TODAY = date(2026, 11, 22)


def events(session: Session, order: Order) -> list[str]:
    return list(
        session.scalars(
            select(JournalEntry.event)
            .where(JournalEntry.subject_id == order.id)
            .order_by(JournalEntry.id)
        )
    )


def step(session: Session, order: Order, state: str) -> None:
    move(session, order, state, version=order.version, now=NOW)


def test_numbers_go_on_in_each_shop_by_themselves(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    other = make.shop(session)
    assert [agreed().number, agreed().number, agreed(other).number] == [1, 2, 1]


def test_without_a_book_no_amount_is_stored(session: Session, agreed: Agree) -> None:
    order = agreed(price_vnd=12_345)
    line = session.scalars(select(OrderLine)).one()
    assert (order.amount_vnd, line.price_vnd) == (None, None)


def test_with_a_book_amounts_are_kept(session: Session, shop: Shop, agreed: Agree) -> None:
    make.agree(session, shop, "book")
    order = agreed(price_vnd=12_345)
    line = session.scalars(select(OrderLine)).one()
    assert (order.amount_vnd, line.price_vnd) == (24_690, 12_345)


def test_the_journal_knows_channel_and_day_and_no_amount(session: Session, agreed: Agree) -> None:
    order = agreed(channel="facebook", price_vnd=12_345)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == order.id)).one()
    assert entry.event == "order.recorded"
    assert entry.evidence == "SD"
    assert entry.details == {"channel": "facebook", "is_online": "yes", "sold_on": "2026-11-22"}


@pytest.mark.parametrize(
    ("items", "sold_on", "refusal"),
    [
        ([], TODAY, NothingSold),
        ([Item("Bánh", 1)] * 51, TODAY, TooManyLines),
        ([Item("Bánh", 1)], TODAY + timedelta(days=1), DayNotYet),
        ([Item("Bánh", 1)], date(1999, 1, 1), DayNotYet),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, shop: Shop, items: list[Item], sold_on: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        agree_order(session, shop, Sale(items, "zalo", sold_on), now=NOW)
    assert session.scalars(select(Order)).all() == []


def test_an_order_goes_its_way_and_each_step_is_noted(session: Session, agreed: Agree) -> None:
    order = agreed()
    step(session, order, PACKED)
    send(session, order, carrier="Bưu điện", parcel_code="VN123", version=order.version, now=NOW)
    step(session, order, DELIVERED)
    say_paid(session, order, paid_by=CASH, version=order.version, now=NOW)
    assert events(session, order) == [
        "order.recorded",
        "order.packed",
        "order.sent",
        "order.delivered",
        "order.paid",
    ]
    assert order.parcel_code == "VN123"


def test_each_step_can_be_taken_back(session: Session, agreed: Agree) -> None:
    order = agreed()
    for state in (PACKED, SENT, DELIVERED, RETURNED):
        earlier = order.state
        step(session, order, state)
        step_back(session, order, version=order.version, now=NOW)
        assert order.state == earlier
        step(session, order, state)
    step_back(session, order, version=order.version, now=NOW)
    assert (order.state, order.ended_at) == (DELIVERED, None)


def test_the_very_first_step_cannot_be_taken_back(session: Session, agreed: Agree) -> None:
    order = agreed()
    with pytest.raises(StepNotPossible):
        step_back(session, order, version=order.version, now=NOW)


def test_the_second_of_two_phones_is_told(session: Session, agreed: Agree) -> None:
    order = agreed()
    seen = order.version
    move(session, order, PACKED, version=seen, now=NOW)
    with pytest.raises(OrderChanged):
        move(session, order, CANCELLED, version=seen, now=NOW)
    assert order.state == PACKED


def test_a_step_that_does_not_follow_is_refused(session: Session, agreed: Agree) -> None:
    order = agreed()
    with pytest.raises(StepNotPossible):
        step(session, order, RETURNED)


def test_paid_is_told_by_the_request_and_never_copied(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    order = agreed()
    asked = asked_for(session, shop, order)
    assert not standing(session, shop, order.id).is_paid
    asked.state = PAID
    session.flush()
    found = standing(session, shop, order.id)
    assert found.is_paid
    assert order.paid_at is None
    for state in (PACKED, SENT, DELIVERED):
        step(session, order, state)
    assert [one.order.id for one in orders_of(session, shop, DONE)] == [order.id]
    assert counts_of(session, shop)[DONE] == 1


def asked_for(session: Session, shop: Shop, order: Order) -> PaymentRequest:
    account = make.payment_account(session, shop)
    return ask_for_order(
        session,
        shop,
        order,
        account,
        amount_vnd=20_000,
        purpose="",
        expires_in=timedelta(days=1),
        version=order.version,
        now=NOW,
    )


def test_cash_or_a_cancellation_call_the_request_off(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    paid_in_cash, cancelled = agreed(), agreed()
    first, second = asked_for(session, shop, paid_in_cash), asked_for(session, shop, cancelled)
    say_paid(session, paid_in_cash, paid_by=CASH, version=paid_in_cash.version, now=NOW)
    step(session, cancelled, CANCELLED)
    assert (first.state, second.state) == (CALLED_OFF, CALLED_OFF)


def test_asking_again_calls_off_what_was_asked_before(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    order = agreed()
    first = asked_for(session, shop, order)
    second = asked_for(session, shop, order)
    assert (first.state, order.request_id) == (CALLED_OFF, second.id)


def test_money_said_twice_is_refused_and_can_be_taken_back(session: Session, agreed: Agree) -> None:
    order = agreed()
    say_paid(session, order, paid_by=CASH, version=order.version, now=NOW)
    with pytest.raises(StepNotPossible):
        say_paid(session, order, paid_by=CASH, version=order.version, now=NOW)
    say_not_paid(session, order, version=order.version, now=NOW)
    assert (order.paid_by, order.paid_at) == (NOT_YET, None)


def test_every_order_waits_in_exactly_one_place(
    session: Session, shop: Shop, agreed: Agree
) -> None:
    ways: list[tuple[str, ...]] = [
        (),
        (PACKED,),
        (PACKED, SENT),
        (PACKED, SENT, DELIVERED),
        (CANCELLED,),
        (SENT, RETURNED),
    ]
    for way in ways:
        order = agreed()
        for state in way:
            step(session, order, state)
    counts = counts_of(session, shop)
    assert sum(counts.values()) == len(ways)
    assert [counts[task] for task in TASKS] == [1, 1, 1, 1]
    assert [one.order.number for one in orders_of(session, shop, TO_BE_PAID)] == [4]


def test_a_buyer_is_noted_and_the_journal_does_not_know_her(
    session: Session, agreed: Agree
) -> None:
    order = agreed()
    note_buyer(
        session,
        order,
        buyer_name="Trần Thị Thử",
        buyer_phone="+84900000099",
        buyer_address="Xóm 3",
        note="",
        version=order.version,
        now=NOW,
    )
    entries = session.scalars(select(JournalEntry).where(JournalEntry.subject_id == order.id))
    assert "Thử" not in str([(one.event, one.details) for one in entries])
    assert order.has_buyer


def test_a_sale_over_the_counter_is_over_at_once_and_can_be_taken_back(
    session: Session, shop: Shop
) -> None:
    order = sell(session, shop, Sale([Item("Bánh", 1)], "stall", TODAY), paid_by=CASH, now=NOW)
    assert (order.state, order.paid_by) == (DELIVERED, CASH)
    assert events(session, order) == ["order.recorded", "order.paid"]
    take_back(session, order, now=NOW)
    take_back(session, order, now=NOW)
    assert events(session, order)[2:] == ["order.cancelled"]
    assert counts_of(session, shop)[DONE] == 0


def test_only_a_sale_over_the_counter_is_taken_back(session: Session, agreed: Agree) -> None:
    with pytest.raises(StepNotPossible):
        take_back(session, agreed(), now=NOW)


def test_two_phones_at_once_never_give_one_number_twice(
    database: Database, session: Session, shop: Shop
) -> None:
    session.commit()

    def sell_ten() -> None:
        for _number in range(10):
            with database.writing() as writing:
                sale = Sale([Item("Bánh", 1)], "stall", TODAY)
                sell(writing, writing.get_one(Shop, shop.id), sale, paid_by=CASH, now=NOW)

    with ThreadPoolExecutor(2) as phones:
        for done in [phones.submit(sell_ten) for _phone in range(2)]:
            done.result()
    session.expire_all()
    numbers = session.scalars(select(Order.number).order_by(Order.number)).all()
    assert numbers == list(range(1, 21))
