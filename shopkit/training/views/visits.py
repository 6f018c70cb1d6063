"""Visits that are due after a class, and the form a helper fills in on the spot."""

from datetime import timedelta
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.training.actions.help import BeforeClass, OwnHelp, give_help
from shopkit.training.forms.help import HelpForm, VisitForm
from shopkit.training.models.help import FOLLOW_UP, HOME_VISIT, SupportEvent
from shopkit.training.queries import visits as queries
from shopkit.training.queries.courses import village_names
from shopkit.training.queries.help import event_in_reach
from shopkit.training.queries.helped import (
    Helped,
    branch_with_or_none,
    helped_person,
)
from shopkit.training.queries.skills import skills_of_course
from shopkit.training.rules.visits import SOON_DAYS, state_on
from shopkit.training.views.blueprint import bp
from shopkit.training.views.noting import (
    made_at,
    offer_channels,
    offer_people,
    on_the_spot,
    show_help,
    told_in,
)
from shopkit.training.views.visit_twice import both_versions
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import day_of_tap, kept_on_phone
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
    helped = helped_person(db.session, found.person)
    done_by = found.due.done_by_event_id
    if done_by is not None and request.method == "GET":
        return to(".help_given", help_id=done_by)
    if done_by is not None:
        return noted_twice(helped, event_in_reach(db.session, who(), done_by))
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


def noted_twice(helped: Helped, first: SupportEvent) -> Response:
    """Somebody was first: both notes are shown, and what was typed goes on as help of its own."""
    form = HelpForm()
    form.kind.data = HOME_VISIT
    form.on.data = day_of_tap(form.on.data, clock.now())
    offer_people(form, helped.commune_code)
    offer_channels(form)
    both = both_versions(form, first)
    if isinstance(both, Response):
        return both
    return show_help(form, helped, clashes=both, first=first, status=409)
