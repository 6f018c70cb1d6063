"""A product on one page: what can be typed without a network and sent later."""

from typing import Any

from shopkit.catalog.actions.merging import PART_OF
from shopkit.catalog.forms.photos import PhotosForm
from shopkit.catalog.forms.products import Version
from shopkit.catalog.models.products import LONGEST_TEXT, LONGEST_TITLE, LONGEST_UNIT, Product
from shopkit.web.forms import AtMost, Line, Lines, Money, Needed, Tick, Uploads, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


class OnePageForm(PhotosForm):
    """Photos, name, price and description; `sure` confirms a price that was asked about."""

    photo = Uploads(lazy("Ảnh sản phẩm"))
    title = Line(
        lazy("Tên sản phẩm"),
        [Needed(lazy("Nhập tên sản phẩm, ví dụ: Mật ong bạc hà 500 ml.")), AtMost(LONGEST_TITLE)],
    )
    price_vnd = Money(lazy("Giá bán"))
    sure = Tick(lazy("Đúng giá này"))
    price_unit = Line(lazy("Tính theo"), [AtMost(LONGEST_UNIT)])
    description = Lines(lazy("Mô tả"), [AtMost(LONGEST_TEXT)])
    asks_price = False

    def typed(self) -> dict[str, Any]:
        """What the product is to hold."""
        return {name: self[name].data for name in PART_OF}


class AddForm(OnePageForm):
    """A new product; `coming` is how many photos the phone still holds."""

    price_vnd = Money(lazy("Giá bán"), [Needed(lazy("Nhập giá bằng số, ví dụ 25.000 hoặc 25k."))])
    coming = Whole()


class EditForm(OnePageForm):
    """A product that is there: what it is to hold, and what it held when the page was made."""

    photo = Uploads(lazy("Thêm ảnh"))
    version = Version()
    was_title = Line()
    was_price_vnd = Money()
    was_price_unit = Line()
    was_description = Lines()

    @classmethod
    def told(cls, product: Product) -> dict[str, Any]:
        """What the form shows of a product."""
        held = {name: getattr(product, name) for name in PART_OF}
        return held | {f"was_{name}": value for name, value in held.items()}

    def was(self) -> dict[str, Any]:
        return {name: self[f"was_{name}"].data for name in PART_OF}

    def validate_price_vnd(self, field: Money) -> None:
        if field.data is None and not field.errors and self.was_price_vnd.data is not None:
            self.refuse("price_vnd", _("Nhập giá bằng số, ví dụ 25.000 hoặc 25k."))
