"""Forms of targets, published figures and switches: each names its document."""

from datetime import date
from decimal import Decimal
from typing import Any

from shopkit.adoption.forms.periods import ChoiceOf
from shopkit.adoption.rules.official import number_of, read_number
from shopkit.imports.forms import FileForm
from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Typed
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_VALUE = Decimal(10**12)


class Figure(Typed):
    """A number as people write it: 25.736 or 69,85."""

    def written(self, value: Decimal) -> str:
        return str(value).replace(".", ",")

    def read(self, text: str) -> Decimal:
        told = number_of(text)
        if told is None or told > MOST_VALUE:
            raise ValueError(_("Nhập số, ví dụ 25.736 hoặc 69,85."))
        return told


class TargetForm(Form):
    """One line of a document that asks something of the commune."""

    indicator = ChoiceOf(lazy("Chỉ tiêu"))
    group_code = ChoiceOf(lazy("Nhóm đối tượng"))
    operator = OneOf(
        lazy("Mức"), [(">=", lazy("từ … trở lên")), (">", lazy("trên …, đúng bằng là chưa đạt"))]
    )
    value = Figure(lazy("Con số văn bản giao"), [Needed(lazy("Nhập con số trong văn bản."))])
    unit = OneOf(
        lazy("Tính bằng"),
        [("", lazy("đơn vị của chỉ tiêu")), ("count", lazy("số lượng, không phải tỷ lệ"))],
    )
    due_on = Day(lazy("Hạn"))
    document = Line(
        lazy("Văn bản giao"),
        [Needed(lazy("Ghi số và tên văn bản giao chỉ tiêu này.")), AtMost(200)],
        description=lazy("Ví dụ: Kế hoạch 15/KH-UBND của xã."),
    )
    stated_on = Day(lazy("Ngày văn bản"), [Needed(lazy("Chọn ngày văn bản."))])

    def values(self) -> dict[str, Any]:
        told = super().values()
        told["value_hundredths"] = int(told.pop("value") * 100)
        return told


class OfficialForm(Form):
    """A figure that an organisation published."""

    indicator = ChoiceOf(lazy("Chỉ tiêu"))
    numerator = Figure(lazy("Tử số, hoặc con số"), [Needed(lazy("Nhập con số được công bố."))])
    denominator = Figure(lazy("Mẫu số"), description=lazy("Bỏ trống nếu chỉ công bố một con số."))
    as_of = Day(lazy("Số liệu đến ngày"), [Needed(lazy("Chọn ngày của số liệu."))])
    organisation = Line(
        lazy("Cơ quan công bố"), [Needed(lazy("Ghi cơ quan công bố số này.")), AtMost(200)]
    )
    document = Line(
        lazy("Văn bản, báo cáo"), [Needed(lazy("Ghi văn bản có con số này.")), AtMost(200)]
    )
    document_on = Day(lazy("Ngày văn bản"), [Needed(lazy("Chọn ngày văn bản."))])

    def is_possible(self, today: date) -> bool:
        """Whether days and numbers fit together; says on the form what does not."""
        read = read_number(self.numerator.data, self.denominator.data)
        if isinstance(read, str):
            self.refuse("denominator", NUMBER_WORDS[read])
        if self.as_of.data > today:
            self.refuse("as_of", _("Ngày này chưa tới. Chọn ngày của số liệu."))
        if self.document_on.data > today:
            self.refuse("document_on", _("Ngày này chưa tới. Chọn ngày văn bản."))
        if self.as_of.data > self.document_on.data:
            self.refuse("as_of", _("Ngày số liệu không thể sau ngày văn bản. Xem lại hai ngày."))
        return not self.errors

    def values(self) -> dict[str, Any]:
        told = super().values()
        read = read_number(told.pop("numerator"), told.pop("denominator"))
        numerator, denominator = (0, None) if isinstance(read, str) else read
        return told | {"numerator_hundredths": numerator, "denominator": denominator}


NUMBER_WORDS = {
    "no_number": lazy("Có mẫu số thì tử số phải là số nguyên, ví dụ 25.736."),
    "no_base": lazy("Nhập mẫu số là số nguyên lớn hơn 0."),
    "part_too_large": lazy("Tử số lớn hơn mẫu số. Xem lại hai số."),
}


class OfficialFileForm(FileForm):
    """A spreadsheet of published figures."""


class SwitchForm(Form):
    """Something sensitive to be counted, and the document that says so."""

    what = ChoiceOf(lazy("Bật đếm"))
    document = Line(
        lazy("Văn bản cho phép"),
        [Needed(lazy("Ghi số và tên văn bản cho phép đếm.")), AtMost(200)],
    )
    document_on = Day(lazy("Ngày văn bản"), [Needed(lazy("Chọn ngày văn bản."))])
