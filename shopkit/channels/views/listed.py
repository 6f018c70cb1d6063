"""Where each product is listed: its address there, since when, and who last saw it."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.views.adding import own_shop
from shopkit.channels.actions import listed as actions
from shopkit.channels.forms.listed import ListingForm
from shopkit.channels.models.listed import LIVE, STALE, SUPPORTED
from shopkit.channels.queries import listed as queries
from shopkit.channels.queries.template import reasons_for
from shopkit.channels.rules.guides import Guide, guides
from shopkit.channels.rules.template import SHOPEE
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.guides import asks_sure, read_address, sold_elsewhere
from shopkit.channels.views.listed_words import EVENT_WORDS, SEEN_WORDS
from shopkit.errors import NotFound
from shopkit.journal.write import entries_of
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/listings")
def listings() -> Response:
    """Everything of hers that is listed somewhere, what nobody saw for long first."""
    rows = queries.listings_with_titles(db.session, own_shop(), states=(SUPPORTED, LIVE, STALE))
    return show("channels/listings.html", rows=rows, most=queries.MOST_SHOWN)


@bp.route("/products/<uuid:product_id>/listed")
def listed_of(product_id: UUID) -> Response:
    """Where one product is or was listed."""
    own = own_shop()
    product = product_of(db.session, own, product_id)
    return show(
        "channels/listed.html",
        product=product,
        reasons=reasons_for(db.session, own, SHOPEE, product.id),
        listings=queries.listings_of(db.session, product),
    )


@bp.route("/products/<uuid:product_id>/listed/new")
def choose_listing(product_id: UUID) -> Response:
    """On which channel."""
    product = product_of(db.session, own_shop(), product_id)
    return show("channels/listed_where.html", product=product, channels=other_places())


def other_places() -> list[Guide]:
    return [one for one in guides().values() if not one.is_ours]


@bp.route("/products/<uuid:product_id>/listed/new/<channel>", methods=["GET", "POST"])
def note_listing(product_id: UUID, channel: str) -> Response:
    """The link of the listing; left empty while the site is still looking at it."""
    product = product_of(db.session, own_shop(), product_id)
    found = sold_elsewhere(channel)
    form = ListingForm()
    if form.validate_on_submit():
        address = read_address(form, found) if form.address.data else None
        if not form.errors:
            try:
                actions.note_listing(db.session, product, found, address=address, now=clock.now())
            except actions.TooManyListings:
                form.refuse("address", _("Hàng này đã ghi quá nhiều nơi. Bỏ bớt nơi đã thôi bán."))
            else:
                flash(_("Đã ghi nơi bán."), "good")
                return to(".listed_of", product_id=product.id)
    return show(
        "channels/listed_address.html",
        form=form,
        product=product,
        guide=found,
        asks_sure=asks_sure(form, found),
    )


@bp.route("/listings/<uuid:listing_id>")
def listing(listing_id: UUID) -> Response:
    """One listing: its address, and who saw it when."""
    own = own_shop()
    found = queries.listing(db.session, own, listing_id)
    return show(
        "channels/listing.html",
        listing=found,
        product=product_of(db.session, own, found.product_id),
        history=[
            (entry.at, EVENT_WORDS[entry.event], SEEN_WORDS[entry.evidence])
            for entry in entries_of(db.session, [found.id], limit=30)
            if entry.event in EVENT_WORDS and entry.evidence in SEEN_WORDS
        ],
    )


@bp.route("/listings/<uuid:listing_id>/still", methods=["POST"])
def still_listed(listing_id: UUID) -> Response:
    """One tap: it is still sold there."""
    found = queries.listing(db.session, own_shop(), listing_id)
    try:
        actions.say_still_there(db.session, found, now=clock.now())
    except actions.NothingToSee as problem:
        raise NotFound(str(listing_id)) from problem
    flash(_("Đã ghi: vẫn đang bán."), "good")
    return to(".listed_of", product_id=found.product_id)


@bp.route("/listings/<uuid:listing_id>/end", methods=["POST"])
def end_listing(listing_id: UUID) -> Response:
    """It is no longer sold there."""
    found = queries.listing(db.session, own_shop(), listing_id)
    actions.end_listing(db.session, found, now=clock.now())
    flash(_("Đã ghi: thôi bán ở đây."), "good")
    return to(".listed_of", product_id=found.product_id)
