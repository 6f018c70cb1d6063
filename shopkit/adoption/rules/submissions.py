"""How the report of a village goes from a draft to a locked one, and who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

DRAFT, SENT, RETURNED, APPROVED, LOCKED = "draft", "sent", "returned", "approved", "locked"
REOPENED = "reopened"
STATES = (DRAFT, SENT, RETURNED, APPROVED, LOCKED, REOPENED)
# From which states each step may be taken.
MAY_SEND = frozenset({DRAFT, RETURNED, REOPENED})
MAY_DECIDE = frozenset({SENT})
MAY_LOCK = frozenset({APPROVED})
MAY_REOPEN = frozenset({LOCKED})
# What stands in a report whose figures do not move any more.
FROZEN = frozenset({APPROVED, LOCKED})


@dataclass(frozen=True)
class Standing:
    """Where one village stands: its state, and when it first sent, if it did."""

    village_id: UUID
    name: str
    sort_key: str
    state: str
    first_sent_on: date | None


def may_be_sent(state: str, last_day: date, today: date) -> bool:
    """A report can be sent from the last day of its period on."""
    return state in MAY_SEND and today >= last_day


def days_late(first_sent_on: date | None, due_on: date, today: date) -> int:
    """How many days after the due day it was first sent, or is still missing; 0 while in time."""
    return max(0, ((first_sent_on or today) - due_on).days)


def is_missing(one: Standing) -> bool:
    return one.first_sent_on is None


def late_ones(
    standings: Iterable[Standing], due_on: date, today: date, *, by_lateness: bool
) -> list[tuple[Standing, int]]:
    """Who is late and by how many days; by lateness for the officer alone, else by name."""
    late = [
        (one, days)
        for one in standings
        if (days := days_late(one.first_sent_on, due_on, today)) > 0
    ]
    if by_lateness:
        return sorted(late, key=lambda pair: (-pair[1], pair[0].sort_key))
    return sorted(late, key=lambda pair: pair[0].sort_key)
