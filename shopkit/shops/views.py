"""Telling what a shop is and where it stands, one question a page."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.places.queries import communes, communes_matching, villages_of
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops import actions
from shopkit.shops.forms import (
    MAKER,
    NO_VILLAGE,
    RESELLER,
    CommuneForm,
    MakerForm,
    NameForm,
    VillageForm,
)
from shopkit.shops.models import Shop
from shopkit.shops.queries import shop, shop_in_reach, shops_in_reach
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

bp = Blueprint("shops", __name__)

MOST_FOUND = 12
KINDS = {True: MAKER, False: RESELLER, None: None}


def own_shop() -> Shop:
    return shop(db.session, who())


@bp.route("/shop/name", methods=["GET", "POST"])
def name() -> Response:
    """First question: its name and what it sells."""
    own = own_shop()
    form = NameForm(obj=own)
    if form.validate_on_submit():
        actions.name_shop(db.session, own, **form.values(), now=clock.now())
        return to(".kind")
    return show("shops/name.html", form=form)


@bp.route("/shop/kind", methods=["GET", "POST"])
def kind() -> Response:
    """Second question: made by herself, or sold on."""
    own = own_shop()
    form = MakerForm(kind=KINDS.get(own.is_maker))
    if form.validate_on_submit():
        actions.say_maker(db.session, own, is_maker=form.kind.data == MAKER, now=clock.now())
        return to(".commune")
    return show("shops/kind.html", form=form)


@bp.route("/shop/commune", methods=["GET", "POST"])
def commune() -> Response:
    """Third question: the commune, by any of its names; a divided old one asks which part."""
    own = own_shop()
    form = CommuneForm(commune_code=own.commune_code)
    text = request.values.get("q", "")[:60]
    found = communes_matching(db.session, text, limit=MOST_FOUND) if text.strip() else None
    if request.args.get("rows"):
        return show("shops/commune_rows.html", found=found, text=text, chosen=own.commune_code)
    if not request.form.get("find") and form.validate_on_submit():
        if form.commune_code.data not in communes(db.session, [form.commune_code.data]):
            form.refuse("commune_code", _("Gõ tên xã rồi chạm vào đúng xã."))
        else:
            same = form.commune_code.data == own.commune_code
            actions.place_shop(
                db.session,
                own,
                commune_code=form.commune_code.data,
                village_id=own.village_id if same else None,
                now=clock.now(),
            )
            return to(".village")
    return show("shops/commune.html", form=form, found=found, text=text, chosen=own.commune_code)


@bp.route("/shop/village", methods=["GET", "POST"])
def village() -> Response:
    """Fourth question: the village, from the commune's own register."""
    own = own_shop()
    villages = villages_of(db.session, own.commune_code) if own.is_placed else []
    form = VillageForm(village_id=str(own.village_id or ""))
    form.village_id.choices = [(str(one.id), one.name) for one in villages]
    form.village_id.choices.append((NO_VILLAGE, _("Để sau, hoặc không có trong danh sách")))
    if form.validate_on_submit():
        chosen = form.village_id.data
        actions.place_shop(
            db.session,
            own,
            commune_code=own.commune_code,
            village_id=None if chosen == NO_VILLAGE else UUID(chosen),
            now=clock.now(),
        )
        return to("accounts.consents")
    return show("shops/village.html", form=form, has_villages=bool(villages))


@bp.route("/shops")
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
def shops() -> Response:
    """The shops of her places, for those who look after them."""
    text = request.args.get("q", "")[:60]
    return show("shops/shops.html", shops=shops_in_reach(db.session, who(), text), text=text)


@bp.route("/shops/<uuid:shop_id>")
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)
def shop_for_staff(shop_id: UUID) -> Response:
    found = shop_in_reach(db.session, who(), shop_id)
    return show("shops/shop_for_staff.html", shop=found, may_help=who().has(TRAINER))


@bp.route("/shops/<uuid:shop_id>/seen", methods=["POST"])
@for_roles(TRAINER, VILLAGE_HEAD, OFFICER)
def say_seen(shop_id: UUID) -> Response:
    """She has been there and seen that this shop is what it says."""
    found = shop_in_reach(db.session, who(), shop_id)
    actions.see_shop(db.session, found, by=who().account_id, now=clock.now())
    return to(".shop_for_staff", shop_id=shop_id)
