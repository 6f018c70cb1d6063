"""The questions about a shop, one page each."""

from shopkit.web.forms import AtMost, Form, Line, Needed, OneOf, Phone
from shopkit.web.language import lazy_gettext as lazy

MAKER, RESELLER = "maker", "reseller"
NO_VILLAGE = "none"


class NameForm(Form):
    """What the shop is called and what it sells."""

    name = Line(
        lazy("Tên cửa hàng"),
        [Needed(lazy("Nhập tên cửa hàng, ví dụ: Quầy rau cô Mẫu.")), AtMost(120)],
        description=lazy("Tên khách hay gọi, ví dụ: Quầy rau cô Mẫu."),
    )
    sells = Line(
        lazy("Bán gì"),
        [Needed(lazy("Nhập món hàng bán nhiều nhất, ví dụ: rau, mật ong.")), AtMost(120)],
        description=lazy("Món bán nhiều nhất, ví dụ: rau sạch, mật ong, bánh gai."),
    )


class MakerForm(Form):
    """Whether she makes what she sells."""

    kind = OneOf(
        lazy("Hàng tự làm hay bán lại?"),
        [(MAKER, lazy("Tự làm")), (RESELLER, lazy("Bán lại"))],
        needed=lazy("Chọn tự làm hoặc bán lại."),
    )


class CommuneForm(Form):
    """The commune, found by typing."""

    commune_code = Line(
        lazy("Xã, phường"), [Needed(lazy("Gõ tên xã rồi chạm vào đúng xã.")), AtMost(5)]
    )


class VillageForm(Form):
    """The village on the commune's register; it may be left open."""

    village_id = OneOf(lazy("Thôn, tổ dân phố"), needed=lazy("Chọn thôn, hoặc chọn để sau."))


class BesideForm(Form):
    """The number of somebody who asks to be helped."""

    phone = Phone(
        lazy("Số điện thoại của người bán"),
        [Needed(lazy("Hỏi người bán số điện thoại rồi nhập vào đây."))],
        description=lazy("Chỉ làm khi người bán đang ở bên cạnh và nhờ giúp."),
    )
