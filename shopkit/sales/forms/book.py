"""The two questions about amounts."""

from shopkit.web.forms import Form, OneOf
from shopkit.web.language import lazy_gettext as lazy


class KeepBookForm(Form):
    """Whether amounts are kept; nothing is chosen beforehand."""

    answer = OneOf(
        lazy("Trả lời"),
        [("yes", lazy("Bật sổ, lưu số tiền")), ("no", lazy("Không lưu số tiền"))],
        needed=lazy("Chọn bật hoặc không bật. Chọn cách nào cũng bán hàng tiếp được."),
    )


class ShareForm(Form):
    """Whether amounts go into the commune's sum."""

    answer = OneOf(
        lazy("Trả lời"),
        [("yes", lazy("Đồng ý")), ("no", lazy("Không đồng ý"))],
        needed=lazy("Chọn đồng ý hoặc không đồng ý. Chọn cách nào cũng dùng tiếp được."),
    )
