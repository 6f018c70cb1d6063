from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from shopkit import clock


@pytest.fixture(autouse=True)
def running_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(clock.TEST_CLOCK, raising=False)
    clock.set_fixed(None)
    yield
    clock.set_fixed(None)


def test_now_is_this_moment_in_utc():
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_clock_stands_where_it_is_set_and_runs_again():
    at = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    clock.set_fixed(at)
    assert clock.now() == at
    clock.set_fixed(None)
    assert clock.now() != at


def test_today_is_the_day_of_vietnam():
    clock.set_fixed(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 22)
    clock.set_fixed(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 23)


def test_a_day_begins_at_seventeen_hours_utc_of_the_day_before():
    assert clock.day_begins_at(date(2026, 11, 23)) == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert clock.local_day(clock.day_begins_at(date(2026, 11, 23))) == date(2026, 11, 23)


def test_a_file_sets_the_clock_of_another_process(tmp_path, monkeypatch):
    told_by = tmp_path / "clock"
    monkeypatch.setenv(clock.TEST_CLOCK, str(told_by))
    told_by.write_text("2026-11-22T08:00:00+07:00\n")
    assert clock.now() == datetime(2026, 11, 22, 1, tzinfo=UTC)
    told_by.write_text("2026-11-29T08:00:00+07:00")
    assert clock.now() == datetime(2026, 11, 29, 1, tzinfo=UTC)


def test_a_moment_without_an_offset_is_refused(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="time zone"):
        clock.set_fixed(datetime(2026, 11, 22))  # noqa: DTZ001
    told_by = tmp_path / "clock"
    told_by.write_text("2026-11-22T08:00:00")
    monkeypatch.setenv(clock.TEST_CLOCK, str(told_by))
    with pytest.raises(ValueError, match="offset"):
        clock.now()
