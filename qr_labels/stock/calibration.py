"""What one printer does to one stock, undone before printing."""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin

from qr_labels.stock.label_stock import Stock

LONGEST_RULER_MM = 150.0
RULER_MARGIN_MM = 5.0
LARGEST_OFFSET_MM = 20.0
SCALE_RANGE = (0.95, 1.05)
LARGEST_ROTATION_DEG = 2.0


class CalibrationOutOfRange(ValueError):
    """A correction too large for a printer's fault; `field` names the measurement."""

    def __init__(self, field: str, value: float, low: float, high: float) -> None:
        super().__init__(f"{field} is between {low:g} and {high:g}, given {value:g}: measure again")
        self.field = field


@dataclass(frozen=True)
class Calibration:
    """A drawing is moved by the offset, turned clockwise, then scaled, about the page's top left.

    Lengths in mm, x to the right and y down, as one sees the printed page.
    """

    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    rotation_deg: float = 0.0

    def __post_init__(self) -> None:
        for name in ("offset_x_mm", "offset_y_mm"):
            self._require(name, -LARGEST_OFFSET_MM, LARGEST_OFFSET_MM)
        for name in ("scale_x", "scale_y"):
            self._require(name, *SCALE_RANGE)
        self._require("rotation_deg", -LARGEST_ROTATION_DEG, LARGEST_ROTATION_DEG)

    def _require(self, name: str, low: float, high: float) -> None:
        value = getattr(self, name)
        if not low <= value <= high:
            raise CalibrationOutOfRange(name, value, low, high)

    def moved(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Where a point of the drawing goes."""
        x, y = x_mm + self.offset_x_mm, y_mm + self.offset_y_mm
        turn = radians(self.rotation_deg)
        return (
            self.scale_x * (x * cos(turn) - y * sin(turn)),
            self.scale_y * (x * sin(turn) + y * cos(turn)),
        )


def rulers_mm(stock: Stock) -> tuple[float, float]:
    """How long the rulers across and down a calibration page are: 150 mm, or what fits."""
    across, down = (
        min(LONGEST_RULER_MM, (length - 2 * RULER_MARGIN_MM) // 10 * 10)
        for length in (stock.page_w_mm, stock.page_h_mm)
    )
    return max(10.0, across), max(10.0, down)


def from_measured(
    stock: Stock,
    *,
    x_error_mm: float = 0.0,
    y_error_mm: float = 0.0,
    ruler_x_mm: float | None = None,
    ruler_y_mm: float | None = None,
    slant_mm: float = 0.0,
) -> Calibration:
    """The correction for what a printed calibration page shows.

    `x_error_mm`, `y_error_mm`: how far right and down of the first label's corner its mark
    stands. `ruler_*_mm`: how long the rulers came out, if measured. `slant_mm`: how much lower
    the right end of the ruler across is. Raises CalibrationOutOfRange.
    """
    drawn_x, drawn_y = rulers_mm(stock)
    grown_x = _grown("ruler_x_mm", ruler_x_mm, drawn_x)
    grown_y = _grown("ruler_y_mm", ruler_y_mm, drawn_y)
    turn = atan2(slant_mm, drawn_x * grown_x)
    # The printer scales and turns about the corner, then shifts; only the sum of all three
    # was measured, at the first label.
    left, top = stock.left_mm * grown_x, stock.top_mm * grown_y
    shift_x = stock.left_mm + x_error_mm - (left * cos(turn) - top * sin(turn))
    shift_y = stock.top_mm + y_error_mm - (left * sin(turn) + top * cos(turn))
    return Calibration(-shift_x, -shift_y, 1 / grown_x, 1 / grown_y, -degrees(turn))


def _grown(name: str, measured: float | None, drawn: float) -> float:
    if measured is None:
        return 1.0
    low, high = drawn / SCALE_RANGE[1], drawn / SCALE_RANGE[0]
    if not low <= measured <= high:
        raise CalibrationOutOfRange(name, measured, round(low, 1), round(high, 1))
    return measured / drawn
