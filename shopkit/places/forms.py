"""Forms of the register of villages."""

from shopkit.web.forms import AtMost, Day, Form, Line, Lines, Needed, OneOf
from shopkit.web.language import lazy_gettext as lazy

LONGEST_LIST = 8_000
SPLIT = "split"


class VillagesForm(Form):
    """Names to put on the register, one a line."""

    names = Lines(
        lazy("Tên thôn, tổ dân phố"),
        [Needed(lazy("Gõ hoặc dán tên, mỗi dòng một thôn.")), AtMost(LONGEST_LIST)],
        description=lazy("Mỗi dòng một tên, ví dụ: Thôn Đầm."),
    )


class RenameForm(Form):
    """The right name of a village."""

    name = Line(lazy("Tên đúng"), [Needed(lazy("Nhập tên thôn.")), AtMost(80)])


class CloseForm(Form):
    """The end of a village, and where its households went."""

    last_day = Day(lazy("Ngày cuối cùng"), [Needed(lazy("Nhập ngày cuối cùng của thôn."))])
    into = OneOf(lazy("Các hộ chuyển về đâu?"), needed=lazy("Chọn thôn nhận các hộ."))
