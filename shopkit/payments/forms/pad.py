"""An amount for the next buyer."""

from typing import Any

from shopkit.payments.rules.requests import MOST_VND
from shopkit.web.forms import Amount, Form, Needed, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


class AmountForm(Form):
    """How much the buyer pays; `sure` is the reading chosen when asked again."""

    amount = Amount(lazy("Số tiền"), [Needed(lazy("Nhập số tiền, ví dụ 25k hoặc 1tr2."))])
    sure = Whole()

    def validate_amount(self, field: Any) -> None:
        if field.data is not None and field.data > MOST_VND:
            field.errors.append(_("Một lần chuyển phải dưới 500 triệu đồng. Chia thành nhiều lần."))
