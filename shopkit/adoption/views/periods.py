"""The officer's pages of periods: asking for one, who is late, and each village's report."""

from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import periods as actions
from shopkit.adoption.actions.deriving import catch_up
from shopkit.adoption.forms.periods import (
    APPROVE,
    LOCK,
    REOPEN,
    RETURN,
    SEND,
    PeriodForm,
    StepForm,
    periods_to_ask,
    usual_due,
)
from shopkit.adoption.models.periods import OpenPeriod, Submission
from shopkit.adoption.queries import periods as queries
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.reports import cells_to_freeze, report_lines
from shopkit.adoption.rules.submissions import (
    APPROVED,
    MAY_SEND,
    Standing,
    late_ones,
    may_be_sent,
)
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import (
    STATES,
    indicator_word,
    known_period,
    period_word,
    word_of_code,
)
from shopkit.errors import NotFound
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import village, villages_of
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER
from shopkit.shops.rules.two_people import SecondNeeded
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show, to
from shopkit.web.refusals import refusal_page
from shopkit.web.state import db, who

BY_LATENESS, BY_NAME = "late", "name"


@bp.route("/commune/periods", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def periods() -> Response:
    """The periods asked for, and asking for another."""
    code = own_commune(who(), OFFICER, LEADER)
    form = period_form()
    if form.validate_on_submit() and who().has(OFFICER):
        period = known_period(form.period.data)
        ids = [one.id for one in villages_of(db.session, code, on=period.last)]
        try:
            asked = actions.ask_for_period(
                db.session,
                code,
                period,
                due_on=form.due_day(clock.today(), period),
                village_ids=ids or [one.id for one in villages_of(db.session, code)],
                now=clock.now(),
            )
        except actions.PeriodAlreadyOpen:
            form.refuse("period", _("Kỳ này đã giao rồi. Mở kỳ trong danh sách bên dưới."))
        except actions.DueBeforeItEnds:
            form.refuse("due_on", _("Chọn hạn sau ngày cuối của kỳ."))
        else:
            return to(".period", period=asked.period)
    asked_for = queries.open_periods(db.session, code)
    return show(
        "adoption/periods.html",
        form=form,
        commune=commune_named(db.session, code),
        asked_for=asked_for,
        states={one.id: state_counts(one) for one in asked_for},
        pending=len(queries.pending(db.session, code)),
        word=word_of_code,
    )


def period_form() -> PeriodForm:
    """A form with the periods of these days, the one that ended last chosen."""
    today = clock.today()
    last = periods_to_ask(today)[0]
    form = PeriodForm(period=last.code, due_on=usual_due(last))
    form.period.offer([(one.code, period_word(one)) for one in periods_to_ask(today)])
    return form


def state_counts(asked: OpenPeriod) -> dict[str, int]:
    counts = dict.fromkeys(STATES, 0)
    for one in queries.standings(db.session, asked):
        counts[one.state] += 1
    return counts


@bp.route("/commune/periods/<period>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def period(period: str) -> Response:
    """Where each village stands, who is late, and words to remind them."""
    code = own_commune(who(), OFFICER, LEADER)
    known = known_period(period)
    asked = queries.open_period(db.session, code, period)
    if request.method == "POST":
        return begin_whole(asked) if "whole" in request.form else lock_all(asked)
    order = request.args.get("order", BY_LATENESS if who().has(OFFICER) else BY_NAME)
    standings = queries.standings(db.session, asked)
    late = late_ones(standings, asked.due_on, clock.today(), by_lateness=order == BY_LATENESS)
    return show(
        "adoption/period.html",
        asked=asked,
        period=known,
        word=period_word(known),
        commune=commune_named(db.session, code),
        standings=standings,
        reports=queries.submissions_of(db.session, asked),
        late=late,
        missing=sorted((one for one, _days in late if one.first_sent_on is None), key=by_name),
        order=order,
        is_over=clock.today() > known.last,
        states=STATES,
        whole=queries.WHOLE_COMMUNE,
        village_page=url_for("adoption.village_home"),
    )


def by_name(one: Standing) -> str:
    return one.sort_key


def lock_all(asked: OpenPeriod) -> Response:
    """Lock every report of a period that is approved."""
    if not who().has(OFFICER):
        raise NotFound
    reports = queries.submissions_of(db.session, asked).values()
    approved = [one for one in reports if one.state == APPROVED]
    for one in approved:
        actions.lock(db.session, one, now=clock.now())
    flash(ngettext("Đã khóa %(num)s báo cáo.", "Đã khóa %(num)s báo cáo.", len(approved)), "good")
    return to(".period", period=asked.period)


def begin_whole(asked: OpenPeriod) -> Response:
    """Begin the report of the commune itself, or go on with the one begun."""
    if not who().has(OFFICER):
        raise NotFound
    if queries.WHOLE_COMMUNE not in queries.submissions_of(db.session, asked):
        actions.begin_whole(db.session, asked, now=clock.now())
    return to(".report", period=asked.period, village_id=queries.WHOLE_COMMUNE)


@bp.route("/commune/periods/<period>/<uuid:village_id>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER, TRAINER)
def report(period: str, village_id: UUID) -> Response:
    """One village's report: its figures, what may be done with it, and what was done."""
    known = known_period(period)
    if not who().has(OFFICER, LEADER):
        return not_for_trainers(period, village_id)
    code = own_commune(who(), OFFICER, LEADER)
    found = queries.submission(db.session, code, period, village_id)
    form = StepForm(version=found.version)
    if form.validate_on_submit() and take_step(form, found):
        return to(".report", period=period, village_id=village_id)
    figures = figures_of(db.session, code, known, today=clock.today())
    frozen = queries.frozen_of(db.session, found)
    steps = queries.steps_of(db.session, found)
    people = [one for step in steps for one in (step.by_id, step.seconded_by_id)]
    return show(
        "adoption/report.html",
        form=form,
        report=found,
        asked=queries.open_period(db.session, code, period),
        period=known,
        word=period_word(known),
        place=place_name(code, village_id),
        lines=report_lines(figures, village_id, known.last, frozen),
        steps=steps,
        names=queries.names_of_people(db.session, people),
        reopening=queries.pending_about(db.session, actions.REOPEN, found.id),
        may_send=may_be_sent(found.state, known.last, clock.today()),
        is_officer=who().has(OFFICER),
        sender_id=queries.last_sender_id(db.session, found),
        states=STATES,
        words=cell_words,
        name_word=indicator_word,
    )


def not_for_trainers(period: str, village_id: UUID) -> Response:
    """A trainer of the commune who tries to decide is told who does; others find nothing."""
    for code in who().codes(COMMUNE, TRAINER):
        queries.submission(db.session, code, period, village_id)
        if request.method == "POST":
            return refusal_page(
                403,
                "not_yours",
                _("Duyệt, trả lại, khóa kỳ là việc của cán bộ xã"),
                _("Người hướng dẫn ghi buổi học, lần thăm; số tự tính từ đó. Chưa có gì thay đổi."),
            )
    raise NotFound(period)


def place_name(code: str, village_id: UUID) -> str:
    if village_id == queries.WHOLE_COMMUNE:
        return _("Cả xã")
    return village(db.session, code, village_id).name


def take_step(form: StepForm, found: Submission) -> bool:
    """Do what the officer chose, or say on the form why it cannot be."""
    try:
        if not who().has(OFFICER) and form.step.data in (SEND, LOCK, RETURN):
            raise actions.StepNotPossible(form.step.data)
        do_step(form, found)
    except actions.ReasonMissing:
        form.refuse("reason", _("Ghi lý do để thôn và người xem sau hiểu."))
    except SecondNeeded:
        form.refuse("step", _("Ai gửi thay thôn thì không tự duyệt. Nhờ người thứ hai duyệt."))
    except actions.PeriodRuns:
        form.refuse("step", _("Kỳ chưa hết, chưa gửi được. Gửi từ ngày cuối của kỳ."))
    except actions.AlreadyAsked:
        form.refuse("step", _("Đã có đề nghị mở lại, đang chờ người thứ hai trả lời."))
    except actions.StepNotPossible:
        form.refuse("step", _("Báo cáo đang ở bước khác. Tải lại trang rồi làm tiếp."))
    return not form.errors


def do_step(form: StepForm, found: Submission) -> None:
    now, version, reason = clock.now(), form.version.data, form.reason.data or ""
    step = form.step.data
    if step == SEND:
        send_instead(found, version=version, reason=reason)
    elif step == RETURN:
        actions.give_back(db.session, found, version=version, reason=reason, now=now)
        flash(_("Đã trả lại cho thôn kèm lý do."), "good")
    elif step == APPROVE:
        approve(found, version)
    elif step == LOCK:
        actions.lock(db.session, found, now=now)
        flash(_("Đã khóa. Muốn mở lại cần lý do và hai người."), "good")
    elif step == REOPEN:
        actions.ask_to_reopen(db.session, found, reason=reason, now=now)
        flash(_("Đã gửi đề nghị mở lại. Chờ người thứ hai đồng ý."), "wait")


def send_instead(found: Submission, *, version: int, reason: str) -> None:
    """The officer hands a report in for a village that cannot, and says why."""
    if found.state in MAY_SEND:
        actions.needed(reason)
    actions.send(db.session, found, version=version, reason=reason, now=clock.now())
    flash(_("Đã gửi thay thôn. Người khác sẽ duyệt."), "good")


def approve(found: Submission, version: int) -> None:
    # What is kept must be what a later counting finds to have been recorded until now.
    catch_up(db.session, found.commune_code)
    known = known_period(found.period)
    figures = figures_of(db.session, found.commune_code, known, today=clock.today())
    cells = cells_to_freeze(figures, found.village_id, known.last)
    actions.approve(db.session, found, cells, version=version, now=clock.now())
    flash(_("Đã duyệt. Các số giữ nguyên như lúc này."), "good")
