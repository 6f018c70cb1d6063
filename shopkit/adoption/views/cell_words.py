"""How one figure is printed: a number, a rate with its two numbers, a dash, or switched off."""

from functools import lru_cache

from shopkit.adoption.rules.cells import Cell, percent, rounded
from shopkit.adoption.rules.indicators import MILLION_VND, OFFICIAL, PERCENT, POINTS, Indicator
from shopkit.web.filters import number
from shopkit.web.language import SOURCE, language
from shopkit.web.language import gettext as _

DASH = "–"
MILLION = 1_000_000


@lru_cache(maxsize=20_000)
def decimal_word(numerator: int, denominator: int, factor: int, tongue: str) -> str:
    """A quotient with two decimals, half up, as it is written in a language."""
    told = percent(numerator, denominator) if factor == 100 else rounded(numerator, denominator)
    text = DASH if told is None else str(told)
    return text.replace(".", ",") if tongue == SOURCE else text


@lru_cache(maxsize=20_000)
def number_word(value: int, _tongue: str) -> str:
    return number(value)


def figure_word(cell: Cell, indicator: Indicator) -> str:
    """The figure in the unit of its indicator; a dash where nobody reported."""
    if cell.numerator is None:
        return DASH
    tongue = language()
    if indicator.unit == PERCENT:
        if not cell.denominator:
            return DASH
        share = decimal_word(cell.numerator, cell.denominator, 100, tongue)
        return f"{share}\N{NO-BREAK SPACE}%"
    if indicator.unit == POINTS:
        return decimal_word(cell.numerator, cell.denominator or 0, 1, tongue)
    if indicator.unit == MILLION_VND:
        return decimal_word(cell.numerator, MILLION, 1, tongue)
    return number_word(cell.numerator, tongue)


def parts_word(cell: Cell, indicator: Indicator) -> str:
    """The two numbers of a rate, "3/7"; nothing for other figures."""
    if cell.numerator is None or not indicator.is_rate:
        return ""
    tongue = language()
    base = DASH if cell.denominator is None else number_word(cell.denominator, tongue)
    return f"{number_word(cell.numerator, tongue)}/{base}"


def share_word(cell: Cell) -> str:
    """How much of a figure rests on more than somebody's word."""
    if not cell.numerator or cell.verified is None:
        return ""
    return f"{round(100 * cell.verified / cell.numerator)}\N{NO-BREAK SPACE}%"


def full_word(cell: Cell, indicator: Indicator) -> str:
    """The figure, with the two numbers of a rate beside it."""
    parts = parts_word(cell, indicator)
    told = figure_word(cell, indicator)
    if cell.numerator is not None and parts and not cell.denominator:
        return alone_word(cell, indicator) if cell.denominator is None else parts
    return f"{told} ({parts})" if parts else told


def alone_word(cell: Cell, indicator: Indicator) -> str:
    """A count whose base nobody has told: how many, and that there is nothing to compare with."""
    if indicator.denominator == OFFICIAL:
        return _(
            "%(dash)s · %(count)s hộ, chưa có số hộ chính thức để so",
            dash=DASH,
            count=number_word(cell.numerator or 0, language()),
        )
    return DASH


def change_word(change: int | None) -> str:
    """What has moved since the approval, with its sign."""
    if change is None:
        return _("có thay đổi")
    if change == 0:
        return _("không")
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"


def sort_value(cell: Cell, indicator: Indicator) -> float | None:
    """By what a column is put in order; None where there is no figure."""
    if cell.numerator is None:
        return None
    if indicator.unit in (PERCENT, POINTS):
        return cell.numerator / cell.denominator if cell.denominator else None
    return cell.numerator
