"""What one line of a statement is: money in, money out, a sum, a mistake."""

from datetime import datetime, timedelta

import pytest

from shopkit.clock import LOCAL
from shopkit.imports.rules.columns import Given
from shopkit.imports.rules.values import Value
from shopkit.payments.rules.statements import (
    Apart,
    NotMoneyIn,
    Own,
    accounts_named,
    goes_on,
    is_same_account,
    leaves_out,
    told_by,
)
from shopkit.payments.rules.statements_columns import WANTED

DAY = datetime(2026, 11, 22, tzinfo=LOCAL)
OWN = Own("1012345678", DAY)


def line(**values: Value) -> dict[str, Value]:
    nothing: dict[str, Value] = {one.name: None for one in WANTED.columns}
    return nothing | {"came": DAY, "memo": "mua banh"} | values


@pytest.mark.parametrize(
    "values",
    [
        {"credit": 30_000},
        {"credit": 30_000, "debit": 0},
        {"amount": 30_000},
        {"amount": 30_000, "mark": "C"},
        {"amount": 30_000, "mark": "Ghi có"},
        {"amount": 30_000, "mark": "+"},
        {"amount": -30_000, "mark": "CR"},
    ],
)
def test_money_in_however_it_is_marked(values: dict[str, Value]) -> None:
    assert told_by(line(**values), OWN).amount_vnd == 30_000


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"debit": 30_000}, Apart.WENT_OUT),
        ({"debit": -30_000}, Apart.WENT_OUT),
        ({"amount": -30_000}, Apart.WENT_OUT),
        ({"amount": 30_000, "mark": "D"}, Apart.WENT_OUT),
        ({"amount": 30_000, "mark": "Nợ"}, Apart.WENT_OUT),
        ({"amount": 30_000, "mark": "-"}, Apart.WENT_OUT),
        ({}, Apart.EMPTY),
        ({"credit": 0, "debit": 0}, Apart.EMPTY),
        ({"credit": 1, "debit": 1}, Apart.BOTH_WAYS),
        ({"credit": -1}, Apart.LESS_THAN_NOTHING),
        ({"credit": 1, "came": None}, Apart.NO_DAY),
        ({"credit": 1, "came": None, "memo": "Cộng phát sinh"}, Apart.SUM),
        ({"credit": 1, "came": None, "memo": "CONG TY A tra tien"}, Apart.NO_DAY),
        ({"credit": 1, "came": DAY + timedelta(days=9)}, Apart.IN_FUTURE),
        ({"credit": 1, "account": "9999"}, Apart.OTHER_ACCOUNT),
        ({"credit": 1, "currency": "USD"}, Apart.OTHER_CURRENCY),
    ],
)
def test_what_is_no_money_in_says_why(values: dict[str, Value], why: Apart) -> None:
    with pytest.raises(NotMoneyIn) as refused:
        told_by(line(**values), OWN)
    assert refused.value.why == why


def test_the_time_may_stand_in_a_column_of_its_own() -> None:
    assert told_by(line(credit=1, time="9:05:07"), OWN).came_at.hour == 9


def test_a_number_counts_with_its_day_and_amount() -> None:
    numbers = {
        told_by(line(credit=credit, reference="0001", came=came), OWN).source_id
        for credit in (1, 2)
        for came in (DAY, DAY - timedelta(days=1))
    }
    assert len(numbers) == 4
    assert len(told_by(line(credit=1, reference="x" * 200), OWN).source_id) <= 60


def test_a_row_with_only_the_end_of_a_memo_is_put_to_the_one_before() -> None:
    before = Given(5, line(credit=1, memo="SK7K3"))
    assert goes_on(before, Given(6, line(came=None, memo="QX9M4")))
    assert before.values["memo"] == "SK7K3 QX9M4"
    assert not goes_on(before, Given(7, line(credit=2)))
    assert not goes_on(before, Given(8, line(came=None, memo="Số dư cuối kỳ")))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Tổng cộng", 5, 6], "sum"),
        (["Số dư đầu kỳ", "1.000"], "sum"),
        (["Chứng từ in từ hệ thống"], "note"),
        (["hôm qua", "5.000", "mua banh"], ""),
    ],
)
def test_sums_and_notes_are_told_from_spoilt_lines(row: list[str], reason: str) -> None:
    assert leaves_out(row) == reason


@pytest.mark.parametrize(
    ("named", "is_same"),
    [
        ("1012345678", True),
        ("01012345678", True),
        ("1012 345 678", True),
        ("101xxxx678", True),
        ("******5678", True),
        ("1012345679", False),
        ("102xxxx678", False),
    ],
)
def test_a_masked_number_may_be_this_one(named: str, is_same: bool) -> None:
    assert is_same_account(named, "1012345678") is is_same


def test_accounts_are_found_in_titles_and_dates_are_not() -> None:
    head = [
        ["Số tài khoản: 1012 345 678", "VND"],
        ["Account No.", "101xxxx678"],
        ["Từ ngày 01/11/2026 đến ngày 22/11/2026"],
    ]
    assert accounts_named(head) == ["1012345678", "101xxxx678"]
