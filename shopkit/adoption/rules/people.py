"""Who lived somewhere on a day, and how people are grouped by age."""

from collections.abc import Callable
from datetime import date
from functools import cache

from shopkit.adoption.rules.evaluate import AsOf

# Gone for a while, or no more: what the register calls them.
NOT_THERE = frozenset({"away"})
GONE = frozenset({"moved", "dissolved"})


@cache
def lived_there(status: str, since: date, until: date | None) -> Callable[[AsOf], bool]:
    """Whether a household lived there on a day; one that is gone did until its last day."""

    def on(as_of: AsOf) -> bool:
        if status in NOT_THERE or (status in GONE and until is None):
            return False
        return since <= as_of.day and (until is None or as_of.day <= until)

    return on


def age_band(birth_year: int | None, day: date) -> str:
    if birth_year is None:
        return ""
    age = day.year - birth_year
    if age < 18:
        return "under_18"
    if age < 35:
        return "18_34"
    return "35_54" if age < 55 else "55_up"
