"""Whether a figure meets what a document asks, exactly and by its own operator."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from operator import ge, gt
from pathlib import Path

from shopkit.adoption.rules.cells import Cell

EXAMPLES = Path(__file__).parents[1] / "data" / "targets_example.csv"
OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {">=": ge, ">": gt}
EXACTLY, ABOUT = "=", "~"
# Groups of a document that are simply all that its indicator counts.
EVERYBODY = frozenset({"", "all", "villages", "youth_branches", "businesses"})
PERCENT, COUNT, MILLION_VND = "percent", "count", "million_vnd"
# What one of a cell's numerator is worth in the unit of the indicator.
WORTH = {COUNT: Fraction(1), PERCENT: Fraction(100), MILLION_VND: Fraction(1, 1_000_000)}
# Beyond it no trend is drawn: documents ask for years, not decades.
FARTHEST_YEARS = 3
FEWEST_POINTS = 3


@dataclass(frozen=True)
class ExampleTarget:
    """A line of a published document, as an example to be replaced."""

    target_set: str
    unit_name: str
    indicator: str
    group_code: str
    group_words: str
    operator: str
    value_hundredths: int
    unit: str
    due_on: date | None
    stated_on: date
    document: str
    certainty: str
    note: str


@dataclass(frozen=True)
class Forecast:
    """Where a straight line through closed periods would lead; never a figure."""

    value: Fraction
    on: date
    point_count: int


def value_of(cell: Cell, unit: str) -> Fraction | None:
    """A figure in the unit of its indicator, exactly; None where a part of it is missing."""
    if cell.numerator is None:
        return None
    worth = WORTH.get(unit, Fraction(1))
    if unit != PERCENT:
        return cell.numerator * worth
    if not cell.denominator:
        return None
    return Fraction(cell.numerator, cell.denominator) * worth


def is_met(cell: Cell, unit: str, operator: str, value_hundredths: int) -> bool | None:
    """Whether a figure meets a target; ">" is strict, nothing is rounded first."""
    value = value_of(cell, unit)
    if value is None:
        return None
    return OPERATORS[operator](value, Fraction(value_hundredths, 100))


def trend(points: Sequence[tuple[date, Fraction]], on: date, unit: str) -> Forecast | None:
    """A straight line by least squares through the figures of closed periods, read on a day.

    None under three points, for a day before the last of them, and for one too far away.
    """
    if len(points) < FEWEST_POINTS:
        return None
    last = max(day for day, _value in points)
    if not 0 < (on - last).days <= 366 * FARTHEST_YEARS:
        return None
    days = [Fraction((day - last).days) for day, _value in points]
    values = [value for _day, value in points]
    none = Fraction(0)
    middle_day, middle = sum(days, none) / len(days), sum(values, none) / len(values)
    spread = sum(((day - middle_day) ** 2 for day in days), none)
    if not spread:
        return None
    slope = (
        sum(
            (
                (day - middle_day) * (value - middle)
                for day, value in zip(days, values, strict=True)
            ),
            none,
        )
        / spread
    )
    reached = middle + slope * (Fraction((on - last).days) - middle_day)
    most = [reached, Fraction(100)] if unit == PERCENT else [reached]
    return Forecast(max(min(most), Fraction(0)), on, len(points))


@cache
def example_targets() -> tuple[ExampleTarget, ...]:
    """Published targets of real communes and provinces, as far as they were found."""
    with EXAMPLES.open(encoding="utf-8", newline="") as lines:
        return tuple(example_of(row) for row in csv.DictReader(lines))


def example_of(row: dict[str, str]) -> ExampleTarget:
    return ExampleTarget(
        row["target_set"],
        row["unit_name"],
        row["indicator"],
        row["group_code"],
        row["group_words"],
        row["operator"],
        int(row["value"]) * 100,
        row["unit"],
        date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        date.fromisoformat(row["stated_on"]),
        row["document"],
        row["certainty"],
        row["note"],
    )


def example_sets() -> dict[str, tuple[ExampleTarget, ...]]:
    """The examples by the document they come from."""
    sets: dict[str, tuple[ExampleTarget, ...]] = {}
    for one in example_targets():
        sets[one.target_set] = (*sets.get(one.target_set, ()), one)
    return sets
