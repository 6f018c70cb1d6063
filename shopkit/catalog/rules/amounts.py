"""Amounts as people say them: 500 g, 1,5 lít, 2 cân, 12 tháng."""

import re
from collections.abc import Mapping
from decimal import Decimal

from shopkit.catalog.rules.record import DAYS, GRAM, MILLILITRE, MONTHS, PIECE, YEARS
from shopkit.text.search import fold

TYPED = re.compile(r"([0-9][0-9.,]*)\s*([^\W\d_]+)?\.?")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
MOST = 999_999_999

# Folded words with the unit they are kept in and how many of it they are.
Units = Mapping[str, tuple[str, int]]
IN_GRAMS = {"g": 1, "gr": 1, "gam": 1, "gram": 1, "lang": 100, "kg": 1000, "can": 1000, "ky": 1000}
IN_GRAMS |= {"kilo": 1000, "yen": 10_000, "ta": 100_000}
WEIGHTS: Units = {word: (GRAM, number) for word, number in IN_GRAMS.items()}
VOLUMES: Units = {"ml": (MILLILITRE, 1), "l": (MILLILITRE, 1000), "lit": (MILLILITRE, 1000)}
PIECES: Units = dict.fromkeys(
    ("cai", "chiec", "qua", "goi", "hop", "chai", "vien", "tui", "con", "bo", "mieng"), (PIECE, 1)
)
NETS: Units = {**WEIGHTS, **VOLUMES, **PIECES}
SPANS: Units = {
    "ngay": (DAYS, 1),
    "tuan": (DAYS, 7),
    "thang": (MONTHS, 1),
    "nam": (YEARS, 1),
}
LARGER = {GRAM: "kg", MILLILITRE: "lít"}
SMALLER = {GRAM: "g", MILLILITRE: "ml", PIECE: "cái", DAYS: "ngày", MONTHS: "tháng", YEARS: "năm"}


class AmountUnreadable(ValueError):
    """Not a number with a unit that is known here."""


class AmountAmbiguous(ValueError):
    """1.500 kg: fifteen hundred or one and a half."""


def read_amount(text: str, units: Units, usual: str) -> tuple[int, str]:
    """How much, and in which unit it is kept; a bare number is in the usual unit."""
    match = TYPED.fullmatch(text.strip())
    if match is None:
        raise AmountUnreadable(text)
    unit, each = units.get(fold(match[2] or usual), ("", 0))
    if not each:
        raise AmountUnreadable(text)
    whole = number_of(match[1], each) * each
    if whole != int(whole) or not 1 <= whole <= MOST:
        raise AmountUnreadable(text)
    return int(whole), unit


def number_of(text: str, each: int) -> Decimal:
    """The number typed; three digits after a sign are thousands of small units only."""
    if THOUSANDS.fullmatch(text):
        if each > 1:
            raise AmountAmbiguous(text)
        return Decimal(re.sub("[.,]", "", text))
    plain = text.replace(",", ".")
    if plain.count(".") > 1 or plain.endswith("."):
        raise AmountUnreadable(text)
    return Decimal(plain)


def written_amount(amount: int, unit: str) -> str:
    """The amount as she would write it: 1,5 kg."""
    if unit in LARGER and amount >= 1000 and amount % 100 == 0:
        return f"{amount / 1000:g} {LARGER[unit]}".replace(".", ",")
    return f"{amount} {SMALLER[unit]}"
