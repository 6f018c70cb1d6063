"""Household businesses of the register, and joining them with the shops that opened here."""

from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.scope import OFFICER
from shopkit.shops.actions import register as actions
from shopkit.shops.actions.businesses import BusinessClosed, ShopJoined
from shopkit.shops.actions.households import Nameless
from shopkit.shops.forms.register import BusinessForm, with_villages, with_words
from shopkit.shops.models.shops import Business
from shopkit.shops.queries import businesses as queries
from shopkit.shops.queries.history import happened_to
from shopkit.shops.queries.reach import READERS
from shopkit.shops.queries.register import household_in_reach, village_words
from shopkit.shops.rules.register import BUSINESS_KINDS, SECTORS
from shopkit.shops.views import register_words as words
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.branches import id_of
from shopkit.shops.views.register import (
    WRITERS,
    around,
    asked_page,
    chosen_village,
    own_commune_code,
    village_told,
    villages_to_choose,
)
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


@bp.route("/register/businesses")
@for_roles(*READERS)
def businesses() -> Response:
    """The businesses of the register: with a shop here or without."""
    text, page = request.args.get("q", "")[:60], asked_page()
    shown = request.args.get("shown", "")
    village_id, _is_without = chosen_village()
    found, count = queries.businesses_in_reach(
        db.session, who(), text, village_id, page, shown=shown
    )
    ids = [one.id for one in found]
    waiting = queries.unjoined_shops(db.session, who())[1] if who().has(OFFICER) else 0
    return show(
        "shops/businesses.html",
        businesses=found,
        shops=queries.shops_of(db.session, ids),
        agreed=queries.may_be_counted(db.session, ids),
        village_names=village_words(db.session, (one.village_id for one in found)),
        villages=villages_to_choose(),
        village=request.args.get("village", ""),
        shown=shown,
        text=text,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        waiting=waiting,
        **around(),
    )


def business_form(**facts: Any) -> BusinessForm:
    form = BusinessForm(**facts)
    with_villages(form.village_id, villages_to_choose(*WRITERS), may_be_open=who().has(OFFICER))
    with_words(form.kind, BUSINESS_KINDS, words.BUSINESS_KINDS)
    with_words(form.sector, ("", *SECTORS), words.SECTORS)
    form.owner_gender.choices = list(words.GENDERS.items())
    return form


def told_by(form: BusinessForm) -> dict[str, Any]:
    return form.values() | {"village_id": village_told(form.village_id.data)}


