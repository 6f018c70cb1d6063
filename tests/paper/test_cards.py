"""Cards to cut out: as many to a sheet as fit, in order."""

from reportlab.pdfgen.canvas import Canvas

from shopkit.paper.cards import cards
from shopkit.paper.letters import put
from shopkit.paper.pieces import Painter
from tests.paper.pages import pages_of


def numbered(number: int) -> Painter:
    def paint(canvas: Canvas, x: float, top: float) -> None:
        put(canvas, f"thẻ {number}.", x + 2, top - 6, size=4)

    return paint


def test_cards_fill_a_sheet_row_by_row_and_go_on_to_the_next() -> None:
    pages = pages_of(cards("Thẻ", [numbered(n) for n in range(1, 15)], (92.0, 46.0)))
    assert [page.said.count("thẻ") for page in pages] == [12, 2]
    assert pages[0].said.startswith("thẻ 1. thẻ 2.")
    assert "thẻ 13." in pages[1].said


def test_no_cards_are_an_empty_sheet() -> None:
    assert [page.said for page in pages_of(cards("Thẻ", [], (92.0, 46.0)))] == [""]
