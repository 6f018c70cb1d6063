"""What the other phones of a seller are told about her accounts and stands."""

from shopkit.web.language import lazy_gettext as lazy

NOTICE_WORDS = {
    "payment_account.added": lazy("Có thêm một tài khoản nhận tiền."),
    "payment_account.ended": lazy("Một tài khoản nhận tiền đã thôi dùng."),
    "stand.pays_other": lazy(
        "Ảnh bảng mã cho thấy có mã chuyển tiền cho người khác. Xem bảng mã ở quầy ngay."
    ),
}
