"""The village head's pages: her periods to look at and send, and what her village has done."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import periods as actions
from shopkit.adoption.forms.periods import SendForm
from shopkit.adoption.models.periods import Submission
from shopkit.adoption.queries import periods as queries
from shopkit.adoption.queries.checklists import done_of, lines_of
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.reports import report_lines
from shopkit.adoption.rules.checklists import REQUIRED
from shopkit.adoption.rules.submissions import MAY_SEND, RETURNED, days_late, may_be_sent
from shopkit.adoption.views import cell_words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import (
    GROUPS,
    STATES,
    indicator_word,
    known_period,
    period_word,
    word_of_code,
)
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import VILLAGE_HEAD
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

# The figures a village head looks at first; the others stand behind a line to open.
FIRST = ("A01", "B01", "B02", "C01", "E01", "E02", "F03", "G01", "G03")
SHOWN_PERIODS = 6


def own_village(village_id: UUID) -> Village:
    """A village she looks after; any other does not exist."""
    for one in queries.villages_of_head(db.session, who(), VILLAGE_HEAD):
        if one.id == village_id:
            return one
    raise NotFound(village_id)


@bp.route("/village")
@for_roles(VILLAGE_HEAD)
def village_home() -> Response:
    """What is to be done in her village, the next thing first."""
    villages = queries.villages_of_head(db.session, who(), VILLAGE_HEAD)
    if not villages:
        raise NotFound
    return show(
        "adoption/village_home.html",
        villages=[(one, duties_of(one), things_left(one)) for one in villages],
        states=STATES,
        word=word_of_code,
    )


def duties_of(village: Village) -> list[tuple[Submission, int, bool]]:
    """Her reports, those still to send first: each with how late it is, and if it can be sent."""
    today = clock.today()
    found: list[tuple[Submission, int, bool]] = []
    for asked in queries.open_periods(db.session, village.commune_code):
        report = queries.submissions_of(db.session, asked).get(village.id)
        if report is None:
            continue
        first_on = local_day(report.first_sent_at) if report.first_sent_at else None
        can_send = may_be_sent(report.state, known_period(report.period).last, today)
        found.append((report, days_late(first_on, asked.due_on, today), can_send))
    return sorted(found, key=lambda one: not one[2])[:SHOWN_PERIODS]


def things_left(village: Village) -> int:
    done = {
        item for place, item in done_of(db.session, village.commune_code) if place == village.id
    }
    asked = {*REQUIRED, *(one.item for one in lines_of(db.session, village.commune_code))}
    return len(asked - done)


@bp.route("/village/<uuid:village_id>/<period>", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD)
def village_report(village_id: UUID, period: str) -> Response:
    """The figures of her village for a period, to be looked at and sent."""
    own = own_village(village_id)
    known = known_period(period)
    found = queries.submission(db.session, own.commune_code, period, own.id)
    form = SendForm(version=found.version)
    if form.validate_on_submit() and send(form, found):
        return to(".village_report", village_id=own.id, period=period)
    figures = figures_of(db.session, own.commune_code, known, today=clock.today())
    frozen = queries.frozen_of(db.session, found)
    lines = report_lines(figures, own.id, known.last, frozen)
    steps = queries.steps_of(db.session, found)
    return show(
        "adoption/village_report.html",
        form=form,
        village=own,
        report=found,
        word=period_word(known),
        asked=queries.open_period(db.session, own.commune_code, period),
        first=[one for one in lines if one.indicator.code in FIRST],
        others=[one for one in lines if one.indicator.code not in FIRST],
        may_send=may_be_sent(found.state, known.last, clock.today()),
        is_waiting_for_end=found.state in MAY_SEND and clock.today() < known.last,
        last_day=known.last,
        returned_why=steps[-1].reason if steps and found.state == RETURNED else "",
        sent_count=sum(one.state == "sent" for one in steps),
        sent_at=next((one.at for one in reversed(steps) if one.state == "sent"), None),
        states=STATES,
        groups=GROUPS,
        words=cell_words,
        name_word=indicator_word,
    )


def send(form: SendForm, found: Submission) -> bool:
    """Hand the report to the commune, once its figures were looked at."""
    if not form.looked.data:
        form.refuse("looked", _("Xem các số ở trên rồi đánh dấu vào ô này."))
        return False
    try:
        actions.send(db.session, found, version=form.version.data, now=clock.now())
    except actions.PeriodRuns:
        form.refuse("looked", _("Kỳ chưa hết, chưa gửi được. Gửi từ ngày cuối của kỳ."))
    except actions.StepNotPossible:
        form.refuse("looked", _("Báo cáo đang ở bước khác. Tải lại trang rồi làm tiếp."))
    else:
        flash(_("Xã đã nhận. Giờ và số bản ghi ở trên."), "good")
    return not form.errors
