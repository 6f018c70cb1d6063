"""A commune's report as a workbook: three states told apart, and how to read them."""

from collections.abc import Iterator
from datetime import datetime

from shopkit.adoption.queries.commune_report import Report
from shopkit.adoption.rules.content import Figure
from shopkit.adoption.rules.open_data import shown_value
from shopkit.adoption.rules.suppression import TOLD, Place, ShownCell
from shopkit.adoption.views import figure_words as words
from shopkit.adoption.views.period_words import BREAKDOWNS, GROUPS, period_word
from shopkit.adoption.views.public import hiding_words
from shopkit.adoption.views.report_words import target_rows, title_lines, villages_word
from shopkit.sheets.writing import Sheet, Value, workbook
from shopkit.web.language import gettext as _


def report_sheet(report: Report, made_at: datetime) -> bytes:
    """Notes first, then a sheet of the whole, one of the villages, and what stands beside."""
    return workbook(sheets_of(report), made_at=made_at)


def sheets_of(report: Report) -> Iterator[Sheet]:
    notes = [*title_lines(report), *(hiding_words() if report.is_outside else [])]
    yield Sheet(_("Cách đọc"), [period_word(report.period)], [[line] for line in notes])
    yield Sheet(_("Cả xã"), headings(_("Tách theo"), _("Phần")), whole_rows(report))
    yield Sheet(_("Theo thôn"), headings(_("Thôn"), ""), village_rows(report))
    yield Sheet(
        _("Mục tiêu"),
        [_("Chỉ tiêu"), _("Nhóm"), _("Mục tiêu"), _("Hạn"), _("Nay"), _("Đạt chưa"), _("Văn bản")],
        target_rows(report),
    )
    yield Sheet(
        _("Số chính thức"),
        [_("Chỉ tiêu"), _("Số"), _("Mẫu số"), _("Số ngày"), _("Nơi ban hành"), _("Văn bản")],
        official_rows(report),
    )


def headings(first: str, second: str) -> list[str]:
    return [
        _("Nhóm"), _("Mã"), _("Chỉ tiêu"), first, second, _("Trạng thái"), _("Số"),
        _("Đơn vị"), _("Tử số"), _("Mẫu số"), _("Phần được kiểm chứng"), _("Ít nhất phải"),
        _("Sửa tay"), _("Số tự tính"), _("Lý do sửa"), _("Tính từ"),
    ]  # fmt: skip


def whole_rows(report: Report) -> Iterator[list[Value]]:
    for figure in report.figures:
        for place, cell in figure.cells.items():
            if not place.village:
                by = str(BREAKDOWNS.get(place.breakdown, place.breakdown))
                key = words.key_word(place.key) if place.breakdown else ""
                yield [
                    str(GROUPS[figure.group]), figure.code, words.name_of(figure), by, key,
                    state_word(cell), shown_value(figure, cell), words.unit_text(figure.unit),
                    *numbers(cell), str(words.EVIDENCE[figure.evidence]),
                    *corrected(report, figure, place), whole_word(report),
                ]  # fmt: skip


def village_rows(report: Report) -> Iterator[list[Value]]:
    for figure in report.figures:
        for village_id, name in report.villages:
            place = Place(village_id)
            cell = figure.cells.get(place, ShownCell())
            yield [
                str(GROUPS[figure.group]), figure.code, words.name_of(figure), name, "",
                state_word(cell), shown_value(figure, cell), words.unit_text(figure.unit),
                *numbers(cell), str(words.EVIDENCE[figure.evidence]),
                *corrected(report, figure, place), "",
            ]  # fmt: skip


def corrected(report: Report, figure: Figure, place: Place) -> list[Value]:
    """The mark of a figure corrected by hand, with the computed one and the reason."""
    one = report.corrected.get((figure.code, place))
    if one is None:
        return ["", "", ""]
    return [_("sửa tay"), words.computed_text(figure, one.computed), one.why]


def whole_word(report: Report) -> str:
    """Of how many villages a total speaks."""
    told = report.of_villages
    return villages_word(*told) if told else _("cả xã")


def numbers(cell: ShownCell) -> list[Value]:
    base = cell.denominator.number if cell.factor else None
    return [cell.numerator.number, base, cell.verified.number]


def state_word(cell: ShownCell) -> str:
    return _("có số") if cell.state == TOLD else str(words.STATES[cell.state])


def official_rows(report: Report) -> Iterator[list[Value]]:
    for one in report.official:
        figure = report.figure(one.indicator)
        yield [
            words.name_of(figure) if figure else one.indicator,
            words.hundredths_text(one.numerator_hundredths), one.denominator,
            one.as_of, one.organisation, f"{one.document}, {one.document_on:%d/%m/%Y}",
        ]  # fmt: skip
