"""The long addresses of goods and places: our own by parts, and GS1 Digital Link.

A printed address keeps its meaning for ever, so one that only differs in letter case is sent on for
good, while an old code of a product opens its page where it stands.
"""

from urllib.parse import quote

from flask import redirect, request
from werkzeug.wrappers import Response

from qr_labels.payload import digital_link
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.own_codes import NOT_GS1, lot_code, place_code, product_code
from qr_labels.payload.serials import CodeMistyped, read_code
from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.addresses import product_path
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries import codes as queries
from shopkit.traceability.queries import places as place_queries
from shopkit.traceability.rules.codes import NamedPlace
from shopkit.traceability.rules.linkset import ALL, Link, asked_type
from shopkit.traceability.rules.trace_limits import Pace
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.linkset import (
    accepted,
    as_linkset,
    told_otherwise,
    wants_other_answer,
    with_links,
)
from shopkit.traceability.views.places import area_label
from shopkit.traceability.views.remembered import desk
from shopkit.traceability.views.trace import (
    begin_without_cookies,
    fresh,
    page_behind,
    pages_off,
    too_many,
    unknown,
)
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.state import db, parts

LOT, SERIAL = "10", "21"
# The signs that a path may carry as they are; the others were decoded and are written anew.
SAFE = "/-._~!$&'()*+,;=:@"


@bp.route("/t/<product>/<place>/<lot>")
@bp.route("/T/<product>/<place>/<lot>")
@bp.route("/t/<product>/<place>/<lot>/<serial>")
@bp.route("/T/<product>/<place>/<lot>/<serial>")
@public
def own_parts(product: str, place: str, lot: str, serial: str | None = None) -> Response:
    """The page of a batch, or of one item of it, by product, place and lot of our own."""
    begin_without_cookies()
    if is_pressed():
        return too_many()
    try:
        canonical = own_path(product, place, lot, serial)
        if request.path != canonical:
            return redirect(canonical, code=301)
        found, owner = queries.product_by_code(db.session, product)
        batch = queries.batch_by_parts(db.session, product, place, lot)
        return page_of(found, owner, batch, serial)
    except (PayloadError, NotFound):
        return missed(lot)


def own_path(product: str, place: str, lot: str, serial: str | None) -> str:
    """The one way in which we write such an address; raises PayloadError."""
    path = f"/t/{product_code(product)}/{place_code(place)}/{lot_code(lot)}"
    return f"{path}/{read_code(serial)}" if serial else path


@bp.route("/01/<path:rest>")
@public
def digital_link_page(rest: str) -> Response:
    """A GS1 Digital Link of a product, strictly read: variant, lot and serial after the GTIN."""
    begin_without_cookies()
    if is_pressed():
        return too_many()
    reading = read_link()
    if not reading.valid or reading.key != "01":
        return refused_link(reading)
    try:
        product, owner = queries.product_by_code(db.session, reading.ais["01"])
        lot, serial = reading.ais.get(LOT), reading.ais.get(SERIAL)
        batch = lot_forgiven(product, lot) if lot else None
        if serial and (batch or not lot):
            label = queries.label_in(
                db.session,
                read_code(serial),
                batch_id=batch.id if batch else None,
                product_id=product.id,
            )
            return told_otherwise_or_page(label.batch_id, label.code)
        return page_of(product, owner, batch, None, has_lot=bool(lot))
    except (CodeMistyped, NotFound):
        return missed(rest)


def lot_forgiven(product: Product, lot: str) -> Batch | None:
    """The batch of this lot; ours are in capitals, so small letters typed by hand are forgiven."""
    exact = queries.batch_by_lot_or_none(db.session, product, lot)
    return exact or queries.batch_by_lot_or_none(db.session, product, lot.upper())


def read_link() -> digital_link.LinkReading:
    """The address as it was asked for, read as GS1 reads it; our own host stands for any."""
    query = request.query_string.decode("latin-1")
    path = quote(request.path, safe=SAFE)
    return digital_link.parse("https://a" + path + ("?" + query if query else ""))


