"""Assessing households on a phone: a list with where each stands, a page for each."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions.assessing import MoreThanAll, NotYetDay, assess
from shopkit.adoption.forms.recognition import assess_form, said_in
from shopkit.adoption.queries.assessing import (
    PAGE,
    household,
    households,
    said_of,
    standings_of,
    verdicts_of,
)
from shopkit.adoption.queries.criteria import Asked, asked_on
from shopkit.adoption.queries.known import known_of
from shopkit.adoption.queries.rounds import villages_within
from shopkit.adoption.rules.criteria import ADULTS_SHARE, standing
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.recognition_words import EVIDENCE_WORDS, KNOWN_WORDS, LINE_WORDS
from shopkit.scope import TRAINER, VILLAGE_HEAD
from shopkit.shops.models.register import Household
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_PAGES = 10_000


@bp.route("/assess")
@for_roles(VILLAGE_HEAD, TRAINER)
def assess_list() -> Response:
    """Her households by name, with what each still lacks."""
    text, page = request.args.get("q", "")[:60], page_asked()
    villages = villages_within(db.session, who(), VILLAGE_HEAD, TRAINER)
    village_id = request.args.get("village", type=UUID)
    found, count = households(
        db.session,
        who(),
        VILLAGE_HEAD,
        TRAINER,
        text=text,
        village_id=village_id,
        page=page,
        on=clock.today(),
    )
    asked = asked_of_any(found)
    return show(
        "adoption/recognition/assess_list.html",
        standings=standings_of(db.session, found, asked, clock.today()) if asked else [],
        asked=asked,
        count=count,
        page=page,
        page_count=-(-count // PAGE),
        text=text,
        villages={one.id: one.name for one in villages},
        village_id=village_id,
    )


def page_asked() -> int:
    """The page of a list that was asked for; nobody has more pages than these."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)


def asked_of_any(found: object) -> Asked | None:
    """What is asked in the commune of these households."""
    first = next(iter(found), None) if isinstance(found, list | tuple) else None
    return asked_on(db.session, first.commune_code, clock.today()) if first else None


@bp.route("/assess/<uuid:household_id>", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD, TRAINER)
def assess_household(household_id: UUID) -> Response:
    """One household: each line with what is known of it and who says so."""
    home = household(db.session, who(), household_id, VILLAGE_HEAD, TRAINER)
    today = clock.today()
    asked = asked_on(db.session, home.commune_code, today)
    known = {
        code: answer
        for (_id, code), answer in known_of(db.session, [home.id], asked.lines, today).items()
    }
    told = said_of(db.session, home.commune_code, [home.id], asked, today)
    answers = {
        line.code: standing(told.get((home.id, line.code), ()), None, today) for line in asked.lines
    }
    form = assess_form(asked.lines, answers, set(known))
    if form.validate_on_submit() and keep(form, home, asked, set(known)):
        return to(".assess_list", _anchor=f"h{home.id.hex}", village=home.village_id)
    return show(
        "adoption/recognition/assess.html",
        form=form,
        home=home,
        asked=asked,
        known=known,
        verdict=verdicts_of(db.session, [home], asked, today)[home.id],
        adults_share=ADULTS_SHARE,
        evidence_words=EVIDENCE_WORDS,
        known_words=KNOWN_WORDS,
        line_words=LINE_WORDS,
    )


def keep(form: object, home: Household, asked: Asked, known: set[str]) -> bool:
    """Keep what is new; False with a sentence where it cannot be so."""
    today = clock.today()
    said = said_in(form, asked.lines, known)
    try:
        noted = assess(db.session, home, answers=said, on=today, today=today, now=clock.now())
    except MoreThanAll as problem:
        at = [line.code for line in asked.lines].index(str(problem))
        form.refuse(  # type: ignore[attr-defined]  # the form is made of the lines
            f"number_{at}", _("Số người có không thể nhiều hơn số người lớn. Xem lại hai số.")
        )
        return False
    except NotYetDay:
        form.refuse("proof", _("Hộ này về thôn sau hôm nay, chưa xét được."))  # type: ignore[attr-defined]
        return False
    flash(_("Đã lưu %(name)s.", name=home.name) if noted else _("Chưa có gì mới để lưu."), "good")
    return True
