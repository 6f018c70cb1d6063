"""The words of requests about one's own records."""

from shopkit.shops.actions.requests import DONE, REFUSED, TAKEN_BACK
from shopkit.shops.models.requests import CORRECT, ERASE, RESTRICT, SEE, WITHDRAW
from shopkit.web.language import lazy_gettext as lazy

KIND_WORDS = {
    SEE: lazy("Xem dữ liệu"),
    CORRECT: lazy("Sửa dữ liệu sai"),
    WITHDRAW: lazy("Rút lại đồng ý"),
    RESTRICT: lazy("Tạm dừng dùng dữ liệu"),
    ERASE: lazy("Xóa dữ liệu"),
}
KIND_HINTS = {
    SEE: lazy("Nhận một bản chép mọi điều đang lưu."),
    CORRECT: lazy("Tên, số điện thoại, thôn hay điều gì khác bị ghi sai."),
    WITHDRAW: lazy("Thôi cho dùng vào việc đã đồng ý trước đây."),
    RESTRICT: lazy("Giữ dữ liệu nhưng không dùng vào việc gì trong lúc chờ."),
    ERASE: lazy("Xóa tên, số điện thoại, ảnh và mọi lời đã viết."),
}
KIND_ICONS = {
    SEE: "eye",
    CORRECT: "pencil",
    WITHDRAW: "circle-minus",
    RESTRICT: "circle-pause",
    ERASE: "trash-2",
}
OUTCOME_WORDS = {
    DONE: lazy("Đã làm xong"),
    REFUSED: lazy("Không làm được"),
    TAKEN_BACK: lazy("Đã rút yêu cầu"),
}
