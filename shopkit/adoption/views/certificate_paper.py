"""Certificates of recognition: A4 across, one page each, with a code that leads to the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.document import embedding_canvas
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.adoption.views.recognition_papers import LANDSCAPE, MOTTO, NATION
from shopkit.paper.letters import PLAIN, STRONG, put, width_of, wrapped
from shopkit.web.language import gettext as _

WIDTH, HEIGHT = LANDSCAPE
LEAF, HEM, INK, QUIET = "#0d5a4b", "#b8741a", "#16211d", "#55595d"
# The hem's colour, dark enough to be read.
READ_HEM = "#8f5410"
MIDDLE = WIDTH / 2
CODE_MM = 24.0
NAME_MM, SMALLEST_NAME_MM, TWO_LINES_MM, NAME_WIDTH = 13.0, 7.0, 5.2, 200.0


@dataclass(frozen=True)
class Certificate:
    """What one page says; all of it stands in the register."""

    name: str
    village: str
    place: str
    year: int
    number: str
    signed_on: date
    signer: str
    signer_role: str
    valid_to: date
    serial: str
    address: str


def certificates(title: str, given: Sequence[Certificate]) -> bytes:
    """One page for each, in the order given."""
    out = BytesIO()
    canvas = embedding_canvas(out, (WIDTH * mm, HEIGHT * mm))
    canvas.setTitle(title)
    canvas.setCreator("ShopKit")
    for one in given:
        frame(canvas)
        words(canvas, one)
        code(canvas, one)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def frame(canvas: Canvas) -> None:
    """A wide band of leaf, a thin line of hem within, and a woven diamond in each corner."""
    canvas.setFillColor(HexColor("#fffdf7"))
    canvas.rect(0, 0, WIDTH * mm, HEIGHT * mm, stroke=0, fill=1)
    for inset, thickness, colour in ((9, 2.4, LEAF), (13, 0.5, HEM), (14.6, 0.25, HEM)):
        canvas.setStrokeColor(HexColor(colour))
        canvas.setLineWidth(thickness * mm)
        canvas.rect(
            inset * mm, inset * mm, (WIDTH - 2 * inset) * mm, (HEIGHT - 2 * inset) * mm, stroke=1
        )
    for x in (13.8, WIDTH - 13.8):
        for y in (13.8, HEIGHT - 13.8):
            weave(canvas, x, y)


def weave(canvas: Canvas, x: float, y: float) -> None:
    """Diamonds within each other, as on a woven hem."""
    for side, colour in (
        (7.5, "#fffdf7"),
        (6.2, LEAF),
        (4.4, "#fffdf7"),
        (3.2, HEM),
        (1.5, "#fffdf7"),
    ):
        canvas.setFillColor(HexColor(colour))
        shape = canvas.beginPath()
        for corner in range(4):
            at = corner * pi / 2
            point = ((x + side * cos(at)) * mm, (y + side * sin(at)) * mm)
            shape.lineTo(*point) if corner else shape.moveTo(*point)
        shape.close()
        canvas.drawPath(shape, stroke=0, fill=1)


def words(canvas: Canvas, one: Certificate) -> None:
    centred(canvas, NATION, 184, 4.4, STRONG)
    centred(canvas, MOTTO, 177.5, 4.4, STRONG)
    line(canvas, 175.6, width_of(MOTTO, 4.4, STRONG))
    centred(canvas, _("Ủy ban nhân dân %(place)s", place=one.place), 165, 4.6, PLAIN, QUIET)
    centred(canvas, _("GIẤY CÔNG NHẬN"), 150, 9, STRONG, READ_HEM)
    centred(canvas, _("GIA ĐÌNH SỐ"), 127, 16, STRONG, LEAF)
    centred(canvas, _("Hộ gia đình"), 115, 4.8, PLAIN, QUIET)
    name(canvas, one.name)
    centred(canvas, one.village, 91, 5.4)
    centred(
        canvas,
        _("được công nhận Gia đình số năm %(year)s, có giá trị đến hết ngày %(day)s",
          year=one.year, day=f"{one.valid_to:%d/%m/%Y}"),
        80, 4.8,
    )  # fmt: skip
    centred(
        canvas,
        _("theo Quyết định số %(number)s ngày %(day)s",
          number=one.number, day=f"{one.signed_on:%d/%m/%Y}"),
        73, 4.8,
    )  # fmt: skip
    right = 212.0
    put_centred(canvas, one.signer_role.upper(), right, 59, 4.4, STRONG)
    put_centred(canvas, _("(ký tên, đóng dấu)"), right, 53.6, 3.6, PLAIN, QUIET)
    put_centred(canvas, one.signer, right, 27, 5, STRONG)


def code(canvas: Canvas, one: Certificate) -> None:
    """The way to the register, and the serial to type where nobody can scan."""
    left, bottom = 26.0, 30.0
    proved(symbol(one.address)).draw_on(canvas, left, bottom, CODE_MM)
    x = left + CODE_MM + 4
    put(canvas, _("Số vào sổ"), x, bottom + 17, size=3.4, colour=QUIET)
    put(canvas, one.serial, x, bottom + 11.4, size=4.8, weight=STRONG, colour=INK)
    for at, part in enumerate(wrapped(_("Quét mã để kiểm tra giấy này trong sổ của xã."), 62, 3.2)):
        put(canvas, part, x, bottom + 5.4 - at * 4.4, size=3.2, colour=QUIET)


def name(canvas: Canvas, text: str) -> None:
    """On one line, or on two smaller ones where even small letters would run over the hem."""
    size = name_size(text)
    if width_of(text, size, STRONG) <= NAME_WIDTH:
        centred(canvas, text, 101, size, STRONG)
        return
    lines = wrapped(text, NAME_WIDTH, TWO_LINES_MM, STRONG)
    for below, part in enumerate(lines, 1 - len(lines)):
        centred(canvas, part, 99 - below * TWO_LINES_MM * 1.46, TWO_LINES_MM, STRONG)


def name_size(name: str) -> float:
    """Large, and smaller only for a name that would not fit on its line."""
    width = width_of(name, NAME_MM, STRONG)
    return max(SMALLEST_NAME_MM, min(NAME_MM, NAME_MM * NAME_WIDTH / width))


def centred(
    canvas: Canvas, text: str, y: float, size: float, weight: int = PLAIN, colour: str = INK
) -> None:
    put_centred(canvas, text, MIDDLE, y, size, weight, colour)


def put_centred(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    size: float,
    weight: int = PLAIN,
    colour: str = INK,
) -> None:
    width = width_of(text, size, weight)
    put(canvas, text, x - width / 2, y, size=size, weight=weight, colour=colour)


def line(canvas: Canvas, y: float, width: float) -> None:
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(0.3 * mm)
    canvas.line((MIDDLE - width / 2) * mm, y * mm, (MIDDLE + width / 2) * mm, y * mm)
