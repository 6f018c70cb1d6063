"""Tables that go on over pages, their head repeated on each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shopkit.paper.letters import PLAIN, STRONG
from shopkit.paper.pieces import HAIR, RULE, Piece, beside, lines, rule

Align = Literal["left", "right", "center"]

PAD_ACROSS, PAD_DOWN = 1.2, 0.7
HEAD_WASH = "#eceae4"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width beside the others, where its words stand."""

    word: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Grid:
    """Where columns stand on paper, and how large words are."""

    columns: Sequence[Column]
    width: float
    size: float

    def places(self) -> Iterator[tuple[Column, float, float]]:
        """Each column with its left edge and width."""
        total = sum(column.share for column in self.columns)
        left = 0.0
        for column in self.columns:
            width = self.width * column.share / total
            yield column, left, width
            left += width


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    width: float,
    *,
    size: float,
    foot: Sequence[str] | None = None,
    gap: float = 3.0,
) -> Iterator[Piece]:
    """The head, then a piece for every row; a row higher than a page is divided into several."""
    grid = Grid(columns, width, size)
    head = _row(grid, [column.word for column in columns], weight=STRONG, wash=HEAD_WASH, gap=gap)
    yield Piece(head.height, head.paint, gap=head.gap, holds_next=True)
    repeated = (Piece(head.height, head.paint),)
    parts = [part for row in rows for part in _parts(grid, row)]
    if foot is not None:
        parts.append(_row(grid, foot, weight=STRONG, top=RULE))
    for number, part in enumerate(parts, 1):
        is_last_but_one = number == len(parts) - 1
        # The last row, or a sum, does not open a page alone.
        holds = is_last_but_one and part.height + parts[-1].height <= SHORT
        yield Piece(part.height, part.paint, heads=repeated, holds_next=holds)


SHORT = 60.0
"""Height of two rows that stay together, in mm."""


MOST_LINES = 20
"""Lines of one cell that stay together."""


def _parts(grid: Grid, row: Sequence[str]) -> Iterator[Piece]:
    cells = [
        [*lines(text, width - 2 * PAD_ACROSS, size=grid.size, align=column.align)]
        for text, (column, _, width) in zip(row, grid.places(), strict=True)
    ]
    for start in range(0, max(map(len, cells)), MOST_LINES):
        yield _framed(grid, [cell[start : start + MOST_LINES] for cell in cells])


def _row(
    grid: Grid,
    row: Sequence[str],
    *,
    weight: int = PLAIN,
    wash: str | None = None,
    top: float = HAIR,
    gap: float = 0.0,
) -> Piece:
    cells = [
        [*lines(text, width - 2 * PAD_ACROSS, size=grid.size, weight=weight, align=column.align)]
        for text, (column, _, width) in zip(row, grid.places(), strict=True)
    ]
    return _framed(grid, cells, wash=wash, top=top, gap=gap)


def _framed(
    grid: Grid,
    cells: Sequence[Sequence[Piece]],
    *,
    wash: str | None = None,
    top: float = HAIR,
    gap: float = 0.0,
) -> Piece:
    """Cells side by side, with lines around each."""
    places = list(grid.places())
    inside = beside(
        [
            (left + PAD_ACROSS, width - 2 * PAD_ACROSS, cell)
            for cell, (_, left, width) in zip(cells, places, strict=True)
        ]
    )
    height = inside.height + 2 * PAD_DOWN

    def paint(canvas: Canvas, x: float, y: float) -> None:
        if wash:
            canvas.setFillColor(HexColor(wash))
            canvas.rect(x * mm, (y - height) * mm, grid.width * mm, height * mm, stroke=0, fill=1)
        rule(canvas, x, y, grid.width, top)
        rule(canvas, x, y - height, grid.width)
        for edge in [left for _, left, _ in places] + [grid.width]:
            canvas.line((x + edge) * mm, y * mm, (x + edge) * mm, (y - height) * mm)
        inside.paint(canvas, x, y - PAD_DOWN)

    return Piece(height, paint, gap=gap)
