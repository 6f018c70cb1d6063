"""What is typed about what went into a batch, and about dividing one."""

from typing import Any

from shopkit.traceability.forms.batches import Amount, Choice, unit_choices
from shopkit.traceability.rules.units import AmountUnreadable, read_amount
from shopkit.web.forms import AtMost, Day, Form, Line, Lines, Needed, OneOf, Tick
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

NOT_BETWEEN = ";\n\t"


class MaterialForm(Form):
    """Something bought: what, from whom, which lot of theirs, when."""

    material = Line(
        lazy("Nguyên liệu"), [Needed(lazy("Nhập tên nguyên liệu, ví dụ: gạo nếp.")), AtMost(120)]
    )
    supplier = Line(
        lazy("Mua của ai"), [Needed(lazy("Nhập tên nơi bán nguyên liệu.")), AtMost(120)]
    )
    supplier_lot = Line(
        lazy("Số lô in trên bao bì của họ"),
        [AtMost(40)],
        description=lazy("Chép đúng như trên bao. Để trống nếu không có."),
    )
    received_on = Day(lazy("Ngày nhận"))
    quantity_milli = Amount(lazy("Số lượng đã dùng"))
    unit = Choice(lazy("Đơn vị"), default="kg")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = unit_choices()


class SourceForm(Form):
    """Another batch of hers that went into this one."""

    source_id = OneOf(lazy("Làm từ đợt nào"), needed=lazy("Chọn đợt hàng đã dùng làm nguyên liệu."))
    quantity_milli = Amount(lazy("Số lượng đã dùng"))
    unit = Choice(lazy("Đơn vị"), default="kg")
    sure = Tick(lazy("Đúng số này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = unit_choices()


class Amounts(Lines):
    """Several quantities, one a line or with semicolons between: 200; 200; 100."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([valuelist[0][:500]] if valuelist else [])
        self.parts: list[int] = []
        for sign in NOT_BETWEEN:
            self.data = self.data.replace(sign, "\n")
        try:
            self.parts = [read_amount(part) for part in self.data.split("\n") if part.strip()]
        except AmountUnreadable as problem:
            raise ValueError(
                _("Nhập mỗi phần một dòng, ví dụ 200 rồi xuống dòng 300.")
            ) from problem


class SplitForm(Form):
    """Into which quantities a batch is divided."""

    parts = Amounts(
        lazy("Số lượng mỗi phần"),
        [Needed(lazy("Nhập số lượng từng phần, mỗi phần một dòng."))],
        description=lazy("Mỗi phần một dòng. Ví dụ: 200 rồi 200 rồi 100."),
    )
    unit = Choice(lazy("Đơn vị"), default="kg")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = unit_choices()
