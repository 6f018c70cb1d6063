"""Telling what a shop is and where it stands, and looking after the shops of a place."""

from uuid import UUID

from flask import flash, request, session, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.cards import NoCardForStaff, make_card
from shopkit.accounts.models import Account
from shopkit.accounts.queries import account
from shopkit.accounts.views.cards import show_made_card
from shopkit.errors import NotFound
from shopkit.places.queries import communes, communes_matching, place_label, villages_of
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.actions import shops as actions
from shopkit.shops.forms.shops import (
    MAKER,
    NO_VILLAGE,
    RESELLER,
    BesideForm,
    CommuneForm,
    MakerForm,
    NameForm,
    VillageForm,
)
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries import shops as queries
from shopkit.shops.views.blueprint import bp
from shopkit.web.doors import for_roles, repeatable
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_FOUND = 12
MOST_PAGES = 1000
KINDS = {True: MAKER, False: RESELLER, None: None}
# Which shop and person a helper was let in to by the phone number she was told, in her browser.
BESIDE = "beside"


def own_shop() -> Shop:
    return queries.shop(db.session, who())


@bp.route("/shop")
def own() -> Response:
    """All that was told about the shop, each answer with its way to change it."""
    shop = own_shop()
    place = place_label(db.session, shop.commune_code) if shop.is_placed else None
    villages = queries.village_names(db.session, [shop])
    return show("shops/own.html", shop=shop, place=place, villages=villages)


@bp.route("/shop/name", methods=["GET", "POST"])
def name() -> Response:
    """First question: its name and what it sells."""
    shop = own_shop()
    form = NameForm(obj=shop)
    if form.validate_on_submit():
        actions.name_shop(db.session, shop, **form.values(), now=clock.now())
        return go_on(shop)
    return show("shops/name.html", form=form, told=is_told(shop))


@bp.route("/shop/kind", methods=["GET", "POST"])
def kind() -> Response:
    """Second question: made by herself, or sold on."""
    shop = own_shop()
    form = MakerForm(kind=KINDS[shop.is_maker])
    if form.validate_on_submit():
        actions.say_maker(db.session, shop, is_maker=form.kind.data == MAKER, now=clock.now())
        return go_on(shop)
    return show("shops/kind.html", form=form, told=is_told(shop))


@bp.route("/shop/commune", methods=["GET", "POST"])
def commune() -> Response:
    """Third question: the commune, by any of its names; a divided old one asks which part."""
    shop = own_shop()
    form = CommuneForm(commune_code=shop.commune_code)
    text = request.values.get("q", "")[:60]
    found = communes_matching(db.session, text, limit=MOST_FOUND) if text.strip() else None
    seen = {"found": found, "text": text, "chosen": form.commune_code.data}
    if request.args.get("rows"):
        return show("shops/commune_rows.html", **seen)
    if not request.form.get("find") and form.validate_on_submit():
        code = form.commune_code.data
        if code in communes(db.session, [code]):
            village_id = shop.village_id if code == shop.commune_code else None
            actions.place_shop(
                db.session, shop, commune_code=code, village_id=village_id, now=clock.now()
            )
            return to(".village")
        form.refuse("commune_code", _("Gõ tên xã rồi chạm vào đúng xã."))
    place = place_label(db.session, shop.commune_code) if shop.is_placed else None
    return show("shops/commune.html", form=form, told=is_told(shop), place=place, **seen)


@bp.route("/shop/village", methods=["GET", "POST"])
def village() -> Response:
    """Fourth question: the village, from the commune's own register."""
    shop = own_shop()
    if not shop.is_placed:
        return to(".commune")
    villages = villages_of(db.session, shop.commune_code)
    form = VillageForm(village_id=str(shop.village_id or ""))
    form.village_id.choices = [(str(one.id), one.name) for one in villages]
    form.village_id.choices.append((NO_VILLAGE, _("Để sau, hoặc không có trong danh sách")))
    if form.validate_on_submit():
        chosen = form.village_id.data
        actions.place_shop(
            db.session,
            shop,
            commune_code=shop.commune_code,
            village_id=None if chosen == NO_VILLAGE else UUID(chosen),
            now=clock.now(),
        )
        return go_on(shop)
    return show("shops/village.html", form=form, told=is_told(shop), has_villages=bool(villages))


