"""Cells of the wild read as what a column holds; what reads in two ways is not guessed."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from shopkit.clock import LOCAL
from shopkit.errors import Refusal
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.search import fold

Value = str | int | date | datetime | None
Clock = tuple[int, int, int]
MIDNIGHT: Clock = (0, 0, 0)

MOST_DIGITS = 13
DUST = 1e-6
# Days as numbers count from here; these bounds are 1954 and 2119.
SERIAL_BEGIN = date(1899, 12, 30)
LEAST_SERIAL, MOST_SERIAL = 20_000, 80_000
FIRST_YEAR, LAST_YEAR = 1900, 2100

CURRENCY = re.compile(r"vn[dđ]|vnđ|đồng|dong|₫|đ\b|\bd\b", re.IGNORECASE)
GROUPED = re.compile(r"(\d{1,3})(?:([.,' ])(\d{3})(?:\2\d{3})*)?(?:[.,]0{1,2})?|\d+(?:[.,]0{1,2})?")
CENTS = re.compile(r"[.,]0{1,2}$")
NOTHING = frozenset({"", "-", "--", "–", "—"})

# What most banks write; read without looking for anything else.
USUAL = re.compile(r"(\d\d)/(\d\d)/(\d{4})(?: (\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)
YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?!\d)")
MONTH_NAMED = re.compile(r"(?<!\d)(\d{1,2})[\s/\-]*([a-z]{3,9})[\s/\-,]*(\d{4}|\d{2})(?!\d)")
IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
ONLY_DIGITS = re.compile(r"\d{8}(?:\d{6})?")
CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:h](\d{2})(?:[:m](\d{2}))?(?:\.\d+)?\s*(am|pm|sa|ch)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
AFTERNOON = frozenset({"pm", "ch"})


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"
    MONEY = "money"
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"


class Unreadable(Refusal):
    """The cell holds something, but not what its column should."""


def read(cell: Cell, kind: Kind, *, is_day_first: bool = True) -> Value:
    """The value of a cell, None where it is empty; raises Unreadable."""
    if cell is None:
        return None
    if kind in (Kind.DAY, Kind.MOMENT):
        at = moment_of(cell, is_day_first)
        return at.date() if at and kind == Kind.DAY else at
    return READERS[kind](cell)


def text(cell: Cell) -> str | None:
    return text_of(cell) or None


def code(cell: Cell) -> str | None:
    """A number or word that names something; the digits of a number without its dot."""
    if isinstance(cell, datetime | date | float):
        raise Unreadable
    return text_of(cell) or None


def money(cell: Cell) -> int | None:
    """Whole dong, also below zero; an empty cell and an accountant's dash are nothing."""
    if isinstance(cell, bool | date):
        raise Unreadable
    if isinstance(cell, int | float):
        return _within(_whole(cell))
    return dong_of(text_of(cell))


@lru_cache(maxsize=4096)
def dong_of(typed: str) -> int | None:
    """1.250.000 as well as 1,250,000.00, with a sign before, behind or as brackets."""
    bare = CURRENCY.sub("", typed.replace("\xa0", " ")).strip()
    if bare in NOTHING:
        return None
    is_less = bare.startswith(("-", "(", "−")) or bare.endswith("-")
    figure = bare.strip("+-−() ")
    parts = GROUPED.fullmatch(figure)
    if not parts:
        raise Unreadable
    amount = int(re.sub(r"\D", "", CENTS.sub("", figure)))
    return _within(-amount if is_less else amount)


def whole(cell: Cell) -> int | None:
    """A count."""
    amount = money(cell)
    if amount is not None and amount < 0:
        raise Unreadable
    return amount


def _whole(number: float) -> int:
    """The number itself, but for the dust that sums of fractions leave."""
    nearest = round(number)
    if abs(number - nearest) > DUST:
        raise Unreadable
    return nearest


def _within(amount: int) -> int:
    if abs(amount) >= 10**MOST_DIGITS:
        raise Unreadable
    return amount


