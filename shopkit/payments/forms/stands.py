"""What is told of a printed stand, and a photo of one."""

from shopkit.payments.rules.checks import INTERVALS
from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Upload
from shopkit.web.language import lazy_gettext as lazy


class PutUpForm(Form):
    """Since when a stand hangs, and where."""

    put_up_on = Day(lazy("Ngày dán"), [Needed(lazy("Chọn ngày dán bảng mã."))])
    put_up_where = Line(
        lazy("Dán ở đâu"),
        [AtMost(60)],
        description=lazy("Ví dụ: cột đầu quầy, nắp hộp tiền."),
    )


class StickerForm(Form):
    """A photo of what hangs at the stall."""

    photo = Upload(lazy("Ảnh bảng mã"), [Needed(lazy("Chụp hoặc chọn ảnh bảng mã đang dán."))])


class IntervalForm(Form):
    """How often to be reminded."""

    days = OneOf(
        lazy("Bao lâu kiểm tra một lần?"),
        [
            ("7", lazy("Mỗi tuần")),
            ("30", lazy("Mỗi tháng")),
            ("90", lazy("Mỗi ba tháng")),
        ],
        needed=lazy("Chọn bao lâu kiểm tra một lần."),
    )

    def values(self) -> dict[str, int]:
        return {"days": next(days for days in INTERVALS if str(days) == self.days.data)}