def is_told(shop: Shop) -> bool:
    """Whether the first round of questions is over, so that a page only changes one answer."""
    return bool(shop.name) and shop.is_maker is not None and shop.is_placed


def go_on(shop: Shop) -> Response:
    """To the first question without an answer; to all answers when each has one."""
    if not shop.name:
        return to(".name")
    if shop.is_maker is None:
        return to(".kind")
    if not shop.is_placed:
        return to(".commune")
    if not queries.has_answered_report(db.session, shop):
        return to("accounts.consents", next="/")
    return to(".own")


@bp.route("/shops")
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
def shops() -> Response:
    """The shops of her places that agreed to be seen."""
    text = request.args.get("q", "")[:60]
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    found, count = queries.shops_in_reach(db.session, who(), text, page=page)
    return show(
        "shops/shops.html",
        shops=found,
        villages=queries.village_names(db.session, found),
        text=text,
        page=page,
        page_count=-(-count // queries.PAGE),
        count=count,
        may_help=who().has(TRAINER),
    )


@bp.route("/shops/beside", methods=["GET", "POST"])
@for_roles(TRAINER)
@repeatable("it finds and changes nothing")
def beside() -> Response:
    """Find the shop of somebody who sits here and tells her phone number."""
    form = BesideForm()
    if form.validate_on_submit():
        try:
            shop, person = queries.shop_beside(db.session, who(), form.phone.data, TRAINER)
        except NotFound:
            form.refuse("phone", _("Chưa thấy cửa hàng của số này trong địa bàn. Xem lại số."))
        else:
            session[BESIDE] = [shop.id.hex, person.id.hex]
            return to(".shop_for_staff", shop_id=shop.id)
    return show("shops/beside.html", form=form)


def beside_her(shop_id: UUID) -> tuple[Shop, Account] | None:
    """The shop and its person, when she was told the number in this browser."""
    shop_hex, person_hex = session.get(BESIDE, ("", ""))
    if shop_hex != shop_id.hex or not who().has(TRAINER):
        return None
    phone = account(db.session, UUID(person_hex)).phone
    return queries.shop_beside(db.session, who(), phone, TRAINER)


def shop_to_see(shop_id: UUID) -> Shop:
    found = beside_her(shop_id)
    return found[0] if found else queries.shop_in_reach(db.session, who(), shop_id)


@bp.route("/shops/<uuid:shop_id>")
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
def shop_for_staff(shop_id: UUID) -> Response:
    """What the staff may know of a shop, and what they may do for it."""
    shop = shop_to_see(shop_id)
    found = beside_her(shop_id)
    return show(
        "shops/shop_for_staff.html",
        shop=shop,
        villages=queries.village_names(db.session, [shop]),
        person=found[1] if found else None,
        may_say_seen=who().has(TRAINER, VILLAGE_HEAD) and shop_id not in who().shop_ids,
        may_help=who().has(TRAINER),
    )


@bp.route("/shops/<uuid:shop_id>/seen", methods=["POST"])
@for_roles(TRAINER, VILLAGE_HEAD)
def say_seen(shop_id: UUID) -> Response:
    """She has been there and seen that this shop is what it says."""
    try:
        actions.see_shop(db.session, shop_to_see(shop_id), by=who().account_id, now=clock.now())
    except actions.OwnShop as problem:
        raise NotFound(str(shop_id)) from problem
    return to(".shop_for_staff", shop_id=shop_id)


@bp.route("/shops/<uuid:shop_id>/card", methods=["POST"])
@for_roles(TRAINER)
def make_sign_in_card(shop_id: UUID) -> Response:
    """A card for the new phone of the person who sits beside her, or for a forgotten PIN."""
    found = beside_her(shop_id)
    if found is None:
        return to(".beside")
    resets_pin = request.form.get("resets_pin") == "1"
    try:
        made = make_card(
            db.session, found[1], made_by=who(), resets_pin=resets_pin, now=clock.now()
        )
    except NoCardForStaff:
        flash(_("Người này là cán bộ. Nhờ người quản trị máy chủ mở lại tài khoản."), "wait")
        return to(".shop_for_staff", shop_id=shop_id)
    return show_made_card(made, url_for(".shop_for_staff", shop_id=shop_id))
