"""The report of a branch on paper and as a spreadsheet: the same figures as on the page."""

from collections.abc import Iterator
from datetime import date, datetime

from flask import current_app
from werkzeug.wrappers import Response

from shopkit.paper.document import Column, Document
from shopkit.sheets.writing import Sheet, workbook
from shopkit.training.forms.help import OUTCOMES
from shopkit.training.rules.branch_report import Report, Span
from shopkit.training.rules.reasons import reasons
from shopkit.web.filters import day, number
from shopkit.web.language import gettext as _
from shopkit.web.language import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterator[tuple[str, int]]


def class_rows(report: Report) -> Rows:
    yield _("Buổi tập huấn đã tổ chức"), report.meeting_count
    yield _("Lượt tham gia có tên"), report.turns
    yield _("trong đó lượt của phụ nữ"), report.women_turns
    yield _("Người tham gia (không trùng)"), report.people
    yield _("trong đó phụ nữ"), report.women
    yield _("Gian ngày hội"), report.stand_count
    yield _("Lượt thử ở gian, không ghi tên"), report.passers_by


def help_rows(report: Report) -> Rows:
    yield _("Lần đến nhà, đến quầy"), report.visit_count
    yield _("Lần thăm sau lớp"), report.follow_up_count
    yield _("Lần đưa lên nơi bán"), report.brought_count
    yield _("Hộ đã nhận giúp (cam kết)"), report.promised
    yield _("Hộ đang nhận đồng hành"), report.household_count
    yield _("Hộ được giúp trong 90 ngày"), report.accompanied_count


def outcome_rows(report: Report) -> Rows:
    for code, word in OUTCOMES.items():
        yield str(word), report.outcomes.get(code, 0)


def reason_rows(report: Report) -> Rows:
    """The reasons that were told, the commonest first."""
    told = sorted(report.reasons.items(), key=lambda one: (-one[1], one[0]))
    for code, count in told:
        yield (reasons()[code].name(language()) if code in reasons() else code), count


def parts_of(report: Report) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    yield _("Lớp và ngày hội"), list(class_rows(report))
    yield _("Đi thăm, giúp tận nơi"), list(help_rows(report))
    yield _("Kết quả những lần giúp"), list(outcome_rows(report))
    told = list(reason_rows(report))
    if told:
        yield _("Chưa làm được, vì sao"), told


# The first with which all of it stands on one page.
SIZES_MM = (3.7, 3.4, 3.1, 2.8)
SIGNED_MM = 16.0


def report_paper(title: str, span: Span, report: Report, *, made_on: date) -> Response:
    """A4, one page as a rule."""
    for size in SIZES_MM:
        paper = paper_in(size, title, span, report, made_on)
        if paper.page_count == 1:
            break
    return answered(paper.render(), "application/pdf", "bao-cao.pdf")


def paper_in(size: float, title: str, span: Span, report: Report, made_on: date) -> Document:
    paper = Document(_("Báo cáo: %(title)s", title=title), language(), made_on=made_on)
    paper.heading(_("Báo cáo việc làm"), align="center")
    paper.paragraph(title, strong=True, align="center")
    paper.paragraph(days_of(span), align="center")
    for heading, rows in parts_of(report):
        paper.heading(heading, 2)
        columns = [Column(_("Việc"), 4), Column(_("Số"), 1, "right")]
        paper.table(columns, [(word, number(count)) for word, count in rows], size=size)
    paper.hint(how_counted())
    paper.signatures([_("Người lập"), _("Xác nhận của đơn vị")], room=SIGNED_MM)
    return paper


def days_of(span: Span) -> str:
    return _("Từ %(first)s đến %(last)s", first=day(span.first), last=day(span.last))


def how_counted() -> str:
    return _(
        "Lượt: mỗi lần một người có mặt ở một buổi. Người: mỗi người một lần, dù dự nhiều buổi. "
        "Lượt thử ở gian không ghi tên nên không cộng vào số người. "
        "Số lấy từ điểm danh và các lần ghi giúp đã lưu, không gõ tay."
    )


def report_sheets(title: str, span: Span, report: Report, *, made_at: datetime) -> Response:
    rows = [(heading, word, count) for heading, told in parts_of(report) for word, count in told]
    about = [(_("Đơn vị"), title), (_("Thời gian"), days_of(span)), (_("Cách đếm"), how_counted())]
    content = workbook(
        [
            Sheet(_("Báo cáo"), [_("Phần"), _("Việc"), _("Số")], rows),
            Sheet(_("Về báo cáo"), [_("Mục"), _("Nội dung")], about),
        ],
        made_at,
    )
    return answered(content, XLSX, "bao-cao.xlsx")


def answered(content: bytes, kind: str, name: str) -> Response:
    answer = current_app.response_class(content, mimetype=kind)
    disposition = "inline" if kind == "application/pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
