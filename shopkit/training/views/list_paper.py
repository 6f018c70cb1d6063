"""The list of a class on paper: A4, large letters, a number before every row, room to sign."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.paper.document import A4, Document
from shopkit.paper.letters import GREY, INK, PLAIN, STRONG, put, width_of
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.queries.lists import Row
from shopkit.training.rules.codes import shown_join_code
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language

ROWS_A_PAGE = 30
MARGIN = 14.0
ROW_MM, HEAD_MM, LETTER_MM, SMALL_MM = 7.0, 6.2, 4.3, 3.8
NUMBER_MM, NAME_MM, VILLAGE_MM = 13.0, 72.0, 42.0
QR_MM, HEADER_MM = 31.0, 40.0
LEAST_FREE = 5


def list_paper(
    course: Course,
    meeting: Meeting,
    topic: str,
    rows: Sequence[Row],
    villages: Mapping[UUID, str],
    *,
    place: str,
    address: str,
    today: date,
) -> bytes:
    """Thirty rows a page; free rows at the end keep their numbers for whoever comes unexpected."""
    paper = Document(_("Danh sách lớp học"), language(), made_on=today, size=A4, margin=MARGIN)
    lines = numbered(rows, villages)
    for start in range(0, len(lines), ROWS_A_PAGE):
        if start:
            paper.new_page()
        draw_head(paper, course, meeting, topic, place, address)
        draw_rows(paper, lines[start : start + ROWS_A_PAGE])
    return paper.render()


def numbered(rows: Sequence[Row], villages: Mapping[UUID, str]) -> list[tuple[int, str, str]]:
    """Number, name and village of every row up to the end of the last page."""
    known = {
        row.number: (row.name, villages.get(row.person.village_id, "") if row.person.village_id
                     else "")
        for row in rows
    }  # fmt: skip
    last = max(known, default=0) + LEAST_FREE
    pages = -(-last // ROWS_A_PAGE)
    return [(number, *known.get(number, ("", ""))) for number in range(1, pages * ROWS_A_PAGE + 1)]


def draw_head(
    paper: Document, course: Course, meeting: Meeting, topic: str, place: str, address: str
) -> None:
    """What the class is, and the code that opens it on a phone."""
    drawn = proved(symbol(address))
    width = paper.width
    when = day(meeting.held_on) + (f", {meeting.begins}" if meeting.begins else "")
    lines = [
        (course.name, 5.6, STRONG),
        (_("Chủ đề: %(topic)s", topic=topic), LETTER_MM, PLAIN),
        (_("Ngày %(when)s, tại %(place)s", when=when, place=course.place or "…"), LETTER_MM, PLAIN),
        (place, SMALL_MM, PLAIN),
        (_("Mã lớp: %(code)s", code=shown_join_code(course.join_code)), LETTER_MM, STRONG),
    ]
    if topic == course.name:
        del lines[1]

    def paint(canvas: Canvas, x: float, top: float) -> None:
        drawn.draw_on(canvas, x + width - QR_MM, top - QR_MM, QR_MM)
        down = top - 5.0
        for text, size, weight in lines:
            put(canvas, cut(text, width - QR_MM - 4, size, weight), x, down, size=size,
                weight=weight)  # fmt: skip
            down -= 6.3
        hint = _("Quét mã này bằng máy ảnh điện thoại để vào lớp.")
        put(canvas, hint, x, top - HEADER_MM + 2.6, size=SMALL_MM, colour=GREY)

    paper.drawing(HEADER_MM, paint, gap=0.0)


def draw_rows(paper: Document, lines: Sequence[tuple[int, str, str]]) -> None:
    """Straight rows of one height, so that a finger finds its line."""
    width = paper.width
    edges = [0.0, NUMBER_MM, NUMBER_MM + NAME_MM, NUMBER_MM + NAME_MM + VILLAGE_MM, width]
    words = [_("Số"), _("Họ và tên"), _("Thôn"), _("Ký tên")]

    def head(canvas: Canvas, x: float, top: float) -> None:
        canvas.setFillColor(HexColor("#eceae4"))
        canvas.rect(x * mm, (top - HEAD_MM) * mm, width * mm, HEAD_MM * mm, stroke=0, fill=1)
        frame(canvas, x, top, edges, HEAD_MM)
        for word, left in zip(words, edges, strict=False):
            put(canvas, word, x + left + 1.5, top - 4.4, size=3.6, weight=STRONG)

    paper.drawing(HEAD_MM, head, gap=1.5)
    for number, name, village in lines:
        paper.drawing(ROW_MM, row_painter(number, name, village, edges), gap=0.0)


def row_painter(number: int, name: str, village: str, edges: Sequence[float]):  # type: ignore[no-untyped-def]  # a painter, as `Document.drawing` takes it
    def paint(canvas: Canvas, x: float, top: float) -> None:
        frame(canvas, x, top, edges, ROW_MM)
        base = top - ROW_MM + 2.1
        shown = str(number)
        put(canvas, shown, x + edges[1] - 2 - width_of(shown, 5.0, STRONG), base, size=5.0,
            weight=STRONG)  # fmt: skip
        put(canvas, cut(name, NAME_MM - 3, LETTER_MM), x + edges[1] + 1.5, base, size=LETTER_MM)
        put(canvas, cut(village, VILLAGE_MM - 3, SMALL_MM), x + edges[2] + 1.5, base, size=SMALL_MM)

    return paint


def frame(canvas: Canvas, x: float, top: float, edges: Sequence[float], height: float) -> None:
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(0.2 * mm)
    for y in (top, top - height):
        canvas.line((x + edges[0]) * mm, y * mm, (x + edges[-1]) * mm, y * mm)
    for edge in edges:
        canvas.line((x + edge) * mm, top * mm, (x + edge) * mm, (top - height) * mm)


def cut(text: str, width: float, size: float, weight: int = PLAIN) -> str:
    """The text as far as it fits, with a sign where something is left out."""
    if width_of(text, size, weight) <= width:
        return text
    while text and width_of(f"{text}…", size, weight) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
