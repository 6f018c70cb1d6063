"""What every village has to do before a figure of it means anything."""

from collections.abc import Iterable
from datetime import date

LAUNCH, TEAM, ZALO_GROUP, FIRST_ASSESSMENT = "launch", "team", "zalo_group", "first_assessment"
# What F03 asks of each village; a commune's own things come beside it and are not asked by F03.
REQUIRED = (LAUNCH, TEAM, ZALO_GROUP, FIRST_ASSESSMENT)


def is_complete(done: Iterable[str]) -> bool:
    """Whether a village has done everything that F03 asks."""
    return set(REQUIRED) <= set(done)


def may_be_done_on(day: date, today: date) -> bool:
    """A thing was done on a day that was, within the years of the programme."""
    return date(2020, 1, 1) <= day <= today
