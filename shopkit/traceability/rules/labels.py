"""How a run of labels lies on its paper and is cut into steps: no table, no web."""

from dataclasses import dataclass
from math import ceil

from shopkit.errors import Refusal

MOST_LABELS = 200_000
RUNS_A_DAY = 20
CODES_A_STEP = 5_000
LABELS_A_FILE = 20_000
MOST_REPLACED = 500


class CountOutOfRange(Refusal):
    """No labels at all, or more than one run makes."""


class StartCellOutside(Refusal):
    """The first sheet has no such label to begin with."""


class SheetMissing(Refusal):
    """The run has no sheet of this number."""


@dataclass(frozen=True)
class Layout:
    """Where the labels of a run lie: `cells` to a sheet, `start_cell` of the first one used up.

    Positions count from 0 through the run, sheets from 1.
    """

    count: int
    cells: int
    start_cell: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_LABELS:
            raise CountOutOfRange(self.count)
        if not 0 <= self.start_cell < self.cells:
            raise StartCellOutside(self.start_cell)

    @property
    def sheet_count(self) -> int:
        return ceil((self.count + self.start_cell) / self.cells)

    def sheet_of(self, position: int) -> int:
        return (position + self.start_cell) // self.cells + 1

    def cell_of(self, position: int) -> int:
        return (position + self.start_cell) % self.cells

    def positions_on(self, sheet: int) -> range:
        """The labels of a sheet; raises SheetMissing."""
        if not 1 <= sheet <= self.sheet_count:
            raise SheetMissing(sheet)
        begins = (sheet - 1) * self.cells - self.start_cell
        return range(max(0, begins), min(begins + self.cells, self.count))


@dataclass(frozen=True)
class Piece:
    """One file of a run: its number from 0, the labels in it, and the sheets before it."""

    number: int
    positions: range
    sheets_before: int


@dataclass(frozen=True)
class Cut:
    """How a run is made: first its codes in portions, if it has its own, then its files.

    A file ends with a full sheet, so that a run of several files wastes no paper.
    """

    layout: Layout
    has_own_codes: bool = True

    @property
    def portion_count(self) -> int:
        return ceil(self.layout.count / CODES_A_STEP) if self.has_own_codes else 0

    @property
    def sheets_a_file(self) -> int:
        return max(1, LABELS_A_FILE // self.layout.cells)

    @property
    def file_count(self) -> int:
        return ceil(self.layout.sheet_count / self.sheets_a_file)

    @property
    def step_count(self) -> int:
        return self.portion_count + self.file_count

    def portion(self, step: int) -> range:
        """The positions whose codes this step draws."""
        return range(step * CODES_A_STEP, min((step + 1) * CODES_A_STEP, self.layout.count))

    def file(self, step: int) -> Piece:
        """The file that this step draws."""
        number = step - self.portion_count
        before = number * self.sheets_a_file
        last = min(before + self.sheets_a_file, self.layout.sheet_count)
        first, end = self.layout.positions_on(before + 1), self.layout.positions_on(last)
        return Piece(number, range(first.start, end.stop), before)
