"""Cards of one size, side by side on sheets, with thin lines to cut along."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.document import embedding_canvas
from shopkit.paper.document import A4, Size
from shopkit.paper.pieces import Painter

MARGIN = 8.0
CUT_LINE, CUT_COLOUR = 0.12, "#9a9a9a"


def cards(title: str, painters: Sequence[Painter], card: Size, size: Size = A4) -> bytes:
    """One card for each painter, as many to a sheet as fit, in rows from the top left.

    A painter is given the canvas and the upper left corner of its card, in mm.
    """
    columns = int((size[0] - 2 * MARGIN) // card[0])
    rows = int((size[1] - 2 * MARGIN) // card[1])
    left = (size[0] - columns * card[0]) / 2
    top = size[1] - (size[1] - rows * card[1]) / 2
    out = BytesIO()
    canvas = embedding_canvas(out, (size[0] * mm, size[1] * mm))
    canvas.setTitle(title)
    canvas.setCreator("ShopKit")
    for start in range(0, max(1, len(painters)), columns * rows):
        for place, paint in enumerate(painters[start : start + columns * rows]):
            row, column = divmod(place, columns)
            x, y = left + column * card[0], top - row * card[1]
            _draw_cut_lines(canvas, x, y, card)
            paint(canvas, x, y)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_cut_lines(canvas: Canvas, x: float, top: float, card: Size) -> None:
    canvas.setStrokeColor(HexColor(CUT_COLOUR))
    canvas.setLineWidth(CUT_LINE * mm)
    canvas.rect(x * mm, (top - card[1]) * mm, card[0] * mm, card[1] * mm, stroke=1, fill=0)
