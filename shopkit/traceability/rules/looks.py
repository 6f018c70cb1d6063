"""Which looks count, and how they are told apart without knowing anybody."""

import re
import secrets
from collections import OrderedDict
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from threading import Lock

SAME_DEVICE = timedelta(minutes=10)
HOURS_KEPT = timedelta(days=90)
MOST_DEVICES = 50_000
MOST_PLACE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,9}")
# What fetches a page to draw a preview of a link, or to index it: nobody stands before the goods.
NO_BUYER = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|facebookexternalhit|facebookcatalog|whatsapp/|telegrambot"
    r"|skypeuripreview|linkpreview|link-preview|previewer|embedly|vkshare|zalo-?(?:link|preview)"
    r"|python-requests|curl/|wget/|headlesschrome-lighthouse|uptime|monitor",
    re.IGNORECASE,
)


def is_buyer(method: str, agent: str, purpose: str) -> bool:
    """Whether a request may be a person looking: no HEAD, no preview of a link, no prefetch."""
    if method != "GET" or not agent:
        return False
    if "prefetch" in purpose or "preview" in purpose:
        return False
    return is_browser(agent)


@lru_cache(maxsize=1024)
def is_browser(agent: str) -> bool:
    """Whether such a name may be a browser in somebody's hand."""
    return NO_BUYER.search(agent) is None


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def coarse_place(told: str) -> str:
    """A region as a trusted proxy names it, such as VN-38; anything finer or odd is left out."""
    place = told.strip().upper()
    return place if MOST_PLACE.fullmatch(place) else ""


class LatelySeen:
    """Which devices looked up which code in the last minutes.

    Only a keyed hash of address and browser is held, in memory, under a key that is made anew
    each day and never stored; the oldest are forgotten when there are too many.
    """

    def __init__(self, most: int = MOST_DEVICES) -> None:
        self._most = most
        self._day: date | None = None
        self._salt = b""
        self._until: OrderedDict[bytes, datetime] = OrderedDict()
        self._lock = Lock()

    def is_again(self, code: str, address: str, agent: str, at: datetime) -> bool:
        """Whether this device looked this code up within ten minutes; notes that it did now."""
        with self._lock:
            self._new_salt(at.date())
            mark = self._mark(code, address, agent)
            until = self._until.get(mark)
            if until is not None and at < until:
                return True
            self._until[mark] = at + SAME_DEVICE
            self._until.move_to_end(mark)
            while len(self._until) > self._most:
                self._until.popitem(last=False)
            return False

    def _new_salt(self, day: date) -> None:
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(32)
            self._until.clear()

    def _mark(self, code: str, address: str, agent: str) -> bytes:
        text = f"{code}\n{address}\n{agent}".encode(errors="replace")
        return blake2b(text, digest_size=12, key=self._salt).digest()
