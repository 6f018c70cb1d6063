"""Forms of the payment code."""

from shopkit.accounts.forms import Secret
from shopkit.payments.rules import LONGEST_HOLDER
from shopkit.web.forms import AtMost, Form, Line, Needed
from shopkit.web.language import lazy_gettext as lazy


class AccountForm(Form):
    """Number and holder of an account at a bank already chosen."""

    number = Line(
        lazy("Số tài khoản"),
        [Needed(lazy("Nhập số tài khoản, như in trên app ngân hàng.")), AtMost(30)],
        description=lazy("Chỉ cần số, có dấu cách cũng được."),
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
        description=lazy("Không bắt buộc. In trên bảng, ví dụ: Quầy rau cô Mẫu."),
    )


class SeenNameForm(Form):
    """The name that a bank app showed after scanning."""

    shown_name = Line(
        lazy("Tên hiện trên app ngân hàng"),
        [Needed(lazy("Nhập tên mà app ngân hàng hiện ra.")), AtMost(LONGEST_HOLDER)],
    )


class ReplaceForm(AccountForm):
    """Another account instead of one in use; asks for the PIN again."""

    pin = Secret(lazy("Mã PIN"), [Needed(lazy("Nhập mã PIN đang dùng để đăng nhập.")), AtMost(128)])
