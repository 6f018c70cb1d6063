"""What the other phones of a seller are told about her accounts."""

from shopkit.web.language import lazy_gettext as lazy

NOTICE_WORDS = {
    "payment_account.added": lazy("Có thêm một tài khoản nhận tiền."),
    "payment_account.ended": lazy("Một tài khoản nhận tiền đã thôi dùng."),
}
