"""The questions about a product, one page each."""

from typing import Any

from shopkit.catalog.models.products import LONGEST_TEXT, LONGEST_TITLE, LONGEST_UNIT
from shopkit.catalog.rules.prices import meant
from shopkit.web.forms import AtMost, Form, Line, Lines, Money, Needed, Upload, Whole
from shopkit.web.language import lazy_gettext as lazy


class Version(Whole):
    """The version a page was made from; one that cannot be read is older than any."""

    def read(self, text: str) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or 0


class PhotoForm(Form):
    """One photo, from the camera or from the phone's pictures."""

    photo = Upload(lazy("Ảnh sản phẩm"), [Needed(lazy("Chụp hoặc chọn một ảnh sản phẩm."))])


class TitleForm(Form):
    """What the product is called."""

    version = Version()
    title = Line(
        lazy("Tên sản phẩm"),
        [Needed(lazy("Nhập tên sản phẩm, ví dụ: Mật ong bạc hà 500 ml.")), AtMost(LONGEST_TITLE)],
    )


class PriceForm(Form):
    """What it costs, and for how much of it; `sure` is the reading chosen when asked again."""

    version = Version()
    price_vnd = Money(lazy("Giá bán"), [Needed(lazy("Nhập giá bằng số, ví dụ 25.000 hoặc 25k."))])
    price_unit = Line(lazy("Tính theo"), [AtMost(LONGEST_UNIT)])
    sure = Whole()

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return typed | {"price_vnd": meant(typed["price_vnd"], typed["sure"])}


class TextForm(Form):
    """More about the product."""

    version = Version()
    description = Lines(lazy("Mô tả"), [AtMost(LONGEST_TEXT)])


class PublishForm(Form):
    """Only which version she looked at."""

    version = Version()
