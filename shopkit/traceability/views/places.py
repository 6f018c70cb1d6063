"""Where a maker grows, makes and keeps her goods."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.places.queries import communes, communes_matching, place_label
from shopkit.shops.forms.shops import CommuneForm
from shopkit.traceability.actions import places as actions
from shopkit.traceability.forms.places import NumberForm, PlaceForm
from shopkit.traceability.models.places import ProductionPlace
from shopkit.traceability.queries import places as queries
from shopkit.traceability.rules.codes import NamedPlace
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.code_words import NUMBER_REFUSED, number_sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

MOST_FOUND = 12


def own_place(place_id: UUID) -> ProductionPlace:
    return queries.place(db.session, maker_shop(), place_id)


def area_label(place: ProductionPlace | NamedPlace) -> str:
    """The commune and province of a place; empty while unknown, or once the commune is no more."""
    if not place.area_code:
        return ""
    try:
        return place_label(db.session, place.area_code)
    except NotFound:
        return ""


@bp.route("/places")
def places() -> Response:
    own = maker_shop()
    found = queries.places_of(db.session, own)
    return show(
        "traceability/places.html",
        places=found,
        areas={one.id: area_label(one) for one in found},
        home=queries.home_of(own),
        home_area=area_label(queries.home_of(own)),
    )


@bp.route("/places/new", methods=["GET", "POST"])
def add_place() -> Response:
    own = maker_shop()
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            made = actions.add_place(db.session, own, **form.values(), now=clock.now())
        except actions.TooManyPlaces:
            limit = actions.MOST_PLACES
            form.refuse("name", _("Đã có %(limit)s nơi. Sửa một nơi đã có.", limit=limit))
        else:
            return to(".place", place_id=made.id)
    return show("traceability/place_form.html", form=form, place=None)


@bp.route("/places/<uuid:place_id>")
def place(place_id: UUID) -> Response:
    found = own_place(place_id)
    return show(
        "traceability/place.html",
        place=found,
        area=area_label(found),
        numbers=queries.numbers_of(db.session, found),
    )


@bp.route("/places/<uuid:place_id>/name", methods=["GET", "POST"])
def describe_place(place_id: UUID) -> Response:
    found = own_place(place_id)
    form = PlaceForm(obj=found)
    if form.validate_on_submit():
        actions.describe_place(db.session, found, **form.values(), now=clock.now())
        return to(".place", place_id=found.id)
    return show("traceability/place_form.html", form=form, place=found)


@bp.route("/places/<uuid:place_id>/commune", methods=["GET", "POST"])
def place_area(place_id: UUID) -> Response:
    """The commune in which it lies, by any of its names."""
    found = own_place(place_id)
    form = CommuneForm(commune_code=found.area_code)
    text = request.values.get("q", "")[:60]
    hits = communes_matching(db.session, text, limit=MOST_FOUND) if text.strip() else None
    seen = {"found": hits, "text": text, "chosen": form.commune_code.data}
    if request.args.get("rows"):
        return show("shops/commune_rows.html", **seen)
    if not request.form.get("find") and form.validate_on_submit():
        code = form.commune_code.data
        if code in communes(db.session, [code]):
            actions.set_area(db.session, found, area_code=code, now=clock.now())
            return to(".place", place_id=found.id)
        form.refuse("commune_code", _("Gõ tên xã rồi chạm vào đúng xã."))
    return show(
        "traceability/place_area.html", form=form, place=found, area=area_label(found), **seen
    )


@bp.route("/places/<uuid:place_id>/number", methods=["GET", "POST"])
def place_number(place_id: UUID) -> Response:
    """The GS1 number of the place, if one was granted."""
    found = own_place(place_id)
    form = NumberForm()
    if form.validate_on_submit():
        try:
            actions.declare_gln(
                db.session,
                found,
                gln=form.number.data,
                granted_on=form.granted_on.data,
                now=clock.now(),
            )
        except actions.GrantedInFuture:
            form.refuse("granted_on", _("Ngày được cấp ở sau hôm nay. Xem lại ngày."))
        except NUMBER_REFUSED as refusal:
            form.refuse("number", number_sentence(refusal, _("13 chữ số")))
        else:
            flash(_("Đã ghi mã địa điểm GS1."), "good")
            return to(".place", place_id=found.id)
    return show("traceability/place_number.html", form=form, place=found)


@bp.route("/places/<uuid:place_id>/close", methods=["POST"])
def close_place(place_id: UUID) -> Response:
    actions.close_place(db.session, own_place(place_id), now=clock.now())
    flash(_("Đã thôi dùng nơi này. Mã in trên tem cũ vẫn mở được."), "good")
    return to(".places")
