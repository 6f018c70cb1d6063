"""How far somebody has come in a class, from what stands in her shop: no table, no web."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

JOINED, KEPT, CODE, NAME_SEEN, NAMED = "joined", "kept", "code", "name_seen", "named"
LISTED, LABELLED, ON_CHANNEL = "listed", "labelled", "on_channel"
# In the order in which a class goes; labels only for those who make what they sell.
STEPS = (JOINED, KEPT, CODE, NAME_SEEN, NAMED, LISTED, LABELLED, ON_CHANNEL)
SLOW, STUCK = timedelta(minutes=10), timedelta(minutes=20)
FINISHED, MOVING, WAITING, NEEDS_HELP = "finished", "moving", "waiting", "needs_help"


@dataclass(frozen=True)
class Reached:
    """What of the steps is done, and when the last thing happened."""

    done: frozenset[str]
    is_maker: bool = True
    last_at: datetime | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(step for step in STEPS if step != LABELLED or self.is_maker)

    @property
    def step(self) -> str:
        """The furthest step before the first one that is missing."""
        furthest = JOINED
        for step in self.wanted[1:]:
            if step not in self.done:
                break
            furthest = step
        return furthest

    @property
    def next_step(self) -> str:
        """The first step that is missing; empty when all are done."""
        missing = [step for step in self.wanted[1:] if step not in self.done]
        return missing[0] if missing else ""

    @property
    def done_count(self) -> int:
        return 1 + sum(1 for step in self.wanted[1:] if step in self.done)


def pace(reached: Reached, since: datetime | None, now: datetime) -> str:
    """Whether she moves on, waits, or needs somebody beside her."""
    if not reached.next_step:
        return FINISHED
    if since is None or now - since < SLOW:
        return MOVING
    return WAITING if now - since < STUCK else NEEDS_HELP


def minutes(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))


def done_by_step(all_reached: Iterable[Reached]) -> dict[str, tuple[int, int]]:
    """For each step how many have done it, of how many that it is meant for."""
    done: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for reached in all_reached:
        wanted.update(reached.wanted)
        done.update(step for step in reached.wanted if step == JOINED or step in reached.done)
    return {step: (done[step], wanted[step]) for step in STEPS if wanted[step]}
