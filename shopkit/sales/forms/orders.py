"""The questions about an order that is agreed in a chat."""

from shopkit.sales.forms.fields import PAID_BY_WORDS, Version, channel_field, count_field, day_field
from shopkit.sales.models import LONGEST_TITLE
from shopkit.web.forms import AtMost, Form, Line, Lines, Money, Needed, OneOf, Phone
from shopkit.web.language import lazy_gettext as lazy

REQUEST, LATER = "request", "later"


class NewOrderForm(Form):
    """What is bought and by which channel; how many of each product stands in fields apart."""

    other_title = Line(lazy("Món khác, chưa có trong danh sách"), [AtMost(LONGEST_TITLE)])
    other_count = count_field()
    channel = channel_field()
    sold_on = day_field()


class ChangedOrderForm(NewOrderForm):
    """The same of an order that stands already."""

    version = Version()


class BuyerForm(Form):
    """Who gets the parcel; all of it may stay empty."""

    version = Version()
    buyer_name = Line(lazy("Tên khách"), [AtMost(80)])
    buyer_phone = Phone(lazy("Số điện thoại của khách"))
    buyer_address = Line(lazy("Địa chỉ giao hàng"), [AtMost(200)])
    note = Lines(lazy("Ghi chú"), [AtMost(200)])


class PayForm(Form):
    """How the buyer will pay."""

    version = Version()
    way = OneOf(
        lazy("Cách trả tiền"),
        [
            (REQUEST, lazy("Chuyển khoản, gửi mã QR")),
            (LATER, lazy("Trả khi nhận hàng hoặc trả sau")),
        ],
    )
    amount_vnd = Money(lazy("Số tiền khách trả"))
    account_id = OneOf(lazy("Nhận vào tài khoản nào?"), needed=lazy("Chọn tài khoản nhận tiền."))


class SendForm(Form):
    """Who carries the parcel, and the code it is followed by."""

    version = Version()
    carrier = Line(lazy("Gửi qua đâu"), [AtMost(40)])
    parcel_code = Line(lazy("Mã vận đơn"), [AtMost(40)])


class PaidForm(Form):
    """In what way the money came."""

    version = Version()
    paid_by = OneOf(
        lazy("Khách trả bằng gì?"),
        list(PAID_BY_WORDS.items()),
        needed=lazy("Chọn tiền mặt, chuyển khoản hoặc sàn trả."),
    )
    amount_vnd = Money(lazy("Đã nhận bao nhiêu"))


class StepForm(Form):
    """One tap: only the version that was looked at."""

    version = Version()


class QuickForm(Form):
    """A sale over the counter; the button says how it was paid."""

    title = Line(lazy("Bán món gì"), [AtMost(LONGEST_TITLE)])
    count = count_field()
    amount_vnd = Money(lazy("Tổng tiền"))
    channel = channel_field()
    sold_on = day_field()
    paid_by = OneOf(
        lazy("Khách trả bằng gì?"),
        [*PAID_BY_WORDS.items(), (REQUEST, lazy("Hiện mã QR")), (LATER, lazy("Chưa trả"))],
        needed=lazy("Bấm tiền mặt, chuyển khoản hoặc cách khác."),
    )


class CodeSaleForm(Form):
    """What a code on the pad was shown for; its amount is known."""

    title = Line(
        lazy("Bán món gì"),
        [Needed(lazy("Nhập tên món đã bán, ví dụ: rau muống.")), AtMost(LONGEST_TITLE)],
    )
    count = count_field()
    channel = channel_field()


class OtherTitleForm(QuickForm):
    """The same for something that is not among her products."""

    title = Line(
        lazy("Bán món gì"),
        [Needed(lazy("Nhập tên món đã bán, ví dụ: rau muống.")), AtMost(LONGEST_TITLE)],
    )
