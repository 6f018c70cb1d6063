from datetime import UTC, datetime, timedelta

import pytest

from shopkit.accounts.rules.delays import address_key, delay_after, seconds_left

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def test_five_failures_are_free_and_then_the_wait_doubles_up_to_a_minute() -> None:
    waits = [delay_after(failures) for failures in range(14)]

    assert waits == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_no_number_of_failures_locks_for_longer_than_a_minute() -> None:
    assert delay_after(1_000_000) == 60


def test_the_wait_is_told_in_whole_seconds_and_ends() -> None:
    last = NOW - timedelta(seconds=1.2)

    assert seconds_left(8, last, NOW, free=5) == 3
    assert seconds_left(8, NOW - timedelta(seconds=4), NOW, free=5) == 0
    assert seconds_left(0, None, NOW, free=5) == 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::9", "address:2001:0db8:0001:0002"),
        (None, "address:unknown"),
        ("not an address", "address:unknown"),
    ],
)
def test_an_address_is_counted_by_its_household(address: str | None, key: str) -> None:
    assert address_key(address) == key
