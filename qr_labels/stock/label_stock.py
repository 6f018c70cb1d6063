"""One kind of label stock: a sheet of cells, or one row of a roll."""

from dataclasses import dataclass, fields
from math import isfinite
from typing import Literal

Kind = Literal["sheet", "roll"]

CERTAINTIES = {
    "agreed": "independent records agree within half a millimetre",
    "differs": "records differ; measure one sheet first",
    "single": "one record only; measure one sheet first",
    "assumed": "a usual size, the gap assumed; set the gap in the printer driver",
    "guess": "no maker's figures seen; measure one sheet first",
    "own": "measured by the user",
}
LARGEST_PAGE_MM = 1_200
MOST_CELLS = 2_000
SMALLEST_LABEL_MM = 5
CLIPPED_EDGE_MM = 4
"""Desktop printers lose about this much of a sheet's edge."""

HEAD_WIDTH_MM = 104
"""What the usual four-inch thermal head prints."""

ROUNDING_MM = 0.005


class StockImpossible(ValueError):
    """The measurements contradict each other; `field` names the one to look at."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Stock:
    """Geometry in millimetres from the top left; pitch runs from label start to label start.

    A roll's page is one row across and as high as a label. Impossible measurements raise
    StockImpossible. `certainty` is a key of CERTAINTIES.
    """

    key: str
    name: str
    maker: str
    kind: Kind
    page_w_mm: float
    page_h_mm: float
    rows: int
    cols: int
    label_w_mm: float
    label_h_mm: float
    left_mm: float
    top_mm: float
    pitch_x_mm: float
    pitch_y_mm: float
    certainty: str
    note: str = ""
    sources: str = ""

    def __post_init__(self) -> None:
        self._require_numbers()
        across = ("page_w_mm", self.left_mm, self.cols, self.pitch_x_mm, self.label_w_mm)
        down = ("page_h_mm", self.top_mm, self.rows, self.pitch_y_mm, self.label_h_mm)
        _require_room(*across, page=self.page_w_mm)
        _require_room(*down, page=self.page_h_mm)

    @property
    def cells(self) -> int:
        """Labels on one page."""
        return self.rows * self.cols

    def cell_corner(self, cell: int) -> tuple[float, float]:
        """Left and top of a cell in mm; cells count from 0, row by row."""
        row, col = divmod(cell, self.cols)
        return self.left_mm + col * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm

    def unprinted_mm(self) -> tuple[float, float, float, float]:
        """How far into its labels a page may stay blank: left, top, right, bottom.

        Desktop printers lose the edge of a sheet, label printers what is wider than their head.
        """
        right, bottom = self.cell_corner(self.cells - 1)
        gaps = (
            self.left_mm,
            self.top_mm,
            self.page_w_mm - right - self.label_w_mm,
            self.page_h_mm - bottom - self.label_h_mm,
        )
        if self.kind == "sheet":
            left, top, right, bottom = (max(0.0, CLIPPED_EDGE_MM - gap) for gap in gaps)
            return left, top, right, bottom
        beyond_head = max(0.0, (self.page_w_mm - HEAD_WIDTH_MM) / 2)
        return max(0.0, beyond_head - gaps[0]), 0.0, max(0.0, beyond_head - gaps[2]), 0.0

    def _require_numbers(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (int, float)) and not (isfinite(value) and value >= 0):
                raise StockImpossible(field.name, f"{field.name} is 0 or more, given {value}")
        for name in ("page_w_mm", "page_h_mm"):
            if getattr(self, name) > LARGEST_PAGE_MM:
                raise StockImpossible(name, f"{name} is at most {LARGEST_PAGE_MM} mm")
        for name in ("label_w_mm", "label_h_mm"):
            if getattr(self, name) < SMALLEST_LABEL_MM:
                raise StockImpossible(name, f"{name} is at least {SMALLEST_LABEL_MM} mm")
        for name in ("rows", "cols"):
            if getattr(self, name) < 1:
                raise StockImpossible(name, f"{name} is at least 1")
        if self.rows * self.cols > MOST_CELLS:
            raise StockImpossible("rows", f"a page has at most {MOST_CELLS} labels")
        if self.kind == "roll" and self.rows != 1:
            raise StockImpossible("rows", "a roll is described by one row of labels")


def _require_room(
    name: str, start: float, count: int, pitch: float, label: float, *, page: float
) -> None:
    if count > 1 and pitch < label - ROUNDING_MM:
        raise StockImpossible(
            name, f"labels overlap: a pitch of {pitch:g} mm is less than the label's {label:g} mm"
        )
    needed = start + (count - 1) * pitch + label
    if needed > page + ROUNDING_MM:
        raise StockImpossible(
            name, f"{count} labels need {needed:.2f} mm, but {name} is {page:g} mm"
        )


def custom(
    *,
    label_w_mm: float,
    label_h_mm: float,
    rows: int = 1,
    cols: int = 1,
    left_mm: float = 0,
    top_mm: float = 0,
    gap_x_mm: float = 0,
    gap_y_mm: float = 0,
    page_w_mm: float | None = None,
    page_h_mm: float | None = None,
    name: str = "own stock",
) -> Stock:
    """Stock by the user's own ruler; without a page it is a roll of exactly its labels' width.

    Raises StockImpossible.
    """
    roll = page_w_mm is None and page_h_mm is None
    pitch_x, pitch_y = label_w_mm + gap_x_mm, label_h_mm + gap_y_mm
    if page_w_mm is None:
        page_w_mm = left_mm + (cols - 1) * pitch_x + label_w_mm
    if page_h_mm is None:
        page_h_mm = top_mm + (rows - 1) * pitch_y + label_h_mm
    return Stock(
        key="own",
        name=name,
        maker="",
        kind="roll" if roll else "sheet",
        page_w_mm=page_w_mm,
        page_h_mm=page_h_mm,
        rows=rows,
        cols=cols,
        label_w_mm=label_w_mm,
        label_h_mm=label_h_mm,
        left_mm=left_mm,
        top_mm=top_mm,
        pitch_x_mm=pitch_x,
        pitch_y_mm=pitch_y,
        certainty="own",
    )
