"""The province's page: communes side by side, one group of figures at a time."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.queries import province as queries
from shopkit.adoption.queries.province import Compared
from shopkit.adoption.rules.content import Figure
from shopkit.adoption.rules.indicators import Indicator
from shopkit.adoption.rules.open_data import shown_value
from shopkit.adoption.rules.periods import MONTH, QUARTER, YEAR, Period, period_on
from shopkit.adoption.rules.publishing import factor_of
from shopkit.adoption.rules.suppression import MISSING, TOLD, Place, ShownCell
from shopkit.adoption.views import figure_words as words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import (
    GROUPS,
    known_period,
    period_word,
    word_of_code,
)
from shopkit.errors import NotFound
from shopkit.places.models import Commune
from shopkit.scope import PROVINCE, PROVINCE_VIEWER
from shopkit.sheets.writing import Sheet, Value, csv_bytes, workbook
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.state import db, who

FIRST_GROUP = "ecommerce"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Ready(NamedTuple):
    """One cell as it stands in the table, and what it is sorted by."""

    text: str
    of: str
    share: str
    value: str
    is_kept: bool


@bp.route("/province")
@for_roles(PROVINCE_VIEWER)
def province() -> Response:
    """Every commune a row, by name; who has not reported is a dash."""
    code, today = queries.own_province(who()), clock.today()
    asked = queries.periods_of(db.session, code, today)
    period = chosen_period(asked)
    group = request.args.get("group", FIRST_GROUP)
    if group not in GROUPS:
        raise NotFound(group[:40])
    is_running = request.args.get("source") == "running"
    found = queries.compared(db.session, code, period, group, today=today, is_running=is_running)
    codes = [one.code for one in found.indicators]
    figures = [figure_of(one, found) for one in found.indicators]
    return show(
        "adoption/province.html",
        found=found,
        figures=figures,
        rows=sorted_rows(found, figures, request.args.get("sort", "")),
        total=[ready(one, one.whole) for one in figures],
        group=group,
        groups=GROUPS,
        period=period,
        word=period_word(period),
        periods=[(one, word_of_code(one)) for one in offered(asked, period)],
        sort=request.args.get("sort", ""),
        official=queries.official_of(db.session, PROVINCE, code, codes, period.last),
        targets=queries.targets_on(db.session, PROVINCE, code, codes, period.last),
        names={one.code: words.name_of(one) for one in figures},
        units={one.code: one.unit for one in figures},
        words=words,
        page_url=partial(page_url, period, group, is_running=is_running),
    )


def chosen_period(asked: Sequence[str]) -> Period:
    """The period of the address, else the last that communes were asked for and is over."""
    code = request.args.get("period")
    if code:
        return known_period(code)
    over = [one for one in map(known_period, asked) if one.last < clock.today()]
    return over[0] if over else period_on(clock.today(), QUARTER).before


def offered(asked: Sequence[str], chosen: Period) -> list[str]:
    """Periods to choose from: those asked for, and the last month, quarter and year."""
    usual = [period_on(clock.today(), kind).before.code for kind in (MONTH, QUARTER, YEAR)]
    this_year = period_on(clock.today(), YEAR).code
    return sorted({*asked, *usual, this_year, chosen.code}, reverse=True)


def page_url(period: Period, group: str, *, is_running: bool, sort: str = "") -> str:
    source = "running" if is_running else None
    return url_for(
        "adoption.province", period=period.code, group=group, source=source, sort=sort or None
    )


def figure_of(indicator: Indicator, found: Compared) -> Figure:
    return Figure(
        indicator.code,
        indicator.version,
        indicator.group,
        {"vi": indicator.name_vi, "en": indicator.name_en},
        indicator.unit,
        indicator.kind,
        indicator.least_evidence,
        found.shown[indicator.code],
    )


def ready(figure: Figure, cell: ShownCell) -> Ready:
    value = shown_value(figure, cell)
    share = words.share_text(cell) if cell.verified.state == TOLD and cell.numerator.number else ""
    return Ready(
        words.cell_text(figure, cell),
        words.base_text(cell),
        share,
        "" if value is None else str(value),
        cell.state not in (TOLD, MISSING),
    )


def sorted_rows(
    found: Compared, figures: Sequence[Figure], sort: str
) -> list[tuple[Commune, list[Ready]]]:
    """A row for each commune by name, or by one figure where the viewer asks for it."""
    rows = [
        (one, [ready(figure, figure.cells[Place(one.code)]) for figure in figures])
        for one in found.communes
    ]
    at = next((place for place, one in enumerate(figures) if one.code == sort), None)
    if at is not None:
        rows.sort(key=lambda row: (row[1][at].value == "", -Decimal(row[1][at].value or 0)))
    return rows


@bp.route("/province/<period>.<any(csv, xlsx):table_kind>")
@for_roles(PROVINCE_VIEWER)
def province_file(period: str, table_kind: str) -> Response:
    """All groups of a period as a sheet: a row for each commune and figure."""
    code, known = queries.own_province(who()), known_period(period)
    is_running = request.args.get("source") == "running"
    found = queries.compared(
        db.session, code, known, "", today=clock.today(), is_running=is_running
    )
    headings, rows = file_headings(), file_rows(found)
    if table_kind == "csv":
        content, kind = csv_bytes(headings, rows), "text/csv; charset=utf-8"
    else:
        sheets = [Sheet(period_word(known), headings, rows), notes_sheet(found)]
        content, kind = workbook(sheets, made_at=clock.now()), XLSX
    response = current_app.response_class(content, content_type=kind)
    name = f"tinh-{code}-{known.code}.{table_kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_headings() -> list[str]:
    return [
        _("Mã xã"), _("Xã"), _("Mã chỉ tiêu"), _("Chỉ tiêu"), _("Đơn vị"), _("Trạng thái"),
        _("Số"), _("Tử số"), _("Mẫu số"), _("Phần được kiểm chứng"),
    ]  # fmt: skip


def file_rows(found: Compared) -> list[list[Value]]:
    named = [(Place(one.code), one.code, one.name) for one in found.communes]
    rows: list[list[Value]] = []
    for figure in (figure_of(one, found) for one in found.indicators):
        for place, code, name in [*named, (Place(), "", _("Cả tỉnh"))]:
            cell = figure.cells[place]
            rows.append(
                [
                    code, name, figure.code, words.name_of(figure), figure.unit,
                    state_word(cell), shown_value(figure, cell), cell.numerator.number,
                    cell.denominator.number if cell.factor else None, cell.verified.number,
                ]
            )  # fmt: skip
    return rows


def state_word(cell: ShownCell) -> str:
    return _("có số") if cell.state == TOLD else str(words.STATES[cell.state])


def notes_sheet(found: Compared) -> Sheet:
    """How to read the sheet, so that it does not go on without its legend."""
    counted = sum(1 for one in found.indicators if factor_of(one))
    lines = [
        _("Kỳ: %(period)s. %(told)s trên %(all)s xã có báo cáo được duyệt.",
          period=period_word(found.period), told=len(found.reported), all=len(found.communes)),
        _("“chưa báo cáo”: xã chưa có báo cáo được duyệt; không phải số 0."),
        _("“che”: ít hơn 5 người, hộ, hoặc từ đó suy ra được một số ít hơn 5."),
        _("%(count)s chỉ tiêu là tỷ lệ: cộng tử số với tử số, mẫu số với mẫu số.", count=counted),
    ]  # fmt: skip
    if found.is_running:
        lines.append(_("Số đang tính, chưa được xã duyệt."))
    return Sheet(_("Cách đọc"), [_("Cách đọc")], [[line] for line in lines])
