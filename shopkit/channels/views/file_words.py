"""What is said of channel files: their names, what keeps listings out, and what mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shopkit.catalog.rules.claims import claims_in
from shopkit.catalog.rules.quality import Finding, findings
from shopkit.catalog.rules.quality_rules import published_rules
from shopkit.catalog.rules.record import Record
from shopkit.catalog.views.advice_words import mend_word, sentence, way_to_mend
from shopkit.channels.rules.files import (
    CLAIMS,
    FACTS_LEFT,
    LEVELS_LEFT,
    NO_PRICE,
    NO_TITLE,
    PHOTOS_LEFT,
    TEXT_CUT,
    TITLE_CUT,
    TITLE_GUARDED,
    judge,
)
from shopkit.channels.rules.layouts.layout import (
    COPY,
    READ,
    THIRD_PARTY,
    UNSEEN,
    Layout,
)
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

CHANNEL_NAMES: Mapping[str, LazyText | str] = {
    "google": "Google",
    "meta": lazy("Danh mục Facebook, Instagram"),
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
    "haravan": "Haravan",
    "kiotviet": "KiotViet",
    "pancake": "Pancake",
    "tiktok": "TikTok Shop",
    "lazada": "Lazada",
    "sheet": lazy("Bảng đầy đủ của tôi"),
}
FORM_WORDS: Mapping[tuple[str, str], LazyText] = {
    ("google", "tsv"): lazy("Tệp chữ (TSV)"),
    ("google", "rss"): lazy("Tệp XML (RSS)"),
    ("meta", "csv"): lazy("Tệp CSV"),
    ("shopify", "csv"): lazy("CSV, tên cột mới"),
    ("shopify", "csv_old"): lazy("CSV, tên cột cũ"),
    ("woocommerce", "csv"): lazy("Tệp CSV"),
    ("haravan", "xlsx"): lazy("Tệp Excel"),
    ("haravan", "csv"): lazy("Tệp CSV"),
    ("kiotviet", "xlsx"): lazy("Tệp Excel"),
    ("pancake", "xlsx"): lazy("Tệp Excel"),
    ("tiktok", "xlsx"): lazy("Tệp Excel"),
    ("lazada", "xlsx"): lazy("Tệp Excel"),
    ("sheet", "xlsx"): lazy("Tệp Excel"),
    ("sheet", "csv"): lazy("Tệp CSV"),
}
CERTAINTY_WORDS: Mapping[str, LazyText] = {
    READ: lazy("Các cột theo tài liệu đã đọc của nơi này."),
    COPY: lazy("Các cột theo bản sao tài liệu của nơi này."),
    THIRD_PARTY: lazy("Các cột theo nguồn khác kể lại. Đưa thử vài sản phẩm trước."),
    UNSEEN: lazy("Chưa thấy tệp mẫu chính thức của nơi này. Đưa thử vài sản phẩm trước."),
}
HAND_OVER = lazy(
    "Chưa thấy tệp mẫu chính thức, nên đây là bảng để chép từng ô vào trang đăng hàng."
    " Chọn kèm ảnh thì ảnh có tên như trong bảng."
)
OWN_REASONS: Mapping[str, tuple[LazyText, str]] = {
    CLAIMS: (lazy("Có chữ không được viết. Bỏ chữ đó rồi làm lại tệp."), "text"),
    NO_TITLE: (lazy("Đặt tên cho hàng."), "title"),
    NO_PRICE: (lazy("Nhập giá bán."), "price"),
    TITLE_GUARDED: (
        lazy("Bỏ dấu ở đầu tên. Để nguyên thì tên trong tệp có thêm dấu ' phía trước."),
        "title",
    ),
    TITLE_CUT: (lazy("Tên dài quá, phần cuối bị cắt trong tệp."), "title"),
    TEXT_CUT: (lazy("Mô tả dài quá, phần cuối bị cắt trong tệp."), "text"),
    PHOTOS_LEFT: (lazy("Nhiều ảnh quá, những ảnh cuối không vào tệp."), "photos"),
    FACTS_LEFT: (lazy("Nhiều thông tin thêm quá, những dòng cuối không vào tệp."), "attributes"),
    LEVELS_LEFT: (lazy("Có hơn hai cách phân loại, tệp chỉ ghi hai."), "variants"),
}


@dataclass(frozen=True)
class Point:
    """One thing to mend: what to do, and the button to where it is done."""

    words: str
    url: str
    button: str


@dataclass
class Looked:
    """A listing before the file is made: what keeps it out, and what is minded."""

    title: str
    refused: list[Point] = field(default_factory=list)
    minded: list[Point] = field(default_factory=list)


def channel_name(channel: str) -> str:
    return str(CHANNEL_NAMES[channel])


def file_words(layout: Layout) -> str:
    return str(FORM_WORDS[layout.channel, layout.form])


def certainty_words(layout: Layout) -> str:
    return str(HAND_OVER if layout.is_hand_over else CERTAINTY_WORDS[layout.certainty])


def looked_through(records: Iterable[Record], layout: Layout, on: date) -> list[Looked]:
    """Every listing that something is to be said of."""
    found = (look(record, layout, on) for record in records)
    return [one for one in found if one.refused or one.minded]


def look(record: Record, layout: Layout, on: date) -> Looked:
    judged = judge(record, layout, on)
    looked = Looked(record.title or _("Sản phẩm chưa có tên"))
    if not judged.refused and not judged.complaints:
        return looked
    found = {one.code: one for one in findings(record, layout.channel, on)}
    for code in judged.refused:
        looked.refused.append(point(code, record, found))
    for code in judged.complaints:
        looked.minded.append(point(code, record, found))
    return looked


def point(code: str, record: Record, found: Mapping[str, Finding]) -> Point:
    if code in found:
        return Point(sentence(found[code]), *way(found[code].part, record.id))
    words, part = OWN_REASONS[code]
    if code == CLAIMS:
        return banned(record)
    return Point(str(words), *way(part, record.id))


def banned(record: Record) -> Point:
    """The words that must go, and the page of the text they stand in."""
    claims = [claim for claim in claims_in(record) if claim.is_stop]
    told = ", ".join(f"“{claim.words}”" for claim in claims[:3])
    part = claims[0].place if claims else "text"
    return Point(_("Bỏ chữ không được viết: %(words)s.", words=told), *way(part, record.id))


def way(part: str, product_id: str) -> tuple[str, str]:
    return way_to_mend(part, product_id), mend_word(part)


def part_of(code: str) -> str:
    """The part of a product that a reason is about."""
    if code in OWN_REASONS:
        return OWN_REASONS[code][1]
    return next((rule.part for rule in published_rules() if rule.code == code), "text")


def reason_words(code: str) -> str:
    """What to do about a reason, for many listings at once."""
    if code in OWN_REASONS:
        return str(OWN_REASONS[code][0])
    return mend_word(part_of(code))


@dataclass
class Told:
    """One thing to mend on the page of a finished file, and the products it concerns."""

    words: str
    keeps_out: bool
    products: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    counted: int = 0

    @property
    def count(self) -> int:
        """Exactly, as long as all of them are named."""
        return max(self.counted, len(self.products))

    @property
    def more(self) -> int:
        return self.count - len(self.products)


def reasons_told(
    findings_kept: Iterable[Mapping[str, Any]], titles: Mapping[UUID, str]
) -> list[Told]:
    """What was found when a file was made, by what is to be done about it.

    Products that are gone since are not named.
    """
    told: dict[tuple[bool, str], Told] = {}
    for one in findings_kept:
        words, keeps_out = reason_words(one["reason"]), one["kind"] == "refused"
        point = told.setdefault((keeps_out, words), Told(words, keeps_out))
        point.counted = max(point.counted, one["count"])
        part = part_of(one["reason"])
        for product in map(UUID, one["products"]):
            if product in titles:
                title = titles[product] or _("Sản phẩm chưa có tên")
                point.products[product] = title, way_to_mend(part, product)
    return list(told.values())


def kinds_of(layouts: Iterable[Layout]) -> list[tuple[str, str]]:
    """Forms with their words, as a choice takes them."""
    return [(one.form, file_words(one)) for one in layouts]
