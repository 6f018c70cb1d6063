"""What the pages about the details of a product say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules import parts
from shopkit.catalog.rules.amounts import written_amount
from shopkit.catalog.rules.categories import SEPARATOR, categories, ocop_groups, path_of
from shopkit.catalog.rules.record import GRAM, Record
from shopkit.money.shown import shown
from shopkit.text.phones import shown_phone
from shopkit.web.language import SOURCE, LazyText, language
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

LONGEST_SHOWN = 160


@dataclass(frozen=True)
class Asked:
    """How a part is called, how it is asked for, and what helps to answer."""

    name: LazyText
    question: LazyText
    hint: LazyText


WORDS: Mapping[str, Asked] = {
    parts.WEIGHT: Asked(
        lazy("Khối lượng, kích thước"),
        lazy("Nặng và to bao nhiêu?"),
        lazy("Cân cả hộp đã đóng để gửi. Shopee và TikTok Shop cần số này."),
    ),
    parts.CATEGORY: Asked(
        lazy("Ngành hàng"),
        lazy("Hàng này thuộc ngành nào?"),
        lazy("Gõ vài chữ để tìm, không cần dấu. Danh sách này của ShopKit, mỗi sàn gọi khác."),
    ),
    parts.OCOP: Asked(
        lazy("Nhóm OCOP"),
        lazy("Thuộc nhóm OCOP nào?"),
        lazy("Danh sách nhóm nhỏ chưa đủ. Chưa thấy nhóm đúng thì chọn ngành lớn."),
    ),
    parts.ORIGIN: Asked(
        lazy("Nơi làm ra"),
        lazy("Làm ra ở đâu?"),
        lazy("Ví dụ: xã Mèo Vạc, tỉnh Tuyên Quang."),
    ),
    parts.INGREDIENTS: Asked(
        lazy("Thành phần"),
        lazy("Làm từ những gì?"),
        lazy("Ghi từ nhiều đến ít, như trên nhãn. Ví dụ: gạo nếp 70%, đậu xanh, đường."),
    ),
    parts.STORAGE: Asked(
        lazy("Cất giữ, hạn dùng"),
        lazy("Cất giữ thế nào, dùng được bao lâu?"),
        lazy("Tính từ ngày làm ra. Ví dụ: 12 tháng."),
    ),
    parts.DIRECTIONS: Asked(
        lazy("Cách dùng"), lazy("Dùng thế nào?"), lazy("Ví dụ: Hấp 10 phút rồi ăn nóng.")
    ),
    parts.BULLETS: Asked(
        lazy("Điểm nổi bật"),
        lazy("Ba đến năm điểm nổi bật là gì?"),
        lazy("Mỗi dòng một điểm, ngắn thôi. Ví dụ: Không đường, nhân đậu xanh."),
    ),
    parts.STORY: Asked(
        lazy("Câu chuyện"),
        lazy("Kể chuyện về hàng này"),
        lazy("Ai làm, học từ ai, làng nghề có từ bao giờ."),
    ),
    parts.ATTRIBUTES: Asked(
        lazy("Chi tiết khác"),
        lazy("Còn chi tiết nào nữa?"),
        lazy("Mỗi dòng một chi tiết: tên, dấu hai chấm, rồi chi tiết. Ví dụ: Vị: cay nhẹ."),
    ),
    parts.STOCK: Asked(
        lazy("Số hàng còn"),
        lazy("Còn bao nhiêu để bán?"),
        lazy("Hết hàng thì nhập 0. Không đếm thì để trống."),
    ),
    parts.SALE: Asked(
        lazy("Giá khuyến mại"),
        lazy("Giảm giá còn bao nhiêu, từ ngày nào đến ngày nào?"),
        lazy("Giá gạch đi phải là giá đã bán thật. Bỏ giảm giá thì để trống cả ba."),
    ),
    parts.CODES: Asked(
        lazy("Mã hàng, mã vạch"),
        lazy("Mã hàng là gì?"),
        lazy("Chưa có mã vạch thì để trống."),
    ),
    parts.BRAND: Asked(
        lazy("Thương hiệu"), lazy("Thương hiệu là gì?"), lazy("Chưa có thì để trống.")
    ),
    parts.MAKER: Asked(
        lazy("Người làm ra"),
        lazy("Ai làm ra hàng này?"),
        lazy("TikTok Shop cần đủ cả bốn mục. Những mục này hiện trong tệp gửi sàn."),
    ),
    parts.HASHTAGS: Asked(
        lazy("Từ khóa"), lazy("Khách tìm bằng từ nào?"), lazy("Mỗi dòng một từ khóa.")
    ),
}


def answer_of(record: Record, part: str) -> str:
    """What is told of a part so far, on a line or a few; empty where nothing is."""
    plain: Mapping[str, Callable[[Record], str]] = {
        parts.WEIGHT: weight_of,
        parts.CATEGORY: category_of,
        parts.OCOP: ocop_of,
        parts.STORAGE: storage_of,
        parts.BULLETS: lambda one: "\n".join(one.bullets),
        parts.ATTRIBUTES: lambda one: "\n".join(": ".join(pair) for pair in one.attributes),
        parts.HASHTAGS: lambda one: ", ".join(one.hashtags),
        parts.SALE: sale_of,
        parts.CODES: lambda one: "\n".join(filter(None, (one.sku, one.gtin))),
        parts.MAKER: maker_of,
        parts.STOCK: lambda one: "" if one.stock is None else str(one.stock),
    }
    if part in plain:
        return plain[part](record)
    return str(getattr(record, parts.FIELDS[part][0]))


def short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"


def weight_of(record: Record) -> str:
    lines = []
    if record.net_amount and record.net_unit:
        lines.append(
            _("Trong gói: %(much)s", much=written_amount(record.net_amount, record.net_unit))
        )
    if record.packed_weight_g:
        lines.append(_("Đã đóng gói: %(much)s", much=written_amount(record.packed_weight_g, GRAM)))
    sides = (record.packed_length_cm, record.packed_width_cm, record.packed_height_cm)
    if all(sides):
        lines.append(
            _(
                "%(length)s × %(width)s × %(height)s cm",
                length=sides[0],
                width=sides[1],
                height=sides[2],
            )
        )
    return "\n".join(lines)


def category_of(record: Record) -> str:
    return category_words(record.category)


def category_words(code: str | None) -> str:
    if language() == SOURCE:
        return SEPARATOR.join(path_of(code)) or (code or "")
    known = categories().get(code or "")
    return known.en if known else code or ""


def ocop_of(record: Record) -> str:
    group = ocop_groups().get(record.ocop_group or "")
    if group is None:
        return record.ocop_group or ""
    return group.vi if language() == SOURCE else group.en


def storage_of(record: Record) -> str:
    keeps = ""
    if record.keeps_count and record.keeps_unit:
        keeps = written_amount(record.keeps_count, record.keeps_unit)
    return "\n".join(filter(None, (record.storage, keeps)))


def sale_of(record: Record) -> str:
    if record.sale_price_vnd is None:
        return ""
    price = shown(record.sale_price_vnd)
    if not (record.sale_from and record.sale_to):
        return price
    return _(
        "%(price)s, từ %(first)s đến hết %(last)s",
        price=price,
        first=day(record.sale_from),
        last=day(record.sale_to),
    )


def day(one: date) -> str:
    return one.strftime("%d/%m/%Y")


def maker_of(record: Record) -> str:
    phone = shown_phone(record.maker_phone) if record.maker_phone else ""
    told = (record.maker_name, record.maker_address, phone, record.maker_email)
    return "\n".join(filter(None, told))
