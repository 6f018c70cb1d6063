"""Reports of a commune to print and to hand on: inside with every number, outside as published."""

import json
from collections.abc import Callable

from flask import current_app
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.queries.approved import approved_periods
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.commune_report import Report, inside_report, outside_report
from shopkit.adoption.queries.publishing import published_periods
from shopkit.adoption.rules.dhis2 import data_value_set, metadata
from shopkit.adoption.rules.periods import MONTH, QUARTER, YEAR, period_on
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import known_period, word_of_code
from shopkit.adoption.views.report_paper import report_paper
from shopkit.adoption.views.report_sheet import report_sheet
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.queries import commune as commune_named
from shopkit.scope import LEADER, OFFICER
from shopkit.web.doors import for_roles
from shopkit.web.pages import show
from shopkit.web.state import db, who

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/commune/reports")
@for_roles(OFFICER, LEADER)
def reports() -> Response:
    """Every period with its papers and sheets, for inside and as published."""
    code = own_commune(who(), OFFICER, LEADER)
    public = published_periods(db.session, code)
    today = clock.today()
    running = [period_on(today, kind) for kind in (MONTH, QUARTER, YEAR)]
    usual = [one.before.code for one in running] + [one.code for one in running]
    known = {*approved_periods(db.session, code), *public, *usual}
    return show(
        "adoption/reports.html",
        commune=commune_named(db.session, code),
        periods=sorted(known, reverse=True),
        public=set(public),
        approved=set(approved_periods(db.session, code)),
        word_of_code=word_of_code,
    )


def pdf_of(report: Report) -> bytes:
    return report_paper(report, clock.today())


def xlsx_of(report: Report) -> bytes:
    return report_sheet(report, clock.now())


def dhis2_of(report: Report) -> bytes:
    completed = local_day(report.approved_at) if report.approved_at else None
    code = report.content["commune"]["code"]
    told = data_value_set(code, report.period, report.figures, completed_on=completed)
    return as_bytes(told)


def codes_of(report: Report) -> bytes:
    """The codes that DHIS2 must know before it takes the values."""
    code = report.content["commune"]["code"]
    return as_bytes(metadata(code, report.period, report.figures, report.villages))


def as_bytes(told: dict[str, object]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


FORMS: dict[str, tuple[Callable[[Report], bytes], str, str]] = {
    "paper": (pdf_of, "application/pdf", "pdf"),
    "table": (xlsx_of, XLSX, "xlsx"),
    "dhis2": (dhis2_of, "application/json; charset=utf-8", "dhis2.json"),
    "dhis2-codes": (codes_of, "application/json; charset=utf-8", "dhis2-codes.json"),
}


@bp.route(
    "/commune/reports/<period>/<any(inside, outside):audience>"
    "/<any(paper, table, 'dhis2', 'dhis2-codes'):report_form>"
)
@for_roles(OFFICER, LEADER)
def report_file(period: str, audience: str, report_form: str) -> Response:
    """One report as a file; what goes outside is what was published, and nothing else."""
    code, known = own_commune(who(), OFFICER, LEADER), known_period(period)
    if audience == "inside" and report_form.startswith("dhis2"):
        raise NotFound(report_form)  # other systems are outside
    if known.first > clock.today():
        raise NotFound(period)  # nothing has happened yet
    if audience == "outside":
        found = outside_report(db.session, code, known)
    else:
        found = inside_report(db.session, code, known, today=clock.today())
    make, kind, ending = FORMS[report_form]
    response = current_app.response_class(make(found), content_type=kind)
    name = f"bao-cao-{code}-{known.code}-{'noi-bo' if audience == 'inside' else 'cong-bo'}"
    how = "inline" if report_form == "paper" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{ending}"'
    return response
