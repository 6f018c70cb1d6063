"""What a page is filled with, from the top down: lines, rows, pictures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shopkit.paper.letters import GREY, INK, LEADING, PLAIN, STRONG, put, width_of, wrapped

Painter = Callable[[Canvas, float, float], None]
"""Paints with the left edge and the top edge of its place, in mm from the lower left."""

HAIR, RULE = 0.15, 0.35
FIRST_BASELINE = 1.02
"""From the top of a line to its baseline, in type sizes."""


@dataclass(frozen=True)
class Piece:
    """Something of one height that no page divides.

    `gap` is the room above it, left out on top of a page. One that `holds_next` is not the last
    on a page. `heads` are repeated above it when it opens a page.
    """

    height: float
    paint: Painter
    gap: float = 0.0
    holds_next: bool = False
    heads: tuple["Piece", ...] = field(default=(), repr=False)


def lines(
    text: str,
    width: float,
    *,
    size: float,
    weight: int = PLAIN,
    colour: str = INK,
    align: str = "left",
    gap: float = 0.0,
    holds_next: bool = False,
) -> Iterator[Piece]:
    """A paragraph, one piece for each line."""
    for number, line in enumerate(wrapped(text, width, size, weight)):
        yield Piece(
            size * LEADING,
            line_painter(line, width, size=size, weight=weight, colour=colour, align=align),
            gap=0.0 if number else gap,
            holds_next=holds_next,
        )


def line_painter(
    line: str,
    width: float,
    *,
    size: float,
    weight: int = PLAIN,
    colour: str = INK,
    align: str = "left",
) -> Painter:
    def paint(canvas: Canvas, x: float, top: float) -> None:
        start = x + offset(line, width, size, weight, align)
        put(
            canvas, line, start, top - size * FIRST_BASELINE,
            size=size, weight=weight, colour=colour,
        )  # fmt: skip

    return paint


def offset(line: str, width: float, size: float, weight: int, align: str) -> float:
    """How far from the left edge a line begins."""
    if align == "left":
        return 0.0
    room = width - width_of(line, size, weight)
    return room if align == "right" else room / 2


def beside(columns: Sequence[tuple[float, float, Sequence[Piece]]], *, gap: float = 0.0) -> Piece:
    """Columns next to each other as one piece; each with its left edge, width and pieces."""

    def paint(canvas: Canvas, x: float, top: float) -> None:
        for left, _width, pieces in columns:
            down = top
            for piece in pieces:
                down -= piece.gap
                piece.paint(canvas, x + left, down)
                down -= piece.height

    return Piece(max(map(height_of, (pieces for _, _, pieces in columns)), default=0), paint, gap)


def height_of(pieces: Sequence[Piece]) -> float:
    return sum(piece.gap + piece.height for piece in pieces)


def facts(
    rows: Sequence[tuple[str, str]], width: float, *, size: float, share: float
) -> Iterator[Piece]:
    """Words with what they say beside them; `share` of the width is for the words."""
    left = width * share
    for word, value in rows:
        columns = (
            (0.0, left, tuple(lines(word, left - 3, size=size, colour=GREY))),
            (left, width - left, tuple(lines(value, width - left, size=size, weight=500))),
        )
        yield beside(columns, gap=0.6)


def picture(content: bytes, widest: float, highest: float, *, gap: float = 3.0) -> Piece:
    """A PNG or JPEG, as large as this allows, on the left."""
    with Image.open(BytesIO(content)) as opened:
        width = min(widest, highest * opened.width / opened.height)
        height = width * opened.height / opened.width
    shown = ImageReader(BytesIO(content))

    def paint(canvas: Canvas, x: float, top: float) -> None:
        canvas.drawImage(shown, x * mm, (top - height) * mm, width * mm, height * mm, mask="auto")

    return Piece(height, paint, gap=gap)


def rule(canvas: Canvas, x: float, y: float, width: float, thickness: float = HAIR) -> None:
    """A line across."""
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(thickness * mm)
    canvas.line(x * mm, y * mm, (x + width) * mm, y * mm)


def signatures(roles: Sequence[str], width: float, *, size: float, hint: str, room: float) -> Piece:
    """Who signs, side by side, with room to sign."""
    share = width / len(roles)
    columns = [
        (
            number * share,
            share,
            (
                *lines(role, share - 4, size=size, weight=STRONG, align="center"),
                *lines(hint, share - 4, size=size * 0.86, colour=GREY, align="center"),
                Piece(room, lambda canvas, x, top: None),
            ),
        )
        for number, role in enumerate(roles)
    ]
    return beside(columns, gap=8.0)
