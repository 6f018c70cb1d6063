"""A commune's report on A4: the ladder with its table, figures by village, targets, who signs."""

from collections.abc import Sequence
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shopkit.adoption.queries.commune_report import Report
from shopkit.adoption.rules.content import Figure
from shopkit.adoption.rules.suppression import MISSING, TOLD, Place, ShownCell
from shopkit.adoption.views import figure_words as words
from shopkit.adoption.views.period_words import GROUPS, period_word
from shopkit.adoption.views.public import hiding_words
from shopkit.adoption.views.report_words import (
    correction_rows,
    target_rows,
    title_lines,
    total_word,
)
from shopkit.paper.document import Column, Document
from shopkit.paper.letters import put, wrapped
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language

LADDER = ("B01", "B02", "B06", "B07", "B08")
BAR_MM, BAR_GAP_MM, LABEL_MM = 6.0, 3.0, 62.0
LABEL_SIZE, LABEL_LEADING, MOST_LABEL_LINES = 2.9, 1.3, 2
BAR_COLOUR, SEEN_COLOUR = "#b9d8cc", "#0d5a4b"
COLUMNS_AT_ONCE = 6
# Small letters, so that the names of six figures stand above their columns.
VILLAGE_SIZE = 2.7


def report_paper(report: Report, made_on: date) -> bytes:
    """The report as PDF."""
    place = report.content["commune"]
    document = Document(
        _("Báo cáo %(place)s, %(period)s", place=place["name"], period=period_word(report.period)),
        language(),
        source=_("Đếm từ việc đã ghi; công cụ ShopKit"),
        made_on=made_on,
    )
    head(document, report)
    ladder(document, report)
    whole_tables(document, report)
    village_tables(document, report)
    corrections(document, report)
    beside(document, report)
    document.signatures([_("Người lập báo cáo"), _("Lãnh đạo xã")])
    return document.render()


def head(document: Document, report: Report) -> None:
    place = report.content["commune"]
    document.letterhead(
        [_("ỦY BAN NHÂN DÂN"), place["name"].upper()],
        [_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), _("Độc lập - Tự do - Hạnh phúc")],
    )
    document.heading(
        _("Hộ kinh doanh trên mạng và gia đình số: %(period)s",
          period=period_word(report.period).lower()),
    )  # fmt: skip
    if not report.is_outside:
        document.paragraph(_("LƯU HÀNH NỘI BỘ"), strong=True)
    for line in title_lines(report):
        document.hint(line)
    if report.left_out:
        names = ", ".join(one.name for one in report.left_out)
        document.paragraph(_("Chưa tính vào, vì báo cáo chưa được duyệt: %(names)s.", names=names))


def ladder(document: Document, report: Report) -> None:
    """From helped to selling for good: bars, and the same in a table below."""
    steps = [one for code in LADDER if (one := report.figure(code))]
    told = [one for one in steps if one.whole.numerator.state == TOLD]
    if not told:
        return
    document.heading(_("Từ được hỗ trợ đến bán bền vững"), 2)
    height = len(steps) * (BAR_MM + BAR_GAP_MM)
    document.drawing(height, lambda canvas, x, top: paint(canvas, x, top, steps, document.width))
    document.hint(_("Đậm: phần được kiểm chứng. Mỗi bước có mẫu số riêng, xem bảng."))
    document.table(
        [Column(_("Bước"), 4), Column(_("Số"), 1.4, "right"),
         Column(_("Tử số / mẫu số"), 1.6, "right"), Column(_("Kiểm chứng"), 1.2, "right")],
        [row_of(one, report) for one in steps],
    )  # fmt: skip


def paint(canvas: Canvas, x: float, top: float, steps: Sequence[Figure], width: float) -> None:
    """One bar a step, as long as its count; what is kept or missing has a word and no bar."""
    most = max(one.whole.numerator.number or 0 for one in steps) or 1
    room = width - LABEL_MM - 22
    for number, one in enumerate(steps):
        base = top - number * (BAR_MM + BAR_GAP_MM) - BAR_MM
        named(canvas, words.name_of(one), x, base)
        whole, seen = one.whole.numerator, one.whole.verified.number or 0
        for count, colour in ((whole.number or 0, BAR_COLOUR), (seen, SEEN_COLOUR)):
            if not count:
                continue
            canvas.setFillColor(HexColor(colour))
            canvas.rect(
                (x + LABEL_MM) * mm, base * mm, room * count / most * mm, BAR_MM * mm,
                stroke=0, fill=1,
            )  # fmt: skip
        at = x + LABEL_MM + room * (whole.number or 0) / most + 2
        put(canvas, words.number_text(whole), at, base + 1.6, size=3.2)


def named(canvas: Canvas, name: str, x: float, base: float) -> None:
    """The name of a step beside its bar, in the middle of its height, on two lines at most."""
    lines = wrapped(name, LABEL_MM - 3, LABEL_SIZE)
    if len(lines) > MOST_LABEL_LINES:
        lines = [lines[0], f"{lines[1]}…"]
    top = base + BAR_MM / 2 + (len(lines) - 1) * LABEL_SIZE * LABEL_LEADING / 2 - LABEL_SIZE / 3
    for number, line in enumerate(lines):
        put(canvas, line, x, top - number * LABEL_SIZE * LABEL_LEADING, size=LABEL_SIZE)


