"""The page from which a person measures what a printer does to a stock."""

from io import BytesIO

from reportlab.lib import units
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.columns import Line
from qr_labels.drawing.document import embedding_canvas
from qr_labels.drawing.fonts import text_width
from qr_labels.drawing.marks import draw_line
from qr_labels.stock.calibration import rulers_mm
from qr_labels.stock.label_stock import Stock

HAIRLINE_MM = 0.12
CROSS_ARM_MM = 4.0
TICKS_MM = {10: 3.0, 5: 2.0, 1: 1.2}
TEXT_MM = 3.4
NUMBER_MM = 2.4
LEADING = 1.8
CLEAR_OF_RULER_MM = 15.0
ROOM_FOR_STEPS_MM = 100.0
STEPS = (
    "In ở 100 % (Actual size) trên giấy thường, áp lên tờ tem và soi trước đèn, rồi đo:",
    "1.  Dấu cộng ở góc tem đầu tiên lệch sang phải và xuống dưới bao nhiêu mm",
    "2.  Thước ngang dài bao nhiêu mm (đúng là {across:g}), thước dọc dài bao nhiêu ({down:g})",
    "3.  Đầu phải của thước ngang thấp hơn đầu trái bao nhiêu mm",
)


def calibration_page(stock: Stock) -> bytes:
    """One PDF page: outlines of all labels, a cross on the first one's corner, and rulers both
    ways with a tick at every millimetre; on a sheet also what to measure."""
    file = BytesIO()
    size = (stock.page_w_mm * units.mm, stock.page_h_mm * units.mm)
    canvas = embedding_canvas(file, size)
    canvas.setTitle(stock.name)
    _draw_outlines(canvas, stock)
    across, down = rulers_mm(stock)
    x, y = (stock.page_w_mm - across) / 2, (stock.page_h_mm - down) / 2
    _draw_ruler(canvas, x, y, across, is_across=True)
    _draw_ruler(canvas, x, y, down, is_across=False)
    if min(stock.page_w_mm, stock.page_h_mm) >= ROOM_FOR_STEPS_MM:
        _draw_steps(canvas, stock, across, down)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw_outlines(canvas: Canvas, stock: Stock) -> None:
    canvas.setLineWidth(HAIRLINE_MM * units.mm)
    canvas.setStrokeGray(0.45)
    for cell in range(stock.cells):
        left, top = stock.cell_corner(cell)
        bottom = stock.page_h_mm - top - stock.label_h_mm
        canvas.rect(
            left * units.mm,
            bottom * units.mm,
            stock.label_w_mm * units.mm,
            stock.label_h_mm * units.mm,
        )
    canvas.setStrokeGray(0)
    left, top = stock.cell_corner(0)
    x, y = left * units.mm, (stock.page_h_mm - top) * units.mm
    arm = CROSS_ARM_MM * units.mm
    canvas.line(x - arm, y, x + arm, y)
    canvas.line(x, y - arm, x, y + arm)


def _draw_ruler(canvas: Canvas, x: float, y: float, length: float, *, is_across: bool) -> None:
    """A ruler from its left or lower end; the ticks stand above or to the right of it."""
    canvas.setLineWidth(HAIRLINE_MM * units.mm)
    for at in range(round(length) + 1):
        tick = next(height for step, height in TICKS_MM.items() if at % step == 0)
        ends = (x + at, y, x + at, y + tick) if is_across else (x, y + at, x + tick, y + at)
        canvas.line(*(end * units.mm for end in ends))
        if at and at % 10 == 0:
            number = f"{at}"
            half = text_width(number, NUMBER_MM) / 2
            place = (x + at - half, y + tick + 0.6) if is_across else (x + tick + 0.6, y + at - 0.8)
            draw_line(canvas, Line(number, *place, NUMBER_MM, 400))
    end = (x + length, y) if is_across else (x, y + length)
    canvas.line(x * units.mm, y * units.mm, end[0] * units.mm, end[1] * units.mm)


def _draw_steps(canvas: Canvas, stock: Stock, across: float, down: float) -> None:
    """What to measure, on white, between the rulers."""
    steps = [stock.name, *(step.format(across=across, down=down) for step in STEPS)]
    x = (stock.page_w_mm - across) / 2 + CLEAR_OF_RULER_MM
    width = across - CLEAR_OF_RULER_MM
    size = min(TEXT_MM, width / max(text_width(step, 1) for step in steps))
    height = LEADING * size * len(steps)
    top = stock.page_h_mm / 2 + height / 2
    canvas.setFillGray(1)
    canvas.rect(
        (x - size) * units.mm,
        (top - height - size) * units.mm,
        (width + 2 * size) * units.mm,
        (height + 2 * size) * units.mm,
        stroke=0,
        fill=1,
    )
    canvas.setFillGray(0)
    for number, step in enumerate(steps):
        weight = 400 if number else 700
        draw_line(canvas, Line(step, x, top - LEADING * size * number - size, size, weight))
