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
    "book": Wording(
        lazy("Sổ bán hàng"),
        lazy("Ghi cả số tiền vào sổ bán hàng?"),
        (
            lazy(
                "Bật sổ thì số tiền của từng đơn, từng lần bán và tiền vào tài khoản được lưu lại. "
                "Không bật thì chỉ lưu số đơn, kênh bán và cách trả tiền; số tiền trên mã QR đã "
                "gửi khách tự xóa 30 ngày sau khi xong."
            ),
            lazy(
                "Sổ nằm trên máy chủ của xã. Cán bộ, người hướng dẫn, trưởng thôn không có trang "
                "nào xem được số tiền. Người quản trị giữ máy chủ thì có thể đọc được."
            ),
            lazy(
                "Cơ quan thuế, công an, tòa án có thể yêu cầu xã đưa ra những gì máy chủ đang lưu."
            ),
            lazy(
                "Tắt sổ lúc nào cũng được. Tắt là xóa ngay mọi số tiền đã lưu. Bản sao lưu cũ của "
                "máy chủ còn giữ cho đến khi được thay bằng bản mới."
            ),
        ),
    ),
    "share_amounts": Wording(
        lazy("Góp vào số tổng của xã"),
        lazy("Cho xã cộng tiền bán qua mạng vào một số tổng?"),
        (
            lazy("Xã chỉ thấy một số tổng mỗi quý và có bao nhiêu cửa hàng góp vào."),
            lazy(
                "Ít hơn 5 cửa hàng góp, hoặc một cửa hàng chiếm hơn 70% thì số tổng bị che. "
                "Không ai thấy tiền của riêng cửa hàng nào."
            ),
            lazy(
                "Chỉ cộng tiền của đơn bán qua mạng xã hội và sàn. Số tổng đã chốt thì giữ nguyên."
            ),
        ),
    ),
    "training": Wording(
        lazy("Ghi việc đi học"),
        lazy("Cho ghi việc đi học và việc đã làm được?"),
        (
            lazy("Người hướng dẫn ghi: đã dự buổi nào, đã tự làm được việc gì."),
            lazy("Xã chỉ thấy số lượt, số người. Không ai chấm điểm hay xếp hạng."),
        ),
    ),
    "posting": Wording(
        lazy("Niêm yết tên hộ"),
        lazy("Cho niêm yết tên hộ khi được đề nghị công nhận gia đình số?"),
        (
            lazy("Danh sách dán ở nhà văn hoá 10 ngày, chỉ có tên hộ và thôn."),
            lazy("Hộ chưa được đề nghị không bao giờ bị nêu tên."),
        ),
    ),
}
