"""How the pages of a product file speak of layouts, columns, reasons and what was left out."""

from shopkit.channels.actions.bringing import OTHERS_NUMBER, PRICE_CHANGED, STRANGE
from shopkit.web.filters import money
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MANNER_WORDS: dict[str, LazyText | str] = {
    "sheet": lazy("Bảng của chính trang này"),
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
    "google": "Google Merchant Center",
    "meta": "Facebook (Meta)",
    "haravan": "Haravan",
    "kiotviet": "KiotViet",
    "pancake": "Pancake",
    "bagisto": "Bagisto",
    "saleor": "Saleor",
    "table": lazy("Bảng khác: tự chọn cột"),
}
COLUMN_WORDS: dict[str, LazyText] = {
    "title": lazy("Tên hàng"),
    "price": lazy("Giá"),
    "price_unit": lazy("Bán theo (kg, hộp…)"),
    "sale": lazy("Giá khuyến mại"),
    "sku": lazy("Mã hàng"),
    "gtin": lazy("Mã vạch"),
    "text": lazy("Mô tả"),
    "stock": lazy("Còn bao nhiêu"),
    "weight": lazy("Nặng khi đóng gói"),
    "brand": lazy("Thương hiệu"),
    "category": lazy("Nhóm hàng"),
    "origin": lazy("Xuất xứ"),
    "ingredients": lazy("Thành phần"),
    "storage": lazy("Bảo quản"),
    "directions": lazy("Cách dùng"),
    "net": lazy("Lượng trong gói"),
    "tags": lazy("Thẻ"),
    "photos": lazy("Ảnh"),
}
REASON_WORDS: dict[str, LazyText] = {
    "title_missing": lazy("Không có tên hàng"),
    "title_long": lazy("Tên dài quá 255 chữ cái. Rút ngắn lại"),
    "text_long": lazy("Mô tả dài quá 5.000 chữ cái. Rút ngắn lại"),
    "unclean": lazy("Chữ có ký tự lạ không lưu được. Gõ lại chữ đó"),
    "price_negative": lazy("Giá là số âm. Sửa lại giá"),
    "price_huge": lazy("Giá lớn quá 2 tỷ đồng. Xem lại giá"),
    "price_tiny": lazy("Giá dưới 1.000 đồng. Ghi đủ số 0, hoặc chọn lại giá trong tệp là tiền gì"),
    "price_foreign": lazy(
        "Giá ghi bằng tiền nước khác. Chọn lại giá trong tệp là tiền gì rồi lấy lại"
    ),
    "price_fraction": lazy("Giá có phần lẻ, không rõ là bao nhiêu đồng. Ghi đủ số"),
    "price_unreadable": lazy("Không đọc được giá. Ghi lại bằng số"),
    "unfit": lazy("Có ô dài quá hoặc không đúng kiểu, không lưu được. Xem lại sản phẩm này"),
    "number_unreadable": lazy("Không đọc được số. Ghi lại bằng số"),
    "sku_long": lazy("Mã hàng dài quá 80 ký tự. Rút ngắn lại"),
    "sku_twice": lazy("Mã hàng trùng với dòng khác trong tệp"),
    "gtin_twice": lazy("Mã vạch trùng với dòng khác trong tệp"),
    "name_twice": lazy("Trùng tên với dòng khác trong tệp mà không có mã để phân biệt"),
    "sku_taken": lazy("Sản phẩm khác trong cửa hàng đã dùng mã hàng này"),
    "gtin_taken": lazy("Sản phẩm khác trong cửa hàng đã dùng mã vạch này"),
    "shop_full": lazy("Cửa hàng đã đủ số sản phẩm, không thêm được nữa"),
    "too_many_forms": lazy("Một sản phẩm có hơn 100 loại. Chia thành nhiều sản phẩm"),
    "too_many_levels": lazy("Một sản phẩm phân loại theo hơn ba kiểu. Bớt còn ba"),
    "option_long": lazy("Tên phân loại dài quá. Rút ngắn lại"),
    "form_twice": lazy("Hai loại của một sản phẩm giống hệt nhau"),
    "parent_missing": lazy("Loại này thuộc sản phẩm không có trong tệp"),
    "kind_unknown": lazy("Kiểu hàng này chưa lấy được từ tệp. Thêm bằng tay"),
    "kind_grouped": lazy("Nhóm nhiều món, không phải một món hàng"),
    "kind_bundle": lazy("Bộ nhiều món, không phải một món hàng"),
    "kind_combo": lazy("Gói nhiều món, không phải một món hàng"),
    "kind_booking": lazy("Đặt chỗ, không phải hàng hóa"),
    "kind_external": lazy("Hàng của trang khác, không phải của cửa hàng"),
    "kind_gift": lazy("Thẻ quà tặng, không phải hàng hóa"),
    "heading_again": lazy("Dòng tiêu đề lặp lại"),
    "sum": lazy("Dòng cộng tổng, không phải món hàng"),
    "empty": lazy("Dòng không có gì về hàng"),
    "known": lazy("Đã có từ trước, không có gì mới"),
}
NOTE_WORDS: dict[str, LazyText] = {
    "gtin_lost": lazy(
        "Mã vạch bị Excel làm mất số, không lấy: %(num)s sản phẩm. Đổi cột đó sang kiểu Văn bản"
    ),
    "gtin_wrong": lazy("Mã vạch có số cuối không khớp, không lấy: %(num)s sản phẩm"),
    "stock_negative": lazy("Số hàng còn dưới 0, tính là 0: %(num)s sản phẩm"),
    "stock_unread": lazy("Không đọc được số hàng còn, để trống: %(num)s sản phẩm"),
    "weight_doubtful": lazy(
        "Khối lượng ghi kiểu “1.500 kg”, hiểu là 1,5 kg: %(num)s sản phẩm. Xem lại khối lượng"
    ),
    "price_asked": lazy(
        "Giá ghi “hỏi” hoặc trong khoảng, để trống và giữ làm nháp: %(num)s sản phẩm"
    ),
    "sku_strange": lazy(
        "Mã hàng có dấu ở đầu hoặc khoảng trắng, vẫn lấy: %(num)s sản phẩm. Nơi bán "
        "cần mã chỉ có chữ, số và gạch nối"
    ),
    "form_hidden": lazy("Loại đang ẩn trong tệp, không lấy: %(num)s loại"),
    "sale_days_differ": lazy(
        "Các loại giảm giá khác ngày nhau, không lấy giá giảm của loại đó: %(num)s loại"
    ),
    "weight_unread": lazy("Không đọc được khối lượng, để trống: %(num)s sản phẩm"),
    "sku_repeated": lazy(
        "Nhiều loại của một sản phẩm trùng mã hàng, chỉ giữ ở loại đầu: %(num)s sản phẩm"
    ),
    "size_unread": lazy("Không đọc được kích thước, để trống: %(num)s sản phẩm"),
    "long_brand": lazy("Thương hiệu quá dài, để trống: %(num)s sản phẩm"),
    "long_origin": lazy("Xuất xứ quá dài, để trống: %(num)s sản phẩm"),
    "long_price_unit": lazy("Đơn vị bán quá dài, để trống: %(num)s sản phẩm"),
    "long_maker_name": lazy("Tên nơi làm ra quá dài, để trống: %(num)s sản phẩm"),
    "long_ingredients": lazy("Thành phần quá dài, để trống: %(num)s sản phẩm"),
    "long_storage": lazy("Cách bảo quản quá dài, để trống: %(num)s sản phẩm"),
    "long_directions": lazy("Cách dùng quá dài, để trống: %(num)s sản phẩm"),
    "long_story": lazy("Câu chuyện quá dài, để trống: %(num)s sản phẩm"),
}
PHOTO_WORDS: dict[str, LazyText] = {
    "off": lazy("Ở đây không tự lấy ảnh từ trang khác"),
    "waits": lazy("Đang chờ lấy"),
    "file_name": lazy("Chỉ có tên tệp, không có địa chỉ ảnh"),
    "address": lazy("Địa chỉ ảnh không dùng được"),
    "not_public": lazy("Địa chỉ ảnh nằm trong mạng riêng, không được lấy"),
    "away": lazy("Trang giữ ảnh không trả lời"),
    "refused": lazy("Trang giữ ảnh không cho lấy"),
    "too_heavy": lazy("Ảnh nặng quá 12 MB"),
    "too_slow": lazy("Ảnh về quá chậm"),
    "no_photo": lazy("Tệp ở đó không phải ảnh"),
    "enough": lazy("Sản phẩm này đã đủ ảnh"),
}


