"""What the other phones of a seller are told about her accounts and stands."""

from shopkit.payments.rules.checks import LOOKED_GOOD, LOOKED_OLD, LOOKED_OTHER, LOOKED_UNREAD
from shopkit.web.language import lazy_gettext as lazy

NOTICE_WORDS = {
    "payment_account.added": lazy("Có thêm một tài khoản nhận tiền."),
    "payment_account.ended": lazy("Một tài khoản nhận tiền đã thôi dùng."),
    "stand.pays_other": lazy(
        "Ảnh bảng mã cho thấy có mã chuyển tiền cho người khác. Xem bảng mã ở quầy ngay."
    ),
    LOOKED_GOOD: lazy("Đã đọc ảnh bảng mã: mã khớp với tài khoản đã lưu."),
    LOOKED_OLD: lazy("Đã đọc ảnh bảng mã: mã về tài khoản đã thôi dùng. Gỡ bảng này xuống."),
    LOOKED_OTHER: lazy("Đã đọc ảnh bảng mã: có mã chuyển tiền cho người khác. Xem ngay."),
    LOOKED_UNREAD: lazy("Đã đọc ảnh bảng mã: chưa đọc được mã. Chụp lại gần hơn, đủ sáng."),
}
