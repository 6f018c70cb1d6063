"""The register of households: the list, a household, and setting it right."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.places.queries import commune, villages_of
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.households import HasLeft, LeftTooEarly, Nameless
from shopkit.shops.forms.register import (
    GroupsForm,
    HouseholdForm,
    LeaveForm,
    NewHouseholdForm,
    with_villages,
    with_words,
)
from shopkit.shops.models.register import Household
from shopkit.shops.queries import register as queries
from shopkit.shops.queries.branches import accompanying, branches_for
from shopkit.shops.queries.businesses import shops_of
from shopkit.shops.queries.history import happened_to
from shopkit.shops.queries.reach import READERS
from shopkit.shops.queries.twins import waiting_twins
from shopkit.shops.rules.register import GROUPS
from shopkit.shops.views import register_words as words
from shopkit.shops.views.blueprint import bp
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_PAGES = 10_000
# Who sets the register right: the officer everywhere, a village head in her own village.
WRITERS = (OFFICER, VILLAGE_HEAD)


def asked_page() -> int:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    return page


def is_office() -> bool:
    """Whether the page is for a desk with a large screen; the others have a phone."""
    return who().has(OFFICER, LEADER)


def own_commune_code(*roles: str) -> str:
    """The commune where she wears one of these hats, or that of her village."""
    codes = who().codes(COMMUNE, *(roles or READERS))
    if codes:
        return codes[0]
    return villages_to_choose(*roles)[0].commune_code


def villages_to_choose(*roles: str) -> Sequence[Village]:
    """The villages that are hers to look after under one of these hats, at least one."""
    codes = who().codes(COMMUNE, *(roles or READERS))
    if codes:
        return villages_of(db.session, codes[0])
    hers = [UUID(code) for code in who().codes(VILLAGE, VILLAGE_HEAD)]
    found = [one for code in hers if (one := db.session.get(Village, code))]
    if not found:
        raise NotFound
    return found


def chosen_village() -> tuple[UUID | None, bool]:
    """The village that the list is narrowed to, and whether it is those without any."""
    asked = request.args.get("village", "")
    if asked == queries.NO_VILLAGE:
        return None, True
    hers = {str(one.id): one.id for one in villages_to_choose()}
    return hers.get(asked), False


@bp.route("/register")
@for_roles(*READERS)
def register() -> Response:
    """Households by village with their counts, to be searched with marks or without."""
    text, page = request.args.get("q", "")[:60], asked_page()
    group = request.args.get("group", "")
    village_id, is_without = chosen_village()
    found, count = queries.households_in_reach(
        db.session,
        who(),
        text,
        village_id,
        page,
        group=group if group in GROUPS else "",
        is_without_village=is_without,
    )
    ids = [one.id for one in found]
    code = own_commune_code()
    return show(
        "shops/register.html",
        households=found,
        count=count,
        text=text,
        page=page,
        page_count=-(-count // queries.PAGE),
        group=group,
        village=request.args.get("village", ""),
        villages=villages_to_choose(),
        village_names=queries.village_words(db.session, (one.village_id for one in found)),
        groups=queries.groups_of(db.session, ids),
        accompanying=accompanying(db.session, ids),
        counts=queries.counts_by_village(db.session, code) if who().codes(COMMUNE) else [],
        commune=commune(db.session, code),
        twin_count=waiting_twins(db.session, who())[1],
        **around(),
    )


def around() -> dict[str, Any]:
    """What every page of the register needs: words, and what she may do."""
    return {
        "words": words,
        "is_office": is_office(),
        "may_write": who().has(*WRITERS),
        "may_bring": who().has(OFFICER),
        "may_walk_in": who().has(TRAINER, VILLAGE_HEAD, OFFICER),
    }


@bp.route("/register/households/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new_household() -> Response:
    """A household that was on no list."""
    form = NewHouseholdForm(since=clock.today())
    with_villages(form.village_id, villages_to_choose(*WRITERS), may_be_open=who().has(OFFICER))
    if form.validate_on_submit():
        values = form.values() | {"village_id": village_told(form.village_id.data)}
        try:
            household = actions.register_household(
                db.session, commune_code=own_commune_code(*WRITERS), **values, now=clock.now()
            )
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        else:
            actions.add_person(
                db.session,
                commune_code=household.commune_code,
                village_id=household.village_id,
                name=household.name[:80],
                household=household,
                phone=household.phone,
                is_head=True,
                now=clock.now(),
            )
            flash(_("Đã ghi vào sổ."), "good")
            return to(".household", household_id=household.id)
    return show("shops/household_form.html", form=form, household=None, **around())


def village_told(value: str) -> UUID | None:
    return UUID(value) if value else None


@bp.route("/register/households/<uuid:household_id>")
@for_roles(*READERS)
def household(household_id: UUID) -> Response:
    """A household with its people, groups, businesses, who accompanies it, and what happened."""
    found = queries.household_in_reach(db.session, who(), household_id)
    people = queries.people_of(db.session, found)
    businesses = queries.businesses_of_household(db.session, found)
    beside = accompanying(db.session, [found.id]).get(found.id, [])
    subjects = [found.id, *(one.id for one in people), *(one.id for one, _branch in beside)]
    given = {branch.id for _one, branch in beside}
    may_write = may_change(found)
    free = branches_for(db.session, who(), found) if may_write else []
    return show(
        "shops/household.html",
        household=found,
        people=people,
        businesses=businesses,
        shops=shops_of(db.session, [one.id for one in businesses]),
        beside=beside,
        branches=[one for one in free if one.id not in given],
        groups=queries.groups_of(db.session, [found.id]).get(found.id, []),
        happened=happened_to(db.session, [*subjects, *(one.id for one in businesses)]),
        village_names=queries.village_words(db.session, [found.village_id]),
        **around() | {"may_write": may_write},
    )


def may_change(found: Household) -> bool:
    """Whether one of her hats lets her set this household right today."""
    if found.until or found.merged_into_id:
        return False
    try:
        queries.household_in_reach(db.session, who(), found.id, *WRITERS)
    except NotFound:
        return False
    return True


def household_to_change(household_id: UUID) -> Household:
    return queries.household_in_reach(db.session, who(), household_id, *WRITERS)


@bp.route("/register/households/<uuid:household_id>/change", methods=["GET", "POST"])
@for_roles(*WRITERS)
def change_household(household_id: UUID) -> Response:
    found = household_to_change(household_id)
    form = HouseholdForm(
        name=found.name,
        village_id=str(found.village_id or ""),
        phone=found.phone,
        number=found.number,
    )
    with_villages(form.village_id, villages_to_choose(*WRITERS), may_be_open=who().has(OFFICER))
    if form.validate_on_submit():
        values = form.values() | {"village_id": village_told(form.village_id.data)}
        try:
            actions.change_household(db.session, found, **values, now=clock.now())
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        except HasLeft:
            form.refuse("name", _("Hộ này đã ghi là không còn ở đây. Mở lại hộ rồi sửa."))
        else:
            return to(".household", household_id=found.id)
    return show("shops/household_form.html", form=form, household=found, **around())


@bp.route("/register/households/<uuid:household_id>/leave", methods=["GET", "POST"])
@for_roles(*WRITERS)
def leave(household_id: UUID) -> Response:
    """The household is no longer here; until that day it stays in the figures."""
    found = household_to_change(household_id)
    form = LeaveForm(last_day=clock.today())
    if form.validate_on_submit():
        try:
            actions.leave(db.session, found, **form.values(), now=clock.now())
        except LeftTooEarly:
            form.refuse("last_day", _("Ngày này trước ngày hộ vào sổ. Xem lại ngày."))
        except HasLeft:
            form.refuse("last_day", _("Hộ này đã được ghi là không còn ở đây."))
        else:
            return to(".household", household_id=found.id)
    return show("shops/household_leave.html", form=form, household=found, **around())


@bp.route("/register/households/<uuid:household_id>/back", methods=["POST"])
@for_roles(*WRITERS)
def come_back(household_id: UUID) -> Response:
    found = household_to_change(household_id)
    actions.come_back(db.session, found, now=clock.now())
    flash(_("Hộ lại ở trong sổ."), "good")
    return to(".household", household_id=found.id)


@bp.route("/register/households/<uuid:household_id>/groups", methods=["GET", "POST"])
@for_roles(*WRITERS)
def household_groups(household_id: UUID) -> Response:
    """Which groups somebody of the household belongs to; targets are made of these."""
    found = household_to_change(household_id)
    if found.until or found.merged_into_id:
        return to(".household", household_id=found.id)
    known = queries.groups_of(db.session, [found.id]).get(found.id, [])
    form = GroupsForm(groups=known)
    with_words(form.groups, GROUPS, words.GROUPS)
    if form.validate_on_submit():
        today, now = clock.today(), clock.now()
        chosen = set(form.groups.data)
        for code in GROUPS:
            if code in chosen:
                actions.group_household(db.session, found, code, since=today, now=now)
            else:
                actions.ungroup_household(db.session, found, code, until=today, now=now)
        return to(".household", household_id=found.id)
    return show("shops/household_groups.html", form=form, household=found, **around())
