"""Lists that the commune keeps in spreadsheets: sending one, which village is which, its words."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.imports.actions.bringing import bring as bring_table
from shopkit.imports.actions.specs import Spec
from shopkit.imports.models import CHECKED, UPLOADED, Import
from shopkit.imports.queries import import_of
from shopkit.imports.rules.columns import Wanted
from shopkit.imports.views.arriving import arrived_file
from shopkit.imports.views.running import go_on, try_it
from shopkit.imports.views.showing import state_badges
from shopkit.places.actions import remember_old_name
from shopkit.places.queries import village, villages_of
from shopkit.scope import OFFICER
from shopkit.shops.actions import branch_lists, business_lists, household_checks, household_lists
from shopkit.shops.actions.list_trials import Begin, names_to_ask, trial_with
from shopkit.shops.actions.lists import (
    ASKED,
    BRANCH_LIST,
    BUSINESS_LIST,
    DIVIDED,
    HOUSEHOLD_LIST,
    NOWHERE,
    SINCE,
    SOURCE,
    Unplaced,
    point_out_villages,
)
from shopkit.shops.forms.bringing import LATER, ListForm, villages_form
from shopkit.shops.queries.imported import lists_brought
from shopkit.shops.rules import lists as rules
from shopkit.shops.views import bringing_words as said
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.register import around, own_commune_code
from shopkit.web.doors import for_roles, takes_tables
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

KINDS = {
    "households": HOUSEHOLD_LIST,
    "businesses": BUSINESS_LIST,
    "branches": BRANCH_LIST,
}


@bp.route("/register/bring", methods=["GET", "POST"])
@for_roles(OFFICER)
@takes_tables
def bring() -> Response:
    """Send a list as it is; it is tried and shown before anything is taken."""
    what = request.values.get("what", HOUSEHOLD_LIST)
    spec = SPECS_BY_KIND.get(KINDS.get(what, ""))
    if spec is None:
        raise NotFound(what)
    with parts().database.reading() as looking:  # while the file is read, others may write
        earlier = lists_brought(looking, who(), list(SPECS_BY_KIND))
    form = ListForm(since=clock.today())
    arrived = arrived_file(form)
    if arrived is None:
        return show(
            "shops/bring.html",
            form=form,
            what=what,
            title=spec.words.title(),
            earlier=earlier,
            states=state_badges(),
            titles={kind: one.words.title() for kind, one in SPECS_BY_KIND.items()},
            **around(),
        )
    brought = bring_table(
        db.session,
        parts().files,
        spec,
        import_id=arrived.import_id,
        rows_file=arrived.rows_file,
        name=arrived.name,
        owner_id=who().account_id,
        commune_code=own_commune_code(OFFICER),
        now=clock.now(),
    )
    brought.wishes = {SOURCE: form.source.data, SINCE: form.since.data.isoformat()}
    return go_on(brought)


def own_list(import_id: UUID) -> Import:
    """A list that she brought herself and that can still be tried."""
    brought = import_of(db.session, who(), import_id)
    if brought.kind not in SPECS_BY_KIND or brought.commune_code != own_commune_code(OFFICER):
        raise NotFound(str(import_id))
    return brought


@bp.route("/register/bring/<uuid:import_id>/villages", methods=["GET", "POST"])
@for_roles(OFFICER)
def brought_villages(import_id: UUID) -> Response:
    """Which village of today each unknown name means; it is remembered for the next list."""
    brought = own_list(import_id)
    if brought.state not in (UPLOADED, CHECKED) or brought.rows_file is None:
        return to("imports.look", import_id=brought.id)
    names, has_missing = names_to_ask(db.session, parts().files, brought)
    villages = villages_of(db.session, brought.commune_code)
    here = {one.id: one.name for one in villages}
    choices: list[tuple[str, Any]] = [(LATER, _("Chưa chọn: các dòng này chưa lấy"))]
    choices += [(one.id.hex, one.name) for one in villages]
    choices.append((NOWHERE, _("Không phải thôn của xã: bỏ các dòng này")))
    form = villages_form([(one.key, one.typed) for one in names], choices, has_missing)
    if form.validate_on_submit():
        told = [(one.key, form[f"v{number}"].data) for number, one in enumerate(names)]
        keep_villages(brought, told, form["whole"].data if has_missing else LATER)
        brought.state = UPLOADED
        return try_it(brought)
    return show(
        "shops/bring_villages.html",
        form=form,
        brought=brought,
        names=[(form[f"v{number}"], one, detail_of(one, here)) for number, one in enumerate(names)],
        has_missing=has_missing,
        **around(),
    )


def detail_of(one: Unplaced, villages: dict[UUID, str]) -> str:
    """Why a name is asked about, and what it may be."""
    why = said.reason_word(one.how)
    near = villages.get(one.likeliest) if one.likeliest and one.how != DIVIDED else None
    return f"{why}. " + _("Gần giống: %(name)s.", name=near) if near else f"{why}."


def keep_villages(brought: Import, told: list[tuple[str, str]], whole: str) -> None:
    """Keep the answers with this list, and what is now known with the villages themselves."""
    answers: list[tuple[str, UUID | None]] = []
    for key, value in told:
        if value == NOWHERE:
            answers.append((key, None))
        elif value != LATER:
            found = village(db.session, brought.commune_code, UUID(value))
            answers.append((key, found.id))
            remember_old_name(db.session, found, key, now=clock.now())
    all_of = UUID(whole) if whole not in (LATER, NOWHERE) else None
    point_out_villages(db.session, brought, answers, all_of)


def asks(_session: object, files: Files, brought: Import) -> str | None:
    """The question about villages, where a name is unknown and she was not asked yet."""
    if ASKED in brought.wishes:
        return None
    names, has_missing = names_to_ask(db.session, files, brought)
    if not names and (not has_missing or brought.kind == BRANCH_LIST):
        return None
    return url_for("shops.brought_villages", import_id=brought.id)


def spec_of(
    kind: str, wanted: Wanted, kept: tuple[str, ...], keep: Any, begin_trial: Begin
) -> Spec:
    return Spec(
        kind=kind,
        wanted=wanted,
        kept=kept,
        keep=keep,
        begin_trial=begin_trial,
        asks=asks,
        checked_page="shops/bring_checked.html",
        result_page="shops/bring_result.html",
        words=said.words_of(kind),
    )


def spec_by_kind(kind: str) -> Spec:
    return SPECS_BY_KIND[kind]


HOUSEHOLDS = spec_of(
    HOUSEHOLD_LIST,
    rules.HOUSEHOLD_LIST,
    household_lists.KEPT,
    household_lists.keep,
    trial_with(household_checks.HouseholdCheck, spec_by_kind),
)
BUSINESSES = spec_of(
    BUSINESS_LIST,
    rules.BUSINESS_LIST,
    business_lists.KEPT,
    business_lists.keep,
    trial_with(business_lists.BusinessCheck, spec_by_kind),
)
BRANCHES = spec_of(
    BRANCH_LIST,
    rules.BRANCH_LIST,
    branch_lists.KEPT,
    branch_lists.keep,
    trial_with(branch_lists.BranchCheck, spec_by_kind),
)
SPECS = (HOUSEHOLDS, BUSINESSES, BRANCHES)
SPECS_BY_KIND = {spec.kind: spec for spec in SPECS}
