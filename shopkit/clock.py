"""What time it is, for everybody: aware UTC within, the day of Vietnam for people."""

import os
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

# Vietnam has kept UTC+7 without summer time since 1975; a fixed offset needs no zone files, which
# small server images lack.
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
TEST_CLOCK = "SHOPKIT_TEST_CLOCK"

_fixed: datetime | None = None


def now() -> datetime:
    """This moment in UTC, or the one a test has set."""
    if _fixed is not None:
        return _fixed
    told_by = os.environ.get(TEST_CLOCK)
    if told_by:
        return moment(Path(told_by).read_text(encoding="utf-8").strip())
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Vietnam."""
    return local_day(now())


def local_day(at: datetime) -> date:
    """The day in Vietnam on which a moment falls."""
    return at.astimezone(LOCAL).date()


def day_begins_at(day: date) -> datetime:
    """The moment, in UTC, when a day begins in Vietnam."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def moment(text: str) -> datetime:
    """Read an ISO moment; one without an offset is refused with ValueError, never guessed."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset, such as +07:00")
    return at.astimezone(UTC)


def set_fixed(at: datetime | None) -> None:
    """Let the clock of this process stand still at a moment, or run again with None."""
    global _fixed
    if at is not None and at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    _fixed = None if at is None else at.astimezone(UTC)
