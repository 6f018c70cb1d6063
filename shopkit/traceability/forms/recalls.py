"""What is asked before goods are called back."""

from shopkit.accounts.forms import Secret
from shopkit.web.forms import AtMost, Form, Lines, Needed, Tick
from shopkit.web.language import lazy_gettext as lazy


class RecallForm(Form):
    """Why, what buyers should do, whether it reaches on, and her PIN."""

    reason = Lines(
        lazy("Vì sao thu hồi"),
        [Needed(lazy("Ghi vì sao thu hồi, ví dụ: bánh bị mốc.")), AtMost(300)],
        description=lazy("Khách quét tem đọc được câu này."),
    )
    what_to_do = Lines(
        lazy("Khách nên làm gì"),
        [Needed(lazy("Ghi khách nên làm gì, ví dụ: ngừng ăn, mang lại để đổi.")), AtMost(300)],
    )
    reaches_on = Tick(lazy("Thu hồi cả những đợt làm từ đợt này"), default=True)
    pin = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN để thu hồi."))])


class WidenRecallForm(Form):
    """Her PIN."""

    pin = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN để thu hồi."))])


class EndRecallForm(Form):
    """Why a recall ends, and her PIN."""

    why = Lines(
        lazy("Vì sao thôi thu hồi"),
        [Needed(lazy("Ghi vì sao, ví dụ: đã lấy lại hết hàng.")), AtMost(300)],
    )
    pin = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN để thôi thu hồi."))])
