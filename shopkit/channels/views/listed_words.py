"""What the pages say of a channel's state, and of who has seen it."""

from collections.abc import Mapping

from shopkit.channels.models.listed import ENDED, LIVE, STALE, SUPPORTED, ChannelShop, Listing
from shopkit.channels.rules.guides import Guide
from shopkit.journal.models import OBSERVED, SEEN, SELF_DECLARED
from shopkit.web.filters import day
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

# A word, an icon and a tone, as a badge takes them.
# icons: circle-dashed list-checks store shopping-bag clock-alert hourglass circle-check circle-x
Badge = tuple[str, str, str]

STEP_WORDS: dict[str, LazyText] = {
    "open": lazy("Mở gian hàng"),
    "ready": lazy("Chuẩn bị sẵn"),
    "send": lazy("Đăng hàng, gửi hồ sơ"),
    "next": lazy("Sau khi gửi"),
    "pack": lazy("Đóng gói"),
    "answer": lazy("Trả lời khách"),
}
# icons: door-open clipboard-check send hourglass package message-circle
STEP_ICONS = {
    "open": "door-open",
    "ready": "clipboard-check",
    "send": "send",
    "next": "hourglass",
    "pack": "package",
    "answer": "message-circle",
}
CERTAINTY_WORDS: dict[str, LazyText] = {
    "read": lazy("theo tài liệu của nơi này"),
    "copy": lazy("theo bản sao tài liệu của nơi này"),
    "third party": lazy("theo nguồn khác kể lại"),
    "unconfirmed": lazy("chưa chắc, hỏi lại"),
}
SEEN_WORDS: dict[str, LazyText] = {
    SELF_DECLARED: lazy("Cửa hàng tự khai"),
    SEEN: lazy("Cán bộ đã xem"),
    OBSERVED: lazy("Hệ thống ghi nhận"),
}
EVENT_WORDS: dict[str, LazyText] = {
    "listing.supported": lazy("Ghi nơi bán"),
    "listing.live": lazy("Đang bán"),
    "listing.seen": lazy("Xem lại, vẫn đang bán"),
    "listing.stale": lazy("Lâu rồi chưa xem lại"),
    "listing.ended": lazy("Thôi bán ở đây"),
}
NOTICE_WORDS = {
    "listing.stale": lazy("Có nơi bán lâu rồi chưa xem lại. Mở mục Nơi bán."),
}


def channel_state(
    guide: Guide, place: ChannelShop | None, counts: Mapping[tuple[str, str], int]
) -> Badge:
    """How far a shop has come on a channel, in a few words."""
    live_count = counts.get((guide.code, LIVE), 0)
    if counts.get((guide.code, STALE), 0) or (place and place.state == STALE and not live_count):
        return _("Lâu rồi chưa xem lại"), "clock-alert", "wait"
    if live_count:
        words = ngettext("%(num)s sản phẩm đang bán", "%(num)s sản phẩm đang bán", live_count)
        return words, "shopping-bag", "good"
    if place is None:
        return _("Chưa bắt đầu"), "circle-dashed", "plain"
    if place.state == LIVE:
        return _("Đã mở"), "store", "good"
    step = guide.step_after(place.steps)
    if step is None:
        return _("Xong các bước, chưa ghi liên kết"), "list-checks", "news"
    return _("Đang làm bước %(step)s", step=guide.number_of(step)), "list-checks", "news"


def listing_state(listing: Listing) -> Badge:
    words: dict[str, tuple[LazyText, str, str]] = {
        SUPPORTED: (lazy("Đã gửi, chờ duyệt"), "hourglass", "news"),
        LIVE: (lazy("Đang bán"), "circle-check", "good"),
        STALE: (lazy("Lâu rồi chưa xem lại"), "clock-alert", "wait"),
        ENDED: (lazy("Thôi bán"), "circle-x", "plain"),
    }
    word, icon, tone = words[listing.state]
    return str(word), icon, tone


def seen_line(record: ChannelShop | Listing) -> str:
    """Who last saw it there, and when."""
    if record.seen_at is None or record.seen_as not in SEEN_WORDS:
        return _("Chưa ai xem")
    return _("%(who)s ngày %(day)s", who=str(SEEN_WORDS[record.seen_as]), day=day(record.seen_at))
