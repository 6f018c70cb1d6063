"""Which figures are published, as tables to be looked through for small numbers."""

from collections.abc import Mapping
from dataclasses import replace

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.indicators import Indicator
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.suppression import MEANS, WHOLE, Place, Table

# Never published in parts: who is poor; which product, where one maker may stand behind it.
NEVER_OUT = frozenset({"poor_household", "household_status", "product"})
# What some figures count are some of what others count, although neither is the other's base.
WITHIN: Mapping[str, tuple[str, ...]] = {
    "B01": ("A02",),
    "B03": ("B02",),
    "B07": ("B06",),
    "G02": ("A01",),
}
POINTS = "points"


def factor_of(indicator: Indicator) -> int:
    """By what a quotient is printed: 100 of a rate, 1 of a mean, 0 of what is none."""
    return indicator.factor if indicator.is_rate else 0


def table_of(
    indicator: Indicator, period: Period, cells: Mapping[Place, Cell], names: Mapping[str, str]
) -> Table:
    """The table of one figure; `names` holds what every figure of the day counts."""
    kept = {
        place: cell if place == Place() else replace(cell, verified=None)
        for place, cell in cells.items()
        if is_out(place)
    }
    return Table(
        indicator.code,
        period,
        kept,
        rule=MEANS if indicator.unit == POINTS else indicator.suppression,
        kind=indicator.kind,
        factor=factor_of(indicator),
        counted=indicator.numerator,
        base=indicator.denominator,
        within=tuple(names[code] for code in WITHIN.get(indicator.code, ()) if code in names),
        is_off=bool(indicator.switch),
    )


def is_out(place: Place) -> bool:
    """Whether a cell is published at all: wholes, villages, and parts of the commune."""
    if place.breakdown in NEVER_OUT:
        return False
    return place.village == WHOLE or not place.breakdown
