"""Opening a class, one more day of it, people at the door."""

import re
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from shopkit.clock import today
from shopkit.shops.models.register import FEMALE, MALE
from shopkit.text.search import search_text
from shopkit.training.rules.days import is_too_far
from shopkit.web.forms import AtMost, Between, Day, Form, Line, Lines, Needed, OneOf, Phone, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

NONE = ""
MIXED = "mixed"
MOST_SEATS, MOST_MEETINGS = 300, 30
HOUR = re.compile(r"([01]?\d|2[0-3])(?:[:hgH.]|giờ)?([0-5]\d)?")


class Hour(Line):
    """When a class begins: 8:00, 8h30, 8 giờ."""

    def post_validate(self, form: object, validation_stopped: bool) -> None:
        typed = (self.data or "").replace(" ", "")
        read = HOUR.fullmatch(typed)
        if typed and read is None:
            raise ValidationError(_("Nhập giờ bắt đầu, ví dụ 8:00 hoặc 13h30."))
        self.data = f"{int(read[1]):02d}:{read[2] or '00'}" if read and typed else ""


def readable(_form: Any, field: Any) -> None:
    """A name of pictures or dots alone cannot be read aloud or found again."""
    if not search_text(field.data or ""):
        raise ValidationError(_("Gõ tên bằng chữ, ví dụ: Nguyễn Thị Mẫu."))


class ClassForm(Form):
    """What a class is called, where it is and who holds it."""

    name = Line(
        lazy("Tên lớp"),
        [AtMost(120)],
        description=lazy("Để trống thì lấy tên chủ đề."),
    )
    place = Line(
        lazy("Nơi học"),
        [Needed(lazy("Nhập nơi học, ví dụ: Nhà văn hóa thôn Đầm.")), AtMost(120)],
    )
    village_id = OneOf(lazy("Thôn"), needed=lazy("Chọn thôn, hoặc chọn cả xã."))
    branch_id = OneOf(lazy("Đơn vị tổ chức"), needed=lazy("Chọn đơn vị tổ chức."))
    seats = Whole(
        lazy("Số chỗ"),
        [Needed(lazy("Nhập số chỗ ngồi, ví dụ 30.")), Between(1, MOST_SEATS)],
    )
    least_meetings = Whole(
        lazy("Phải dự ít nhất mấy buổi"),
        [Needed(lazy("Nhập số buổi, ví dụ 1.")), Between(1, MOST_MEETINGS)],
        description=lazy("Dự đủ số buổi này thì được giấy chứng nhận."),
    )


class DayForm(Form):
    """A day of a class and what it is about."""

    topic = OneOf(lazy("Chủ đề"), needed=lazy("Chọn chủ đề của buổi học."))
    held_on = Day(lazy("Ngày học"), [Needed(lazy("Chọn ngày học."))])
    begins = Hour(lazy("Bắt đầu lúc"), [AtMost(12)])
    # The day the class was opened, where it is open already.
    opened_on: date | None = None

    def validate_held_on(self, field: Day) -> None:
        now = today()
        if is_too_far(field.data, opened_on=self.opened_on or now, today=now):
            raise ValidationError(_("Ngày buổi học quá xa. Xem lại ngày, tháng và năm."))


class NewClassForm(DayForm, ClassForm):
    """A class with its first day."""


class CancelForm(Form):
    """Why a day will not be."""

    why = Line(
        lazy("Vì sao nghỉ?"),
        [Needed(lazy("Ghi lý do, ví dụ: mưa bão.")), AtMost(200)],
    )


class PasteForm(Form):
    """Names copied from a list, one a line."""

    names = Lines(
        lazy("Dán danh sách, mỗi dòng một người"),
        [Needed(lazy("Dán hoặc gõ ít nhất một tên.")), AtMost(20_000)],
        description=lazy(
            "Ví dụ: Nguyễn Thị Mẫu, Thôn 1, 0900 000 011. Thôn và số điện thoại có thể bỏ trống."
        ),
    )
    gender = OneOf(
        lazy("Những tên mới trong danh sách này là"),
        [(FEMALE, lazy("Nữ cả")), (MALE, lazy("Nam cả")), (MIXED, lazy("Có cả nam và nữ"))],
        needed=lazy("Chọn nữ, nam, hoặc có cả nam và nữ."),
    )


class WalkInForm(Form):
    """Somebody at the door, in ten seconds."""

    name = Line(
        lazy("Họ và tên"),
        [Needed(lazy("Nhập họ và tên người mới đến.")), AtMost(80), readable],
    )
    village_id = OneOf(lazy("Thôn"), needed=lazy("Chọn thôn, hoặc chọn nơi khác."))
    phone = Phone(lazy("Số điện thoại"))
    gender = OneOf(
        lazy("Nam hay nữ"),
        [(FEMALE, lazy("Nữ")), (MALE, lazy("Nam"))],
        needed=lazy("Chọn nữ hoặc nam."),
    )


class JoinCodeForm(Form):
    """The six letters that are read aloud in the hall."""

    code = Line(
        lazy("Mã lớp"),
        [Needed(lazy("Nhập 6 chữ cái cô đọc hoặc in trên giấy.")), AtMost(40)],
        description=lazy("6 chữ cái, ví dụ BCD GHK."),
    )


class JoinForm(Form):
    """Who she is, for one who is not signed in."""

    name = Line(
        lazy("Họ và tên"),
        [Needed(lazy("Nhập họ và tên để cô tìm thấy trong danh sách.")), AtMost(80), readable],
    )
    village_id = OneOf(lazy("Thôn"), needed=lazy("Chọn thôn, hoặc chọn nơi khác."))
    phone = Phone(lazy("Số điện thoại"))


class RowsForm(Form):
    """The row numbers of those who signed."""

    rows = Line(
        lazy("Số thứ tự những người đã ký"),
        [Needed(lazy("Gõ số thứ tự những người đã ký, ví dụ 1-12, 14, 17-30.")), AtMost(400)],
        description=lazy("Ví dụ: 1-12, 14, 17-30. Đến muộn thêm m (5m), về sớm thêm s (8s)."),
    )
