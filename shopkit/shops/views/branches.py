"""Branches of the unions and digital teams: members, and the households they accompany."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.scope import OFFICER
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.branches import BranchClosed, BranchNameTaken
from shopkit.shops.actions.households import HasLeft, Nameless
from shopkit.shops.forms.register import BranchForm, ChosenForm, with_villages, with_words
from shopkit.shops.models.branches import Assignment, Branch, BranchMember
from shopkit.shops.models.register import Person
from shopkit.shops.queries import branches as queries
from shopkit.shops.queries.reach import READERS
from shopkit.shops.queries.register import (
    household_in_reach,
    households_in_reach,
    people_matching,
    person_in_reach,
    village_words,
)
from shopkit.shops.rules.register import ORGANISATIONS
from shopkit.shops.views import register_words as words
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.register import (
    WRITERS,
    around,
    asked_page,
    household_to_change,
    own_commune_code,
    village_told,
    villages_to_choose,
)
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_FOUND = 20


@bp.route("/register/branches")
@for_roles(*READERS)
def branches() -> Response:
    """The branches of her places: how many are in them, how many households they accompany."""
    page, organisation = asked_page(), request.args.get("organisation", "")
    if organisation not in ORGANISATIONS:
        organisation = ""
    found, count = queries.branches_in_reach(db.session, who(), page, organisation)
    return show(
        "shops/branches.html",
        branches=found,
        strengths=queries.strengths_of(db.session, found),
        village_names=village_words(db.session, (one.village_id for one in found)),
        organisation=organisation,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        **around(),
    )


def branch_form(**facts: object) -> BranchForm:
    form = BranchForm(**facts)
    with_words(form.organisation, ORGANISATIONS, words.ORGANISATIONS)
    with_villages(form.village_id, villages_to_choose(OFFICER))
    form.village_id.choices[0] = ("", _("Cả xã"))
    return form


@bp.route("/register/branches/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def new_branch() -> Response:
    form = branch_form(promised_count=5)
    if form.validate_on_submit():
        try:
            branch = actions.open_branch(
                db.session,
                commune_code=own_commune_code(OFFICER),
                organisation=form.organisation.data,
                name=form.name.data,
                village_id=village_told(form.village_id.data),
                promised_count=form.promised_count.data,
                since=clock.today(),
                now=clock.now(),
            )
        except BranchNameTaken:
            form.refuse("name", _("Tổ chức này đã có tổ, chi hội tên như vậy. Nhập tên khác."))
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        else:
            return to(".branch", branch_id=branch.id)
    return show("shops/branch_form.html", form=form, branch=None, **around())


@bp.route("/register/branches/<uuid:branch_id>")
@for_roles(*READERS)
def branch(branch_id: UUID) -> Response:
    """A branch with its members and the households it accompanies."""
    found = queries.branch_in_reach(db.session, who(), branch_id)
    page = asked_page()
    households, count = queries.households_of_branch(db.session, found, page)
    ids = [found.village_id, *(one.village_id for _link, one in households)]
    return show(
        "shops/branch.html",
        branch=found,
        members=queries.members_of(db.session, found),
        households=households,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        village_names=village_words(db.session, ids),
        **around() | {"may_write": found.until is None and may_change(found)},
    )


def may_change(found: Branch) -> bool:
    try:
        queries.branch_in_reach(db.session, who(), found.id, *WRITERS)
    except NotFound:
        return False
    return True


def branch_to_change(branch_id: UUID) -> Branch:
    return queries.branch_in_reach(db.session, who(), branch_id, *WRITERS)


@bp.route("/register/branches/<uuid:branch_id>/change", methods=["GET", "POST"])
@for_roles(OFFICER)
def change_branch(branch_id: UUID) -> Response:
    found = queries.branch_in_reach(db.session, who(), branch_id, OFFICER)
    form = branch_form(
        organisation=found.organisation,
        name=found.name,
        village_id=str(found.village_id or ""),
        promised_count=found.promised_count,
    )
    if form.validate_on_submit():
        try:
            actions.change_branch(
                db.session,
                found,
                name=form.name.data,
                village_id=village_told(form.village_id.data),
                promised_count=form.promised_count.data,
                now=clock.now(),
            )
        except BranchNameTaken:
            form.refuse("name", _("Tổ chức này đã có tổ, chi hội tên như vậy. Nhập tên khác."))
        except BranchClosed:
            form.refuse("name", _("Tổ, chi hội này đã ngừng. Lập tổ, chi hội mới."))
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        else:
            return to(".branch", branch_id=found.id)
    return show("shops/branch_form.html", form=form, branch=found, **around())


@bp.route("/register/branches/<uuid:branch_id>/close", methods=["POST"])
@for_roles(OFFICER)
def close_branch(branch_id: UUID) -> Response:
    found = queries.branch_in_reach(db.session, who(), branch_id, OFFICER)
    if found.until is None:
        actions.close_branch(db.session, found, until=clock.today(), now=clock.now())
    flash(_("Đã ghi là tổ, chi hội ngừng hoạt động. Các hộ của tổ chưa có ai đồng hành."), "wait")
    return to(".branches")


@bp.route("/register/branches/<uuid:branch_id>/members/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new_member(branch_id: UUID) -> Response:
    """Somebody of the register joins a branch."""
    found = branch_to_change(branch_id)
    text = request.values.get("q", "")[:60]
    form = ChosenForm()
    if not request.form.get("find") and form.validate_on_submit():
        person = person_in_reach(db.session, who(), id_of(form.chosen.data), *WRITERS)
        is_leader = request.form.get("is_leader") == "1"
        try:
            actions.add_member(
                db.session, found, person, since=clock.today(), is_leader=is_leader, now=clock.now()
            )
        except BranchClosed:
            form.refuse("chosen", _("Tổ, chi hội này đã ngừng. Lập tổ, chi hội mới."))
        else:
            return to(".branch", branch_id=found.id)
    people = people_matching(db.session, who(), text, limit=MOST_FOUND) if text.strip() else None
    names = village_words(db.session, (one.village_id for one in people or ()))
    rows = [
        (str(one.id), one.name, detail_of(village_of(names, one), one.birth_year))
        for one in people or ()
    ]
    return show(
        "shops/branch_member.html", form=form, branch=found, text=text, rows=rows, **around()
    )


def detail_of(village: str | None, birth_year: int | None = None) -> str:
    year = _("sinh %(year)s", year=birth_year) if birth_year else ""
    return ", ".join(part for part in (village or "", year) if part)


def village_of(names: dict[UUID, str], person: Person) -> str | None:
    return names.get(person.village_id) if person.village_id else None


def id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound(text) from problem


@bp.route("/register/branches/<uuid:branch_id>/members/<uuid:member_id>/out", methods=["POST"])
@for_roles(*WRITERS)
def member_out(branch_id: UUID, member_id: UUID) -> Response:
    found = branch_to_change(branch_id)
    member = db.session.get(BranchMember, member_id)
    if member is None or member.branch_id != found.id:
        raise NotFound(str(member_id))
    actions.take_out_member(db.session, member, until=clock.today(), now=clock.now())
    return to(".branch", branch_id=found.id)


@bp.route("/register/branches/<uuid:branch_id>/households/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new_assignment(branch_id: UUID) -> Response:
    """Households for a branch to accompany: several can be ticked at once."""
    found = branch_to_change(branch_id)
    text, page = request.values.get("q", "")[:60], asked_page()
    if request.method == "POST" and not request.form.get("find"):
        chosen = [id_of(one) for one in request.form.getlist("household")[:100]]
        now, today = clock.now(), clock.today()
        for household_id in chosen:
            actions.assign(
                db.session, found, household_to_change(household_id), since=today, now=now
            )
        flash(_("Đã giao %(num)s hộ.", num=len(chosen)), "good")
        return to(".branch", branch_id=found.id)
    households, count = households_in_reach(db.session, who(), text, found.village_id, page)
    beside = queries.accompanying(db.session, (one.id for one in households))
    given = {
        household_id
        for household_id, links in beside.items()
        if any(one.id == found.id for _link, one in links)
    }
    return show(
        "shops/branch_households.html",
        branch=found,
        households=households,
        given=given,
        text=text,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        village_names=village_words(db.session, (one.village_id for one in households)),
        **around(),
    )


@bp.route("/register/households/<uuid:household_id>/branch", methods=["POST"])
@for_roles(*WRITERS)
def give_to_branch(household_id: UUID) -> Response:
    """Give a household to a branch, from the household's own page."""
    household = household_to_change(household_id)
    found = queries.branch_in_reach(
        db.session, who(), id_of(request.form.get("branch", "")), *WRITERS
    )
    try:
        actions.assign(db.session, found, household, since=clock.today(), now=clock.now())
    except (BranchClosed, HasLeft):
        flash(_("Tổ hoặc hộ này đã ngừng, chưa giao được."), "wait")
    return to(".household", household_id=household.id)


@bp.route("/register/assignments/<uuid:assignment_id>/end", methods=["POST"])
@for_roles(*WRITERS)
def end_assignment(assignment_id: UUID) -> Response:
    """The branch no longer accompanies the household."""
    found = db.session.get(Assignment, assignment_id)
    if found is None:
        raise NotFound(str(assignment_id))
    household = household_in_reach(db.session, who(), found.household_id, *WRITERS)
    actions.end_assignment(db.session, found, until=clock.today(), now=clock.now())
    return to(".household", household_id=household.id)
