"""Adding up the book: what came in by which channel, in which way, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shopkit.sales.rules.periods import YEAR, Period

CASH, TRANSFER = "cash", "transfer"


@dataclass(frozen=True)
class Cell:
    """What was sold on one day by one channel and paid in one way."""

    day: date
    channel: str
    paid_by: str
    count: int
    amount_vnd: int
    unpriced_count: int


@dataclass(frozen=True)
class Total:
    """So many sales of so much; `unpriced_count` of them without an amount."""

    count: int = 0
    amount_vnd: int = 0
    unpriced_count: int = 0

    @property
    def known_vnd(self) -> int | None:
        """The amount; None where none of these sales has one, which is not 0."""
        return None if self.unpriced_count == self.count else self.amount_vnd

    def __add__(self, cell: Cell) -> "Total":
        return Total(
            self.count + cell.count,
            self.amount_vnd + cell.amount_vnd,
            self.unpriced_count + cell.unpriced_count,
        )


@dataclass(frozen=True)
class Bar:
    """What came in on one day of a month, or in one month of a year, by how it was paid."""

    first: date
    cash_vnd: int = 0
    transfer_vnd: int = 0
    other_vnd: int = 0

    @property
    def total_vnd(self) -> int:
        return self.cash_vnd + self.transfer_vnd + self.other_vnd


def total_of(cells: Iterable[Cell]) -> Total:
    total = Total()
    for cell in cells:
        total += cell
    return total


def totals_by(cells: Sequence[Cell], part: str) -> dict[str, Total]:
    """Totals by `channel` or by `paid_by`, the largest first."""
    found: dict[str, Total] = {}
    for cell in cells:
        name = getattr(cell, part)
        found[name] = found.get(name, Total()) + cell
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].amount_vnd, pair[0])))


def totals_by_day(cells: Iterable[Cell]) -> dict[date, Total]:
    """Totals of the days on which something was sold, in their order."""
    found: dict[date, Total] = {}
    for cell in cells:
        found[cell.day] = found.get(cell.day, Total()) + cell
    return dict(sorted(found.items()))


def bars_of(cells: Iterable[Cell], period: Period) -> list[Bar]:
    """A bar for each month of a year, else for each day; those of nothing too."""
    bars = {first: Bar(first) for first in beginnings(period)}
    for cell in cells:
        first = cell.day.replace(day=1) if period.kind == YEAR else cell.day
        bars[first] = grown(bars[first], cell)
    return list(bars.values())


def beginnings(period: Period) -> Iterable[date]:
    if period.kind == YEAR:
        return [period.first.replace(month=month) for month in range(1, 13)]
    count = (period.last - period.first).days + 1
    return [date.fromordinal(period.first.toordinal() + number) for number in range(count)]


def grown(bar: Bar, cell: Cell) -> Bar:
    if cell.paid_by == CASH:
        return replace(bar, cash_vnd=bar.cash_vnd + cell.amount_vnd)
    if cell.paid_by == TRANSFER:
        return replace(bar, transfer_vnd=bar.transfer_vnd + cell.amount_vnd)
    return replace(bar, other_vnd=bar.other_vnd + cell.amount_vnd)