READERS: dict[Kind, Callable[[Cell], Value]] = {
    Kind.TEXT: text,
    Kind.CODE: code,
    Kind.MONEY: money,
    Kind.WHOLE: whole,
}


def moment_of(cell: Cell, is_day_first: bool = True) -> datetime | None:
    """A moment by the clock of Vietnam; a day alone is its first moment."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=LOCAL)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), LOCAL)
    if isinstance(cell, bool):
        raise Unreadable
    if isinstance(cell, int | float) and LEAST_SERIAL <= cell <= MOST_SERIAL:
        begin = datetime.combine(SERIAL_BEGIN, time(), LOCAL)
        return begin + timedelta(seconds=round(cell * 86_400))
    return typed_moment(text_of(cell), is_day_first)


def typed_moment(typed: str, is_day_first: bool = True) -> datetime | None:
    """A moment in any usual writing: 22/11/2026 09:30, 2026-11-22, 22-Nov-26, 20261122."""
    usual = USUAL.fullmatch(typed) if is_day_first else None
    if usual:
        day, month, year, hour, minute, second = (int(part or 0) for part in usual.groups())
        return _moment(year, month, day, (hour, minute, second))
    return _unusual_moment(typed, is_day_first)


@lru_cache(maxsize=4096)
def _unusual_moment(typed: str, is_day_first: bool) -> datetime | None:
    # Plain letters need no folding, which looks at each of them.
    plain = " ".join((typed.lower() if typed.isascii() else fold(typed)).split())
    if plain in NOTHING:
        return None
    if ONLY_DIGITS.fullmatch(plain):
        return _of_digits(plain)
    found = YEAR_FIRST.search(plain)
    if found:
        parts = (int(found[1]), int(found[2]), int(found[3]))
    else:
        found, parts = _year_last(plain, is_day_first)
    rest = plain[: found.start()] + " " + plain[found.end() :]
    return _moment(*parts, _clock_in(rest.replace("t", " ", 1)))


def _year_last(plain: str, is_day_first: bool) -> tuple[re.Match[str], tuple[int, int, int]]:
    found = YEAR_LAST.search(plain) or IN_WORDS.search(plain)
    if found:
        day, month = (found[1], found[2]) if is_day_first else (found[2], found[1])
        return found, (_year(found[3]), int(month), int(day))
    found = MONTH_NAMED.search(plain)
    if not found or found[2][:3] not in MONTHS:
        raise Unreadable
    return found, (_year(found[3]), MONTHS.index(found[2][:3]) + 1, int(found[1]))


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _of_digits(plain: str) -> datetime:
    """Eight digits: the year first where they begin with one of this century."""
    if plain.startswith("20"):
        parts = (int(plain[:4]), int(plain[4:6]), int(plain[6:8]))
    else:
        parts = (int(plain[4:8]), int(plain[2:4]), int(plain[:2]))
    has_clock = len(plain) == 14
    clock = (int(plain[8:10]), int(plain[10:12]), int(plain[12:])) if has_clock else MIDNIGHT
    return _moment(*parts, clock)


def _clock_in(rest: str) -> Clock:
    found = CLOCK.search(rest)
    if not found:
        return MIDNIGHT
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in AFTERNOON else 0)
    return hour, int(found[2]), int(found[3] or 0)


def _moment(year: int, month: int, day: int, clock: Clock) -> datetime:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable
    try:
        return datetime(year, month, day, clock[0], clock[1], clock[2], tzinfo=LOCAL)
    except ValueError as problem:
        raise Unreadable from problem


def time_of(cell: Cell) -> Clock | None:
    """The time of day in a cell of its own, or None."""
    if isinstance(cell, datetime):
        return cell.hour, cell.minute, cell.second
    found = CLOCK.search(fold(text_of(cell)))
    clock = _clock_in(found[0]) if found else None
    return clock if clock and clock[0] < 24 and clock[1] < 60 and clock[2] < 60 else None
