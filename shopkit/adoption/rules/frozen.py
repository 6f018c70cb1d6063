"""Figures as they stood when they were approved, beside what they would be now."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.indicators import PERCENT, Indicator

FrozenKey = tuple[str, str, str]
# Why a number cannot stand in place of a computed one.
ABOVE_BASE, ABOVE_HOUSEHOLDS, FAR_FROM_COMPUTED = "above_base", "above_households", "far"
SAME = "same"
MOST_TIMES = 10
FEWEST_LETTERS = 10
OF_HOUSEHOLDS = ("count(household:", "count(business:")


@dataclass(frozen=True)
class FrozenCell:
    """One figure to keep: by which version of its indicator it was counted, and its key."""

    indicator: str
    version: str
    breakdown: str
    key: str
    cell: Cell


def change(frozen: Cell, now: Cell) -> int | None:
    """By how much a numerator moved since it was approved; None where one of both is missing."""
    if frozen.numerator is None and now.numerator is None:
        return 0
    if frozen.numerator is None or now.numerator is None:
        return None
    return now.numerator - frozen.numerator


def differences(
    frozen: Mapping[FrozenKey, Cell], again: Mapping[FrozenKey, Cell]
) -> dict[FrozenKey, tuple[Cell, Cell]]:
    """Where a second counting does not give the figure that was kept."""
    return {
        key: (kept, again.get(key, Cell()))
        for key, kept in frozen.items()
        if parts(kept) != parts(again.get(key, Cell()))
    }


def parts(cell: Cell) -> tuple[int | None, int | None]:
    return cell.numerator, cell.denominator


@dataclass(frozen=True)
class Correction:
    """A figure that two people corrected by hand: what was computed, and why it was changed."""

    computed: Cell
    why: str


def senseless(number: int, cell: Cell, indicator: Indicator, households: int | None) -> str:
    """Why a number cannot be printed in place of a computed one; nothing where it can."""
    if number == cell.numerator:
        return SAME
    if indicator.unit == PERCENT and cell.denominator is not None and number > cell.denominator:
        return ABOVE_BASE
    if indicator.numerator.startswith(OF_HOUSEHOLDS) and households and number > households:
        return ABOVE_HOUSEHOLDS
    if number > MOST_TIMES * max(cell.numerator or 0, 1):
        return FAR_FROM_COMPUTED
    return ""


def is_a_reason(words: str) -> bool:
    """Whether somebody else can learn anything from it."""
    return sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS
