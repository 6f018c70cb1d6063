"""The guided list of a channel: one step a page, ticked when it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.views.adding import own_shop
from shopkit.channels.actions import guides as actions
from shopkit.channels.actions.listed import NothingToSee, say_still_there
from shopkit.channels.forms.listed import AddressForm
from shopkit.channels.models.listed import ChannelShop
from shopkit.channels.queries import listed as queries
from shopkit.channels.rules.guides import Guide
from shopkit.channels.rules.listed import (
    Address,
    AddressTooLong,
    AddressUnreadable,
    AddressUnsafe,
    address_in,
)
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.channels import known_guide, row_of
from shopkit.errors import NotFound, Refusal
from shopkit.shops.models.shops import Shop
from shopkit.web.forms import Form
from shopkit.web.language import LazyText, language
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db

ADDRESS_REFUSED: dict[type[Refusal], LazyText] = {
    AddressUnreadable: lazy("Chưa thấy liên kết. Mở ứng dụng, bấm chia sẻ, chép liên kết rồi dán."),
    AddressTooLong: lazy("Liên kết dài quá. Bấm chia sẻ trong ứng dụng để lấy liên kết ngắn."),
    AddressUnsafe: lazy("Liên kết này lạ. Chép lại từ ứng dụng, bắt đầu bằng https://."),
}
STEP_DONE, STEP_UNDONE = "done", "undone"


@bp.route("/channels/<channel>")
def guide(channel: str) -> Response:
    """All steps of a channel, each with when it was done; and what else can be done for it."""
    own, found = own_shop(), known_guide(channel)
    return show("channels/guide.html", **about(own, found))


def about(shop: Shop, found: Guide) -> dict[str, Any]:
    """What a page about one channel shows."""
    place = queries.channel_shop_or_none(db.session, shop, found.code)
    counts = queries.listing_counts(db.session, shop)
    return {
        "guide": found,
        "place": place,
        "done": done_steps(shop, place),
        "next_step": found.step_after(place.steps if place else {}),
        "row": row_of(shop, found, place, counts),
    }


@dataclass(frozen=True)
class Done:
    """When a step was ticked, and whether a helper did it beside her."""

    at: datetime
    is_helped: bool


def done_steps(shop: Shop, place: ChannelShop | None) -> dict[str, Done]:
    people = {str(one) for one in people_of_shop(db.session, shop.id)}
    steps = place.steps if place else {}
    return {
        step: Done(datetime.fromisoformat(done["at"]), done["by"] not in people)
        for step, done in steps.items()
    }


@bp.route("/channels/<channel>/steps/<step>", methods=["GET", "POST"])
def guide_step(channel: str, step: str) -> Response:
    """What to do in this step; ticking it leads to the next."""
    own, found = own_shop(), known_guide(channel)
    if step not in found.steps:
        raise NotFound(step)
    if request.method == "POST":
        settle_step(own, found, step)
        return after_step(own, found, step)
    return show("channels/guide_step.html", step=step, **about(own, found))


def settle_step(shop: Shop, found: Guide, step: str) -> None:
    """Tick a step, or take the tick back."""
    if request.form.get("state") == STEP_UNDONE:
        place = queries.channel_shop(db.session, shop, found.code)
        actions.untick_step(db.session, place, step=step, now=clock.now())
    else:
        actions.tick_step(db.session, shop, found, step=step, now=clock.now())


def after_step(shop: Shop, found: Guide, step: str) -> Response:
    names = list(found.steps)
    following = names[names.index(step) + 1 :]
    if request.form.get("state") == STEP_UNDONE or not following:
        return to(".guide", channel=found.code)
    return to(".guide_step", channel=found.code, step=following[0])


@bp.route("/channels/<channel>/address", methods=["GET", "POST"])
def shop_address(channel: str) -> Response:
    """Where the shop stands on this channel."""
    own, found = own_shop(), sold_elsewhere(channel)
    place = queries.channel_shop_or_none(db.session, own, found.code)
    form = AddressForm(obj=place)
    if form.validate_on_submit():
        address = read_address(form, found)
        if address:
            actions.note_shop_address(db.session, own, found, address=address, now=clock.now())
            flash(_("Đã ghi liên kết gian hàng."), "good")
            return to(".guide", channel=found.code)
    return show("channels/address.html", form=form, guide=found, asks_sure=asks_sure(form, found))


@bp.route("/channels/<channel>/still", methods=["POST"])
def channel_still_there(channel: str) -> Response:
    """One tap: the shop still stands there."""
    place = queries.channel_shop(db.session, own_shop(), sold_elsewhere(channel).code)
    try:
        say_still_there(db.session, place, now=clock.now())
    except NothingToSee as problem:
        raise NotFound(channel) from problem
    flash(_("Đã ghi: gian hàng vẫn mở."), "good")
    return to(".guide", channel=channel)


def sold_elsewhere(channel: str) -> Guide:
    """A channel whose addresses are typed; our own pages are known without."""
    found = known_guide(channel)
    if found.is_ours:
        raise NotFound(channel)
    return found


def read_address(form: AddressForm, found: Guide) -> Address | None:
    """The address that was typed; or None and the form says what to mend or to confirm."""
    try:
        address = address_in(form.address.data or "", found)
    except (AddressUnreadable, AddressTooLong, AddressUnsafe) as refusal:
        form.refuse("address", ADDRESS_REFUSED[type(refusal)])
        return None
    if not address.is_known and not form.sure.data:
        form.refuse(
            "sure",
            _(
                "Liên kết dẫn tới %(host)s, không phải %(channel)s. Mở thử, đúng thì đánh dấu.",
                host=address.host,
                channel=found.name(language()),
            ),
        )
        return None
    return address


def asks_sure(form: Form, found: Guide) -> bool:
    """Whether the page must ask if a strange site is right."""
    return "sure" in form.errors_by_field() or bool(form["sure"].data)
