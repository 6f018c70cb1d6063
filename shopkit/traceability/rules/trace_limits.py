"""How many codes that are none one address may try, in bounded memory."""

from collections import OrderedDict
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from threading import Lock

WINDOW = timedelta(minutes=10)
# Whoever misses this often is told to wait; a code that is right is still answered, because a whole
# market may share one address and nobody guesses a right code (one in ten thousand million).
FREE_MISSES = 30
# From here on nothing is looked up any more for this address.
MOST_MISSES = 300
MOST_ADDRESSES = 20_000


class Pace(StrEnum):
    """How an address that keeps asking is answered."""

    FREE = "free"
    WAIT = "wait"
    CLOSED = "closed"


@lru_cache(maxsize=4096)
def coarse_address(address: str | None) -> str:
    """One name for what is likely one household: an IPv6 network counts as one address."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


class Pacer:
    """Counts what an address does in a window; the longest silent address is forgotten first."""

    def __init__(
        self,
        free: int = FREE_MISSES,
        most: int = MOST_MISSES,
        window: timedelta = WINDOW,
        addresses: int = MOST_ADDRESSES,
    ) -> None:
        self._free, self._most, self._window, self._addresses = free, most, window, addresses
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = Lock()

    def pace(self, address: str | None, at: datetime) -> Pace:
        count = self._count(coarse_address(address), at)
        if count >= self._most:
            return Pace.CLOSED
        return Pace.WAIT if count >= self._free else Pace.FREE

    def note(self, address: str | None, at: datetime) -> None:
        """One more miss."""
        name = coarse_address(address)
        with self._lock:
            since, count = self._counts.get(name, (at, 0))
            if at - since >= self._window:
                since, count = at, 0
            self._counts[name] = (since, count + 1)
            self._counts.move_to_end(name)
            while len(self._counts) > self._addresses:
                self._counts.popitem(last=False)

    def _count(self, name: str, at: datetime) -> int:
        since, count = self._counts.get(name, (at, 0))
        return count if at - since < self._window else 0
