"""Sentences that a commune's report shares between paper and sheet."""

from collections.abc import Iterator

from shopkit.adoption.models.targets import Target
from shopkit.adoption.queries.commune_report import Report
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.suppression import TOLD, Place, ShownCell
from shopkit.adoption.rules.targets import EVERYBODY, OPERATORS, is_met
from shopkit.adoption.views import figure_words as words
from shopkit.web.filters import day, moment
from shopkit.web.language import gettext as _

TARGET_GROUP = "target_group"


def title_lines(report: Report) -> list[str]:
    """What it is, of whom, from how many, and as of when."""
    place, reported = report.content["commune"], report.content["reported"]
    lines = [
        f"{place['name']}, {place['province']}",
        _(
            "Từ %(first)s đến %(last)s",
            first=day(report.period.first),
            last=day(report.period.last),
        ),
        approved_villages(*reported),
        standing(report),
        _(
            "“–” hoặc “chưa báo cáo”: chưa có số để tính, vì chưa ai báo hoặc mẫu số là 0; "
            "khác với số 0."
        ),
        _("Tỷ lệ cộng tử số với tử số, mẫu số với mẫu số; làm tròn nửa lên, hai số lẻ."),
    ]
    return lines


def approved_villages(told: int, expected: int) -> str:
    if not expected:
        return _("Kỳ này xã chưa yêu cầu thôn nào báo cáo.")
    return _("%(told)s trên %(all)s thôn có báo cáo được duyệt.", told=told, all=expected)


def villages_word(told: int, every: int) -> str:
    """A total over some villages alone is not the commune's."""
    return _("%(told)s/%(all)s thôn", told=told, all=every)


def total_word(report: Report) -> str:
    """What a total is called: the commune's only where no village is left out."""
    told = report.of_villages
    if told is None:
        return _("Cả xã")
    return _("Cộng %(villages)s", villages=villages_word(*told))


def correction_rows(report: Report) -> Iterator[list[str]]:
    """Each figure that was corrected by hand: what is printed, what was computed, and why."""
    names = dict(report.villages)
    for (code, place), one in report.corrected.items():
        figure = report.figure(code)
        if figure is None or (not place.village and report.is_summed):
            continue
        cell = figure.cells.get(place, ShownCell())
        of = words.base_text(cell)
        part = f": {words.key_word(place.key)}" if place.breakdown else ""
        yield [
            words.name_of(figure) + part,
            names.get(place.village, _("Cả xã")),
            words.cell_text(figure, cell) + (f" ({of})" if of else ""),
            words.computed_text(figure, one.computed),
            one.why,
        ]


def standing(report: Report) -> str:
    """Whether it may go out, and on which approval it rests."""
    if report.is_outside:
        return _(
            "Bản đã công bố ngày %(day)s, biên nhận %(receipt)s. Số nhỏ đã che.",
            day=day(report.approved_at),
            receipt=report.receipt,
        )
    if report.approved_at is None:
        return _("Lưu hành nội bộ. Số đang tính, chưa duyệt.")
    return _("Lưu hành nội bộ. Số đã duyệt lúc %(moment)s.", moment=moment(report.approved_at))


def target_rows(report: Report) -> Iterator[list[str]]:
    """Each target with its document, and what the figure says of it."""
    for one in report.targets:
        figure = report.figure(one.indicator)
        unit = one.unit or (figure.unit if figure else "")
        cell = cell_for(report, one)
        now = words.cell_text(figure, cell) if figure and unit == figure.unit else "–"
        yield [
            words.name_of(figure) if figure else one.indicator,
            one.group_words,
            f"{one.operator} {words.hundredths_text(one.value_hundredths, unit)}",
            day(one.due_on),
            now,
            met_word(one, cell, unit if figure and unit == figure.unit else ""),
            f"{one.document}, {day(one.stated_on)}",
        ]


def cell_for(report: Report, target: Target) -> ShownCell:
    """The figure of the group that a target speaks of, as far as it is told."""
    figure = report.figure(target.indicator)
    if figure is None:
        return ShownCell()
    if target.group_code in EVERYBODY:
        return figure.whole
    return figure.cells.get(Place("", TARGET_GROUP, target.group_code), ShownCell())


def met_word(target: Target, cell: ShownCell, unit: str) -> str:
    if cell.state != TOLD or not unit or target.operator not in OPERATORS:
        return "–"
    told = Cell(cell.numerator.number, cell.denominator.number)
    is_so = is_met(told, unit, target.operator, target.value_hundredths)
    return "–" if is_so is None else (_("đạt") if is_so else _("chưa đạt"))
