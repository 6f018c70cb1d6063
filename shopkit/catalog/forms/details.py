"""What more there is to tell of a product: a short form for each part."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from shopkit.catalog.forms.products import Version
from shopkit.catalog.rules import parts
from shopkit.catalog.rules.amounts import (
    NETS,
    SPANS,
    WEIGHTS,
    AmountAmbiguous,
    AmountUnreadable,
    Units,
    read_amount,
    written_amount,
)
from shopkit.catalog.rules.categories import categories, ocop_groups
from shopkit.catalog.rules.fitting import (
    LONGEST,
    LONGEST_ATTRIBUTE,
    LONGEST_BULLET,
    LONGEST_HASHTAG,
    MOST_ATTRIBUTES,
    MOST_HASHTAGS,
)
from shopkit.catalog.rules.listing import GTIN_LENGTHS, is_gtin
from shopkit.catalog.rules.record import GRAM, Record
from shopkit.web.forms import AtMost, Between, Day, Form, Line, Lines, Money, Phone, Typed, Whole
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_BULLETS = 5
LONGEST_SIDE_CM = 500


class Measured(Typed):
    """An amount with its unit, as (number, unit it is kept in); a bare number is in the usual."""

    def __init__(
        self, label: LazyText, units: Units, usual: str, sentence: LazyText, **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.units, self.usual, self.sentence = units, usual, sentence

    def written(self, value: tuple[int, str]) -> str:
        return written_amount(*value)

    def read(self, text: str) -> tuple[int, str]:
        try:
            return read_amount(text, self.units, self.usual)
        except AmountAmbiguous as problem:
            raise ValueError(_("Nhập rõ hơn, ví dụ 1,5 kg hoặc 1500 g.")) from problem
        except AmountUnreadable as problem:
            raise ValueError(str(self.sentence)) from problem


class EachLine(Lines):
    """A list, one item on each line; empty lines are passed over."""

    def _value(self) -> str:
        return "\n".join(self.data) if isinstance(self.data, list | tuple) else self.data or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        found = [" ".join(line.lstrip("-•*· \t").split()) for line in self.data.split("\n")]
        self.data = [line for line in found if line]


class Items:
    """No more than so many items, none longer than so much."""

    def __init__(self, most: int, longest: int) -> None:
        self.most, self.longest = most, longest

    def __call__(self, _form: Any, field: Any) -> None:
        items = field.data or []
        if len(items) > self.most:
            raise ValidationError(_("Viết nhiều nhất %(most)s dòng.", most=self.most))
        long = next((at for at, item in enumerate(items, 1) if len(item) > self.longest), None)
        if long:
            raise ValidationError(
                _(
                    "Viết dòng %(line)s ngắn lại: nhiều nhất %(most)s ký tự.",
                    line=long,
                    most=self.longest,
                )
            )


class Pairs(EachLine):
    """Names with values, one pair on each line: the name, a colon, the value."""

    def _value(self) -> str:
        return "\n".join(
            line if isinstance(line, str) else ": ".join(line) for line in self.data or ()
        )

    def pre_validate(self, _form: Any) -> None:
        for at, line in enumerate(self.data or (), 1):
            name, colon, value = line.partition(":")
            if not (colon and name.strip() and value.strip()):
                raise ValidationError(
                    _("Viết dòng %(line)s gồm tên, dấu hai chấm, rồi chi tiết.", line=at)
                )


class PartForm(Form):
    """A part of a product; `values()` are fields of the record."""

    version = Version()

    @classmethod
    def told(cls, record: Record) -> dict[str, Any]:
        """What the form shows of a record."""
        return {name: getattr(record, name, None) for name in cls.names()}

    @classmethod
    def names(cls) -> list[str]:
        return [name for name in dir(cls) if hasattr(getattr(cls, name), "creation_counter")]

    def values(self) -> dict[str, Any]:
        typed = super().values()
        typed.pop("version")
        return self.as_fields(typed)

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        return typed


def side(label: LazyText) -> Whole:
    return Whole(label, [Between(1, LONGEST_SIDE_CM)])


class WeightForm(PartForm):
    """What is in it, and how heavy and large it is once packed."""

    net = Measured(
        lazy("Trong gói có bao nhiêu"),
        NETS,
        GRAM,
        lazy("Nhập số rồi đơn vị, ví dụ 500 g, 1 lít, 12 cái."),
    )
    packed_weight = Measured(
        lazy("Nặng bao nhiêu khi đã đóng gói"),
        WEIGHTS,
        GRAM,
        lazy("Nhập số rồi đơn vị, ví dụ 700 g hoặc 1,2 kg."),
    )
    packed_length_cm = side(lazy("Dài"))
    packed_width_cm = side(lazy("Rộng"))
    packed_height_cm = side(lazy("Cao"))

    @classmethod
    def told(cls, record: Record) -> dict[str, Any]:
        net = (record.net_amount, record.net_unit)
        weight = record.packed_weight_g
        return super().told(record) | {
            "net": net if all(net) else None,
            "packed_weight": (weight, GRAM) if weight else None,
        }

    def validate_packed_height_cm(self, field: Whole) -> None:
        sides = [self.packed_length_cm.data, self.packed_width_cm.data, field.data]
        if any(sides) and not all(sides):
            raise ValidationError(_("Nhập đủ dài, rộng, cao, hoặc để trống cả ba."))

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        net, weight = typed.pop("net") or (None, None), typed.pop("packed_weight")
        return typed | {
            "net_amount": net[0],
            "net_unit": net[1],
            "packed_weight_g": weight[0] if weight else None,
        }


class SaleForm(PartForm):
    """A lower price with its first and last day."""

    sale_price_vnd = Money(lazy("Giá khuyến mại"))
    sale_from = Day(lazy("Từ ngày"))
    sale_to = Day(lazy("Đến hết ngày"))

    def validate_sale_to(self, field: Day) -> None:
        first, last = self.sale_from.data, field.data
        if self.sale_price_vnd.data is None and not (first or last):
            return
        if self.sale_price_vnd.data is None or not (first and last):
            raise ValidationError(_("Nhập đủ giá, ngày đầu và ngày cuối, hoặc để trống cả ba."))
        if last < first:
            raise ValidationError(_("Chọn ngày cuối sau ngày đầu."))


class CodesForm(PartForm):
    """Her own code and the number below the bar code."""

    sku = Line(lazy("Mã hàng tự đặt"), [AtMost(LONGEST["sku"])])
    gtin = Line(lazy("Số dưới mã vạch"))

    def validate_gtin(self, field: Line) -> None:
        digits = "".join((field.data or "").split()).replace("-", "")
        field.data = digits
        if not digits or is_gtin(digits):
            return
        if not (digits.isascii() and digits.isdigit()) or len(digits) not in GTIN_LENGTHS:
            raise ValidationError(_("Nhập đủ 8, 12, 13 hoặc 14 số in dưới mã vạch."))
        raise ValidationError(_("Xem lại từng số: số cuối chưa khớp với các số trước."))

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"sku": typed["sku"] or None, "gtin": typed["gtin"] or None}


class BrandForm(PartForm):
    brand = Line(lazy("Thương hiệu"), [AtMost(LONGEST["brand"])])


class OriginForm(PartForm):
    origin = Line(lazy("Nơi làm ra"), [AtMost(LONGEST["origin"])])


class MakerForm(PartForm):
    """Who made it: all four, or none."""

    maker_name = Line(lazy("Tên người làm hoặc cơ sở"), [AtMost(LONGEST["maker_name"])])
    maker_address = Line(lazy("Địa chỉ"), [AtMost(LONGEST["maker_address"])])
    maker_phone = Phone(lazy("Điện thoại"))
    maker_email = Line(lazy("Thư điện tử"), [AtMost(LONGEST["maker_email"])])

    def validate_maker_email(self, field: Line) -> None:
        told = [self.maker_name.data, self.maker_address.data, self.maker_phone.data, field.data]
        if any(told) and not all(told) and not self.maker_phone.errors:
            raise ValidationError(_("Nhập đủ cả bốn mục, hoặc để trống cả bốn."))
        name, at, host = (field.data or "").partition("@")
        if field.data and not (name and at and "." in host and " " not in field.data):
            raise ValidationError(_("Nhập địa chỉ thư có @, ví dụ ten@example.com."))


class IngredientsForm(PartForm):
    ingredients = Lines(lazy("Thành phần"), [AtMost(LONGEST["ingredients"])])


class StorageForm(PartForm):
    """How it is kept, and how long it keeps."""

    storage = Lines(lazy("Cất giữ thế nào"), [AtMost(LONGEST["storage"])])
    keeps = Measured(
        lazy("Dùng được trong bao lâu"),
        SPANS,
        "ngay",
        lazy("Nhập số rồi ngày, tuần, tháng hoặc năm, ví dụ 12 tháng."),
    )

    @classmethod
    def told(cls, record: Record) -> dict[str, Any]:
        keeps = (record.keeps_count, record.keeps_unit)
        return super().told(record) | {"keeps": keeps if all(keeps) else None}

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        count, unit = typed["keeps"] or (None, None)
        return {"storage": typed["storage"], "keeps_count": count, "keeps_unit": unit}


class DirectionsForm(PartForm):
    directions = Lines(lazy("Cách dùng"), [AtMost(LONGEST["directions"])])


class BulletsForm(PartForm):
    bullets = EachLine(lazy("Điểm nổi bật"), [Items(MOST_BULLETS, LONGEST_BULLET)])

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"bullets": tuple(typed["bullets"])}


class StoryForm(PartForm):
    story = Lines(lazy("Câu chuyện"), [AtMost(LONGEST["story"])])


class AttributesForm(PartForm):
    attributes = Pairs(lazy("Chi tiết khác"), [Items(MOST_ATTRIBUTES, LONGEST_ATTRIBUTE)])

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        pairs = (line.partition(":") for line in typed["attributes"])
        return {"attributes": tuple((name.strip(), value.strip()) for name, _c, value in pairs)}


class HashtagsForm(PartForm):
    hashtags = EachLine(lazy("Từ khóa"), [Items(MOST_HASHTAGS, LONGEST_HASHTAG)])

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        words = [word.lstrip("#").strip() for word in typed["hashtags"]]
        return {"hashtags": tuple(dict.fromkeys(word for word in words if word))}


class StockForm(PartForm):
    stock = Whole(lazy("Còn bao nhiêu"))


class CategoryForm(PartForm):
    """The group of goods, by its code."""

    category = Line(lazy("Ngành hàng"))

    def validate_category(self, field: Line) -> None:
        if field.data and field.data not in categories():
            raise ValidationError(_("Chọn một ngành hàng trong danh sách."))

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"category": typed["category"] or None}


class OcopForm(PartForm):
    """The group of OCOP, by its code."""

    ocop_group = SelectField(
        lazy("Nhóm OCOP"), validate_choice=False, choices=[], filters=[lambda code: code or ""]
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        blank = [("", str(_("Chưa chọn")))]
        self.ocop_group.choices = blank + [(one.code, one.vi) for one in ocop_groups().values()]

    def validate_ocop_group(self, field: SelectField) -> None:
        if field.data and field.data not in ocop_groups():
            raise ValidationError(_("Chọn một nhóm trong danh sách."))

    def as_fields(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"ocop_group": typed["ocop_group"] or None}


FORMS: Mapping[str, type[PartForm]] = {
    parts.WEIGHT: WeightForm,
    parts.SALE: SaleForm,
    parts.CODES: CodesForm,
    parts.BRAND: BrandForm,
    parts.ORIGIN: OriginForm,
    parts.MAKER: MakerForm,
    parts.INGREDIENTS: IngredientsForm,
    parts.STORAGE: StorageForm,
    parts.DIRECTIONS: DirectionsForm,
    parts.BULLETS: BulletsForm,
    parts.STORY: StoryForm,
    parts.ATTRIBUTES: AttributesForm,
    parts.HASHTAGS: HashtagsForm,
    parts.CATEGORY: CategoryForm,
    parts.OCOP: OcopForm,
    parts.STOCK: StockForm,
}
