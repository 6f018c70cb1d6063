"""Forms of a product file: what its prices are, how it is read, what becomes of new products."""

from decimal import Decimal, InvalidOperation
from typing import Any

from shopkit.channels.rules.reading.found import DONG, NO_PRICES, RATE, THOUSAND
from shopkit.web.forms import Form, OneOf, Tick, Typed
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

LEAST_RATE, MOST_RATE = Decimal("0.0001"), Decimal(1_000_000)


class Rate(Typed):
    """How many dong one unit of another currency is."""

    def read(self, text: str) -> Decimal:
        bare = text.strip().replace(" ", "")
        if bare.count(".") == 1 and len(bare.rpartition(".")[2]) == 3:
            bare = bare.replace(".", "")  # 25.400 is said for 25400
        try:
            rate = Decimal(bare.replace(",", "."))
        except InvalidOperation as problem:
            raise ValueError(_("Nhập một số, ví dụ 25400.")) from problem
        if not rate.is_finite() or not LEAST_RATE <= rate <= MOST_RATE:
            raise ValueError(_("Nhập một số từ 0,0001 đến 1.000.000."))
        return rate


class MoneyForm(Form):
    """What the figures in the price column are."""

    money = OneOf(
        lazy("Giá trong tệp là"),
        [
            (DONG, lazy("Đồng, ghi đủ số")),
            (THOUSAND, lazy("Nghìn đồng: 45 là 45.000 đồng")),
            (RATE, lazy("Tiền nước khác: đổi ra đồng theo tỷ giá")),
            (NO_PRICES, lazy("Bỏ giá trong tệp, tự điền giá sau")),
        ],
        needed=lazy("Chọn giá trong tệp là tiền gì."),
    )
    rate = Rate(lazy("Một đồng tiền đó bằng bao nhiêu đồng Việt Nam"))

    def validate(self, extra_validators: Any = None) -> bool:
        is_good: bool = super().validate(extra_validators)
        if is_good and self.money.data == RATE and self.rate.data is None:
            self.refuse("rate", _("Nhập tỷ giá, ví dụ 25400."))
            return False
        return is_good


class MannerForm(Form):
    """As which kind of file it is read; the words are its views'."""

    manner = OneOf(lazy("Đọc như tệp của"), [])


class TakeForm(Form):
    """Whether what is complete goes on show at once."""

    is_shown = Tick(lazy("Đăng luôn những sản phẩm đã có tên và giá"))
