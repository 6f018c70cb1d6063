"""What waits for a second person, corrections by hand, and counting an approved report again."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import periods as actions
from shopkit.adoption.actions.seconding import (
    CORRECT,
    OURS,
    NumberSenseless,
    answer,
    ask_to_correct,
)
from shopkit.adoption.actions.switches import SWITCH_ON
from shopkit.adoption.forms.periods import AnswerForm, CorrectionForm
from shopkit.adoption.models.periods import Asked, FrozenFigure, Submission
from shopkit.adoption.models.targets import SwitchedOn
from shopkit.adoption.queries import periods as queries
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.reports import cell_of, place_in
from shopkit.adoption.rules.frozen import (
    ABOVE_BASE,
    ABOVE_HOUSEHOLDS,
    FAR_FROM_COMPUTED,
    SAME,
    differences,
)
from shopkit.adoption.rules.indicators import indicator_on
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import (
    SWITCHES,
    indicator_word,
    key_word,
    known_period,
    period_word,
    word_of_code,
)
from shopkit.adoption.views.periods import place_name
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.rules.two_people import SecondNeeded, may_second
from shopkit.web.doors import for_roles
from shopkit.web.filters import number
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

SENSELESS = {
    ABOVE_BASE: lazy("Số này lớn hơn mẫu số của tỷ lệ. Nhập số không quá mẫu số."),
    ABOVE_HOUSEHOLDS: lazy("Số này lớn hơn số hộ của thôn. Xem lại con số."),
    FAR_FROM_COMPUTED: lazy("Số này gấp hơn 10 lần số tự tính. Xem lại việc ghi trước khi sửa."),
    SAME: lazy("Số này bằng đúng số tự tính, không cần sửa."),
}


@bp.route("/commune/asked")
@for_roles(OFFICER, LEADER)
def asked() -> Response:
    """What one person proposed and a second must answer."""
    code = own_commune(who(), OFFICER, LEADER)
    pending = [one for one in queries.pending(db.session, code) if one.what in OURS]
    names = queries.names_of_people(db.session, [one.asked_by_id for one in pending])
    return show(
        "adoption/asked.html",
        pending=[(one, told(one), may_second(who(), one.asked_by_id)) for one in pending],
        names=names,
    )


@bp.route("/commune/asked/<uuid:proposal_id>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def answer_asked(proposal_id: UUID) -> Response:
    """The second person's answer to one of them."""
    code = own_commune(who(), OFFICER, LEADER)
    found = queries.asked(db.session, code, proposal_id)
    if found.what not in OURS:
        raise NotFound(proposal_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            answer(
                db.session,
                who(),
                found,
                is_granted=form.answer.data == "yes",
                words=form.words.data or "",
                now=clock.now(),
            )
        except SecondNeeded:
            form.refuse("answer", _("Người đề nghị không tự trả lời. Nhờ người thứ hai."))
        except actions.StepNotPossible:
            form.refuse("answer", _("Việc này đã được trả lời hoặc không còn làm được."))
        else:
            flash(_("Đã ghi câu trả lời."), "good")
            return to(".asked")
    names = queries.names_of_people(db.session, [found.asked_by_id])
    return show(
        "adoption/answer.html",
        form=form,
        asked=found,
        told=told(found),
        names=names,
        may_answer=found.answered_at is None and may_second(who(), found.asked_by_id),
    )


def told(one: Asked) -> str:
    """What was proposed, in a sentence."""
    if one.what == CORRECT:
        return told_of_correction(one, db.session.get_one(FrozenFigure, one.subject_id))
    if one.what == SWITCH_ON:
        switch = db.session.get_one(SwitchedOn, one.subject_id)
        return _("Bật đếm: %(what)s", what=SWITCHES.get(switch.what, switch.what))
    report = db.session.get_one(Submission, one.subject_id)
    return _(
        "Mở lại báo cáo %(period)s của %(place)s",
        period=word_of_code(report.period),
        place=place_name(report.commune_code, report.village_id),
    )


def told_of_correction(one: Asked, figure: FrozenFigure) -> str:
    return _(
        "Chỉ tiêu %(code)s, %(period)s, %(place)s: in %(number)s thay cho %(computed)s tự tính",
        code=figure.indicator,
        period=word_of_code(figure.period),
        place=place_name(figure.commune_code, figure.village_id),
        number=number(one.number),
        computed=number(figure.numerator),
    )


@bp.route("/commune/frozen/<uuid:cell_id>/correct", methods=["GET", "POST"])
@for_roles(OFFICER)
def correct(cell_id: UUID) -> Response:
    """Propose another number in place of an approved one."""
    code = own_commune(who(), OFFICER)
    figure = queries.frozen_figure(db.session, code, cell_id)
    indicator = indicator_on(figure.indicator, known_period(figure.period).last)
    form = CorrectionForm()
    if form.validate_on_submit():
        try:
            ask_to_correct(
                db.session,
                figure,
                number=form.number.data,
                reason=form.reason.data,
                now=clock.now(),
            )
        except actions.AlreadyAsked:
            form.refuse("number", _("Số này đang có đề nghị sửa, chờ người thứ hai trả lời."))
        except NumberSenseless as refused:
            form.refuse("number", str(SENSELESS[refused.why]))
        except actions.ReasonMissing:
            form.refuse("reason", _("Ghi rõ lý do, ít nhất 10 chữ cái, để người thứ hai hiểu."))
        except actions.StepNotPossible:
            form.refuse("number", _("Chỉ sửa tay được số của báo cáo đã duyệt."))
        else:
            flash(_("Đã gửi đề nghị sửa. Chờ người thứ hai đồng ý."), "wait")
            return to(".report", period=figure.period, village_id=figure.village_id)
    return show(
        "adoption/correct.html",
        form=form,
        figure=figure,
        indicator=indicator,
        name=indicator_word(indicator) if indicator else figure.indicator,
        computed=cell_words.full_word(cell_of(figure), indicator) if indicator else "",
        place=place_name(code, figure.village_id),
        word=word_of_code(figure.period),
    )


@bp.route("/commune/periods/<period>/<uuid:village_id>/recompute")
@for_roles(OFFICER, LEADER)
def recompute(period: str, village_id: UUID) -> Response:
    """Count an approved report again from what was recorded then, and compare."""
    code = own_commune(who(), OFFICER, LEADER)
    known = known_period(period)
    report = queries.submission(db.session, code, period, village_id)
    if report.approved_at is None:
        raise NotFound(period)
    kept = {key: cell_of(one) for key, one in queries.frozen_of(db.session, report).items()}
    figures = figures_of(
        db.session,
        code,
        known,
        today=local_day(report.approved_at),
        recorded_until=report.approved_at,
    )
    place = place_in(figures, village_id)
    again = {key: figures.cell(key[0], place, key[1], key[2]) for key in kept}
    return show(
        "adoption/recompute.html",
        report=report,
        place=place_name(code, village_id),
        word=period_word(known),
        count=len(kept),
        different=differences(kept, again),
        indicators={key[0]: indicator_on(key[0], known.last) for key in kept},
        words=cell_words,
        key_word=key_word,
    )
