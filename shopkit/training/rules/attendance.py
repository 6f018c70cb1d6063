"""What can be noted of somebody at a meeting, and which of it counts as having been there."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

PRESENT, LATE, LEFT_EARLY, ABSENT, EXCUSED = "present", "late", "left_early", "absent", "excused"
CAME = frozenset({PRESENT, LATE, LEFT_EARLY})
STATUSES = (PRESENT, LATE, LEFT_EARLY, ABSENT, EXCUSED)
# What the next tap on a row says, beginning with one that nobody has tapped yet.
AFTER = {"": PRESENT, PRESENT: LATE, LATE: LEFT_EARLY, LEFT_EARLY: ABSENT, ABSENT: PRESENT,
         EXCUSED: PRESENT}  # fmt: skip
EARLY, LATE_ENTRY = timedelta(hours=3), timedelta(days=7)


class Counts(NamedTuple):
    """Participations (luot), and the different people (nguoi) among them."""

    turns: int
    people: int


def next_status(status: str) -> str:
    return AFTER[status]


def is_entered_early(begins_at: datetime | None, noted_at: datetime) -> bool:
    """Whether somebody was noted as there well before the meeting began."""
    return begins_at is not None and begins_at - noted_at > EARLY


def is_entered_late(held_on: date, noted_on: Iterable[date]) -> bool:
    """Whether a row was noted more than seven days after the class."""
    return any(day - held_on > LATE_ENTRY for day in noted_on)
