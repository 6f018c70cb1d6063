"""What a part of a GS1 value must hold beyond its length (GS1 General Specifications, section 3).

Each rule is a question about a text whose characters and length are already right.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from qr_labels.payload import gtin

DIGITS = re.compile(r"[0-9]*")
CHARACTERS = {
    "N": DIGITS,
    "X": re.compile(r"[A-Za-z0-9!\"%&'()*+,\-./:;<=>?_]*"),
    "Y": re.compile(r"[A-Z0-9#\-/]*"),
    "Z": re.compile(r"[A-Za-z0-9\-_]*={0,2}"),
}
_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SHORTEST_PREFIX = 4
_PERCENT = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_PLACE_OF_COUNT = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")
_CENTURY_AHEAD = 50
_THIS_CENTURY = 21


def _full_year(two: str) -> int:
    """Two digits stand for the year at most 49 behind or 50 ahead."""
    ahead = int(two) - _THIS_CENTURY
    century = 1900 if ahead > _CENTURY_AHEAD else 2000 if ahead > -_CENTURY_AHEAD else 2100
    return century + int(two)


def _is_date(year: int, month: str, day: str, least: int) -> bool:
    if not 1 <= int(month) <= 12:
        return False
    return least <= int(day) <= monthrange(year, int(month))[1]


def _is_day(text: str) -> bool:
    return _is_date(_full_year(text[:2]), text[2:4], text[4:], 1)


def _is_month_or_day(text: str) -> bool:
    """Day 00 stands for the whole month."""
    return _is_date(_full_year(text[:2]), text[2:4], text[4:], 0)


def _is_long_day(text: str) -> bool:
    return int(text[:4]) > 0 and _is_date(int(text[:4]), text[4:6], text[6:], 1)


def _is_clock(text: str) -> bool:
    return int(text[:2]) < 24 and int(text[2:]) < 60


def _is_piece_of_total(text: str) -> bool:
    half = len(text) // 2
    return 0 < int(text[:half]) <= int(text[half:])


def _is_place_of_count(text: str) -> bool:
    match = _PLACE_OF_COUNT.fullmatch(text)
    return match is not None and int(match[1]) <= int(match[2])


def _has_prefix(text: str) -> bool:
    """Every GS1 company prefix has at least four digits."""
    start = text[:_SHORTEST_PREFIX]
    return len(start) == _SHORTEST_PREFIX and DIGITS.fullmatch(start) is not None


def _has_prefix_2(text: str) -> bool:
    return _has_prefix(text[1:])


def _has_check_pair(text: str) -> bool:
    """Prime weights from the right, modulo 1021, written as two of 32 characters."""
    body, pair = text[:-2], text[-2:]
    if len(pair) < 2:
        return False
    total = sum(_SET_82.index(c) * p for c, p in zip(reversed(body), _primes(), strict=False))
    total %= 1021
    return pair == _SET_32[total >> 5] + _SET_32[total & 31]


@cache
def _primes() -> tuple[int, ...]:
    found = (n for n in range(2, 600) if all(n % d for d in range(2, int(n**0.5) + 1)))
    return tuple(islice(found, 97))


def _is_iban(text: str) -> bool:
    if not re.fullmatch(r"[A-Z0-9]{11,34}", text) or text[:2] not in codes("country_letters"):
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


@cache
def codes(name: str) -> frozenset[str]:
    """A code list of ours: country and currency (three digits), country_letters (two)."""
    text = files("qr_labels").joinpath("data", "code-lists.csv").read_text(encoding="utf-8")
    lists = {row["list"]: row["codes"] for row in csv.DictReader(text.splitlines())}
    return frozenset(lists[name].split())


@dataclass(frozen=True, slots=True)
class Rule:
    """A question, and what is wrong with a value when the answer is no."""

    is_kept: Callable[[str], bool]
    fault: str


RULES = {
    "check": Rule(gtin.has_right_check_digit, "has a wrong check digit"),
    "check_pair": Rule(_has_check_pair, "has a wrong pair of check characters"),
    "prefix": Rule(_has_prefix, "does not begin with a company prefix"),
    "prefix_2": Rule(_has_prefix_2, "has no company prefix after its first digit"),
    "day": Rule(_is_day, "is no date of the form YYMMDD"),
    "month_or_day": Rule(_is_month_or_day, "is no date of the form YYMMDD or YYMM00"),
    "long_day": Rule(_is_long_day, "is no date of the form YYYYMMDD"),
    "clock": Rule(_is_clock, "is no time of the form HHMM"),
    "hour": Rule(lambda text: int(text) < 24, "is no hour"),
    "minute": Rule(lambda text: int(text) < 60, "is no minute"),
    "second": Rule(lambda text: int(text) < 60, "is no second"),
    "country": Rule(lambda text: text in codes("country"), "is no country number"),
    "country_or_999": Rule(lambda text: text == "999" or text in codes("country"), "is no country"),
    "country_letters": Rule(lambda text: text in codes("country_letters"), "is no country code"),
    "currency": Rule(lambda text: text in codes("currency"), "is no currency number"),
    "digits": Rule(lambda text: DIGITS.fullmatch(text) is not None, "takes digits only"),
    "has_letter": Rule(lambda text: DIGITS.fullmatch(text) is None, "needs a letter"),
    "hyphen": Rule(lambda text: text == "-", "may end in a hyphen only"),
    "iban": Rule(_is_iban, "is no IBAN"),
    "importer": Rule(lambda text: text.isalnum() or text in "-_", "is no importer index"),
    "latitude": Rule(lambda text: int(text) <= 1_800_000_000, "is no latitude"),
    "longitude": Rule(lambda text: int(text) <= 3_600_000_000, "is no longitude"),
    "medium": Rule(lambda text: 1 <= int(text) <= 10 or int(text) >= 80, "is no medium type"),
    "no_leading_zero": Rule(lambda text: not text.startswith("0"), "may not begin with zero"),
    "nonzero": Rule(lambda text: int(text) != 0, "may not be zero"),
    "percent_encoded": Rule(lambda text: _PERCENT.fullmatch(text) is not None, "has a stray %"),
    "piece_of_total": Rule(_is_piece_of_total, "is no piece of a total"),
    "place_of_count": Rule(_is_place_of_count, "is no place in a sequence"),
    "sex": Rule(lambda text: text in "0129", "takes 0, 1, 2 or 9"),
    "winding": Rule(lambda text: text in "019", "takes 0, 1 or 9"),
    "yes_no": Rule(lambda text: text in "01", "takes 0 or 1"),
    "zero": Rule(lambda text: text == "0", "begins with 0"),
}
