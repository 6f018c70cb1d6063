"""A certificate on paper: A4 on its side, what the records say, a code to check it by."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.document import embedding_canvas
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.paper.letters import GREY, INK, PLAIN, STRONG, put, width_of, wrapped
from shopkit.web.language import gettext as _

WIDTH, HEIGHT, MARGIN, QR_MM = 297.0, 210.0, 16.0, 30.0
LEAF = "#0d5a4b"
LONGEST_LINE = 230.0
LEAST_NAME_MM = 8.0


@dataclass(frozen=True)
class Said:
    """The words of one certificate, ready to be drawn."""

    name: str
    lines: tuple[str, ...]
    able: tuple[str, ...]
    serial: str
    address: str
    giver: str
    place_and_day: str


def certificates_paper(papers: Sequence[Said]) -> bytes:
    """One page for each; every code is read back before it is drawn."""
    out = BytesIO()
    canvas = embedding_canvas(out, (WIDTH * mm, HEIGHT * mm))
    canvas.setTitle(_("Giấy chứng nhận"))
    canvas.setCreator("ShopKit")
    for said in papers:
        draw(canvas, said)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw(canvas: Canvas, said: Said) -> None:
    canvas.setStrokeColor(HexColor(LEAF))
    for inset, thickness in ((8.0, 1.2), (10.5, 0.3)):
        canvas.setLineWidth(thickness * mm)
        canvas.rect(inset * mm, inset * mm, (WIDTH - 2 * inset) * mm, (HEIGHT - 2 * inset) * mm)
    middle(canvas, said.giver, 182.0, 4.6, colour=GREY)
    middle(canvas, _("GIẤY CHỨNG NHẬN"), 164.0, 12.0, weight=STRONG, colour=LEAF)
    middle(canvas, said.name, 142.0, fitting(said.name, 11.0), weight=STRONG)
    down = 127.0
    for line in said.lines:
        down = paragraph(canvas, line, down, 5.4)
    if said.able:
        down = paragraph(canvas, _("Tự làm được:"), down - 2.0, 5.0, weight=STRONG)
        paragraph(canvas, "; ".join(said.able) + ".", down, 5.0)
    draw_foot(canvas, said)


def draw_foot(canvas: Canvas, said: Said) -> None:
    """The code on the left, who signs on the right."""
    drawn = proved(symbol(said.address))
    drawn.draw_on(canvas, MARGIN, MARGIN, QR_MM)
    put(canvas, _("Số %(serial)s", serial=said.serial), MARGIN + QR_MM + 3, 34.0, size=4.6,
        weight=STRONG)  # fmt: skip
    put(canvas, _("Quét mã để xem giấy này còn giá trị không."), MARGIN + QR_MM + 3, 27.5,
        size=3.4, colour=GREY)  # fmt: skip
    put(canvas, said.address.split("://", 1)[-1], MARGIN + QR_MM + 3, 22.5, size=3.2, colour=GREY)
    right = 222.0
    for text, y, size, weight in (
        (said.place_and_day, 51.0, 4.2, PLAIN),
        (_("Người hướng dẫn"), 45.0, 4.4, STRONG),
        (_("(ký, ghi rõ họ tên)"), 40.0, 3.4, PLAIN),
    ):
        put(canvas, text, right - width_of(text, size, weight) / 2, y, size=size, weight=weight)


def middle(
    canvas: Canvas, text: str, y: float, size: float, *, weight: int = PLAIN, colour: str = INK
) -> None:
    left = (WIDTH - width_of(text, size, weight)) / 2
    put(canvas, text, left, y, size=size, weight=weight, colour=colour)


def paragraph(canvas: Canvas, text: str, y: float, size: float, *, weight: int = PLAIN) -> float:
    """Lines in the middle, from `y` down; returns where the next one goes."""
    for line in wrapped(text, LONGEST_LINE, size, weight):
        middle(canvas, line, y, size, weight=weight)
        y -= size * 1.5
    return y


def fitting(text: str, size: float) -> float:
    """A size in which the text stays on one line."""
    return max(min(size, size * LONGEST_LINE / width_of(text, size, STRONG)), LEAST_NAME_MM / 2)
