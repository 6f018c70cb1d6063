"""When somebody who was in a class is visited: no table, no web."""

from collections.abc import Iterable
from datetime import date, timedelta

AFTER_DAYS = (7, 30)
SOON_DAYS = 7
OVERDUE, TODAY, SOON, LATER = "overdue", "today", "soon", "later"


def due_days(attended: Iterable[date]) -> dict[int, date]:
    """The days of her visits, counted from the last day she was there; none if she never was."""
    last = max(attended, default=None)
    return {} if last is None else {days: last + timedelta(days=days) for days in AFTER_DAYS}


def last_day_in_class(due_on: date, after_days: int) -> date:
    """The day from which the day of a visit was counted."""
    return due_on - timedelta(days=after_days)


def state_on(due_on: date, today: date) -> str:
    if due_on < today:
        return OVERDUE
    if due_on == today:
        return TODAY
    return SOON if due_on <= today + timedelta(days=SOON_DAYS) else LATER
