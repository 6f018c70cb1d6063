"""The parts of a label and of a page that never change, drawn once as forms."""

from math import cos, pi, sin

from reportlab.lib import units
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.arrangement import Arrangement
from qr_labels.drawing.columns import STAR_STEP, Line, Stars
from qr_labels.drawing.fonts import text_runs
from qr_labels.stock.label_stock import CLIPPED_EDGE_MM, Stock

CUT_ARM_MM = 2.0
CUT_LINE_MM = 0.1
ADVICE = "In ở 100 % (Actual size), không co giãn"
ADVICE_SIZE_MM = 1.9
INNER_RADIUS = 0.42
"""Of a star with wide arms, which stays a star when small."""


def draw_words(canvas: Canvas, arrangement: Arrangement) -> None:
    """All of a label but its symbol and its code."""
    for line in arrangement.lines:
        draw_line(canvas, line)
    for stars in arrangement.stars:
        draw_stars(canvas, stars)


def draw_line(canvas: Canvas, line: Line) -> None:
    """One line of text in embedded fonts; raises GlyphMissing."""
    text = canvas.beginText(line.x * units.mm, line.baseline * units.mm)
    for run in text_runs(line.text, line.weight):
        text.setFont(run.font_name, line.size * units.mm)
        text.textOut(run.text)
    canvas.drawText(text)


def draw_stars(canvas: Canvas, stars: Stars) -> None:
    """Stars as paths: no embedded font has them all."""
    radius = stars.size * units.mm / 2
    path = canvas.beginPath()
    for number in range(stars.count):
        x = (stars.x + (number + 0.5) * stars.size * STAR_STEP) * units.mm
        y = stars.y * units.mm + radius * 0.95
        for corner in range(10):
            reach = radius * (INNER_RADIUS if corner % 2 else 1)
            angle = pi / 2 + corner * pi / 5
            point = (x + reach * cos(angle), y + reach * sin(angle))
            if corner == 0:
                path.moveTo(*point)
            else:
                path.lineTo(*point)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def draw_cut_marks(canvas: Canvas, stock: Stock) -> None:
    """A small cross at every corner of every label."""
    canvas.setLineWidth(CUT_LINE_MM * units.mm)
    corners = set()
    for cell in range(stock.cells):
        left, top = stock.cell_corner(cell)
        corners |= {
            (round(x, 3), round(y, 3))
            for x in (left, left + stock.label_w_mm)
            for y in (top, top + stock.label_h_mm)
        }
    arm = CUT_ARM_MM * units.mm
    for x_mm, y_mm in sorted(corners):
        x, y = x_mm * units.mm, (stock.page_h_mm - y_mm) * units.mm
        canvas.line(x - arm, y, x + arm, y)
        canvas.line(x, y - arm, x, y + arm)


def advice_baseline(stock: Stock) -> float | None:
    """Height in mm from the bottom at which a sheet's margin has room for a printed line."""
    if stock.kind == "roll":
        return None
    needed = CLIPPED_EDGE_MM + 0.6 + ADVICE_SIZE_MM
    bottom = stock.page_h_mm - stock.cell_corner(stock.cells - 1)[1] - stock.label_h_mm
    if bottom >= needed:
        return bottom - 0.5 - ADVICE_SIZE_MM if bottom < 2 * needed else bottom - 4.5
    if stock.top_mm >= needed:
        return stock.page_h_mm - CLIPPED_EDGE_MM - ADVICE_SIZE_MM
    return None
