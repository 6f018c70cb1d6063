"""Where a shop sells: every channel with how far it has come and who has seen it."""

from collections.abc import Mapping

from werkzeug.wrappers import Response

from shopkit.catalog.queries.products import published_count
from shopkit.catalog.views.adding import own_shop
from shopkit.channels.models.listed import LIVE, ChannelShop
from shopkit.channels.queries import listed as queries
from shopkit.channels.rules.guides import Guide, days_until_stale, guides
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.listed_words import (
    CERTAINTY_WORDS,
    STEP_ICONS,
    STEP_WORDS,
    Badge,
    channel_state,
    listing_state,
    seen_line,
)
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show
from shopkit.web.state import db, parts

Row = tuple[Guide, Badge, str]


@bp.app_context_processor
def channel_words() -> dict[str, object]:
    return {
        "listing_state": listing_state,
        "seen_line": seen_line,
        "certainty_words": CERTAINTY_WORDS,
        "step_words": STEP_WORDS,
        "step_icons": STEP_ICONS,
        "guides": guides(),
    }


def known_guide(channel: str) -> Guide:
    if channel not in guides():
        raise NotFound(channel)
    return guides()[channel]


@bp.route("/channels")
def channels() -> Response:
    """First what sellers here use, then the rest."""
    own = own_shop()
    rows = rows_of(own)
    return show(
        "channels/channels.html",
        first=[row for row in rows if row[0].is_first],
        rest=[row for row in rows if not row[0].is_first],
        stale=queries.stale_listings(db.session, own),
        stale_days=days_until_stale(),
    )


def rows_of(shop: Shop) -> list[Row]:
    places = {one.channel: one for one in queries.started_channels(db.session, shop)}
    counts = queries.listing_counts(db.session, shop)
    return [row_of(shop, guide, places.get(guide.code), counts) for guide in guides().values()]


def row_of(
    shop: Shop,
    guide: Guide,
    place: ChannelShop | None,
    counts: Mapping[tuple[str, str], int],
) -> Row:
    if guide.is_ours:
        return guide, own_page_state(shop), _("Hệ thống ghi nhận")
    detail = seen_line(place) if place and place.address else ""
    if not detail and counts.get((guide.code, LIVE)):
        detail = _("Xem từng sản phẩm để biết ai đã xem")
    return guide, channel_state(guide, place, counts), detail


def own_page_state(shop: Shop) -> Badge:
    """Our own pages are seen by our own system."""
    count = published_count(db.session, shop)
    if not parts().config.public_pages:
        return _("Đang tắt"), "circle-x", "plain"
    if not count:
        return _("Chưa đăng sản phẩm nào"), "circle-dashed", "plain"
    return (
        ngettext("%(num)s sản phẩm đang bán", "%(num)s sản phẩm đang bán", count),
        "shopping-bag",
        "good",
    )
