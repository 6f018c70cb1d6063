"""Where something is sold, as typed or pasted from an app."""

from shopkit.web.forms import AtMost, Form, Line, Needed, OneOf, Tick
from shopkit.web.language import lazy_gettext as lazy

LONGEST_PASTE = 2000


class AddressForm(Form):
    """The link of a shop or a listing; `sure` is asked for when its site is not the channel's."""

    address = Line(
        lazy("Liên kết"),
        [Needed(lazy("Dán liên kết vào ô này.")), AtMost(LONGEST_PASTE)],
    )
    sure = Tick(lazy("Đúng, liên kết này mở ra hàng của cửa hàng"))


class ListingForm(AddressForm):
    """The link of a listing, or none yet because the site is still looking at it."""

    address = Line(lazy("Liên kết"), [AtMost(LONGEST_PASTE)])


class BesideListingForm(ListingForm):
    """What a helper types for the seller beside her."""

    product_id = OneOf(lazy("Sản phẩm"), needed=lazy("Chọn sản phẩm."))
    channel = OneOf(lazy("Nơi bán"), needed=lazy("Chọn nơi bán."))
    is_seen = Tick(lazy("Tôi đã mở liên kết và thấy hàng"))
