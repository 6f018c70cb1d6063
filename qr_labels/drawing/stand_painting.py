"""Paints a composed page: on a PDF canvas, or as a picture."""

from functools import cache

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.fonts import text_runs, text_width
from qr_labels.drawing.stand_page import GREY, PAPER, Bar, Code, Page, Slot, Words

# A picture is drawn this much larger for its bars' round corners.
SMOOTHING = 4


def paint_on_canvas(page: Page, canvas: Canvas) -> None:
    """Paint a page measured in millimetres; the canvas keeps its current page."""
    canvas.setPageSize((page.width * mm, page.height * mm))
    for item in page.items:
        match item:
            case Words():
                _write(canvas, item, page.height)
            case Bar():
                canvas.setFillColor(HexColor(item.colour))
                bottom = (page.height - item.y - item.height) * mm
                canvas.roundRect(
                    item.x * mm,
                    bottom,
                    item.width * mm,
                    item.height * mm,
                    item.radius * mm,
                    stroke=0,
                    fill=1,
                )
            case Slot():
                canvas.setStrokeColor(HexColor(GREY))
                canvas.setLineWidth(0.2 * mm)
                bottom = (page.height - item.y - item.height) * mm
                canvas.roundRect(
                    item.x * mm, bottom, item.width * mm, item.height * mm, item.height * mm / 2
                )
            case Code():
                canvas.setFillColor(HexColor("#000000"))
                item.symbol.draw_on(canvas, item.x, page.height - item.y - item.side, item.side)


def _write(canvas: Canvas, words: Words, page_height: float) -> None:
    x = words.x - (text_width(words.text, words.size, words.weight) / 2 if words.centred else 0)
    text = canvas.beginText(x * mm, (page_height - words.baseline) * mm)
    text.setFillColor(HexColor(words.colour))
    for run in text_runs(words.text, words.weight):
        text.setFont(run.font_name, words.size * mm)
        text.textOut(run.text)
    canvas.drawText(text)


def picture(page: Page, *, dots_per_unit: float = 1) -> Image.Image:
    """Paint a page as a picture; modules of a symbol are whole dots."""
    width, height = round(page.width * dots_per_unit), round(page.height * dots_per_unit)
    image = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    for item in page.items:
        match item:
            case Words():
                _letter(pen, item, dots_per_unit)
            case Bar():
                _fill(image, item, dots_per_unit)
            case Slot():
                box = (item.x, item.y, item.x + item.width, item.y + item.height)
                pen.rounded_rectangle(
                    [edge * dots_per_unit for edge in box],
                    radius=item.height * dots_per_unit / 2,
                    outline=GREY,
                )
            case Code():
                _stamp(image, item, dots_per_unit)
    return image


@cache
def _face(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _letter(pen: ImageDraw.ImageDraw, words: Words, dots: float) -> None:
    x = words.x - (text_width(words.text, words.size, words.weight) / 2 if words.centred else 0)
    x *= dots
    for run in text_runs(words.text, words.weight):
        face = _face(str(run.path), words.size * dots)
        pen.text((x, words.baseline * dots), run.text, words.colour, face, anchor="ls")
        x += face.getlength(run.text)


def _fill(image: Image.Image, bar: Bar, dots: float) -> None:
    fine = dots * SMOOTHING
    size = (round(bar.width * fine), round(bar.height * fine))
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, size[0] - 1, size[1] - 1), radius=bar.radius * fine, fill=255
    )
    mask = mask.resize((size[0] // SMOOTHING, size[1] // SMOOTHING), Image.Resampling.BOX)
    image.paste(bar.colour, (round(bar.x * dots), round(bar.y * dots)), mask)


def _stamp(image: Image.Image, code: Code, dots: float) -> None:
    modules = code.symbol.size
    pixels = max(1, int(code.side * dots // (modules + 8)))
    plain = Image.new("1", (modules, modules), 1)
    plain.putdata(
        [
            not row >> (modules - 1 - column) & 1
            for row in code.symbol.rows
            for column in range(modules)
        ]
    )
    large = plain.resize((modules * pixels, modules * pixels), Image.Resampling.NEAREST)
    inset = (code.side * dots - large.width) / 2
    image.paste(large, (round(code.x * dots + inset), round(code.y * dots + inset)))
