"""Which days a class can have: no table, no web."""

from datetime import date, timedelta

FARTHEST, BEFORE_OPENING = timedelta(days=366), timedelta(days=31)


def is_too_far(held_on: date, *, opened_on: date, today: date) -> bool:
    """Whether a day is a slip of the hand: a year away, or well before the class was opened."""
    return abs(held_on - today) > FARTHEST or opened_on - held_on > BEFORE_OPENING