def page_of(
    product: Product, owner: Shop, batch: Batch | None, serial: str | None, *, has_lot: bool = True
) -> Response:
    """The page of the batch or the item; where the lot is unknown, of the product, with a word."""
    if batch is None:
        return product_page(product, owner, is_lot_unknown=has_lot)
    if serial is None:
        return told_otherwise_or_page(batch.id, batch.trace_code)
    label = queries.label_in(
        db.session, read_code(serial), batch_id=batch.id, product_id=product.id
    )
    return told_otherwise_or_page(batch.id, label.code)


def told_otherwise_or_page(batch_id: object, code: str) -> Response:
    if wants_other_answer():
        batch = db.session.get_one(Batch, batch_id)
        told = told_otherwise(batch.id, request.path)
        if told is not None:
            return told
    return with_links(page_behind(code), request.path)


def product_page(product: Product, owner: Shop, *, is_lot_unknown: bool) -> Response:
    """What a product code alone can tell: what it is and whose, never which batch."""
    if not parts().config.public_pages:
        return pages_off()
    anchor = parts().config.public_address + request.path
    links = product_links(product, anchor)
    asked = asked_type(request.args.get("linkType"))
    if asked == ALL or (asked is None and accepted() not in (None, "application/json")):
        return as_linkset(anchor, product.title, links)
    found = next((link for link in links[1:] if link.type == asked), None)
    if found:
        return fresh(redirect(found.href, code=307))
    response = show(
        "traceability/code_product.html",
        product=product,
        product_url=product_path(product.code) if product.is_published else None,
        shop=owner,
        is_lot_unknown=is_lot_unknown,
        codes=[queries.own_code(db.session, product)],
        gtin=queries.gtin_or_none(db.session, product),
        not_gs1=NOT_GS1,
        practice=owner.is_shown_as_practice,
    )
    return with_links(fresh(response), request.path)


def product_links(product: Product, anchor: str) -> list[Link]:
    links = [Link("defaultLink", anchor, product.title)]
    if product.is_published:
        shown = product_path(product.code)
        links.append(Link("pip", parts().config.public_address + shown, _("Trang sản phẩm")))
    return links


@bp.route("/d/<code>")
@bp.route("/D/<code>")
@public
def own_place(code: str) -> Response:
    """A place by its own code, in any letter case."""
    begin_without_cookies()
    if is_pressed():
        return too_many()
    try:
        canonical = f"/d/{place_code(code)}"
        if request.path != canonical:
            return redirect(canonical, code=301)
        return place_page(*place_queries.place_by_code(db.session, place_code(code)))
    except (PayloadError, NotFound):
        return missed(code)


@bp.route("/414/<path:rest>")
@public
def gs1_place(rest: str) -> Response:
    """A place by its GS1 number; an extension of it (254) is the same place to us."""
    begin_without_cookies()
    if is_pressed():
        return too_many()
    reading = read_link()
    if not reading.valid or reading.key != "414":
        return refused_link(reading)
    try:
        return place_page(*place_queries.place_by_gln(db.session, reading.ais["414"]))
    except NotFound:
        return missed(rest)


def place_page(place: NamedPlace, owner: Shop) -> Response:
    """A place as everybody may know it: its name and commune, never a home address."""
    if not parts().config.public_pages:
        return pages_off()
    return fresh(
        show(
            "traceability/place_public.html",
            place=place,
            shop=owner,
            area=area_label(place),
            not_gs1=NOT_GS1,
            practice=owner.is_shown_as_practice,
        )
    )


def refused_link(reading: digital_link.LinkReading) -> Response:
    """Why an address cannot be a GS1 Digital Link, in a sentence; nothing was looked up."""
    problem = reading.problems[0].problem if reading.problems else "no_key"
    return fresh(show("traceability/code_refused.html", 404, problem=problem))


def is_pressed() -> bool:
    """Whether nothing is looked up any more for this address, which has guessed wrong so often."""
    return desk().misses.pace(request.remote_addr, clock.now()) is Pace.CLOSED


def missed(typed: str) -> Response:
    """No such thing; who misses often is told to wait."""
    is_free = desk().misses.pace(request.remote_addr, clock.now()) is Pace.FREE
    desk().misses.note(request.remote_addr, clock.now())
    return unknown(typed) if is_free else too_many()