def column_word(name: str) -> str:
    return str(COLUMN_WORDS.get(name, name))


def reason_word(reason: str) -> str:
    if reason.startswith(OTHERS_NUMBER):
        return _(
            "“%(name)s” đã dùng mã vạch này. Sửa mã vạch, hoặc ghi đúng tên sản phẩm đó",
            name=reason.removeprefix(OTHERS_NUMBER),
        )
    return str(REASON_WORDS.get(reason, REASON_WORDS["kind_unknown"]))


def warning_word(told: str) -> str:
    """What was left out, of which column or why, and how often."""
    if told.startswith(PRICE_CHANGED):
        title, before, now = told.removeprefix(PRICE_CHANGED).rsplit("|", 2)
        return _(
            "Đổi giá “%(name)s”: %(before)s → %(now)s",
            name=title,
            before=money(int(before)),
            now=money(int(now)),
        )
    name, _sign, count = told.rpartition("|")
    if name.startswith(STRANGE):
        heading = name.removeprefix(STRANGE)
        return _("Cột “%(name)s” không có chỗ, không lấy: %(count)s ô", name=heading, count=count)
    return str(NOTE_WORDS.get(name, name)) % {"num": count}


def photo_word(state: str, why: str | None, *, is_on: bool) -> str:
    if why:
        return str(PHOTO_WORDS.get(why, PHOTO_WORDS["away"]))
    return str(PHOTO_WORDS["waits" if is_on else "off"])


def good(n: int) -> str:
    return ngettext(
        "%(num)s sản phẩm mới hoặc có thay đổi", "%(num)s sản phẩm mới hoặc có thay đổi", n
    )


def take(n: int) -> str:
    return ngettext("Lấy %(num)s sản phẩm", "Lấy %(num)s sản phẩm", n)


def added(n: int) -> str:
    return ngettext("Đã thêm %(num)s sản phẩm mới", "Đã thêm %(num)s sản phẩm mới", n)


def more(name: str, n: int) -> str:
    if name == "changed":
        return ngettext("%(num)s sản phẩm cũ có thay đổi", "%(num)s sản phẩm cũ có thay đổi", n)
    if name == "shown":
        return ngettext("%(num)s sản phẩm đã đăng", "%(num)s sản phẩm đã đăng", n)
    if name == "photos":
        return ngettext("%(num)s ảnh chưa lấy", "%(num)s ảnh chưa lấy", n)
    return ""
