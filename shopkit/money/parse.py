"""Prices as traders type them, in whole dong; what reads in two ways is asked, not guessed."""

import re
from fractions import Fraction
from unicodedata import category, decimal

from shopkit.errors import Refusal
from shopkit.text.search import fold

LEAST, MOST = 1, 2_000_000_000
LONGEST = 40

NGHIN, TRIEU, TY = 1_000, 1_000_000, 1_000_000_000
UNITS = {
    "k": NGHIN, "n": NGHIN, "ng": NGHIN, "nghin": NGHIN, "ngan": NGHIN,
    "tr": TRIEU, "trieu": TRIEU, "ty": TY, "ti": TY,
}  # fmt: skip
HALF = "ruoi"

CURRENCY = re.compile(r"^(?:vnd|₫|d)|(?:dong|vnd|₫|d)$")
FIGURE = re.compile(r"\d(?:[\d., ']*\d)?")
PLAIN = re.compile(r"0|[1-9]\d*")
GROUPED = re.compile(r"[1-9]\d{0,2}([., '])\d{3}(?:\1\d{3})*")
FRACTION = re.compile(r"(\d+)[.,](\d+)")
NO_CENTS = re.compile(r"(\d+|\d{1,3}(?:([., '])\d{3})+)(?!\2)[.,]0{1,2}")
CENTS = re.compile(r"(\d{1,3}(?:([., '])\d{3})+)(?!\2)[.,]\d{1,2}")
WITH_UNIT = re.compile(r"([\d., ']*)(k|nghin|ngan|ng|n|trieu|tr|ty|ti)(.*)")


class PriceUnreadable(Refusal):
    """What was typed is no price in dong."""

    def __init__(self, typed: str) -> None:
        super().__init__("not a price")
        self.typed = typed


class PriceOutOfRange(PriceUnreadable):
    """A number, but none that a price can be: `amount` is below LEAST or above MOST."""

    def __init__(self, typed: str, amount: int) -> None:
        super().__init__(typed)
        self.amount = amount


class PriceAmbiguous(Refusal):
    """What was typed must be asked back; `readings` are what it may mean, in dong, least first."""

    def __init__(self, readings: tuple[int, ...]) -> None:
        super().__init__("more than one reading")
        self.readings = readings


class _NoReading(Refusal):
    pass


class _Doubt(Refusal):
    def __init__(self, *readings: Fraction | int) -> None:
        super().__init__()
        self.readings = readings


def parse_price(typed: str) -> int:
    """Read a price such as 25k, 25 nghìn, 1tr2, 2,5 triệu, 25.000đ or 1 250 000."""
    try:
        amount = _amount(_bared(typed))
    except _NoReading:
        raise PriceUnreadable(typed) from None
    except _Doubt as doubt:
        readings = sorted({int(reading) for reading in doubt.readings if _is_price(reading)})
        if not readings:
            raise PriceUnreadable(typed) from None
        raise PriceAmbiguous(tuple(readings)) from None
    if amount.denominator != 1:
        raise PriceUnreadable(typed)
    if not _is_price(amount):
        raise PriceOutOfRange(typed, int(amount))
    return int(amount)


def _is_price(amount: Fraction | int) -> bool:
    return LEAST <= amount <= MOST and amount.denominator == 1


def _bared(typed: str) -> str:
    """Folded, with plain digits, without the currency, and with spaces only between digits."""
    # ½ and ² are numbers of another kind; folding would turn them into plain digits.
    if len(typed) > LONGEST or any(category(letter) in ("No", "Nl") for letter in typed):
        raise _NoReading
    text = " ".join(fold(typed).replace("’", "'").split())
    text = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)
    text = re.sub(r"(?<!\d) | (?!\d)", "", text)
    return CURRENCY.sub("", text).rstrip(".,")


def _amount(text: str) -> Fraction:
    with_unit = WITH_UNIT.fullmatch(text)
    if not with_unit:
        return _without_unit(text)
    figure, unit, rest = with_unit[1], UNITS[with_unit[2]], with_unit[3]
    if not rest:
        return _times(figure, unit)
    if rest == HALF:
        return Fraction(_whole(figure or "1") * unit + unit // 2)
    return _and_rest(_whole(figure) * unit, unit, rest)


def _without_unit(text: str) -> Fraction:
    """A number alone; whatever is not plainly grouped is asked: "12.5" may be 125 or 12.500."""
    if PLAIN.fullmatch(text) or GROUPED.fullmatch(text):
        return Fraction(_digits(text))
    no_cents = NO_CENTS.fullmatch(text)
    if no_cents and _digits(no_cents[1]) >= NGHIN:
        return Fraction(_digits(no_cents[1]))
    cents = CENTS.fullmatch(text)
    if cents:
        raise _Doubt(_digits(cents[1]))
    # Digits with a leading zero are a telephone number, not a price.
    if text.isdecimal() or not FIGURE.fullmatch(text):
        raise _NoReading
    raise _Doubt(_digits(text), *_short_forms(text))


def _short_forms(text: str) -> list[Fraction]:
    """What a small number with a fraction may stand for, when the unit was left out."""
    parts = FRACTION.fullmatch(text)
    if not parts or int(parts[1]) >= NGHIN:
        return []
    value = Fraction(f"{parts[1]}.{parts[2]}")
    readings = [value, value * NGHIN]
    return [*readings, value * TRIEU] if value < 10 else readings


def _times(figure: str, unit: int) -> Fraction:
    """A figure before a unit, where one dot may group ("1.250k") or part a fraction ("1.25tr")."""
    readings = []
    if PLAIN.fullmatch(figure) or GROUPED.fullmatch(figure):
        readings.append(Fraction(_digits(figure) * unit))
    parts = FRACTION.fullmatch(figure)
    if parts:
        readings.append(Fraction(f"{parts[1]}.{parts[2]}") * unit)
    if not readings:
        raise _NoReading
    possible = [reading for reading in readings if _is_price(reading)]
    if len(possible) > 1:
        raise _Doubt(*possible)
    return (possible or readings)[0]


def _and_rest(base: int, unit: int, rest: str) -> Fraction:
    """What follows a unit: "1tr2" and "1tr250" go on in hundred thousands, "1tr250k" says so."""
    if not rest.isdecimal():
        return base + _smaller(rest, unit)
    if 10 ** len(rest) > unit:
        raise _NoReading
    spoken = int(rest) * unit // 10 ** len(rest)
    # Nobody says "1tr250" for 1.000.250, but "25k50" may be 25.050 as well as 25.500.
    is_certain = len(rest) == 1 or (unit > NGHIN and len(rest) <= 3)
    if is_certain or spoken == int(rest):
        return Fraction(base + spoken)
    raise _Doubt(base + int(rest), base + spoken)


def _smaller(rest: str, unit: int) -> Fraction:
    """A second amount with a unit or grouping of its own, smaller than the first one's unit."""
    try:
        amount = _amount(rest)
    except _Doubt:
        raise _NoReading from None
    if amount >= unit:
        raise _NoReading
    return amount


def _whole(figure: str) -> int:
    if not PLAIN.fullmatch(figure):
        raise _NoReading
    return int(figure)


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))
