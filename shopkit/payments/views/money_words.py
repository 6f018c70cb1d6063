"""How the states of requests and payments are called."""

from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

# state: (word, icon, tone)
# icons: hourglass circle-check circle-alert copy ban clock
REQUEST_WORDS: dict[str, tuple[LazyText, str, str]] = {
    "open": (lazy("Đang chờ tiền"), "hourglass", "wait"),
    "paid": (lazy("Đã nhận đủ"), "circle-check", "good"),
    "part_paid": (lazy("Mới nhận một phần"), "circle-alert", "bad"),
    "paid_twice": (lazy("Nhận hai lần"), "copy", "bad"),
    "cancelled": (lazy("Đã hủy"), "ban", "plain"),
    "expired": (lazy("Hết hạn"), "clock", "plain"),
}

# Why a payment may be for a request.
WHY_WORDS: dict[str, LazyText] = {
    "named": lazy("Đúng mã"),
    "several": lazy("Có mã này trong nội dung, cùng với mã khác"),
    "other_account": lazy("Đúng mã, nhưng tiền về tài khoản khác"),
    "cancelled": lazy("Đúng mã, nhưng mã đã hủy"),
    "expired": lazy("Đúng mã, nhưng mã đã hết hạn"),
    "again": lazy("Đúng mã, nhưng mã này đã trả đủ"),
    "over": lazy("Đúng mã, nhưng tiền nhiều hơn"),
    "almost": lazy("Mã gần đúng"),
    "amount": lazy("Đúng số tiền"),
    "slip": lazy("Có thể gõ thiếu số 0"),
}

SOURCE_WORDS: dict[str, LazyText] = {
    "feed": lazy("ngân hàng báo"),
    "statement": lazy("từ sao kê"),
    "hand": lazy("ghi tay"),
}

REFUSED_WORDS: dict[str, LazyText] = {
    "other_account": lazy("Tin về một số tài khoản không có trong cửa hàng này."),
    "json": lazy("Tin không đọc được. Chọn kiểu application/json ở dịch vụ báo tiền."),
    "id": lazy("Tin không có số hiệu giao dịch."),
    "direction": lazy("Tin không nói tiền vào hay tiền ra."),
    "account": lazy("Tin không có số tài khoản."),
    "amount": lazy("Tin không có số tiền đọc được."),
}
