"""What a part of a GS1 value must hold beyond its length (GS1 General Specifications, section 3).

Each rule is a question about a text whose characters and length are already right.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Callable
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
    """Two digits stand for the year at most 49 behind or 50 ahead (GenSpecs 7.12)."""
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
    """Weighted by primes from the right, modulo 1021, as two characters of 32 (GenSpecs 7.9.5)."""
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


RULES: dict[str, Callable[[str], bool]] = {
    "check": gtin.has_right_check_digit,
    "check_pair": _has_check_pair,
    "prefix": _has_prefix,
    "prefix_2": _has_prefix_2,
    "day": _is_day,
    "month_or_day": _is_month_or_day,
    "long_day": _is_long_day,
    "clock": _is_clock,
    "hour": lambda text: int(text) < 24,
    "minute": lambda text: int(text) < 60,
    "second": lambda text: int(text) < 60,
    "country": lambda text: text in codes("country"),
    "country_or_999": lambda text: text == "999" or text in codes("country"),
    "country_letters": lambda text: text in codes("country_letters"),
    "currency": lambda text: text in codes("currency"),
    "digits": lambda text: DIGITS.fullmatch(text) is not None,
    "has_letter": lambda text: DIGITS.fullmatch(text) is None,
    "hyphen": lambda text: text == "-",
    "iban": _is_iban,
    "importer": lambda text: re.fullmatch(r"[A-Za-z0-9_-]", text) is not None,
    "latitude": lambda text: int(text) <= 1_800_000_000,
    "longitude": lambda text: int(text) <= 3_600_000_000,
    "medium": lambda text: 1 <= int(text) <= 10 or int(text) >= 80,
    "no_leading_zero": lambda text: not text.startswith("0"),
    "nonzero": lambda text: int(text) != 0,
    "percent_encoded": lambda text: _PERCENT.fullmatch(text) is not None,
    "piece_of_total": _is_piece_of_total,
    "place_of_count": _is_place_of_count,
    "sex": lambda text: text in "0129",
    "winding": lambda text: text in "019",
    "yes_no": lambda text: text in "01",
    "zero": lambda text: text == "0",
}
