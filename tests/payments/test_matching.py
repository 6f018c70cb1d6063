"""What a person decides about money: placing, taking back, two at once, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.engine import Database
from shopkit.errors import Conflict
from shopkit.payments.actions.matching import NothingLeft, place_line, set_aside, undo_line
from shopkit.payments.actions.requests import cancel_request
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine, Placement
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.money import line as line_of
from shopkit.payments.queries.money import suggestions
from shopkit.payments.rules.matching import Asked, Why, judge, state_after
from shopkit.payments.rules.money import seems_a_slip
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def asked(session: Session, shop: Shop, account: PaymentAccount) -> PaymentRequest:
    return make.payment_request(session, shop, account)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def place(session: Session, line: BankLine, *requests: PaymentRequest) -> None:
    place_line(session, line, requests, version=line.version, now=NOW)


def test_one_payment_pays_several_requests(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    other = make.payment_request(session, shop, account, 50_000)
    line = make.money(session, account, f"{asked.code} {other.code}", 250_000)
    place(session, line, asked, other)
    assert (asked.state, other.state, line.state) == ("paid", "paid", "placed")


def test_several_payments_pay_one_request(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    for amount in (120_000, 80_000):
        place(session, make.money(session, account, "ck", amount), asked)
    assert asked.state == "paid"


def test_what_is_more_than_was_asked_stays_to_be_decided(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    line = make.money(session, account, asked.code, 230_000)
    place(session, line, asked)
    assert (asked.state, line.state) == ("paid", "part_placed")
    set_aside(session, line, version=line.version, now=NOW)
    assert (asked.state, line.state) == ("paid", "set_aside")


def test_money_for_what_was_called_off_can_be_placed_by_a_person(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    cancel_request(session, asked, now=NOW)
    line = make.money(session, account, asked.code)
    assert (line.state, asked.state) == ("unplaced", "cancelled")
    place(session, line, asked)
    assert asked.state == "paid"


def test_taking_back_leaves_everything_as_it_was(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    line = make.money(session, account, asked.code)
    undo_line(session, line, version=line.version, now=NOW)
    session.refresh(asked)
    assert (asked.state, asked.settled_at, line.state) == ("open", None, "unplaced")
    undone = session.scalars(select(Placement)).one()
    assert undone.undone_at == NOW
    place(session, line, asked)
    assert asked.state == "paid"


def test_a_wrong_second_payment_is_taken_back_and_the_first_stays(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code)
    second = make.money(session, account, asked.code)
    session.refresh(asked)
    assert asked.state == "paid_twice"
    undo_line(session, second, version=second.version, now=NOW)
    assert asked.state == "paid"


def test_money_that_was_given_back_pays_nothing(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    make.money(session, account, asked.code)
    second = make.money(session, account, asked.code)
    assert "Đã trả lại khách khoản này" in phone.get(f"/money/{second.id}").text
    phone.post(f"/money/{second.id}/given-back", version=str(second.version))
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    assert session.get_one(BankLine, second.id).state == "set_aside"


def test_of_two_who_place_one_payment_at_the_same_moment_one_is_refused(
    session: Session, database: Database, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    other = make.payment_request(session, shop, account)
    line = make.money(session, account, "mua rau")
    line_id, version, ids = line.id, line.version, (asked.id, other.id)
    session.commit()

    def decide(request_id: UUID) -> bool:
        with database.writing() as mine:
            chosen = mine.get_one(PaymentRequest, request_id)
            seen = mine.get_one(BankLine, line_id)
            try:
                place_line(mine, seen, [chosen], version=version, now=NOW)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(decide, ids)) == [False, True]
    session.expire_all()
    states = [session.get_one(PaymentRequest, one).state for one in ids]
    assert sorted(states) == ["open", "paid"]


def test_the_same_money_is_not_placed_twice(
    session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    line = make.money(session, account, asked.code)
    with pytest.raises(NothingLeft):
        place(session, line, asked)
    with pytest.raises(Conflict):
        place_line(session, line, [asked], version=line.version - 1, now=NOW)


def test_suggestions_name_the_likeliest_first(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    same = make.payment_request(session, shop, account, 199_000)
    slip = make.payment_request(session, shop, account, 199_000_000)
    typo = asked.code[:-1]
    line = make.money(session, account, f"chuyen {typo}", 199_000)
    found = suggestions(session, shop, line_of(session, shop, line.id), NOW)
    assert [(one.request.code, one.why) for one in found] == [
        (asked.code, "almost"),
        (same.code, "amount"),
        (slip.code, "slip"),
    ]


def test_a_code_that_is_known_says_why_it_was_not_placed(
    session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    cancel_request(session, asked, now=NOW)
    line = make.money(session, account, asked.code)
    found = suggestions(session, shop, line_of(session, shop, line.id), NOW)
    assert [(one.request.id, one.why) for one in found] == [(asked.id, "cancelled")]


def test_the_verdict_is_certain_only_when_all_agrees(shop: Shop, account: PaymentAccount) -> None:
    def of(amount: int = 100, **more: object) -> Why:
        plain = {
            "id": account.id,
            "account_id": account.id,
            "code": "SK",
            "amount_vnd": 100,
            "paid_vnd": 0,
            "state": "open",
            "expires_at": NOW + timedelta(hours=1),
        }
        asked = Asked(**(plain | more))  # type: ignore[arg-type]
        return judge([asked], amount, account.id, NOW, NOW).why

    assert (of(), of(99), of(101)) == (Why.EXACT, Why.SHORT, Why.OVER)
    assert of(state="cancelled") == Why.CANCELLED
    assert of(expires_at=NOW) == Why.EXPIRED
    assert of(state="part_paid", paid_vnd=40, amount=60, expires_at=NOW) == Why.EXACT
    assert of(state="paid") == Why.AGAIN
    assert of(account_id=shop.id) == Why.OTHER_ACCOUNT
    assert judge([], 1, account.id, NOW, NOW).why == Why.NO_CODE


@pytest.mark.parametrize(
    ("asked", "came", "is_slip"),
    [
        (200_000, 200, True),
        (250_000, 250, True),
        (200_000, 300, True),
        (2_000_000, 2_000, True),
        (200_000, 150_000, False),
        (200_000, 200_000, False),
        (500, 200, False),
        (200_000, 0, False),
    ],
)
def test_zeros_that_are_gone_are_seen(asked: int, came: int, is_slip: bool) -> None:
    assert seems_a_slip(asked, came) is is_slip


def test_paid_is_equal_to_the_last_dong() -> None:
    states = [state_after(100, paid) for paid in (0, 99, 100, 101)]
    assert states == ["open", "part_paid", "paid", "paid_twice"]


def test_a_page_places_money_and_takes_it_back(
    phone: Browser, session: Session, account: PaymentAccount, asked: PaymentRequest
) -> None:
    line = make.money(session, account, "mua rau")
    path = f"/money/{line.id}"
    page = phone.get(path).text
    assert "Đúng số tiền" in page
    assert "hai trăm nghìn đồng" in page
    phone.post(path, version=str(line.version), request=str(asked.id))
    assert session.get_one(PaymentRequest, asked.id).state == "paid"
    assert "Nguyễn Thị Mẫu" in phone.get(path).text
    version = str(session.get_one(BankLine, line.id).version)
    phone.post(f"{path}/undo", version=version)
    assert session.get_one(PaymentRequest, asked.id).state == "open"


def test_the_second_of_two_is_told_what_the_first_did(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, asked: PaymentRequest
) -> None:
    other = make.payment_request(session, shop, account, 200_000)
    line = make.money(session, account, "mua rau")
    path, seen = f"/money/{line.id}", str(line.version)
    assert phone.post(path, version=seen, request=str(asked.id)).status_code == 303
    second = phone.post(path, version=seen, request=str(other.id))
    assert second.status_code == 409
    assert f"Nguyễn Thị Mẫu ghép với {asked.code} lúc 09:30" in second.text
    assert session.get_one(PaymentRequest, other.id).state == "open"


def test_a_request_of_a_neighbour_cannot_be_paid_with_her_money(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    neighbour = make.shop(session)
    make.payment_account(session, neighbour)
    theirs = make.payment_request(session, neighbour)
    line = make.money(session, account, "mua rau")
    answer = phone.post(f"/money/{line.id}", version=str(line.version), request=str(theirs.id))
    assert answer.status_code == 404
    assert session.scalar(select(Placement)) is None


def test_placing_without_choosing_is_told(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    line = make.money(session, account, "mua rau")
    answer = phone.post(f"/money/{line.id}", version=str(line.version), request="nonsense")
    assert answer.status_code == 422
    assert "Chọn ít nhất một mã." in answer.text


def test_setting_aside_on_the_page(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    line = make.money(session, account, "mua rau")
    phone.post(f"/money/{line.id}/aside", version=str(line.version))
    assert session.get_one(BankLine, line.id).state == "set_aside"
    assert "Để riêng" in phone.get("/money").text
