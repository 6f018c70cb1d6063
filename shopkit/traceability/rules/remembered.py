"""What was made a moment ago and may be shown again: bounded, short-lived, never past a recall."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

Thing = TypeVar("Thing")

# Another process's changes show after this time at the latest; a recall shows at once.
SECONDS = 5.0
MOST_SHOPS = 10_000


@dataclass(frozen=True)
class Kept(Generic[Thing]):
    """A thing with whose it is and the state of the world it was made from."""

    thing: Thing
    shop_id: UUID
    mark: int
    version: int
    until: float


class Memory(Generic[Thing]):
    """Things by key, the least used forgotten first.

    A thing is good while the recall version is the one it was made under, for a few seconds, and
    only until this process commits a change of its shop. Take `mark()` before reading what a thing
    is made from: a change that comes in between then makes it stale.
    """

    def __init__(
        self, most: int, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[Hashable, Kept[Thing]] = OrderedDict()
        self._touched: dict[UUID, int] = {}
        self._touches = 0
        self._oldest_mark = 0
        self._lock = Lock()

    def mark(self) -> int:
        return self._touches

    def get(self, key: Hashable, version: int) -> Thing | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if self._is_stale(kept, version):
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return kept.thing

    def keep(self, key: Hashable, thing: Thing, *, shop_id: UUID, mark: int, version: int) -> None:
        with self._lock:
            until = self._clock() + self._seconds
            self._kept[key] = Kept(thing, shop_id, mark, version, until)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Make this thing anew when it is asked for next."""
        with self._lock:
            self._kept.pop(key, None)

    def touch(self, shop_id: UUID) -> None:
        """Something of this shop was changed: what was made before is stale."""
        with self._lock:
            self._touches += 1
            if len(self._touched) >= MOST_SHOPS:
                self._touched.clear()
                self._oldest_mark = self._touches
            self._touched[shop_id] = self._touches

    def _is_stale(self, kept: Kept[Thing], version: int) -> bool:
        return (
            kept.version != version
            or kept.until < self._clock()
            or kept.mark < self._oldest_mark
            or kept.mark < self._touched.get(kept.shop_id, 0)
        )

    def __len__(self) -> int:
        return len(self._kept)
