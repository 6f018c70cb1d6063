"""A branch's own report, or that of an organisation: figures she can defend, each with its list."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places.queries import communes
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.views.register_words import ORGANISATIONS
from shopkit.training.queries import branch_report as queries
from shopkit.training.queries.courses import village_names
from shopkit.training.queries.help import names_of
from shopkit.training.rules import branch_report as rules
from shopkit.training.rules.reasons import reasons
from shopkit.training.rules.topics import topic_name
from shopkit.training.views.beside import help_words
from shopkit.training.views.blueprint import bp
from shopkit.training.views.branch_paper import report_paper, report_sheets
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show
from shopkit.web.state import db, who

READERS = (TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
MOST_PAGES = 1000
SPAN_WORDS = {
    "month": lazy("Tháng này"),
    "month_before": lazy("Tháng trước"),
    "quarter": lazy("Quý này"),
    "year": lazy("Năm nay"),
    "window": lazy("90 ngày qua"),
}
LIST_WORDS = {
    rules.CLASSES: lazy("Buổi tập huấn đã tổ chức"),
    rules.STANDS: lazy("Gian ngày hội"),
    rules.TURNS: lazy("Lượt tham gia"),
    rules.PEOPLE: lazy("Người tham gia"),
    rules.VISITS: lazy("Lần đến nhà, đến quầy"),
    rules.FOLLOW_UPS: lazy("Lần thăm sau lớp"),
    rules.BROUGHT: lazy("Lần đưa lên nơi bán"),
    rules.HOUSEHOLDS: lazy("Hộ đang nhận đồng hành"),
    rules.ACCOMPANIED: lazy("Hộ được giúp trong 90 ngày"),
    rules.NOT_YET: lazy("Chưa làm được, vì sao"),
}


def day_in(name: str) -> date | None:
    """A day of the address; one that cannot be read is as if nothing was asked."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def span_asked() -> rules.Span:
    return rules.span_of(day_in("from"), day_in("to"), clock.today())


def wrong_days() -> str:
    """What to do where the days asked for are no days, or end before they begin."""
    first, last = day_in("from"), day_in("to")
    is_unread = any(request.args.get(name) and not day_in(name) for name in ("from", "to"))
    if is_unread or (first and last and first > last):
        return _(
            "Xem lại hai ngày: ngày đầu trước, ngày cuối sau, ví dụ 01/10/2026 đến 31/10/2026."
        )
    return ""


def branch_asked(branch_id: UUID) -> queries.Organiser:
    return queries.branch_in_reach(db.session, who(), branch_id, *READERS)


def organisation_asked(organisation: str) -> queries.Organiser:
    """Only for those whose place is the whole commune."""
    code = next(iter(who().codes(COMMUNE, TRAINER, OFFICER, LEADER)), "")
    return queries.organisation_in(db.session, code, organisation)


def title_of(organiser: queries.Organiser) -> str:
    commune = communes(db.session, [organiser.commune_code]).get(organiser.commune_code)
    place = commune.name if commune else ""
    if organiser.is_whole:
        word = ORGANISATIONS.get(organiser.organisation, organiser.organisation)
        return f"{word}, {place}"
    return f"{organiser.name}, {place}"


def address(organiser: queries.Organiser, span: rules.Span, ending: str = "", **more: str) -> str:
    """The address of a page of this report, with its days."""
    days = {"from": span.first.isoformat(), "to": span.last.isoformat()} | more
    if organiser.is_whole:
        days["organisation"] = organiser.organisation
        return url_for(f"training.organisation_report{ending}", **days)  # type: ignore[arg-type]
    days["branch_id"] = str(organiser.ids[0])
    return url_for(f"training.branch_report{ending}", **days)  # type: ignore[arg-type]


def shown(organiser: queries.Organiser) -> Response:
    span = span_asked()
    report = queries.report_of(db.session, organiser, span)
    others = {
        code: address(organiser, one) for code, one in rules.usual_spans(clock.today()).items()
    }
    return show(
        "training/branch_report.html",
        organiser=organiser,
        title=title_of(organiser),
        span=span,
        report=report,
        reasons=reasons(),
        spans=others,
        wrong_days=wrong_days(),
        span_words=SPAN_WORDS,
        list_words=LIST_WORDS,
        list_url=lambda kind, **more: address(organiser, span, "_list", kind=kind, **more),
        paper_url=address(organiser, span, "_paper"),
        sheet_url=address(organiser, span, "_sheet"),
        **help_words(),
    )


def paper(organiser: queries.Organiser) -> Response:
    span = span_asked()
    report = queries.report_of(db.session, organiser, span)
    return report_paper(title_of(organiser), span, report, made_on=clock.today())


def sheet(organiser: queries.Organiser) -> Response:
    span = span_asked()
    report = queries.report_of(db.session, organiser, span)
    return report_sheets(title_of(organiser), span, report, made_at=clock.now())


