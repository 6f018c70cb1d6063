"""Publishing approved figures: what everybody would read, proposed by one, published by another."""

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import publishing as actions
from shopkit.adoption.forms.publishing import DROP, PROPOSE, PUBLISH, PublishForm
from shopkit.adoption.models.publishing import Publication
from shopkit.adoption.queries import publishing as queries
from shopkit.adoption.queries.approved import approved_periods
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.commune_report import inside_report
from shopkit.adoption.queries.periods import names_of_people
from shopkit.adoption.rules.content import content_of, figures_in, villages_in
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.suppression import Place
from shopkit.adoption.views import figure_words as words
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import GROUPS, known_period, period_word, word_of_code
from shopkit.adoption.views.public import by_group, hiding_words, parts_of
from shopkit.adoption.views.report_words import correction_rows
from shopkit.places.queries import commune as commune_named
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.rules.two_people import SecondNeeded, may_second
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who


@bp.route("/commune/publish")
@for_roles(OFFICER, LEADER)
def publishing() -> Response:
    """Which periods are approved, and which of them everybody can read."""
    code = own_commune(who(), OFFICER, LEADER)
    found = queries.publications_of(db.session, code)
    latest: dict[str, Publication] = {}
    for one in found:
        latest.setdefault(one.period, one)
    return show(
        "adoption/publishing.html",
        commune=commune_named(db.session, code),
        periods=sorted({*approved_periods(db.session, code), *latest}, reverse=True),
        latest=latest,
        is_anything_out=bool(queries.published_count(db.session, code)),
        word_of_code=word_of_code,
        is_on=parts().config.public_pages,
    )


@bp.route("/commune/publish/<period>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def publish_period(period: str) -> Response:
    """What everybody would read of a period; the step that comes next."""
    known, code = known_period(period), own_commune(who(), OFFICER, LEADER)
    proposed = queries.proposed_or_none(db.session, code, period)
    form = PublishForm()
    if form.validate_on_submit() and take_step(form, code, known, proposed):
        return to(".publish_period", period=period)
    content = proposed.content if proposed else preview(code, known)
    figures = figures_in(content)
    public = [one for one in queries.publications_of(db.session, code) if one.period == period]
    standing = next((one for one in public if one.is_published), None)
    people = [one.proposed_by_id for one in public] + [one.answered_by_id for one in public]
    return show(
        "adoption/publish_period.html",
        form=form,
        commune=commune_named(db.session, code),
        period=known,
        word=period_word(known),
        content=content,
        proposed=proposed,
        standing=standing,
        may_publish=proposed is not None and may_second(who(), proposed.proposed_by_id),
        names=names_of_people(db.session, people),
        groups=by_group(figures),
        villages=villages_in(content),
        hidden_count=hidden_count(content),
        corrections=corrections_of(code, known),
        place=Place,
        words=words,
        group_words=GROUPS,
        parts_of=parts_of,
        hiding_rules=hiding_words(),
    )


def corrections_of(code: str, known: Period) -> list[list[str]]:
    """What was corrected by hand, for those who publish; readers see the corrected figure alone."""
    if known.code not in approved_periods(db.session, code):
        return []
    return list(correction_rows(inside_report(db.session, code, known, today=clock.today())))


def preview(code: str, known: Period) -> dict[str, object]:
    """What would be told, worked out now and kept nowhere."""
    worked_out = queries.out(db.session, code, known)
    here, province = queries.place_on(db.session, code, known.last)
    return content_of(
        place={"code": here.code, "name": here.name, "province": province.name},
        worked_out=worked_out.approved,
        indicators=worked_out.indicators,
        shown=worked_out.shown,
        on=clock.today(),
    )


def hidden_count(content: dict[str, object]) -> int:
    """How many cells readers find kept."""
    return sum(cell.state == "hidden" for one in figures_in(content) for cell in one.cells.values())


def take_step(form: PublishForm, code: str, known: Period, proposed: Publication | None) -> bool:
    """Do what was chosen, or say on the form why it cannot be."""
    now = clock.now()
    try:
        if form.step.data == PROPOSE:
            actions.propose_publication(db.session, who(), code, known, now=now)
            flash(_("Đã đề nghị công bố. Nhờ người thứ hai xem và công bố."), "wait")
        elif proposed is None:
            form.refuse("step", _("Chưa ai đề nghị công bố kỳ này. Bấm “Đề nghị công bố” trước."))
        elif form.step.data == PUBLISH:
            actions.publish(db.session, who(), proposed, now=now)
            flash(_("Đã công bố. Số biên nhận: %(receipt)s.", receipt=proposed.receipt), "good")
        elif form.step.data == DROP:
            reason = form.reason.data or ""
            actions.drop(db.session, who(), proposed, reason=reason, now=now)
            flash(_("Đã bỏ đề nghị. Chưa có gì được công bố."), "good")
    except SecondNeeded:
        form.refuse("step", _("Người đề nghị không tự công bố: nhờ người thứ hai của xã."))
    except actions.AlreadyProposed:
        form.refuse("step", _("Kỳ này đã có đề nghị, đang chờ người thứ hai."))
    except actions.NothingApproved:
        form.refuse("step", _("Chưa báo cáo nào của kỳ này được duyệt. Duyệt trước rồi công bố."))
    except actions.ApprovedAnew:
        form.refuse(
            "step", _("Số đã duyệt vừa thay đổi. Bỏ đề nghị này, xem lại rồi đề nghị lần nữa.")
        )
    return not form.errors
