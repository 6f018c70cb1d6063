"""A shop that is typed for somebody."""

from shopkit.shops.forms.shops import MAKER, RESELLER
from shopkit.web.forms import AtMost, Form, Line, Needed, OneOf, Phone
from shopkit.web.language import lazy_gettext as lazy


class TypedShopForm(Form):
    """What she says of her shop, typed by her helper."""

    name = Line(
        lazy("Tên cửa hàng"),
        [Needed(lazy("Nhập tên cửa hàng, ví dụ: Quầy rau cô Mẫu.")), AtMost(120)],
    )
    sells = Line(
        lazy("Bán gì"),
        [Needed(lazy("Nhập món hàng bán nhiều nhất, ví dụ: rau, mật ong.")), AtMost(120)],
    )
    kind = OneOf(
        lazy("Hàng tự làm hay bán lại?"),
        [(MAKER, lazy("Tự làm")), (RESELLER, lazy("Bán lại"))],
        needed=lazy("Chọn tự làm hoặc bán lại."),
    )
    village_id = OneOf(lazy("Thôn"), needed=lazy("Chọn thôn, hoặc chọn nơi khác."))


class HerPhoneForm(Form):
    """The number on which she will sign in."""

    phone = Phone(
        lazy("Số điện thoại của người bán"),
        [Needed(lazy("Hỏi người bán số điện thoại rồi nhập vào đây."))],
    )
