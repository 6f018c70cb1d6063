"""What people type to sign in, to sign up and to change their PIN."""

from typing import Any

from wtforms import PasswordField

from shopkit.accounts.rules.secrets import LONGEST_SECRET, Weakness, as_typed
from shopkit.text.letters import one_line
from shopkit.web.forms import (
    AtMost,
    Between,
    Form,
    Line,
    Needed,
    OneOf,
    Phone,
    Whole,
    read_text,
)
from shopkit.web.language import lazy_gettext as lazy

LONGEST_NAME = 80

# What to do about each weakness of a PIN or password.
ADVICE = {
    Weakness.NOT_SIX_DIGITS: lazy("Chọn mã PIN gồm đúng 6 chữ số."),
    Weakness.RUN: lazy("Chọn số khác: dãy số liền nhau rất dễ đoán."),
    Weakness.REPEAT: lazy("Chọn số khác: số lặp lại rất dễ đoán."),
    Weakness.PHONE: lazy("Chọn số khác: không lấy từ số điện thoại."),
    Weakness.DATE: lazy("Chọn số khác: ngày sinh rất dễ đoán."),
    Weakness.COMMON: lazy("Chọn mã khác: rất nhiều người dùng mã này."),
    Weakness.SHORT: lazy("Đặt mật khẩu dài từ 10 ký tự, ví dụ bốn từ ghép lại."),
    Weakness.LONG: lazy("Đặt mật khẩu ngắn hơn, tối đa 128 ký tự."),
    Weakness.NAME: lazy("Đặt mật khẩu khác, không lấy từ họ tên."),
}


class Secret(PasswordField):
    """A PIN or password; never shown again."""

    data: Any

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = as_typed(read_text(valuelist[0] if valuelist else "", one_line))


class SignInForm(Form):
    phone = Phone(lazy("Số điện thoại"), [Needed(lazy("Nhập số điện thoại."))])
    secret = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN.")), AtMost(LONGEST_SECRET)])


class SignInByPasswordForm(SignInForm):
    """The same for staff, whose phone must show letters to type a password with."""

    secret = Secret(lazy("Mật khẩu"), [Needed(lazy("Nhập mật khẩu.")), AtMost(LONGEST_SECRET)])


class SignUpForm(Form):
    """What a new account needs; `values()` feed `sign_up`. Each field can be a page of its own."""

    phone = Phone(
        lazy("Số điện thoại"),
        [Needed(lazy("Nhập số điện thoại để đăng nhập lần sau."))],
    )
    name = Line(
        lazy("Họ và tên"),
        [Needed(lazy("Nhập họ và tên.")), AtMost(LONGEST_NAME)],
    )
    pin = Secret(
        lazy("Mã PIN 6 số"),
        [Needed(lazy("Chọn mã PIN gồm 6 chữ số.")), AtMost(LONGEST_SECRET)],
        description=lazy("Dùng để đăng nhập. Không lấy ngày sinh hay số điện thoại."),
    )

    def refuse_weak(self, weakness: Weakness) -> None:
        """Show what `sign_up` refused about the PIN."""
        self.refuse("pin", ADVICE[weakness])


class CodeForm(Form):
    code = Secret(
        lazy("Mã 6 số trong ứng dụng"),
        [Needed(lazy("Nhập mã 6 số đang hiện trong ứng dụng.")), AtMost(20)],
    )


class ChangeSecretForm(Form):
    old = Secret(lazy("Mã đang dùng"), [Needed(lazy("Nhập mã đang dùng.")), AtMost(LONGEST_SECRET)])
    new = Secret(lazy("Mã mới"), [Needed(lazy("Nhập mã mới.")), AtMost(LONGEST_SECRET)])


class NewPinForm(Form):
    pin = Secret(
        lazy("Mã PIN mới, 6 số"),
        [Needed(lazy("Chọn mã PIN gồm 6 chữ số.")), AtMost(LONGEST_SECRET)],
    )


class ConsentForm(Form):
    """One question, nothing chosen beforehand."""

    answer = OneOf(
        lazy("Trả lời"),
        [("yes", lazy("Đồng ý")), ("no", lazy("Không đồng ý"))],
        needed=lazy("Chọn đồng ý hoặc không đồng ý. Chọn cách nào cũng dùng tiếp được."),
    )


class StandInForm(Form):
    """Who stands in, with which hat, for how long and why."""

    person = OneOf(lazy("Ai thay"), needed=lazy("Chọn một người."))
    role = OneOf(
        lazy("Thay ai"),
        [("officer", lazy("Thay cán bộ xã")), ("leader", lazy("Thay lãnh đạo xã"))],
        needed=lazy("Chọn thay cán bộ hay thay lãnh đạo."),
    )
    days = Whole(
        lazy("Trong bao nhiêu ngày"),
        [Needed(lazy("Nhập số ngày, nhiều nhất 30.")), Between(1, 30)],
    )
    why = Line(
        lazy("Lý do"),
        [Needed(lazy("Viết lý do, ví dụ: cả hai cán bộ đều đã ký đề nghị.")), AtMost(300)],
    )
