"""Visits that are due after a class, and the form a helper fills in on the spot."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import flash, jsonify, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.training.actions.help import BeforeClass, Help, OwnHelp, give_help
from shopkit.training.forms.help import VisitForm, answered_checks, seen_skills
from shopkit.training.models.help import FOLLOW_UP
from shopkit.training.queries import visits as queries
from shopkit.training.queries.courses import village_names
from shopkit.training.queries.help import account_names, event_in_reach, help_of, helpers_at
from shopkit.training.queries.helped import (
    Helped,
    branch_with_or_none,
    branches_at,
    helped_person,
)
from shopkit.training.queries.skills import latest_levels, skills_of_course
from shopkit.training.rules.reasons import checks
from shopkit.training.rules.skills import levels
from shopkit.training.rules.visits import SOON_DAYS, state_on
from shopkit.training.views.beside import help_words, shop_facts
from shopkit.training.views.blueprint import bp
from shopkit.web.answers import wants_json
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import day_of_tap, kept_on_phone, noted_at
from shopkit.web.state import db, who

MOST_PAGES = 1000


@bp.route("/visits")
@kept_on_phone
@for_roles(TRAINER, VILLAGE_HEAD)
def visits() -> Response:
    """Whom to visit: late ones first, then today, then the week; by village."""
    whose = request.args.get("whose", queries.MINE if who().has(TRAINER) else queries.ALL_OF_PLACE)
    page = request.args.get("page", 1, type=int)
    if whose not in queries.WHOSE or not 1 <= page <= MOST_PAGES:
        raise NotFound
    today = clock.today()
    until = today + timedelta(days=SOON_DAYS)
    villages = villages_here()
    village_id = chosen_village(set(villages))
    found, count = queries.visits_due(
        db.session,
        who(),
        whose=whose,
        until=until,
        today=today,
        village_id=village_id,
        page=page,
    )
    return show(
        "training/visits.html",
        visits=found,
        count=count,
        counts=queries.counts_due(db.session, who(), today, until),
        states={one.due.id: state_on(one.due.due_on, today) for one in found},
        villages=villages,
        village_id=village_id,
        whose=whose,
        today=today,
        page=page,
        page_count=-(-count // queries.PAGE),
    )


def villages_here() -> dict[UUID, str]:
    """The villages of the communes where she helps, and those that are hers alone."""
    of_communes = {
        one.id: one.name
        for code in who().codes(COMMUNE, TRAINER, VILLAGE_HEAD)
        for one in villages_of(db.session, code)
    }
    own = [UUID(code) for code in who().codes(VILLAGE, TRAINER, VILLAGE_HEAD)]
    return of_communes | dict(village_names(db.session, own))


def chosen_village(known: set[UUID]) -> UUID | None:
    asked = request.args.get("village", "")
    return next((one for one in known if str(one) == asked), None)


@bp.route("/visits/<uuid:due_id>", methods=["GET", "POST"])
@kept_on_phone
@for_roles(TRAINER, VILLAGE_HEAD)
def visit(due_id: UUID) -> Response:
    """What to check, how it went, and what is next; on one page for one thumb."""
    found = queries.visit_in_reach(db.session, who(), due_id)
    if found.due.done_by_event_id is not None:
        return done_before(found.due.done_by_event_id)
    helped = helped_person(db.session, found.person)
    branch = branch_with_or_none(db.session, helped.household)
    form = VisitForm(
        on=clock.today(),
        helped_by=str(who().account_id),
        branch=str(branch.id if branch else found.course.branch_id or ""),
    )
    form.on.data = day_of_tap(form.on.data, clock.now())
    offer_people(form, found.due.commune_code)
    if form.validate_all():
        try:
            event = give_help(
                db.session,
                who(),
                helped,
                told_in(form, FOLLOW_UP, helped),
                due=found.due,
                now=made_at(form.on.data),
            )
        except OwnHelp:
            form.refuse("helped_by", _("Không ai tự thăm mình. Chọn người đã đến thăm."))
        except BeforeClass as refused:
            form.refuse(
                "on", _("Lớp học ngày %(day)s. Chọn ngày đó hoặc ngày sau.", day=day(refused.day))
            )
        else:
            flash(_("Đã ghi chuyến thăm."), "good")
            return to(".help_given", help_id=event.id)
    return show(
        "training/visit.html",
        form=form,
        visit=found,
        helped=helped,
        state=state_on(found.due.due_on, clock.today()),
        today=clock.today(),
        skills=skills_of_course(db.session, found.course),
        **on_the_spot(helped),
    )


def made_at(on: date) -> datetime:
    """When it was noted on the phone; never before the day that it tells of."""
    made = noted_at(clock.now())
    return made if on <= local_day(made) else clock.now()


def done_before(help_id: UUID) -> Response:
    """Somebody has noted it; what was typed on a phone meanwhile is told so, and is not lost."""
    if request.method == "GET":
        return to(".help_given", help_id=help_id)
    event = event_in_reach(db.session, who(), help_id)
    name = account_names(db.session, [event.noted_by_id]).get(event.noted_by_id, "")
    sentence = _(
        "%(name)s đã ghi chuyến thăm này, ngày %(day)s. Có gì khác thì ghi một lần giúp.",
        name=name,
        day=day(event.on),
    )
    if wants_json():
        answer = jsonify({"error": "done", "message": sentence})
        answer.status_code = 409
        return answer
    flash(sentence, "wait")
    return to(".help_given", help_id=help_id)


def offer_people(form: VisitForm, commune_code: str) -> None:
    """Who may have helped, and for which branch."""
    form.offer()
    me = who()
    others = [one for one in helpers_at(db.session, commune_code) if one.id != me.account_id]
    form.helped_by.choices = [
        (str(me.account_id), _("%(name)s (tôi)", name=me.name)),
        *((str(one.id), one.name) for one in others),
    ]
    form.branch.choices = [
        ("", _("Không thay mặt ai")),
        *((str(one.id), one.name) for one in branches_at(db.session, commune_code)),
    ]


def told_in(form: VisitForm, kind: str, helped: Helped, channel: str = "", topic: str = "") -> Help:
    """What the form says, as the action wants it."""
    branches = {str(one.id): one for one in branches_at(db.session, helped.commune_code)}
    return Help(
        kind=kind,
        place=form.place.data,
        on=form.on.data,
        topic=topic,
        channel=channel,
        outcome=form.outcome.data,
        why_not=form.why_not.data,
        referred_to=form.referred_to.data,
        note=form.note.data or "",
        checks=answered_checks(request.form),
        skills=seen_skills(request.form),
        helped_by_id=UUID(form.helped_by.data) if form.helped_by.data else None,
        branch=branches.get(form.branch.data),
        is_confirmed=form.is_confirmed.data,
    )


def on_the_spot(helped: Helped) -> dict[str, Any]:
    """What a helper is shown while she is there."""
    return {
        "checks": checks(),
        "answers": answered_checks(request.form),
        "told_skills": seen_skills(request.form),
        "levels": levels(),
        "latest": latest_levels(db.session, helped.person.id) if helped.person else {},
        "history": help_of(db.session, helped),
        **shop_facts(helped),
        **help_words(),
    }
