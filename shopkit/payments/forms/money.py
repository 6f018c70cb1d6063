"""Forms about money that came in and money that was asked for."""

from typing import Any
from uuid import UUID

from flask import request

from shopkit.payments.rules.requests import MOST_VND
from shopkit.web.forms import Amount, AtMost, Form, Line, Needed, OneOf, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

SHORTLY, TODAY, LATER = "2", "24", "72"


class VersionForm(Form):
    """A decision about something, with the version it was seen in."""

    version = Whole("")

    @property
    def seen_version(self) -> int:
        """The version she saw; one that was not sent is as good as an old one."""
        return self.version.data or 0


class PlaceForm(VersionForm):
    """Which requests a payment is for."""

    def request_ids(self) -> list[UUID]:
        """The ticked requests, in the order of the page; what is no id is left out."""
        found = request.form.getlist("request", type=UUID)
        return list(dict.fromkeys(found))[:20]

    def validate_version(self, field: Any) -> None:
        if not self.request_ids():
            field.errors = [*field.errors, _("Chọn ít nhất một mã.")]


class HandForm(VersionForm):
    """An amount that she saw in her bank app with her own eyes."""

    amount = Amount(
        lazy("Số tiền thấy trên app ngân hàng"),
        [Needed(lazy("Nhập số tiền thấy trên app ngân hàng."))],
    )
    sure = Whole("")

    def validate_amount(self, field: Any) -> None:
        if field.data is not None and field.data > MOST_VND:
            field.errors = [*field.errors, _("Nhập số tiền dưới 500 triệu đồng.")]


class AskForm(Form):
    """Asking somebody for an amount."""

    amount = Amount(lazy("Số tiền"), [Needed(lazy("Nhập số tiền, ví dụ 25k."))])
    purpose = Line(
        lazy("Tiền gì"),
        [AtMost(80)],
        description=lazy("Để tự nhớ, ví dụ: 2 hộp bánh gai chị Thử. Khách không thấy."),
    )
    account = OneOf(lazy("Tiền về tài khoản nào"), needed=lazy("Chọn tài khoản nhận tiền."))
    wait = OneOf(
        lazy("Chờ đến khi nào"),
        [
            (SHORTLY, lazy("2 tiếng: khách đang đứng đây")),
            (TODAY, lazy("1 ngày")),
            (LATER, lazy("3 ngày: khách đặt từ xa")),
        ],
        default=SHORTLY,
    )

    def validate_amount(self, field: Any) -> None:
        if field.data is not None and field.data > MOST_VND:
            field.errors = [*field.errors, _("Nhập số tiền dưới 500 triệu đồng.")]


class FeedForm(Form):
    """Which account a payment service shall tell of."""

    account = OneOf(lazy("Tài khoản nào"), needed=lazy("Chọn tài khoản."))
