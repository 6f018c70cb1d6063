"""Help that no class asked for, what was noted of it, and taking it back."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.channels.rules.guides import guides
from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.views.shops import shop_to_see
from shopkit.training.actions.help import HelpUndone, OwnHelp, confirm_help, give_help, undo_help
from shopkit.training.forms.help import HelpForm, UndoForm
from shopkit.training.models.help import FOLLOW_UP, HOME_VISIT
from shopkit.training.queries import help as queries
from shopkit.training.queries.helped import (
    Helped,
    branch_with_or_none,
    helped_household,
    helped_person,
    helped_shop,
    household_in_reach,
    households_found,
    people_found,
    person_in_reach,
)
from shopkit.training.queries.visits import open_visit_or_none
from shopkit.training.views.beside import help_words
from shopkit.training.views.blueprint import bp
from shopkit.training.views.noting import (
    made_at,
    offer_channels,
    offer_people,
    show_help,
    told_in,
)
from shopkit.training.views.visits import villages_here
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import day_of_tap, kept_on_phone
from shopkit.web.state import db, who

MOST_PAGES = 1000


@bp.route("/help/given")
@for_roles(TRAINER, VILLAGE_HEAD)
def help_notes() -> Response:
    """Find whom she helps, and see what she noted last."""
    text = request.args.get("q", "")[:60]
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    is_asked = bool(text.strip())
    hats = (TRAINER, VILLAGE_HEAD)
    events = queries.noted_by(db.session, who(), page)
    return show(
        "training/help.html",
        text=text,
        people=people_found(db.session, who(), text, *hats) if is_asked else [],
        households=households_found(db.session, who(), text, *hats) if is_asked else [],
        events=events,
        names=queries.names_of(db.session, events),
        villages=villages_here(),
        page=page,
        has_more=len(events) == queries.PAGE,
        **help_words(),
    )


@bp.route("/help/new", methods=["GET", "POST"])
@kept_on_phone
@for_roles(TRAINER, VILLAGE_HEAD)
def give() -> Response:
    """Note a visit or help at the stall, at home or by phone."""
    helped = helped_asked_for()
    due = open_visit_or_none(db.session, helped.person.id, clock.today()) if helped.person else None
    branch = branch_with_or_none(db.session, helped.household)
    form = HelpForm(
        on=clock.today(),
        kind=HOME_VISIT,
        helped_by=str(who().account_id),
        branch=str(branch.id) if branch else "",
    )
    form.on.data = day_of_tap(form.on.data, clock.now())
    offer_people(form, helped.commune_code)
    offer_channels(form)
    if form.validate_all():
        told = told_in(form, form.kind.data, helped, form.channel.data, form.topic.data)
        try:
            event = give_help(db.session, who(), helped, told, now=made_at(form.on.data))
        except OwnHelp:
            form.refuse("helped_by", _("Không ai tự giúp mình. Chọn người đã giúp."))
        else:
            flash(_("Đã ghi."), "good")
            return to(".help_given", help_id=event.id)
    return show_help(form, helped, due=due)


def helped_asked_for() -> Helped:
    """Who the address names: a person, a household or a shop of her places."""
    hats = (TRAINER, VILLAGE_HEAD)
    person_id, household_id = id_in("person"), id_in("household")
    if person_id:
        return helped_person(db.session, person_in_reach(db.session, who(), person_id, *hats))
    if household_id:
        household = household_in_reach(db.session, who(), household_id, *hats)
        return helped_household(db.session, household)
    shop_id = id_in("shop")
    if shop_id:
        return helped_shop(db.session, shop_to_see(shop_id))
    raise NotFound


def id_in(name: str) -> UUID | None:
    given = request.args.get(name, "")
    try:
        return UUID(given) if given else None
    except ValueError as problem:
        raise NotFound(given[:40]) from problem


@bp.route("/help/<uuid:help_id>")
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
def help_given(help_id: UUID) -> Response:
    """One time somebody was helped, as it was noted, and by whom."""
    event = queries.event_in_reach(db.session, who(), help_id)
    helpers = (event.noted_by_id, event.helped_by_id, event.confirmed_by_id, event.undone_by_id)
    return show(
        "training/help_given.html",
        event=event,
        name=queries.names_of(db.session, [event])[event.id],
        accounts=queries.account_names(db.session, helpers),
        branches=queries.branch_names(db.session, [event.branch_id]),
        may_undo=may_undo(event.noted_by_id, event.helped_by_id) and event.undone_at is None,
        is_after_class=event.kind == FOLLOW_UP,
        channels=guides(),
        form=UndoForm(),
        **help_words(),
    )


def may_undo(noted_by: UUID, helped_by: UUID) -> bool:
    """Who typed it or helped takes it back, and nobody else."""
    return who().account_id in (noted_by, helped_by)


@bp.route("/help/<uuid:help_id>/undo", methods=["GET", "POST"])
@for_roles(TRAINER, VILLAGE_HEAD)
def undo(help_id: UUID) -> Response:
    """Take back what was noted by mistake; it stays readable, struck out, with the reason."""
    event = queries.event_in_reach(db.session, who(), help_id)
    if not may_undo(event.noted_by_id, event.helped_by_id):
        raise NotFound(str(help_id))
    form = UndoForm()
    if form.validate_on_submit():
        try:
            undo_help(db.session, who(), event, **form.values(), now=clock.now())
        except HelpUndone:
            flash(_("Lần ghi này đã bỏ trước đó."), "wait")
        else:
            flash(_("Đã bỏ lần ghi này. Nếu là thăm sau lớp, chuyến thăm chờ lại."), "good")
        return to(".help_given", help_id=event.id)
    return show(
        "training/help_undo.html",
        form=form,
        event=event,
        name=queries.names_of(db.session, [event])[event.id],
    )


@bp.route("/help/mine")
def help_mine() -> Response:
    """What helpers have noted of her, for her to read and to confirm."""
    events = queries.own_help(db.session, who())
    return show(
        "training/help_mine.html",
        events=events,
        accounts=queries.account_names(db.session, [one.helped_by_id for one in events]),
        **help_words(),
    )


@bp.route("/help/<uuid:help_id>/confirm", methods=["POST"])
def confirm(help_id: UUID) -> Response:
    """She says that it was so."""
    event = queries.own_event(db.session, who(), help_id)
    try:
        confirm_help(db.session, who(), event, now=clock.now())
    except OwnHelp as problem:
        raise NotFound(str(help_id)) from problem
    flash(_("Đã ghi: đúng là có người giúp."), "good")
    return to(".help_mine")
