"""Words of a shop's page."""

from datetime import date

from shopkit.catalog.rules.papers import OCOP
from shopkit.catalog.rules.record import Form, Proof, Record
from shopkit.catalog.views.paper_words import KIND_WORDS
from shopkit.channels.actions.front import ACCOUNT_SHOWN, ACCOUNT_TAKEN_OFF
from shopkit.channels.queries.front import Page
from shopkit.channels.rules.front_contacts import host_of
from shopkit.channels.rules.front_prices import Span, cost_of, span_of
from shopkit.money.shown import shown
from shopkit.web.filters import day, number
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.language import ngettext

NOTICE_WORDS = {
    ACCOUNT_SHOWN: lazy("Mã QR nhận tiền vừa được đưa lên trang bán hàng."),
    ACCOUNT_TAKEN_OFF: lazy("Mã QR nhận tiền vừa được gỡ khỏi trang bán hàng."),
}
# Names that are the same in every language.
CHANNEL_NAMES = {
    "facebook": "Facebook",
    "zalo": "Zalo",
    "postmart": "PostMart",
    "voso": "Voso",
    "shopee": "Shopee",
    "tiktok": "TikTok Shop",
    "lazada": "Lazada",
}
MILLI = 1000


def page_word(page: Page) -> str:
    """What the button to a page elsewhere says."""
    name = CHANNEL_NAMES.get(page.channel or "") or host_of(page.address)
    return _("Xem trên %(place)s", place=name)


def price_words(span: Span | None) -> str:
    """The price in one line, for lists and for chats."""
    if span is None:
        return _("Hỏi giá")
    price = shown(span.low_vnd)
    if not span.is_one:
        price = _("%(low)s đến %(high)s", low=shown(span.low_vnd), high=shown(span.high_vnd))
    return f"{price} / {span.unit}" if span.unit else price


def told_line(record: Record, on: date) -> str:
    """What a chat shows under the name: the price, then the shop."""
    price = _("Giá: %(price)s", price=price_words(span_of(record, on)))
    return ". ".join(part for part in (price, record.shop_name) if part)


def form_price(record: Record, form: Form, on: date) -> str:
    cost = cost_of(record, form, on)
    return shown(cost.now_vnd) if cost else _("Hỏi giá")


def net_words(amount: int | None, unit: str | None) -> str:
    """What is in one pack, as a label says it: 500 g, 1,5 kg, 750 ml, 12 cái."""
    if not amount or not unit:
        return ""
    if unit == "piece":
        return ngettext("%(num)s cái", "%(num)s cái", amount)
    large = {"g": "kg", "ml": _("lít")}[unit]
    if amount >= MILLI and amount % 10 == 0:
        return f"{decimal(amount)} {large}"
    return f"{number(amount)} {unit}"


def decimal(thousandths: int) -> str:
    """Thousandths as a number of up to two decimals, with the comma of the language."""
    whole, rest = divmod(thousandths, MILLI)
    point = "," if number(MILLI) == "1.000" else "."
    return number(whole) + (point + f"{rest // 10:02d}".rstrip("0") if rest else "")


def keeps_words(record: Record) -> str:
    """How long it keeps."""
    count = record.keeps_count
    if not count or not record.keeps_unit:
        return ""
    if record.keeps_unit == "day":
        return ngettext("%(num)s ngày", "%(num)s ngày", count)
    if record.keeps_unit == "month":
        return ngettext("%(num)s tháng", "%(num)s tháng", count)
    return ngettext("%(num)s năm", "%(num)s năm", count)


def facts_of(record: Record, gtin: str | None) -> list[tuple[str, str]]:
    """What is known of a product, in the order a buyer asks; what nobody told is left out."""
    told = [
        (_("Khối lượng, dung tích"), net_words(record.net_amount, record.net_unit)),
        (_("Thành phần"), record.ingredients),
        (_("Xuất xứ"), record.origin),
        (_("Nhãn hiệu"), record.brand),
        (_("Hạn dùng"), keeps_words(record)),
        (_("Bảo quản"), record.storage),
        (_("Cách dùng"), record.directions),
        *((name, value) for name, value in record.attributes),
        (_("Mã hàng"), record.sku or ""),
        (_("Mã vạch"), gtin or ""),
    ]
    seen: set[str] = set()
    facts = []
    for word, value in told:
        if value and word.lower() not in seen:
            seen.add(word.lower())
            facts.append((word, value))
    return facts


def proof_name(proof: Proof) -> str:
    if proof.title:
        return proof.title
    if proof.kind == OCOP and proof.stars:
        return _("OCOP %(stars)s sao", stars=proof.stars)
    return str(KIND_WORDS.get(proof.kind, KIND_WORDS["other"]))


def proof_line(proof: Proof) -> str:
    """Number, issuer and last day, as far as they are told."""
    told = [
        _("Số %(number)s", number=proof.number) if proof.number else "",
        proof.issuer,
        _("có hạn đến %(day)s", day=day(proof.valid_to)) if proof.valid_to else "",
    ]
    return ", ".join(part for part in told if part)
