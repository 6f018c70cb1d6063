"""A helper looks where the shops of her area sell, and types beside the seller."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import PUBLISHED
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.products import products_of
from shopkit.channels.actions import guides as steps
from shopkit.channels.actions import listed as actions
from shopkit.channels.forms.listed import AddressForm, BesideListingForm
from shopkit.channels.models.listed import LIVE, STALE, SUPPORTED, ChannelShop, Listing
from shopkit.channels.queries import listed as queries
from shopkit.channels.rules.guides import guides
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.channels import known_guide, rows_of
from shopkit.channels.views.guides import (
    about,
    asks_sure,
    read_address,
    settle_step,
    sold_elsewhere,
)
from shopkit.channels.views.listed import other_places
from shopkit.errors import NotFound
from shopkit.journal.models import SEEN, SELF_DECLARED
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.views.shops import beside_her, shop_to_see
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_CHOICES = 200


def shop_beside(shop_id: UUID) -> Shop:
    """The shop of the person who sits beside her; for others nothing is typed."""
    found = beside_her(shop_id)
    if found is None:
        raise NotFound(str(shop_id))
    return found[0]


@bp.route("/shops/<uuid:shop_id>/channels")
@for_roles(TRAINER)
def channels_beside(shop_id: UUID) -> Response:
    """What a shop of her area sells where, each with its link and who has seen it."""
    shop = shop_to_see(shop_id)
    places = queries.started_channels(db.session, shop)
    return show(
        "channels/channels_seen.html",
        shop=shop,
        rows=[row for row in rows_of(shop) if not row[0].is_ours],
        places={one.channel: one for one in places},
        listings=queries.listings_with_titles(db.session, shop, states=(SUPPORTED, LIVE, STALE)),
        may_see=shop.id not in who().shop_ids,
        may_type=beside_her(shop_id) is not None,
    )


@bp.route("/shops/<uuid:shop_id>/listings/<uuid:listing_id>/seen", methods=["POST"])
@for_roles(TRAINER)
def say_listing_seen(shop_id: UUID, listing_id: UUID) -> Response:
    """She has opened the link and found the product."""
    return seen(shop_id, queries.listing(db.session, shop_to_see(shop_id), listing_id))


@bp.route("/shops/<uuid:shop_id>/channels/<channel>/seen", methods=["POST"])
@for_roles(TRAINER)
def say_channel_seen(shop_id: UUID, channel: str) -> Response:
    """She has opened the link and found the shop."""
    return seen(shop_id, queries.channel_shop(db.session, shop_to_see(shop_id), channel))


def seen(shop_id: UUID, record: ChannelShop | Listing) -> Response:
    try:
        actions.see_there(db.session, record, by=who().account_id, now=clock.now())
    except (actions.OwnListing, actions.NothingToSee) as problem:
        raise NotFound(str(record.id)) from problem
    flash(_("Đã ghi: cán bộ đã xem."), "good")
    return to(".channels_beside", shop_id=shop_id)


@bp.route("/shops/<uuid:shop_id>/channels/<channel>", methods=["GET", "POST"])
@for_roles(TRAINER)
def guide_beside(shop_id: UUID, channel: str) -> Response:
    """The list of a channel on one page, ticked beside the seller."""
    shop, found = shop_beside(shop_id), known_guide(channel)
    if request.method == "POST":
        step = request.form.get("step", "")
        if step not in found.steps:
            raise NotFound(step)
        settle_step(shop, found, step)
        return to(".guide_beside", shop_id=shop_id, channel=channel)
    return show("channels/guide_beside.html", shop=shop, **about(shop, found))


@bp.route("/shops/<uuid:shop_id>/channels/<channel>/address", methods=["GET", "POST"])
@for_roles(TRAINER)
def address_beside(shop_id: UUID, channel: str) -> Response:
    """The link of her shop, typed by the helper: still the seller's own word."""
    shop, found = shop_beside(shop_id), sold_elsewhere(channel)
    form = AddressForm(obj=queries.channel_shop_or_none(db.session, shop, found.code))
    if form.validate_on_submit():
        address = read_address(form, found)
        if address:
            steps.note_shop_address(db.session, shop, found, address=address, now=clock.now())
            flash(_("Đã ghi liên kết gian hàng."), "good")
            return to(".channels_beside", shop_id=shop_id)
    return show(
        "channels/address.html",
        form=form,
        guide=found,
        shop=shop,
        asks_sure=asks_sure(form, found),
    )


@bp.route("/shops/<uuid:shop_id>/listings/new", methods=["GET", "POST"])
@for_roles(TRAINER)
def listing_beside(shop_id: UUID) -> Response:
    """A listing typed by the helper; seen too when she has opened the link."""
    shop = shop_beside(shop_id)
    form = BesideListingForm()
    form.product_id.choices = [
        (str(one.id), one.title)
        for one in products_of(db.session, shop, states=(PUBLISHED,), page=1)[:MOST_CHOICES]
    ]
    form.channel.choices = [(one.code, one.name(language())) for one in other_places()]
    if form.validate_on_submit() and noted(shop, form):
        flash(_("Đã ghi nơi bán."), "good")
        return to(".channels_beside", shop_id=shop_id)
    found = guides().get(form.channel.data or "", other_places()[0])
    return show(
        "channels/listing_beside.html", form=form, shop=shop, asks_sure=asks_sure(form, found)
    )


def noted(shop: Shop, form: BesideListingForm) -> bool:
    """Whether the listing was kept; otherwise the form says what is in the way."""
    found = guides()[form.channel.data]
    address = read_address(form, found) if form.address.data else None
    if form.is_seen.data and not form.address.data:
        form.refuse("address", _("Đã mở xem thì dán liên kết vào đây."))
    if form.errors:
        return False
    is_seen = form.is_seen.data and shop.id not in who().shop_ids
    product = product_of(db.session, shop, UUID(form.product_id.data))
    try:
        actions.note_listing(
            db.session,
            product,
            found,
            address=address,
            evidence=SEEN if is_seen else SELF_DECLARED,
            now=clock.now(),
        )
    except actions.TooManyListings:
        form.refuse("address", _("Hàng này đã ghi quá nhiều nơi. Bỏ bớt nơi đã thôi bán."))
        return False
    return True
