"""How an order may move."""

from datetime import UTC, datetime

import pytest

from shopkit.sales.rules.channels import CHANNELS, ONLINE, is_online
from shopkit.sales.rules.steps import (
    AGREED,
    CANCELLED,
    DELIVERED,
    PACKED,
    RETURNED,
    SENT,
    STATES,
    before,
    may_become,
    next_step,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "is_paid", "step"),
    [
        (AGREED, False, PACKED),
        (AGREED, True, PACKED),
        (PACKED, False, SENT),
        (SENT, True, DELIVERED),
        (DELIVERED, False, "paid"),
        (DELIVERED, True, None),
        (RETURNED, False, None),
        (CANCELLED, True, None),
    ],
)
def test_each_state_has_one_next_thing_to_do(state: str, is_paid: bool, step: str | None) -> None:
    assert next_step(state, is_paid=is_paid) == step


def test_what_is_on_its_way_is_not_cancelled_but_comes_back() -> None:
    assert may_become(AGREED, CANCELLED)
    assert not may_become(SENT, CANCELLED)
    assert may_become(SENT, RETURNED)
    assert not any(may_become(CANCELLED, state) for state in STATES)


def test_a_step_back_leads_to_where_the_order_stood() -> None:
    assert before(None, None, None) == AGREED
    assert before(AT, None, None) == PACKED
    assert before(None, AT, None) == SENT
    assert before(AT, AT, AT) == DELIVERED


def test_the_stall_and_the_telephone_are_not_online() -> None:
    assert not is_online("stall")
    assert not is_online("phone")
    assert is_online("zalo")
    assert set(CHANNELS) >= ONLINE
