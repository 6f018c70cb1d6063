"""What can happen to a batch, what is likely next, and when it can have happened."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from shopkit.clock import local_day
from shopkit.errors import Refusal

HARVEST, MAKE, PACK, INSPECT = "harvest", "make", "pack", "inspect"
STORE, SHIP, SELL, SPOIL = "store", "ship", "sell", "spoil"
KINDS = (HARVEST, MAKE, PACK, INSPECT, STORE, SHIP, SELL, SPOIL)
# Where goods go; what a recall must follow.
LEAVES = frozenset({SHIP, SELL})
# What cannot have happened before the goods were there.
NEEDS_GOODS = frozenset({PACK, STORE, SHIP, SELL, SPOIL})
# What takes goods away: counted against what was made.
TAKES = (SELL, SPOIL)
OLDEST = timedelta(days=3653)
# A phone's clock may run a little ahead of ours.
AHEAD = timedelta(minutes=10)

NEXT: dict[str | None, tuple[str, ...]] = {
    None: (MAKE, PACK, HARVEST),
    HARVEST: (MAKE, PACK, STORE),
    MAKE: (PACK, INSPECT, SELL),
    PACK: (SHIP, SELL, STORE),
    INSPECT: (PACK, SHIP, SELL),
    STORE: (SHIP, SELL, INSPECT),
    SHIP: (SELL, SHIP, STORE),
    SELL: (SELL, SHIP, SPOIL),
    SPOIL: (SELL, SHIP, SPOIL),
}
ONCE = frozenset({HARVEST, MAKE})


class EventInFuture(Refusal):
    """Nothing has happened tomorrow."""


class EventTooLongAgo(Refusal):
    """A day that must be a slip of the finger."""


class EventBeforeMaking(Refusal):
    """Goods cannot be packed, kept, sent or sold before they were there."""


class HarvestAfterMaking(Refusal):
    """What went into a batch was harvested before the batch was made."""


def is_before_its_day(kind: str, at: datetime, *, made_on: date, is_day_of_harvest: bool) -> bool:
    """Whether this is told for a day before the one that the batch names for it."""
    its_own = HARVEST if is_day_of_harvest else MAKE
    return kind == its_own and local_day(at) < made_on


def likely_next(
    happened: Collection[str], last: str | None, *, is_recalled: bool = False
) -> tuple[str, ...]:
    """Three events that usually come next; what happens once is not offered again.

    Goods that are called back are neither sent nor sold.
    """
    if is_recalled:
        return SPOIL, STORE, INSPECT
    return tuple(kind for kind in NEXT[last] if kind not in ONCE or kind not in happened)


def check_time(kind: str, at: datetime, *, made_on: date, now: datetime) -> None:
    """Refuse a time at which this cannot have happened."""
    if at > now + AHEAD:
        raise EventInFuture
    if at < now - OLDEST:
        raise EventTooLongAgo
    if kind in NEEDS_GOODS and local_day(at) < made_on:
        raise EventBeforeMaking
    if kind == HARVEST and local_day(at) > made_on:
        raise HarvestAfterMaking
