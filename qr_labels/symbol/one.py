"""One QR symbol: its modules, its pictures, and how small it may be printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Literal
from unicodedata import normalize

import segno
from PIL import Image
from reportlab.lib import units
from reportlab.pdfgen.canvas import Canvas
from segno.encoder import DataOverflowError

from qr_labels.symbol.errors import SymbolTooSmall, TextTooLong

Level = Literal["L", "M", "Q", "H"]
Device = Literal["phone", "203dpi", "300dpi"]

QUIET_ZONE = 4
"""Light modules on each side (ISO/IEC 18004, 6.3.8)."""

SMALLEST_MODULE_MM = 0.396
"""What phone cameras still resolve at arm's length; the lower end of the GS1 range for retail."""

FEWEST_DOTS = 4
"""Printer dots a module needs to keep its width when each edge may move by one dot."""

DOT_MM: dict[Device, float] = {"203dpi": 0.125, "300dpi": 25.4 / 300}
LARGEST_PNG_SIDE = 8_000
LONGEST_TEXT = 7_089
"""Digits in the largest symbol at level L (ISO/IEC 18004:2015, table 7)."""


@dataclass(frozen=True)
class Symbol:
    """A drawn QR symbol.

    `rows` holds one integer per row from the top; the highest of its `size` bits is the
    leftmost module, 1 is dark. The quiet zone is not in `rows`; every picture adds it.
    """

    text: str
    version: int
    level: Level
    mask: int
    mode: str
    size: int
    rows: tuple[int, ...]

    @property
    def modules(self) -> int:
        """Modules along one side with the quiet zone."""
        return self.size + 2 * QUIET_ZONE

    def is_dark(self, column: int, row: int) -> bool:
        """Whether the module is dark; (0, 0) is the top left one."""
        return bool(self.rows[row] >> (self.size - 1 - column) & 1)

    def png(self, *, scale: int = 8, border: int = QUIET_ZONE, mm: float | None = None) -> bytes:
        """A 1-bit PNG with `scale` pixels per module; with `mm` it also says its printed side.

        Raises ValueError for a border below the quiet zone or a picture above 8,000 pixels.
        """
        side = self._checked_side(scale, border)
        image = Image.new("1", (side, side), 1)
        image.paste(self._bitmap(scale), (border * scale, border * scale))
        file = BytesIO()
        if mm is None:
            image.save(file, "PNG", optimize=True)
        else:
            require_readable(self, mm)
            dots_per_inch = side / mm * 25.4
            image.save(file, "PNG", optimize=True, dpi=(dots_per_inch, dots_per_inch))
        return file.getvalue()

    def svg(self, *, mm: float | None = None) -> str:
        """An SVG document; with `mm` its width and height are that side."""
        if mm is not None:
            require_readable(self, mm)
        size = "" if mm is None else f' width="{mm:g}mm" height="{mm:g}mm"'
        side = self.modules
        path = "".join(
            f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
            for column, row, length in self.dark_runs()
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 0 {side} {side}" '
            f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
            f'<path d="{path}"/></svg>'
        )

    def pdf(self, mm: float) -> bytes:
        """A PDF of one page that is the symbol with its quiet zone, `mm` on each side."""
        file = BytesIO()
        canvas = Canvas(file, pagesize=(mm * units.mm, mm * units.mm), invariant=1)
        self.draw_on(canvas, 0, 0, mm)
        canvas.showPage()
        canvas.save()
        return file.getvalue()

    def draw_on(self, canvas: Canvas, x_mm: float, y_mm: float, side_mm: float) -> None:
        """Fill one black path; the box from its lower left corner includes the quiet zone."""
        require_readable(self, side_mm)
        module = side_mm * units.mm / self.modules
        path = canvas.beginPath()
        for column, row, length in self.dark_runs():
            path.rect(
                x_mm * units.mm + (column + QUIET_ZONE) * module,
                y_mm * units.mm + (self.size - row - 1 + QUIET_ZONE) * module,
                length * module,
                module,
            )
        canvas.saveState()
        canvas.setFillGray(0)
        # One path, not one fill per module: separate fills show hairlines on screens.
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()

    def dark_runs(self) -> Iterator[tuple[int, int, int]]:
        """Column, row and length of every unbroken stretch of dark modules, row by row."""
        for number, row in enumerate(self.rows):
            column = 0
            for stretch in f"{row:0{self.size}b}".replace("01", "0 1").replace("10", "1 0").split():
                if stretch[0] == "1":
                    yield column, number, len(stretch)
                column += len(stretch)

    def _bitmap(self, scale: int) -> Image.Image:
        width = (self.size + 7) // 8
        dark = b"".join((row << (width * 8 - self.size)).to_bytes(width) for row in self.rows)
        light = bytes(byte ^ 0xFF for byte in dark)
        image = Image.frombytes("1", (self.size, self.size), light)
        return image.resize((self.size * scale, self.size * scale), Image.Resampling.NEAREST)

    def _checked_side(self, scale: int, border: int) -> int:
        if border < QUIET_ZONE:
            raise ValueError(f"the border is at least {QUIET_ZONE} modules, given {border}")
        side = (self.size + 2 * border) * scale
        if scale < 1 or side > LARGEST_PNG_SIDE:
            raise ValueError(f"a picture has 1 to {LARGEST_PNG_SIDE} pixels a side, asked {side}")
        return side


def symbol(text: str, *, level: Level = "M") -> Symbol:
    """The smallest symbol of this level that holds the text.

    Raises TextTooLong, and ValueError for no text or an unknown level.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(len(text), level)
    text = normalize("NFC", text)
    if not text:
        raise ValueError("a symbol needs text")
    if level not in ("L", "M", "Q", "H"):
        raise ValueError(f"a level is L, M, Q or H, given {level!r}")
    try:
        drawn = segno.make(text, error=level, micro=False, boost_error=False)
    except DataOverflowError:
        raise TextTooLong(len(text), level) from None
    rows = tuple(int("".join("01"[module] for module in row), 2) for row in drawn.matrix)
    return Symbol(text, int(drawn.version), level, drawn.mask, str(drawn.mode), len(rows), rows)


def smallest_print_mm(symbol: Symbol, *, device: Device = "phone") -> float:
    """The smallest printed side with the quiet zone: for reading by a phone, or as a thermal
    head prints it (whole dots to a module, at least 4, and not below what phones read)."""
    return round(symbol.modules * smallest_module_mm(device), 3)


def smallest_module_mm(device: Device = "phone") -> float:
    """The smallest width of one module."""
    if device == "phone":
        return SMALLEST_MODULE_MM
    dot = DOT_MM[device]
    return max(FEWEST_DOTS, ceil(SMALLEST_MODULE_MM / dot)) * dot


def require_readable(symbol: Symbol, side_mm: float, *, device: Device = "phone") -> None:
    """Raise SymbolTooSmall when the side is below the limit for the device."""
    limit = smallest_print_mm(symbol, device=device)
    # A hundredth of a millimetre is below what any printer places.
    if not side_mm >= limit - 0.01:
        raise SymbolTooSmall(side_mm, limit, device)
