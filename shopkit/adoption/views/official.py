"""Published figures: kept apart from our own, brought by a file or one at a time."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions.official import (
    KEPT,
    OFFICIAL,
    FigureKnown,
    OfficialCheck,
    OwnFigure,
    keep,
    remove_official,
    take_official,
)
from shopkit.adoption.forms.targets import OfficialFileForm, OfficialForm
from shopkit.adoption.queries import targets as queries
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.rules import official as rules
from shopkit.adoption.rules.indicators import indicators_on
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.official_words import official_word, source_word
from shopkit.adoption.views.period_words import indicator_word
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.specs import Spec, Words
from shopkit.imports.views.arriving import arrived_file
from shopkit.imports.views.running import go_on
from shopkit.places.queries import commune as commune_named
from shopkit.scope import LEADER, OFFICER
from shopkit.web.doors import for_roles, takes_tables
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

COLUMNS: dict[str, LazyText] = {
    rules.INDICATOR: lazy("Mã chỉ tiêu"),
    rules.NUMERATOR: lazy("Tử số, hoặc con số"),
    rules.DENOMINATOR: lazy("Mẫu số"),
    rules.AS_OF: lazy("Số liệu đến ngày"),
    rules.ORGANISATION: lazy("Cơ quan công bố"),
    rules.DOCUMENT: lazy("Văn bản, báo cáo"),
    rules.DOCUMENT_ON: lazy("Ngày văn bản"),
}
REASONS: dict[str, LazyText] = {
    rules.NO_INDICATOR: lazy("Mã chỉ tiêu không có trong danh mục, ví dụ đúng: G05"),
    rules.NO_NUMBER: lazy("Xem lại con số; có mẫu số thì tử số phải là số nguyên"),
    rules.NO_BASE: lazy("Mẫu số phải là số nguyên lớn hơn 0"),
    rules.PART_TOO_LARGE: lazy("Tử số lớn hơn mẫu số"),
    rules.NO_DAY: lazy("Thiếu ngày số liệu hoặc ngày văn bản"),
    rules.AHEAD: lazy("Ngày chưa tới, hoặc trước năm 2015"),
    rules.AFTER_DOCUMENT: lazy("Ngày số liệu sau ngày văn bản: xem lại hai ngày"),
    rules.OWN_FIGURE: lazy("Số của chính xã không gõ tay: phần mềm tự tính từ sự việc đã ghi"),
    rules.NO_SOURCE: lazy("Thiếu cơ quan hoặc văn bản: số không có nguồn thì không nhận"),
    "known": lazy("Đã có từ trước, không có gì mới"),
}


@bp.route("/commune/official")
@for_roles(OFFICER, LEADER)
def official() -> Response:
    """All figures that others published, each with its document."""
    code = own_commune(who(), OFFICER, LEADER)
    day = clock.today()
    return show(
        "adoption/official.html",
        commune=commune_named(db.session, code),
        figures=queries.official_figures(db.session, code),
        names={one.code: indicator_word(one) for one in indicators_on(day)},
        official_word=official_word,
    )


@bp.route("/commune/official/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def new_official() -> Response:
    """Take in one figure from a document."""
    code = own_commune(who(), OFFICER)
    today = clock.today()
    form = OfficialForm()
    form.indicator.offer(
        [(one.code, f"{one.code} {indicator_word(one)}") for one in indicators_on(today)]
    )
    if form.validate_on_submit() and form.is_possible(today):
        try:
            taken = take_official(db.session, code, **form.values(), now=clock.now())
        except OwnFigure:
            form.refuse("organisation", REASONS[rules.OWN_FIGURE])
        except FigureKnown:
            form.refuse("document", _("Số này của văn bản này đã nhập rồi."))
        else:
            flash(f"{source_word(taken)}: {official_word(taken)}", "good")
            return to(".official")
    return show("adoption/official_new.html", form=form)


@bp.route("/commune/official/bring", methods=["GET", "POST"])
@for_roles(OFFICER)
@takes_tables
def bring_official() -> Response:
    """Send a spreadsheet of published figures."""
    code = own_commune(who(), OFFICER)
    form = OfficialFileForm()
    arrived = arrived_file(form)
    if arrived is None:
        return show("adoption/official_bring.html", form=form, columns=COLUMNS)
    brought = bring(
        db.session,
        parts().files,
        SPEC,
        import_id=arrived.import_id,
        rows_file=arrived.rows_file,
        name=arrived.name,
        owner_id=who().account_id,
        commune_code=code,
        now=clock.now(),
    )
    return go_on(brought)


@bp.route("/commune/official/<uuid:figure_id>/remove", methods=["POST"])
@for_roles(OFFICER)
def drop_official(figure_id: UUID) -> Response:
    """Take out a figure that was taken in by mistake."""
    code = own_commune(who(), OFFICER)
    found = queries.official_figure(db.session, code, figure_id)
    remove_official(db.session, found, now=clock.now())
    flash(_("Đã bỏ số này."), "good")
    return to(".official")


def rows(n: int) -> str:
    return ngettext("%(num)s số mới", "%(num)s số mới", n)


def take(n: int) -> str:
    return ngettext("Nhập %(num)s số", "Nhập %(num)s số", n)


def added(n: int) -> str:
    return ngettext("Đã nhập %(num)s số chính thức", "Đã nhập %(num)s số chính thức", n)


SPEC = Spec(
    kind=OFFICIAL,
    wanted=rules.WANTED,
    kept=KEPT,
    begin_check=OfficialCheck,
    keep=keep,
    words=Words(
        title=lambda: _("Số chính thức"),
        column=lambda name: str(COLUMNS[name]),
        reason=lambda reason: str(REASONS.get(reason, reason)),
        warning=lambda warning: warning,
        good=rows,
        take=take,
        added=added,
        more=lambda _name, _count: "",
        begin_url=lambda: url_for("adoption.bring_official"),
        done_url=lambda _brought: url_for("adoption.official"),
        done_word=lambda: _("Xem các số chính thức"),
    ),
)
