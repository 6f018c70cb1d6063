"""Targets beside what was reached, document by document; switches; and rules of law by day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import switches as switching
from shopkit.adoption.actions import targets as actions
from shopkit.adoption.forms.targets import SwitchForm, TargetForm
from shopkit.adoption.models.targets import Target
from shopkit.adoption.queries import targets as queries
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.figures import Figures, figures_of
from shopkit.adoption.queries.periods import names_of_people
from shopkit.adoption.queries.trends import closed_values
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.dated_rules import rules_for
from shopkit.adoption.rules.indicators import Indicator, indicator_on, indicators_on
from shopkit.adoption.rules.periods import YEAR, period_on
from shopkit.adoption.rules.targets import (
    EVERYBODY,
    Forecast,
    example_sets,
    is_met,
    trend,
)
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import (
    CERTAINTIES,
    SWITCHES,
    indicator_word,
)
from shopkit.places.queries import commune as commune_named
from shopkit.scope import LEADER, OFFICER
from shopkit.web.doors import for_roles
from shopkit.web.language import SOURCE, language
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

TARGET_GROUP = "target_group"


@dataclass(frozen=True)
class Progress:
    """A target with where it stands today."""

    target: Target
    indicator: Indicator
    unit: str
    cell: Cell
    is_met: bool | None
    forecast: Forecast | None
    is_countable: bool
    is_known_group: bool


@bp.route("/commune/targets")
@for_roles(OFFICER, LEADER)
def targets() -> Response:
    """What documents ask and where the commune stands; two documents give two answers."""
    code = own_commune(who(), OFFICER, LEADER)
    standing = progress_of(code)
    documents: dict[tuple[date, str], list[Progress]] = {}
    for one in standing:
        key = (one.target.stated_on, one.target.document)
        documents.setdefault(key, []).append(one)
    loaded = {one.target.target_set for one in standing}
    return show(
        "adoption/targets.html",
        commune=commune_named(db.session, code),
        documents=documents,
        examples={
            name: f"{lines[0].unit_name}: {lines[0].document}"
            for name, lines in example_sets().items()
            if name not in loaded
        },
        today=clock.today(),
        words=cell_words,
        name_word=indicator_word,
        target_word=target_word,
        forecast_word=forecast_word,
    )


def progress_of(commune_code: str) -> list[Progress]:
    """Every target of a commune, with its figure of this year as of today."""
    today = clock.today()
    asked_for = queries.targets_of(db.session, commune_code)
    if not asked_for:
        return []
    figures = figures_of(db.session, commune_code, period_on(today, YEAR), today=today)
    found = []
    for target in asked_for:
        indicator = indicator_on(target.indicator, today)
        if indicator is not None:
            found.append(progress(figures, target, indicator, today))
    return found


def progress(figures: Figures, target: Target, indicator: Indicator, today: date) -> Progress:
    unit = target.unit or indicator.unit
    is_whole = target.group_code in EVERYBODY
    has_groups = TARGET_GROUP in indicator.breakdowns
    cell = Cell()
    if is_whole:
        cell = figures.cell(target.indicator)
    elif has_groups:
        cell = figures.cell(target.indicator, breakdown=TARGET_GROUP, key=target.group_code)
    forecast = None
    if target.due_on and target.due_on > today and is_whole:
        points = closed_values(db.session, figures.commune_code, indicator, unit, today=today)
        forecast = trend(points, target.due_on, unit)
    return Progress(
        target,
        indicator,
        unit,
        cell,
        is_met(cell, unit, target.operator, target.value_hundredths),
        forecast,
        is_whole or has_groups,
        is_whole or target.group_code in figures.keys(target.indicator, TARGET_GROUP),
    )


def target_word(one: Progress) -> str:
    """ "từ 98 %", "trên 1.500"."""
    hundredths = one.target.value_hundredths
    number = cell_words.decimal_word(hundredths, 100, 1, language())
    plain = number.removesuffix(",00").removesuffix(".00")
    suffix = "\N{NO-BREAK SPACE}%" if one.unit == "percent" else ""
    if one.target.operator == ">":
        return _("trên %(value)s", value=plain + suffix)
    return _("từ %(value)s", value=plain + suffix)


def forecast_word(one: Progress) -> str:
    """Where the trend leads, said to be no figure."""
    if one.forecast is None:
        return ""
    value: Fraction = one.forecast.value
    number = cell_words.decimal_word(value.numerator, value.denominator, 1, language())
    suffix = "\N{NO-BREAK SPACE}%" if one.unit == "percent" else ""
    return _(
        "khoảng %(value)s đến hạn: ước tính theo đà của %(count)s kỳ đã hết, không phải số liệu",
        value=number + suffix,
        count=one.forecast.point_count,
    )


@bp.route("/commune/targets/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def enter_target() -> Response:
    """Enter what a document asks; a target is no figure, and never becomes one."""
    code = own_commune(who(), OFFICER)
    today = clock.today()
    form = TargetForm(operator=">=", unit="", stated_on=today)
    form.indicator.offer([(one.code, labelled(one)) for one in indicators_on(today)])
    groups = queries.group_words(db.session, code)
    form.group_code.offer([("", _("tất cả")), *groups.items()])
    if form.validate_on_submit():
        if form.stated_on.data > today:
            form.refuse("stated_on", _("Ngày này chưa tới. Chọn ngày văn bản."))
        else:
            values = form.values()
            values["group_words"] = groups.get(form.group_code.data, "")
            actions.enter_target(db.session, code, **values, now=clock.now())
            return to(".targets")
    return show("adoption/target_new.html", form=form)


def labelled(indicator: Indicator) -> str:
    return f"{indicator.code} {indicator_word(indicator)}"


@bp.route("/commune/targets/example", methods=["POST"])
@for_roles(OFFICER)
def example_target() -> Response:
    """Load the targets that other communes published, as an example to be replaced."""
    code = own_commune(who(), OFFICER)
    try:
        actions.load_examples(db.session, code, request.form.get("target_set", ""), now=clock.now())
    except actions.ExamplesLoaded:
        flash(_("Ví dụ này đã có trong danh sách."), "wait")
    return to(".targets")


@bp.route("/commune/targets/<uuid:target_id>/remove", methods=["POST"])
@for_roles(OFFICER)
def remove_target(target_id: UUID) -> Response:
    """Take a target out of the list."""
    code = own_commune(who(), OFFICER)
    found = queries.target(db.session, code, target_id)
    actions.remove_target(db.session, found, now=clock.now())
    flash(_("Đã bỏ chỉ tiêu khỏi danh sách."), "good")
    return to(".targets")


@bp.route("/commune/switches", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def switches() -> Response:
    """What is counted only with a document: what is on, and asking for more."""
    code = own_commune(who(), OFFICER, LEADER)
    form = SwitchForm()
    form.what.offer([(what, str(word)) for what, word in SWITCHES.items()])
    if form.validate_on_submit():
        try:
            switching.ask_to_switch_on(
                db.session,
                code,
                what=form.what.data,
                document=form.document.data,
                document_on=form.document_on.data,
                now=clock.now(),
            )
        except switching.DocumentAhead:
            form.refuse("document_on", _("Ngày này chưa tới. Chọn ngày văn bản."))
        except switching.AlreadyOn:
            form.refuse("what", _("Mục này đang bật, hoặc đang chờ người thứ hai."))
        else:
            flash(_("Đã gửi đề nghị. Chưa đếm gì đến khi người thứ hai đồng ý."), "wait")
            return to(".switches")
    known = queries.switches_of(db.session, code)
    people = [one for switch in known for one in (switch.switched_by_id, switch.confirmed_by_id)]
    return show(
        "adoption/switches.html",
        form=form,
        known=known,
        names=names_of_people(db.session, people),
        switch_words=SWITCHES,
    )


@bp.route("/commune/switches/<uuid:switch_id>/off", methods=["POST"])
@for_roles(OFFICER, LEADER)
def switch_off(switch_id: UUID) -> Response:
    """Count it no longer."""
    code = own_commune(who(), OFFICER, LEADER)
    found = queries.switch(db.session, code, switch_id)
    switching.switch_off(db.session, found, now=clock.now())
    flash(_("Đã tắt. Từ nay không đếm mục này."), "good")
    return to(".switches")


@bp.route("/commune/rules")
@for_roles(OFFICER, LEADER)
def dated_rules() -> Response:
    """What laws ask, as it was known on a day."""
    today = clock.today()
    day = day_asked("day") or today
    asked_on = day_asked("asked") or today
    return show(
        "adoption/dated_rules.html",
        rules=rules_for(day, asked_on),
        day=day,
        asked_on=asked_on,
        today=today,
        certainties=CERTAINTIES,
        is_source=language() == SOURCE,
    )


def day_asked(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
