"""What is said of an order: on her pages, and to the buyer in texts to copy."""

from qr_labels.payload import banks
from shopkit.money.shown import shown
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.models import Order
from shopkit.sales.queries.orders import (
    DONE,
    OVER,
    TO_BE_PAID,
    TO_DELIVER,
    TO_PACK,
    TO_SEND,
    Standing,
)
from shopkit.sales.rules.steps import AGREED, CANCELLED, DELIVERED, PACKED, RETURNED, SENT
from shopkit.shops.models.shops import Shop
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

# Each state in a word, an icon and a tone.
# icons: handshake package truck package-check undo-2 circle-x banknote hourglass
STATE_BADGES: dict[str, tuple[LazyText, str, str]] = {
    AGREED: (lazy("Đã chốt"), "handshake", "news"),
    PACKED: (lazy("Đã gói"), "package", "news"),
    SENT: (lazy("Đã gửi"), "truck", "news"),
    DELIVERED: (lazy("Đã giao"), "package-check", "good"),
    RETURNED: (lazy("Khách trả lại"), "undo-2", "wait"),
    CANCELLED: (lazy("Đã hủy"), "circle-x", "plain"),
}
TASK_WORDS: dict[str, LazyText] = {
    TO_PACK: lazy("Chờ gói"),
    TO_SEND: lazy("Chờ gửi"),
    TO_DELIVER: lazy("Đang giao"),
    TO_BE_PAID: lazy("Chờ trả tiền"),
    DONE: lazy("Đã xong"),
    OVER: lazy("Hủy, trả lại"),
}
STEP_BUTTONS: dict[str, tuple[LazyText, str]] = {
    PACKED: (lazy("Đã gói xong"), "package"),
    SENT: (lazy("Đã gửi đi"), "truck"),
    DELIVERED: (lazy("Khách đã nhận"), "package-check"),
    RETURNED: (lazy("Khách trả lại hàng"), "undo-2"),
    CANCELLED: (lazy("Hủy đơn"), "circle-x"),
}
NEXT_WORDS: dict[str, tuple[LazyText, LazyText]] = {
    PACKED: (lazy("Gói hàng"), lazy("Gói xong thì bấm, rồi in phiếu giao dán lên gói.")),
    SENT: (lazy("Gửi hàng đi"), lazy("Ghi nơi gửi và mã vận đơn để khách theo dõi.")),
    DELIVERED: (lazy("Chờ khách nhận"), lazy("Khách nhận hàng rồi thì bấm.")),
    "paid": (lazy("Nhận tiền"), lazy("Tiền về rồi thì bấm và chọn cách khách trả.")),
}


def text_for_buyer(shop: Shop, standing: Standing, account: PaymentAccount | None) -> str:
    """The message to paste into the chat at this step; empty where there is nothing to say."""
    order = standing.order
    if order.state in (AGREED, PACKED):
        return agreed_text(shop, standing, account)
    if order.state == SENT:
        return sent_text(order)
    if order.state == DELIVERED:
        return thanks_text(shop, order)
    return ""


def greeting(order: Order) -> str:
    return _("Chào %(name)s,", name=order.buyer_name) if order.buyer_name else _("Xin chào,")


def agreed_text(shop: Shop, standing: Standing, account: PaymentAccount | None) -> str:
    """The goods, what they come to, and how to pay."""
    order = standing.order
    lines = [greeting(order)]
    if shop.name:
        lines.append(_("%(shop)s đã nhận đơn số %(number)s:", shop=shop.name, number=order.number))
    else:
        lines.append(_("Đã nhận đơn số %(number)s:", number=order.number))
    lines += [f"- {line.count} × {line.title}" for line in standing.lines]
    if standing.asked_vnd is not None:
        lines.append(_("Tổng cộng: %(amount)s", amount=shown(standing.asked_vnd)))
    if standing.is_paid:
        lines.append(_("Đã nhận đủ tiền. Cảm ơn!"))
    elif standing.request is not None and account is not None:
        lines.append(paying_text(standing.request, account))
    return "\n".join(lines)


def paying_text(request: PaymentRequest, account: PaymentAccount) -> str:
    """Where to send the money, and what to write so that it is known again."""
    bank = banks.by_bin(account.bin)
    return _(
        "Chuyển khoản: %(bank)s, số tài khoản %(number)s, chủ tài khoản %(holder)s. "
        "Ghi nội dung: %(code)s",
        bank=bank.short_name if bank else account.bin,
        number=account.number,
        holder=account.holder,
        code=request.code,
    )


def sent_text(order: Order) -> str:
    lines = [greeting(order), _("Đơn số %(number)s đã gửi đi.", number=order.number)]
    if order.carrier:
        lines.append(_("Gửi qua: %(carrier)s", carrier=order.carrier))
    if order.parcel_code:
        lines.append(_("Mã vận đơn: %(code)s", code=order.parcel_code))
    lines.append(_("Nhận được hàng thì nhắn lại giúp. Cảm ơn!"))
    return "\n".join(lines)


def thanks_text(shop: Shop, order: Order) -> str:
    name = shop.name or _("Cửa hàng")
    return "\n".join(
        [
            greeting(order),
            _("Cảm ơn đã mua hàng của %(shop)s.", shop=name),
            _("Hàng có đúng ý không? Nhắn lại một câu để lần sau làm tốt hơn."),
        ]
    )
