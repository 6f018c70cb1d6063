"""Batch codes, sensible dates and shelf lives: no table, no web."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from qr_labels.payload.serials import address_parts
from shopkit.errors import Refusal
from shopkit.text.search import search_text
from shopkit.traceability.rules.retention import months_later

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_SHELF_LIFE = timedelta(days=3653)
OLDEST_MAKING = timedelta(days=3653)
LONGEST_CODE = 20
SHELF_LIFE = re.compile(
    r"(?:hsd |hd |han |han su dung )?(\d{1,3}) ?(ngay|tuan|thang|nam)"
    r"(?: (?:ke )?tu (?:nsx|ngay san xuat|ngay lam|ngay dong goi))?"
)


class MadeInFuture(Refusal):
    """Nothing was made tomorrow."""


class MadeTooLongAgo(Refusal):
    """A making date that must be a slip of the finger."""


class DatesBackwards(Refusal):
    """Best before lies before the day it was made."""


class ShelfLifeTooLong(Refusal):
    """A best-before date that must be a slip of the finger."""


class TooManyBatches(Refusal):
    """More batches made on one day than a day has codes."""


def label_address(public_address: str) -> str:
    """What stands before each code on a label: in capitals, which a smaller symbol can hold."""
    scheme, host, path = address_parts(f"{public_address}/T/")
    return f"{scheme}://{host}".upper() + path


def check_dates(made_on: date, best_before: date | None, today: date) -> None:
    """Refuse dates that cannot be true."""
    if made_on > today:
        raise MadeInFuture
    if made_on < today - OLDEST_MAKING:
        raise MadeTooLongAgo
    if best_before is None:
        return
    if best_before < made_on:
        raise DatesBackwards
    if best_before > made_on + LONGEST_SHELF_LIFE:
        raise ShelfLifeTooLong


def batch_code(made_on: date, taken: Iterable[str]) -> str:
    """The next free code of a day: L261122A, L261122B … then L261122AA."""
    stem, used = f"L{made_on:%y%m%d}", set(taken)
    endings: list[str] = [*LETTERS, *(one + two for one in LETTERS for two in LETTERS)]
    free = [stem + ending for ending in endings if stem + ending not in used]
    if not free:
        raise TooManyBatches(stem)
    return free[0]


def part_code(code: str, taken: Iterable[str]) -> str | None:
    """The next free code of a part, L261122A-1; None where it would be longer than a code may."""
    used = set(taken)
    number = next(n for n in count(1) if f"{code}-{n}" not in used)
    found = f"{code}-{number}"
    return found if len(found) <= LONGEST_CODE else None


@dataclass(frozen=True)
class ShelfLife:
    """How long goods keep, counted from the day they were made."""

    months: int = 0
    days: int = 0

    def after(self, made_on: date) -> date:
        return months_later(made_on, self.months) + timedelta(days=self.days)


def shelf_life_or_none(text: str) -> ShelfLife | None:
    """A time as it stands on packs: 30 tháng, 7 ngày, "HSD: 30 tháng kể từ NSX"."""
    found = SHELF_LIFE.fullmatch(search_text(text))
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit in ("thang", "nam"):
        return ShelfLife(months=number * (12 if unit == "nam" else 1))
    return ShelfLife(days=number * (7 if unit == "tuan" else 1))