def row_of(figure: Figure, report: Report) -> list[str]:
    whole = figure.whole
    of = words.base_text(whole) or "–"
    told = marked(report, figure, Place())
    return [words.name_of(figure), told, of, words.share_text(whole)]


def marked(report: Report, figure: Figure, place: Place) -> str:
    """A figure; one corrected by hand says so, with the computed one beside it."""
    told = words.cell_text(figure, figure.cells.get(place, ShownCell(factor=0)))
    one = report.corrected.get((figure.code, place))
    if one is None:
        return told
    computed = words.computed_text(figure, one.computed)
    return _("%(told)s sửa tay, tự tính %(computed)s", told=told, computed=computed)


def corrections(document: Document, report: Report) -> None:
    """What was corrected by hand, beside what was computed, and why."""
    rows = list(correction_rows(report))
    if not rows:
        return
    document.heading(_("Số sửa tay, hai người đồng ý"), 2)
    document.table(
        [Column(_("Chỉ tiêu"), 2.4), Column(_("Thôn"), 1.2), Column(_("In ra"), 1.2, "right"),
         Column(_("Số tự tính"), 1.2, "right"), Column(_("Lý do sửa"), 3)],
        rows,
        size=VILLAGE_SIZE,
    )  # fmt: skip


def whole_tables(document: Document, report: Report) -> None:
    document.heading(total_word(report), 2)
    for code, word in GROUPS.items():
        figures = [one for one in report.figures if one.group == code and is_told(one)]
        if figures:
            document.heading(str(word), 3)
            document.table(
                [Column(_("Chỉ tiêu"), 4), Column(_("Số"), 1.4, "right"),
                 Column(_("Tử số / mẫu số"), 1.6, "right"), Column(_("Kiểm chứng"), 1.2, "right"),
                 Column(_("Ít nhất phải"), 1.5)],
                [[*row_of(one, report), str(words.EVIDENCE[one.evidence])] for one in figures],
            )  # fmt: skip


def is_told(figure: Figure) -> bool:
    return not figure.is_silent and not figure.is_off


def village_tables(document: Document, report: Report) -> None:
    """Villages below one another, a few figures at a time."""
    figures = [one for one in report.figures if has_villages(one, report)]
    if not figures:
        return
    document.new_page()
    document.heading(_("Theo thôn"), 2)
    for start in range(0, len(figures), COLUMNS_AT_ONCE):
        some = figures[start : start + COLUMNS_AT_ONCE]
        document.table(
            [Column(_("Thôn"), 1.5), *(Column(words.name_of(one), 1, "right") for one in some)],
            [
                [name, *(marked(report, one, Place(village)) for one in some)]
                for village, name in report.villages
            ],
            foot=[total_word(report), *(marked(report, one, Place()) for one in some)],
            size=VILLAGE_SIZE,
        )  # fmt: skip


def has_villages(figure: Figure, report: Report) -> bool:
    cells = (figure.cells.get(Place(village)) for village, _name in report.villages)
    return any(cell is not None and cell.state != MISSING for cell in cells)


def beside(document: Document, report: Report) -> None:
    """Targets and official figures, each with its document, and how to read what is kept."""
    targets = list(target_rows(report))
    if targets:
        document.heading(_("Mục tiêu, theo từng văn bản"), 2)
        document.table(
            [Column(_("Chỉ tiêu"), 2.4), Column(_("Nhóm"), 1.6), Column(_("Mục tiêu"), 1, "right"),
             Column(_("Hạn"), 1), Column(_("Nay"), 1, "right"), Column(_("Đạt chưa"), 0.9),
             Column(_("Văn bản"), 2)],
            targets,
            size=VILLAGE_SIZE,
        )  # fmt: skip
    if report.official:
        document.heading(_("Số chính thức, nhập từ văn bản, không cộng vào số trên"), 2)
        document.table(
            [Column(_("Chỉ tiêu"), 3), Column(_("Số"), 1, "right"), Column(_("Mẫu số"), 1, "right"),
             Column(_("Số ngày"), 1), Column(_("Nơi ban hành, văn bản"), 3)],
            [official_row(report, place) for place in range(len(report.official))],
            size=VILLAGE_SIZE,
        )  # fmt: skip
    if report.is_outside:
        document.heading(_("Khi nào che"), 3)
        for line in hiding_words():
            document.hint(line)


def official_row(report: Report, place: int) -> list[str]:
    one = report.official[place]
    figure = report.figure(one.indicator)
    return [
        words.name_of(figure) if figure else one.indicator,
        words.hundredths_text(one.numerator_hundredths),
        "–" if one.denominator is None else words.value_text(one.denominator, ""),
        day(one.as_of),
        f"{one.organisation}. {one.document}, {day(one.document_on)}",
    ]
