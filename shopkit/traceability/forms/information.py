"""What is typed for the label and the trace record of a product."""

from shopkit.traceability.rules.label_content import groups
from shopkit.web.forms import AtMost, Form, Line, Lines, OneOf
from shopkit.web.language import lazy_gettext as lazy

LONGEST = 600


class KindForm(Form):
    """Which kind of goods it is."""

    kind = OneOf(lazy("Hàng này thuộc loại nào"), needed=lazy("Chọn loại hàng gần nhất."))


class RecordForm(Form):
    """What the trace record needs beside the label."""

    origin = Line(lazy("Xuất xứ"), [AtMost(120)])
    brand = Line(lazy("Nhãn hiệu"), [AtMost(120)])
    standards = Line(lazy("Tiêu chuẩn áp dụng"), [AtMost(200)])


class LabelForm(Form):
    """Every item that some label carries; a page keeps those of its kind of goods."""

    quantity = Line(lazy("Định lượng"), [AtMost(80)])
    ethanol = Line(lazy("Độ cồn"), [AtMost(40)])
    ingredients = Lines(lazy("Thành phần"), [AtMost(LONGEST)])
    nutrition = Lines(lazy("Thành phần dinh dưỡng"), [AtMost(LONGEST)])
    spec = Lines(lazy("Thông số"), [AtMost(LONGEST)])
    usage = Lines(lazy("Cách dùng, cách cất giữ"), [AtMost(LONGEST)])
    benefit = Lines(lazy("Công dụng"), [AtMost(LONGEST)])
    user = Lines(lazy("Ai dùng được"), [AtMost(LONGEST)])
    dose = Lines(lazy("Liều dùng"), [AtMost(LONGEST)])
    warning = Lines(lazy("Cảnh báo"), [AtMost(LONGEST)])
    class_phrase = Lines(lazy("Câu bắt buộc của loại hàng"), [AtMost(LONGEST)])

    def fit(self, kind: str) -> None:
        """Keep the questions that the label of this kind of goods asks."""
        asked = {demand.key: demand for demand in groups()[kind].asked}
        for field in list(self):
            if field.name in asked:
                field.flags.needed = asked[field.name].is_must
            elif field.name not in ("csrf_token",):
                del self[field.name]
