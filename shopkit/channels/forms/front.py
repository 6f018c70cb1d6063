"""The questions about a shop's page, one each."""

from typing import Any

from wtforms import HiddenField

from shopkit.channels.rules.front_contacts import (
    AddressUnreadable,
    messenger_address,
    page_address,
    zalo_address,
)
from shopkit.channels.rules.front_text import is_citizen_number
from shopkit.payments.forms.accounts import PinForm
from shopkit.web.forms import AtMost, Day, Form, Line, Lines, OneOf, Phone
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

LONGEST_TEXT = 2000
LONGEST_ADDRESS = 200
SHOWN, HIDDEN = "shown", "hidden"


class TextForm(Form):
    """Something told in her own words; `was` is what stood there when she began."""

    text = Lines(lazy("Nội dung"), [AtMost(LONGEST_TEXT)])
    was = HiddenField()


class AddressForm(Form):
    """Where the business is."""

    text = Line(lazy("Địa chỉ"), [AtMost(LONGEST_ADDRESS)])
    was = HiddenField()


class ZaloForm(Form):
    """The Zalo that buyers write to."""

    text = Line(lazy("Zalo"), [AtMost(LONGEST_ADDRESS)])
    was = HiddenField()

    def validate_text(self, field: Any) -> None:
        try:
            field.data = zalo_address(field.data)
        except AddressUnreadable:
            field.errors.append(_("Nhập số điện thoại Zalo, hoặc chép liên kết zalo.me vào đây."))


class MessengerForm(Form):
    """The page on Facebook that buyers write to."""

    text = Line(lazy("Messenger"), [AtMost(LONGEST_ADDRESS)])
    was = HiddenField()

    def validate_text(self, field: Any) -> None:
        try:
            field.data = messenger_address(field.data)
        except AddressUnreadable:
            field.errors.append(_("Chép liên kết trang Facebook vào đây, hoặc tên sau m.me/."))


class PageForm(Form):
    """Her page on some platform."""

    text = Line(lazy("Trang trên sàn"), [AtMost(500)])
    was = HiddenField()

    def validate_text(self, field: Any) -> None:
        try:
            field.data = page_address(field.data)
        except AddressUnreadable:
            field.errors.append(_("Mở trang trên sàn, bấm Chia sẻ, chép liên kết rồi dán vào đây."))


class PhoneForm(Form):
    """The number on the page."""

    choice = OneOf(
        lazy("Nút gọi điện"),
        [(SHOWN, lazy("Hiện nút gọi")), (HIDDEN, lazy("Không hiện"))],
        needed=lazy("Chọn hiện hoặc không hiện."),
    )
    phone = Phone(
        lazy("Số khác cho khách gọi"),
        description=lazy("Bỏ trống thì dùng số đang đăng nhập."),
    )


class BusinessForm(Form):
    """The registration under which she sells."""

    business_code = Line(
        lazy("Mã số hộ kinh doanh hoặc doanh nghiệp"),
        [AtMost(40)],
        description=lazy("Chép trên giấy đăng ký. Không nhập số căn cước."),
    )
    business_issuer = Line(
        lazy("Nơi cấp"), [AtMost(120)], description=lazy("Ví dụ: UBND xã, Phòng Tài chính.")
    )
    business_issued_on = Day(lazy("Ngày cấp"))

    def validate_business_code(self, field: Any) -> None:
        if is_citizen_number(field.data or ""):
            field.errors.append(
                _("Số này giống số căn cước: không đưa lên trang. Nhập mã số trên giấy đăng ký.")
            )


class MoneyForm(PinForm):
    """Which account's code stands on the page, with the PIN once more."""

    account_id = OneOf(lazy("Tài khoản"), needed=lazy("Chọn một tài khoản."))
