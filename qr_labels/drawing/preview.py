"""One label as a picture, to be looked at before a run is printed."""

from math import cos, pi, sin

from PIL import Image, ImageDraw

from qr_labels.drawing.columns import STAR_STEP, Line, Stars
from qr_labels.drawing.marks import INNER_RADIUS
from qr_labels.drawing.pages import RunDrawing, Sheets
from qr_labels.drawing.stand_page import Code, Page, Words
from qr_labels.drawing.stand_painting import picture
from qr_labels.payload.serials import grouped

DOTS_PER_MM = 12.0
INK = "#000000"


def label_picture(sheets: Sheets, *, dots_per_mm: float = DOTS_PER_MM) -> Image.Image:
    """The first label of the run as it will be printed, without the paper around it.

    Raises what `draw_sheets` raises.
    """
    drawing = RunDrawing(sheets, 1)
    arrangement, stock = drawing.arrangement, sheets.stock
    height = stock.label_h_mm
    code = arrangement.code
    shown = Line(grouped(sheets.codes[0]), code.x, code.baseline, code.size, code.weight)
    box = arrangement.symbol
    symbol = Code(
        drawing.run.symbol(sheets.codes[0]), box.x, height - box.y - box.height, box.width
    )
    lines = tuple(
        Words(line.text, line.x, height - line.baseline, line.size, line.weight, INK)
        for line in (*arrangement.lines, shown)
    )
    page = Page(stock.label_w_mm, height, (symbol, *lines))
    painted = picture(page, dots_per_unit=dots_per_mm)
    for stars in arrangement.stars:
        _paint_stars(painted, stars, height, dots_per_mm)
    return painted


def _paint_stars(painted: Image.Image, stars: Stars, height: float, dots: float) -> None:
    pen = ImageDraw.Draw(painted)
    radius = stars.size / 2
    for number in range(stars.count):
        x = stars.x + (number + 0.5) * stars.size * STAR_STEP
        y = height - stars.y - radius * 0.95
        corners = []
        for corner in range(10):
            reach = radius * (INNER_RADIUS if corner % 2 else 1)
            angle = pi / 2 + corner * pi / 5
            corners.append(((x + reach * cos(angle)) * dots, (y - reach * sin(angle)) * dots))
        pen.polygon(corners, fill=INK)
