"""Forms of the payment code."""

from typing import Any

from shopkit.accounts.forms import Secret
from shopkit.payments.rules.codes import LONGEST_HOLDER
from shopkit.text.search import search_text
from shopkit.web.forms import AtMost, Form, Line, Needed
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


class AccountForm(Form):
    """Number and holder of an account at a bank already chosen."""

    number = Line(
        lazy("Số tài khoản"),
        [Needed(lazy("Nhập số tài khoản như trên app ngân hàng.")), AtMost(30)],
        description=lazy("Như trên app ngân hàng, có dấu cách cũng được."),
    )
    holder = Line(
        lazy("Tên chủ tài khoản"),
        [
            Needed(lazy("Nhập tên chủ tài khoản, như hiện trên app ngân hàng.")),
            AtMost(LONGEST_HOLDER),
        ],
        description=lazy("Ví dụ: NGUYEN THI MAU. Có thể là tên người nhà."),
    )
    label = Line(
        lazy("Tên quầy"),
        [AtMost(40)],
        description=lazy("In trên bảng mã, ví dụ: Quầy rau cô Mẫu."),
    )

    def validate_holder(self, field: Any) -> None:
        if field.data and not search_text(field.data):
            field.errors.append(_("Nhập tên chủ tài khoản bằng chữ."))


class PinForm(Form):
    """The PIN once more, before money goes another way."""

    pin = Secret(
        lazy("Mã PIN"),
        [Needed(lazy("Nhập mã PIN đang dùng để đăng nhập.")), AtMost(128)],
        description=lazy("Để chắc là chính chủ."),
    )


class GuardedAccountForm(AccountForm, PinForm):
    """Another account beside or instead of one that is in use."""


class LabelForm(Form):
    """What an account is called at the stall."""

    label = Line(
        lazy("Tên quầy"),
        [AtMost(40)],
        description=lazy("In trên bảng mã, ví dụ: Quầy cá, Chị cả."),
    )


class SeenNameForm(Form):
    """The name that a bank app showed after scanning."""

    shown_name = Line(
        lazy("Tên hiện trên app ngân hàng"),
        [Needed(lazy("Nhập tên mà app ngân hàng hiện ra.")), AtMost(LONGEST_HOLDER)],
    )
