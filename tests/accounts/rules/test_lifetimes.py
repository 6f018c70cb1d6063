from datetime import UTC, datetime, timedelta

import pytest

from shopkit.accounts.rules.lifetimes import is_over, is_to_be_noted, lifetime, needs_totp

OPENED = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_staff", "idle", "whole"),
    [
        (False, timedelta(days=14), timedelta(days=90)),
        (True, timedelta(hours=8), timedelta(days=7)),
    ],
)
def test_a_sign_in_ends_when_idle_and_in_any_case_one_day(
    is_staff: bool, idle: timedelta, whole: timedelta
) -> None:
    lived, moment = lifetime(is_staff), timedelta(seconds=1)

    assert not is_over(OPENED, OPENED, lived, OPENED + idle - moment)
    assert is_over(OPENED, OPENED, lived, OPENED + idle)
    assert not is_over(OPENED, OPENED + whole - moment, lived, OPENED + whole - moment)
    assert is_over(OPENED, OPENED + whole - moment, lived, OPENED + whole)


def test_being_seen_is_not_written_at_every_page() -> None:
    assert not is_to_be_noted(OPENED, lifetime(True), OPENED + timedelta(minutes=4))
    assert is_to_be_noted(OPENED, lifetime(True), OPENED + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("is_staff", "is_practice", "is_loopback", "needs"),
    [
        (True, False, False, True),
        (True, False, True, True),
        (True, True, False, True),
        (True, True, True, False),
        (False, False, False, False),
    ],
)
def test_staff_need_a_code_except_to_practise_on_their_own_machine(
    is_staff: bool, is_practice: bool, is_loopback: bool, needs: bool
) -> None:
    found = needs_totp(is_staff=is_staff, is_practice=is_practice, is_loopback=is_loopback)

    assert found is needs
