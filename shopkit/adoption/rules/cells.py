"""One figure with what it rests on, and how figures are added and printed: no table, no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cell:
    """A numerator, and a denominator where the figure is a rate; None means nobody reported.

    `verified` is the part of the numerator that was seen, observed or imported row by row.
    Of sums `contributors` counts whose amounts are in it, and `largest` is the largest of them.
    """

    numerator: int | None = None
    denominator: int | None = None
    verified: int | None = None
    contributors: int | None = None
    largest: int | None = None

    @property
    def is_missing(self) -> bool:
        return self.numerator is None


def added(cells: Iterable[Cell]) -> Cell:
    """Numerators with numerators, denominators with denominators; what is missing adds nothing."""
    told = [cell for cell in cells if not cell.is_missing]
    if not told:
        return Cell()
    return Cell(
        sum(cell.numerator or 0 for cell in told),
        sum_or_none(cell.denominator for cell in told),
        sum_or_none(cell.verified for cell in told),
        sum_or_none(cell.contributors for cell in told),
        max((cell.largest for cell in told if cell.largest is not None), default=None),
    )


def sum_or_none(numbers: Iterable[int | None]) -> int | None:
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None


def rounded(numerator: int, denominator: int, factor: int = 1) -> Decimal | None:
    """A quotient times a factor, half up to two places; None over nothing."""
    if not denominator:
        return None
    exact = Decimal(numerator) * factor / Decimal(denominator)
    return exact.quantize(TWO_PLACES, ROUND_HALF_UP)


def percent(numerator: int | None, denominator: int | None) -> Decimal | None:
    """A rate in percent, half up to two places; None where a part of it is missing."""
    if numerator is None or denominator is None:
        return None
    return rounded(numerator, denominator, 100)
