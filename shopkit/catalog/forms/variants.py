"""What a product differs in, and what each of its forms has of its own."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from shopkit.catalog.forms.details import EachLine, Items
from shopkit.catalog.forms.products import Version
from shopkit.catalog.rules.fitting import LONGEST, LONGEST_LEVEL, LONGEST_VALUE
from shopkit.catalog.rules.record import Form as Kind
from shopkit.catalog.rules.record import Picture, Record
from shopkit.catalog.rules.variants import MOST_FORMS, Level, levels_of
from shopkit.web.forms import AtMost, Form, Line, Money, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

TYPED_LEVELS, MOST_LEVELS = 2, 3


class Values(EachLine):
    """The values of a level, one on each line, each once."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = list(dict.fromkeys(self.data))


class LevelsForm(Form):
    """Up to two levels; a third is shown only where a file brought one."""

    version = Version()
    name_1 = Line(lazy("Khác nhau ở gì?"), [AtMost(LONGEST_LEVEL)])
    values_1 = Values(lazy("Có những loại nào?"), [Items(MOST_FORMS, LONGEST_VALUE)])
    name_2 = Line(lazy("Còn khác ở gì nữa?"), [AtMost(LONGEST_LEVEL)])
    values_2 = Values(lazy("Có những loại nào?"), [Items(MOST_FORMS, LONGEST_VALUE)])
    name_3 = Line(lazy("Còn khác ở gì nữa?"), [AtMost(LONGEST_LEVEL)])
    values_3 = Values(lazy("Có những loại nào?"), [Items(MOST_FORMS, LONGEST_VALUE)])

    @staticmethod
    def told(record: Record) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for at, (name, values) in enumerate(levels_of(record), 1):
            told |= {f"name_{at}": name, f"values_{at}": list(values)}
        return told

    def validate_values_1(self, _field: Values) -> None:
        self.refuse_half(1)

    def validate_values_2(self, _field: Values) -> None:
        self.refuse_half(2)

    def validate_values_3(self, _field: Values) -> None:
        self.refuse_half(3)

    def refuse_half(self, at: int) -> None:
        name, values = self[f"name_{at}"].data, self[f"values_{at}"].data
        if values and not name:
            raise ValidationError(_("Nhập tên của chỗ khác nhau, ví dụ: Cỡ, Vị, Màu."))
        if name and not values:
            raise ValidationError(_("Nhập từng loại, mỗi dòng một loại."))
        names = [self[f"name_{one}"].data for one in range(1, at)]
        if name and name in names:
            raise ValidationError(_("Đặt hai tên khác nhau."))

    def levels(self) -> list[Level]:
        typed = [
            (self[f"name_{at}"].data, tuple(self[f"values_{at}"].data or ()))
            for at in range(1, MOST_LEVELS + 1)
        ]
        return [(name, values) for name, values in typed if name and values]


class VariantForm(Form):
    """What one form has of its own; what is left blank is as the product has it."""

    price_vnd = Money(lazy("Giá riêng"))
    stock = Whole(lazy("Còn"))
    sku = Line(lazy("Mã riêng"), [AtMost(LONGEST["sku"])])
    photo = SelectField(lazy("Ảnh riêng"), validate_choice=False, choices=[])

    def __init__(self, kind: Kind, at: int, pictures: tuple[Picture, ...]) -> None:
        self.kind, self.pictures = kind, pictures
        shown = {name: getattr(kind, name) for name in ("price_vnd", "stock", "sku")}
        shown["photo"] = kind.picture.id if kind.picture else ""
        super().__init__(prefix=f"v{at}-", data=shown, meta={"csrf": False})
        numbers = [
            (one.id, str(_("Ảnh %(number)s", number=n))) for n, one in enumerate(pictures, 1)
        ]
        self.photo.choices = [("", str(_("Như ảnh chung"))), *numbers]

    @property
    def name(self) -> str:
        return " · ".join(self.kind.values)

    def form(self) -> Kind:
        """The form with what was typed."""
        picture = next((one for one in self.pictures if one.id == self.photo.data), None)
        return Kind(
            values=self.kind.values,
            sku=self.sku.data or None,
            gtin=self.kind.gtin,
            price_vnd=self.price_vnd.data,
            sale_price_vnd=self.kind.sale_price_vnd,
            stock=self.stock.data,
            net_amount=self.kind.net_amount,
            packed_weight_g=self.kind.packed_weight_g,
            picture=picture,
        )


class VariantsForm(Form):
    """Only which version she looked at; the forms are one `VariantForm` each."""

    version = Version()
