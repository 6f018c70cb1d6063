"""A document that is filled from the top down and then rendered, page by page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.document import embedding_canvas
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.paper import pieces
from shopkit.paper.letters import GREY, PLAIN, STRONG, put, undrawn_in, width_of, wrapped
from shopkit.paper.pieces import Piece, rule
from shopkit.paper.tables import Column, table

Size = tuple[float, float]

A4, A5, A6 = (210.0, 297.0), (148.0, 210.0), (105.0, 148.0)
TEXT_MM, SMALL_MM = 3.7, 3.2
HEADINGS = {1: 6.2, 2: 4.5, 3: 3.9}
FOOT_MM = 2.8
FOOT_ROOM = 4.0

__all__ = ["A4", "A5", "A6", "Column", "Document"]

WORDS = {
    "vi": {
        "page": "Trang {page}/{count}",
        "made": "In ngày {day}",
        "sign": "(ký, ghi rõ họ tên)",
        "box": "Ô trống trong bài thay cho ký hiệu không in được.",
    },
    "en": {
        "page": "Page {page}/{count}",
        "made": "Printed on {day}",
        "sign": "(signature and full name)",
        "box": "An empty box stands for a sign that cannot be printed.",
    },
}


class Document:
    """What a household, a commune or an inspector prints; equal content gives equal bytes.

    `source` stands at the foot of every page with the day; give it where facts come from a law or
    a register. Letters that no font has are drawn as empty boxes, and the foot says so.
    """

    def __init__(
        self,
        title: str,
        language: str = "vi",
        *,
        source: str = "",
        made_on: date | None = None,
        size: Size = A4,
        margin: float = 18.0,
    ) -> None:
        self.title = title
        self.words = WORDS["en" if language == "en" else "vi"]
        self.source, self.made_on = source, made_on
        self.page_width, self.page_height = size
        self.margin = margin
        self._pieces: list[Piece] = []
        self._has_boxes = False

    @property
    def width(self) -> float:
        """What lies between the margins, in mm."""
        return self.page_width - 2 * self.margin

    @property
    def page_count(self) -> int:
        """How many pages what was added so far takes."""
        return len(self._pages())

    @property
    def _room(self) -> float:
        return self.page_height - 2 * self.margin - FOOT_ROOM

    def heading(self, text: str, level: int = 1, *, align: str = "left") -> None:
        size = HEADINGS[level]
        self._add(
            pieces.lines(
                self._seen(text), self.width, size=size, weight=STRONG, align=align,
                gap=size * 0.9, holds_next=True,
            )
        )  # fmt: skip

    def paragraph(
        self,
        text: str,
        *,
        size: float = TEXT_MM,
        strong: bool = False,
        align: str = "left",
        gap: float = 1.6,
    ) -> None:
        weight = STRONG if strong else PLAIN
        self._add(
            pieces.lines(
                self._seen(text), self.width, size=size, weight=weight, align=align, gap=gap
            )
        )

    def hint(self, text: str, *, holds_next: bool = False) -> None:
        """A sentence in small grey letters; one that tells how to read a table stays with it."""
        self._add(
            pieces.lines(
                self._seen(text), self.width, size=SMALL_MM, colour=GREY, gap=1.2,
                holds_next=holds_next,
            )
        )  # fmt: skip

    def letterhead(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Who it comes from on the left, which form it is on the right; first lines strong."""
        half = self.width / 2
        columns = [
            (number * half, half, self._stacked(lines, half - 4, "center" if number else "left"))
            for number, lines in enumerate((left, right))
        ]
        self._add([pieces.beside(columns)])

    def facts(self, rows: Iterable[tuple[str, str]], *, share: float = 0.34) -> None:
        """Words with what they say beside them."""
        kept = [(self._seen(word), self._seen(value)) for word, value in rows]
        self._add(pieces.facts(kept, self.width, size=TEXT_MM, share=share))

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[str]],
        *,
        foot: Sequence[str] | None = None,
        size: float = SMALL_MM,
    ) -> None:
        """Rows of words as they shall stand there; the head is repeated on every page."""
        kept = ([self._seen(cell) for cell in row] for row in rows)
        self._add(table(columns, kept, self.width, size=size, foot=foot))

    def picture(self, content: bytes, width: float) -> None:
        """A PNG or JPEG, `width` mm wide; narrower where it would be higher than a page."""
        self._add([pieces.picture(content, min(width, self.width), self._room)])

    def drawing(self, height: float, paint: pieces.Painter, *, gap: float = 3.0) -> None:
        """Something drawn by the caller; it is given the canvas and its upper left corner."""
        self._add([Piece(height, paint, gap=gap)])

    def code(self, text: str, side: float) -> None:
        """A QR symbol, read back before it is drawn; `side` in mm includes its quiet zone."""
        drawn = proved(symbol(text))
        self.drawing(side, lambda canvas, x, top: drawn.draw_on(canvas, x, top - side, side))

    def signatures(self, roles: Sequence[str], *, room: float = 22.0) -> None:
        """Who signs, side by side; never alone on a page."""
        if self._pieces and self._pieces[-1].height != BREAK:
            self._pieces[-1] = replace(self._pieces[-1], holds_next=True)
        hint = self.words["sign"]
        self._add([pieces.signatures(roles, self.width, size=TEXT_MM, hint=hint, room=room)])

    def space(self, height: float) -> None:
        self._add([Piece(height, lambda canvas, x, top: None)])

    def new_page(self) -> None:
        self._add([Piece(BREAK, lambda canvas, x, top: None)])

    def render(self) -> bytes:
        """The finished PDF."""
        out = BytesIO()
        canvas = embedding_canvas(out, (self.page_width * mm, self.page_height * mm))
        canvas.setTitle(self.title)
        canvas.setCreator("ShopKit")
        canvas.setViewerPreference("PrintScaling", "AppDefault")
        pages = self._pages()
        for number, page in enumerate(pages, 1):
            top = self.page_height - self.margin
            for is_first, piece in page:
                top -= 0 if is_first else piece.gap
                piece.paint(canvas, self.margin, top)
                top -= piece.height
            self._draw_foot(canvas, number, len(pages))
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _pages(self) -> list[list[tuple[bool, Piece]]]:
        """Pieces by page; each with whether it is the first on its page."""
        return filled(self._pieces, self._room)

    def _draw_foot(self, canvas: Canvas, page: int, count: int) -> None:
        y = self.margin - 4
        rule(canvas, self.margin, y + 4.6, self.width)
        made = self.words["made"].format(day=f"{self.made_on:%d/%m/%Y}") if self.made_on else ""
        box = self.words["box"] if self._has_boxes else ""
        number = self.words["page"].format(page=page, count=count)
        right = self.margin + self.width - width_of(number, FOOT_MM)
        put(canvas, number, right, y, size=FOOT_MM, colour=GREY)
        said = " · ".join(filter(None, (made, self.source, box)))
        for line in wrapped(said, right - self.margin - 4, FOOT_MM) if said else []:
            put(canvas, line, self.margin, y, size=FOOT_MM, colour=GREY)
            y -= FOOT_MM * 1.25

    def _stacked(self, lines: Sequence[str], width: float, align: str) -> list[Piece]:
        return [
            piece
            for number, line in enumerate(lines)
            for piece in pieces.lines(
                self._seen(line), width, size=TEXT_MM, align=align,
                weight=PLAIN if number else STRONG,
            )
        ]  # fmt: skip

    def _add(self, added: Iterable[Piece]) -> None:
        self._pieces.extend(added)

    def _seen(self, text: str) -> str:
        self._has_boxes = self._has_boxes or bool(undrawn_in(text))
        return text


BREAK = -1.0
"""The height by which a piece says that a new page begins."""


def filled(given: Sequence[Piece], room: float) -> list[list[tuple[bool, Piece]]]:
    """Put pieces on pages: those that belong together on one, table heads again on each."""
    pages: list[list[tuple[bool, Piece]]] = [[]]
    left = room
    for together in bound(given):
        if together[0].height == BREAK:
            pages.append([])
            left = room
            continue
        if pages[-1] and pieces.height_of(together) > left:
            heads = together[0].heads
            pages.append([(number == 0, head) for number, head in enumerate(heads)])
            left = room - pieces.height_of(heads)
        for piece in together:
            is_first = not pages[-1]
            pages[-1].append((is_first, piece))
            left -= piece.height + (0 if is_first else piece.gap)
    return [page for page in pages if page] or [[]]


def bound(given: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in groups that stay on one page: those that hold the next, and the one they hold."""
    groups: list[list[Piece]] = []
    holds = False
    for piece in given:
        if holds:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        holds = piece.holds_next
    return groups
