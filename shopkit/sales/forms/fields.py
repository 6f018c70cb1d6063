"""Fields that several questions about a sale share."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms.validators import ValidationError

from shopkit import clock
from shopkit.sales.models import CASH, MOST_COUNT, PLATFORM, TRANSFER
from shopkit.sales.rules import channels
from shopkit.web.forms import Between, Day, OneOf, Whole
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

CHANNEL_WORDS: dict[str, LazyText] = {
    channels.STALL: lazy("Tại quầy"),
    channels.FACEBOOK: lazy("Facebook"),
    channels.ZALO: lazy("Zalo"),
    channels.SHOPEE: lazy("Shopee"),
    channels.TIKTOK_SHOP: lazy("TikTok Shop"),
    channels.LAZADA: lazy("Lazada"),
    channels.POSTMART: lazy("Postmart"),
    channels.VOSO: lazy("Voso"),
    channels.WEBSITE: lazy("Trang mạng riêng"),
    channels.PHONE: lazy("Gọi điện"),
    channels.OTHER: lazy("Cách khác"),
}
PAID_BY_WORDS: dict[str, LazyText] = {
    CASH: lazy("Tiền mặt"),
    TRANSFER: lazy("Chuyển khoản"),
    PLATFORM: lazy("Sàn trả"),
}
COUNT_PREFIX = "count-"


class CountWrong(ValueError):
    """One of the counts cannot be a count of goods."""


class Version(Whole):
    """The version a page was made from; one that cannot be read is older than any."""

    def read(self, text: str) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or 0


class Count(Whole):
    """How many of something; nothing typed is one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = 1 if self.data is None else self.data


class NotAhead:
    """A day that has come already."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Chọn ngày hôm nay hoặc ngày đã qua."))
        if field.data is not None and field.data < date(2015, 1, 1):
            raise ValidationError(_("Chọn ngày từ năm 2015 trở lại đây."))


def channel_field() -> Any:
    return OneOf(
        lazy("Bán qua đâu?"),
        list(CHANNEL_WORDS.items()),
        needed=lazy("Chọn nơi bán, ví dụ tại quầy hoặc Zalo."),
    )


def day_field() -> Any:
    return Day(lazy("Ngày bán"), [NotAhead()])


def count_field() -> Any:
    return Count(lazy("Số lượng"), [Between(1, MOST_COUNT)], default=1)


def counts_in(fields: Iterable[tuple[str, str]]) -> dict[UUID, int]:
    """How many of each product was typed; nothing and 0 are none. Raises CountWrong."""
    counts: dict[UUID, int] = {}
    for name, typed in fields:
        if not name.startswith(COUNT_PREFIX) or typed.strip() in ("", "0"):
            continue
        try:
            product_id = UUID(name.removeprefix(COUNT_PREFIX))
        except ValueError as problem:
            raise CountWrong(name) from problem
        plain = typed.strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 4):
            raise CountWrong(plain[:20])
        if int(plain):
            counts[product_id] = int(plain)
    return counts
