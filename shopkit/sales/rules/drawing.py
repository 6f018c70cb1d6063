"""The picture of the book: columns of what came in, one on another by how it was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopkit.sales.rules.ledger import Bar

WIDTH, HEIGHT, FOOT = 340, 150, 20


@dataclass(frozen=True)
class Part:
    """One piece of a column: its kind, its upper edge and its height."""

    kind: str
    top: float
    height: float


@dataclass(frozen=True)
class Drawn:
    """A column where it stands, and the day or month it is of."""

    first: date
    left: float
    width: float
    parts: tuple[Part, ...]
    is_named: bool


def columns_of(bars: Sequence[Bar]) -> list[Drawn]:
    """The columns in the units of the picture, WIDTH by HEIGHT with FOOT below for names."""
    most = max((bar.total_vnd for bar in bars), default=0)
    room = WIDTH / max(len(bars), 1)
    # Each month is named, and of the days every fifth.
    every = 1 if len(bars) <= 12 else 5
    return [
        Drawn(
            bar.first,
            round(number * room + room * 0.15, 1),
            round(room * 0.7, 1),
            parts_of(bar, most),
            number == 0 or (number + 1) % every == 0,
        )
        for number, bar in enumerate(bars)
    ]


def parts_of(bar: Bar, most: int) -> tuple[Part, ...]:
    parts = []
    top = float(HEIGHT)
    for kind, amount in (
        ("cash", bar.cash_vnd),
        ("bank", bar.transfer_vnd),
        ("other", bar.other_vnd),
    ):
        if amount:
            height = amount / most * (HEIGHT - 8)
            top -= height
            parts.append(Part(kind, round(top, 1), round(height, 1)))
    return tuple(parts)