def listed(organiser: queries.Organiser, kind: str) -> Response:
    """The list behind a figure, a page at a time."""
    span, page = span_asked(), request.args.get("page", 1, type=int)
    if kind not in rules.LISTS or not 1 <= page <= MOST_PAGES:
        raise NotFound(kind)
    found, count = queries.page_of(
        db.session,
        queries.list_of(organiser, span, kind, kept_filters().get("why", "")),
        page,
    )
    columns, rows = rows_of(kind, found)
    return show(
        "training/branch_list.html",
        title=LIST_WORDS[kind],
        organiser=organiser,
        organiser_title=title_of(organiser),
        span=span,
        columns=columns,
        rows=rows,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        back_url=address(organiser, span),
        page_url=lambda number: address(
            organiser, span, "_list", kind=kind, page=str(number), **kept_filters()
        ),
    )


def kept_filters() -> dict[str, str]:
    return {"why": why} if (why := request.args.get("why", "")) in reasons() else {}


def rows_of(kind: str, found: Sequence[Any]) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    """Columns and rows of a list, as the table wants them."""
    if kind in (rules.CLASSES, rules.STANDS):
        return classes_rows(found)
    if kind == rules.TURNS:
        columns = [(_("Họ tên"), "text"), (_("Ngày"), "text"), (_("Lớp"), "text")]
        return columns, [[name, day.held_on, linked(course)] for name, day, course in found]
    if kind == rules.PEOPLE:
        villages = village_names(db.session, [row[1] for row in found])
        columns = [(_("Họ tên"), "text"), (_("Thôn"), "text"), (_("Số lượt"), "num")]
        return columns, [[name, villages.get(where), turns] for name, where, turns in found]
    if kind in (rules.HOUSEHOLDS, rules.ACCOMPANIED):
        villages = village_names(db.session, [row[0].village_id for row in found])
        return [(_("Hộ"), "text"), (_("Thôn"), "text")], [
            [row[0].name, villages.get(row[0].village_id)] for row in found
        ]
    return help_rows([row[0] for row in found])


def linked(course: Any) -> dict[str, str]:
    return {"text": course.name, "url": url_for("training.class_page", course_id=course.id)}


def classes_rows(found: Sequence[Any]) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    columns = [(_("Tên"), "text"), (_("Ngày"), "text"), (_("Chủ đề"), "text")]
    rows: list[list[Any]] = [
        [linked(row[1]), row[0].held_on, topic_name(row[0].topic, language())] for row in found
    ]
    if found and len(found[0]) > 2:
        columns.append((_("Lượt thử"), "num"))
        rows = [[*row, int(one[2])] for row, one in zip(rows, found, strict=True)]
    return columns, rows


def help_rows(found: Sequence[Any]) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    words, names = help_words(), names_of(db.session, found)
    columns = [(_("Người được giúp"), "text"), (_("Ngày"), "text"), (_("Việc"), "text"),
               (_("Gặp ở"), "text"), (_("Kết quả"), "text")]  # fmt: skip
    return columns, [
        [
            {
                "text": names.get(one.id) or "–",
                "url": url_for("training.help_given", help_id=one.id),
            },
            one.on,
            words["kind_words"].get(one.kind, one.kind),
            words["place_words"].get(one.place, one.place),
            ending_of(one, words),
        ]
        for one in found
    ]


def ending_of(event: Any, words: dict[str, Any]) -> str:
    said = str(words["outcome_words"].get(event.outcome, "–"))
    reason = words["reason_words"].get(event.why_not)
    return f"{said}: {reason.name(language())}" if reason else said


@bp.route("/branches/<uuid:branch_id>/report")
@for_roles(*READERS)
def branch_report(branch_id: UUID) -> Response:
    return shown(branch_asked(branch_id))


@bp.route("/branches/<uuid:branch_id>/report.pdf")
@for_roles(*READERS)
def branch_report_paper(branch_id: UUID) -> Response:
    return paper(branch_asked(branch_id))


@bp.route("/branches/<uuid:branch_id>/report.xlsx")
@for_roles(*READERS)
def branch_report_sheet(branch_id: UUID) -> Response:
    return sheet(branch_asked(branch_id))


@bp.route("/branches/<uuid:branch_id>/report/<kind>")
@for_roles(*READERS)
def branch_report_list(branch_id: UUID, kind: str) -> Response:
    return listed(branch_asked(branch_id), kind)


@bp.route("/organisations/<organisation>/report")
@for_roles(TRAINER, OFFICER, LEADER)
def organisation_report(organisation: str) -> Response:
    return shown(organisation_asked(organisation))


@bp.route("/organisations/<organisation>/report.pdf")
@for_roles(TRAINER, OFFICER, LEADER)
def organisation_report_paper(organisation: str) -> Response:
    return paper(organisation_asked(organisation))


@bp.route("/organisations/<organisation>/report.xlsx")
@for_roles(TRAINER, OFFICER, LEADER)
def organisation_report_sheet(organisation: str) -> Response:
    return sheet(organisation_asked(organisation))


@bp.route("/organisations/<organisation>/report/<kind>")
@for_roles(TRAINER, OFFICER, LEADER)
def organisation_report_list(organisation: str, kind: str) -> Response:
    return listed(organisation_asked(organisation), kind)