@bp.route("/register/businesses/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new_business() -> Response:
    """A business on the register; asked from a household's page it belongs to that household."""
    asked = request.values.get("household", "")
    household = household_in_reach(db.session, who(), id_of(asked), *WRITERS) if asked else None
    form = business_form(
        kind="household",
        sector="",
        owner_gender="",
        owner_name=household.name if household else "",
        phone=household.phone if household else None,
        village_id=str(household.village_id or "") if household else "",
    )
    if form.validate_on_submit():
        try:
            made = actions.register_business(
                db.session,
                commune_code=own_commune_code(*WRITERS),
                household=household,
                **told_by(form),
                now=clock.now(),
            )
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        else:
            return to(".business", business_id=made.id)
    return show(
        "shops/business_form.html", form=form, business=None, household=household, **around()
    )


@bp.route("/register/businesses/<uuid:business_id>")
@for_roles(*READERS)
def business(business_id: UUID) -> Response:
    """A business, the shops it runs here, and what happened."""
    found = queries.business_in_reach(db.session, who(), business_id)
    household = household_or_none(found.household_id) if found.household_id is not None else None
    may_write = found.closed_at is None and may_change(found)
    return show(
        "shops/business.html",
        business=found,
        shops=queries.shops_of(db.session, [found.id]).get(found.id, []),
        household=household,
        village_names=village_words(db.session, [found.village_id]),
        happened=happened_to(db.session, [found.id]),
        **around() | {"may_write": may_write},
    )


def household_or_none(household_id: UUID) -> Any:
    try:
        return household_in_reach(db.session, who(), household_id)
    except NotFound:
        return None


def may_change(found: Business) -> bool:
    try:
        queries.business_in_reach(db.session, who(), found.id, *WRITERS)
    except NotFound:
        return False
    return True


@bp.route("/register/businesses/<uuid:business_id>/change", methods=["GET", "POST"])
@for_roles(*WRITERS)
def change_business(business_id: UUID) -> Response:
    found = queries.business_in_reach(db.session, who(), business_id, *WRITERS)
    form = business_form(
        name=found.name,
        village_id=str(found.village_id or ""),
        owner_name=found.owner_name,
        owner_gender=found.owner_gender,
        kind=found.kind,
        sector=found.sector,
        phone=found.phone,
        legal_basis=found.legal_basis,
    )
    if form.validate_on_submit():
        try:
            actions.change_business(db.session, found, **told_by(form), now=clock.now())
        except Nameless:
            form.refuse("name", _("Nhập tên bằng chữ."))
        except BusinessClosed:
            form.refuse("name", _("Hộ này đã ghi là thôi kinh doanh. Ghi một hộ kinh doanh mới."))
        else:
            return to(".business", business_id=found.id)
    return show("shops/business_form.html", form=form, business=found, household=None, **around())


@bp.route("/register/businesses/<uuid:business_id>/close", methods=["POST"])
@for_roles(*WRITERS)
def close_business(business_id: UUID) -> Response:
    found = queries.business_in_reach(db.session, who(), business_id, *WRITERS)
    if found.closed_at is None:
        actions.close_business(db.session, found, now=clock.now())
    flash(_("Đã ghi là thôi kinh doanh."), "good")
    return to(".business", business_id=found.id)


@bp.route("/register/joins")
@for_roles(OFFICER)
def joins() -> Response:
    """Shops that opened here, each beside the businesses of the register that may run it."""
    page = asked_page()
    found, count = queries.unjoined_shops(db.session, who(), page)
    pairs = [(shop, queries.proposals_for(db.session, shop)) for shop in found]
    ids = [shop.village_id for shop in found]
    ids += [one.business.village_id for _shop, told in pairs for one in told]
    return show(
        "shops/joins.html",
        pairs=pairs,
        count=count,
        page=page,
        page_count=-(-count // queries.SHOPS_A_PAGE),
        village_names=village_words(db.session, ids),
        **around(),
    )


@bp.route("/register/businesses/<uuid:business_id>/join", methods=["POST"])
@for_roles(OFFICER)
def join_shop(business_id: UUID) -> Response:
    """This business runs that shop: from now on both are known as one."""
    found = queries.business_in_reach(db.session, who(), business_id, OFFICER)
    shop = queries.shop_to_join(db.session, who(), id_of(request.form.get("shop", "")))
    try:
        actions.join_shop(db.session, found, shop, now=clock.now())
    except ShopJoined:
        flash(_("Cửa hàng này đã nối với một hộ kinh doanh khác."), "wait")
    except BusinessClosed:
        flash(_("Hộ này đã ghi là thôi kinh doanh, chưa nối được."), "wait")
    else:
        flash(_("Đã nối. Hộ này chỉ còn được đếm một lần."), "good")
    return to(".joins")


@bp.route("/register/joins/new", methods=["POST"])
@for_roles(OFFICER)
def register_shop() -> Response:
    """A shop whose business is on no list: put it on the register and join it."""
    shop = queries.shop_to_join(db.session, who(), id_of(request.form.get("shop", "")))
    if shop.business_id is None:
        made = actions.register_business(
            db.session,
            commune_code=shop.commune_code,
            village_id=shop.village_id,
            name=shop.name or shop.owner_name,
            owner_name=shop.owner_name,
            phone=shop.contact_phone,
            now=clock.now(),
        )
        actions.join_shop(db.session, made, shop, now=clock.now())
        flash(_("Đã ghi vào sổ và nối với cửa hàng."), "good")
    return to(".joins")


@bp.route("/register/businesses/<uuid:business_id>/part", methods=["POST"])
@for_roles(OFFICER)
def part_shop(business_id: UUID) -> Response:
    """Take back a join that was wrong."""
    found = queries.business_in_reach(db.session, who(), business_id, OFFICER)
    shop = queries.shop_to_join(db.session, who(), id_of(request.form.get("shop", "")))
    actions.part_shop(db.session, found, shop, now=clock.now())
    return to(".business", business_id=found.id)
