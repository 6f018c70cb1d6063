"""What reading a product file comes to: lines by field, products with what could not be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shopkit.catalog.rules.record import Record
from shopkit.errors import Refusal
from shopkit.sheets.cells import Cell

# What the figures in the price columns are, as she said when asked; "" was not asked.
UNASKED, DONG, THOUSAND, RATE, NO_PRICES = "", "dong", "thousand", "rate", "none"


class Unfit(Refusal):
    """A product cannot be taken as it stands in the file: why, and in which field."""

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why)
        self.why, self.field = why, field


@dataclass(frozen=True)
class Meant:
    """What the prices of a file are: dong, thousands, or another currency at a rate."""

    kind: str = UNASKED
    rate: Decimal = Decimal(1)


@dataclass(frozen=True)
class Terms:
    """What holds for all lines of one file: its money, and units that its headings tell."""

    came_from: str
    meant: Meant = Meant()
    units: Mapping[str, str] = field(default_factory=dict)
    has_markup: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as its filled cells by field; `number` is the one people see."""

    number: int
    cells: Mapping[str, Cell]

    def __contains__(self, name: str) -> bool:
        return name in self.cells

    def get(self, name: str) -> Cell:
        return self.cells.get(name)


@dataclass(frozen=True)
class Found:
    """One product of the file.

    `wants` are addresses or names of photos that are not here; `notes` say what was left out of
    the record and why, as machine words.
    """

    record: Record
    numbers: tuple[int, ...]
    wants: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Lines = Sequence[Line]
