"""The words of each consent. Whoever changes a sentence gives its purpose a new text version."""

from dataclasses import dataclass

from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy


@dataclass(frozen=True)
class Wording:
    """A purpose in a few words, the question, what exactly is agreed to, and how to undo it."""

    name: LazyText
    question: LazyText
    points: tuple[LazyText, ...]


ALWAYS = (
    lazy("Không đồng ý thì mọi chức năng vẫn dùng được như thường."),
    lazy("Đổi lại lúc nào cũng được, ở mục Của tôi."),
)

WORDINGS = {
    "report": Wording(
        lazy("Báo cho xã"),
        lazy("Cho xã tính cửa hàng này vào số liệu?"),
        (
            lazy("Xã thấy: tên cửa hàng, thôn, và những bước đã làm như có mã QR, đã đăng hàng."),
            lazy("Xã không thấy: số tài khoản, tiền bán hàng, nội dung trao đổi với khách."),
        ),
    ),
    "public_name": Wording(
        lazy("Hiện tên người bán"),
        lazy("Hiện họ tên trên trang bán hàng?"),
        (lazy("Ai mở trang của cửa hàng cũng thấy họ tên người bán."),),
    ),
    "public_address": Wording(
        lazy("Hiện địa chỉ"),
        lazy("Hiện địa chỉ nhà trên trang bán hàng?"),
        (lazy("Ai mở trang của cửa hàng cũng thấy địa chỉ để tìm đến."),),
    ),
    "follow_up_call": Wording(
        lazy("Gọi hỏi thăm"),
        lazy("Cho cán bộ hướng dẫn gọi điện hỏi thăm?"),
        (lazy("Cán bộ hướng dẫn gọi sau 7 ngày và sau 30 ngày để hỏi có vướng gì không."),),
    ),
}
