"""What is typed about a batch: dates, quantities, and why it is closed."""

from datetime import date, datetime
from typing import Any

from shopkit.clock import LOCAL
from shopkit.traceability.models.batches import HARVESTED, MADE, PACKED
from shopkit.traceability.rules.batches import ShelfLife, shelf_life_or_none
from shopkit.traceability.rules.units import UNITS, AmountUnreadable, amount_text, read_amount
from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Sentence, Tick, Typed
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

UNIT_WORDS: dict[str, Sentence] = {
    "kg": lazy("kg"),
    "g": lazy("gam"),
    "ta": lazy("tạ"),
    "tan": lazy("tấn"),
    "lit": lazy("lít"),
    "ml": lazy("ml"),
    "cai": lazy("cái"),
    "hop": lazy("hộp"),
    "goi": lazy("gói"),
    "tui": lazy("túi"),
    "chai": lazy("chai"),
    "hu": lazy("hũ"),
    "lon": lazy("lon"),
    "bo_bun": lazy("bó"),
    "doi": lazy("đôi"),
    "bo": lazy("bộ"),
    "ta12": lazy("tá"),
    "bao": lazy("bao"),
    "thung": lazy("thùng"),
    "m": lazy("mét"),
    "m2": lazy("mét vuông"),
}
assert UNIT_WORDS.keys() == UNITS.keys()

DATE_KINDS: tuple[tuple[str, Sentence], ...] = (
    (MADE, lazy("Ngày làm")),
    (HARVESTED, lazy("Ngày thu hoạch")),
    (PACKED, lazy("Ngày đóng gói")),
)
DATE_WORDS = dict(DATE_KINDS)
# As dates stand on packs, beside the ways in which people type them.
PACK_FORMS = ("%d%m%y", "%d %m %y", "%d %m %Y", "%d.%m.%y")


class Amount(Typed):
    """A quantity, kept in thousandths: 500, 1.500, 1,5."""

    def written(self, value: int) -> str:
        return amount_text(value)

    def read(self, text: str) -> int:
        try:
            return read_amount(text)
        except AmountUnreadable as problem:
            raise ValueError(_("Nhập số lượng bằng số, ví dụ 500 hoặc 1,5.")) from problem


class BestBefore(Typed):
    """A day, or a time counted from the making: 22/11/2027, 30 tháng, HSD: 021028."""

    def written(self, value: date | ShelfLife) -> str:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else (self.typed or "")

    def read(self, text: str) -> date | ShelfLife:
        life = shelf_life_or_none(text)
        if life:
            return life
        bare = text.upper().removeprefix("HSD").lstrip(": ").strip()
        try:
            return Day.read(self, bare)
        except ValueError as problem:
            for form in PACK_FORMS:
                try:
                    return datetime.strptime(bare, form).replace(tzinfo=LOCAL).date()
                except ValueError:
                    continue
            raise ValueError(
                _("Nhập hạn theo ngày hoặc thời gian, ví dụ 22/11/2027, 30 ngày, 12 tháng.")
            ) from problem

    def day(self, made_on: date) -> date | None:
        """The day itself, counted from the making where a time was typed."""
        value: date | ShelfLife | None = self.data
        return value.after(made_on) if isinstance(value, ShelfLife) else value


class Choice(OneOf):
    """One of a closed list that opens on a tap; left out, it stays as it was."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0]


def unit_choices() -> list[tuple[str, Sentence]]:
    return list(UNIT_WORDS.items())


class MoreAboutBatch(Form):
    """What can be told later as well: how much, where, which harvest."""

    best_before = BestBefore(
        lazy("Hạn sử dụng"),
        description=lazy("Ngày, hoặc 30 ngày, 12 tháng. Để trống nếu hàng không ghi hạn."),
    )
    quantity_milli = Amount(lazy("Số lượng làm ra"))
    unit = Choice(lazy("Đơn vị"), default="kg")
    place_id = Choice(lazy("Nơi làm"), default="")
    harvest = Line(
        lazy("Vụ thu hoạch"),
        [AtMost(60)],
        description=lazy("Ví dụ: vụ Xuân 2026. Để trống cũng được."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = unit_choices()
        self.place_id.choices = [("", _("Chưa ghi"))]

    def offer_places(self, places: list[tuple[str, str]]) -> None:
        self.place_id.choices = [("", _("Chưa ghi")), *places]


class BatchForm(MoreAboutBatch):
    """One batch: which product, made when, good until when."""

    product_id = OneOf(lazy("Sản phẩm"), needed=lazy("Chọn sản phẩm của đợt hàng này."))
    made_on = Day(lazy("Ngày làm"), [Needed(lazy("Nhập ngày làm ra đợt hàng."))])
    date_kind = Choice(lazy("Ngày đó là ngày gì"), choices=DATE_KINDS, default=MADE)
    sure = Tick(lazy("Mở thêm một đợt nữa"))


class WhyForm(Form):
    """Why something is closed, opened again or ended."""

    why = Line(lazy("Lý do"), [Needed(lazy("Ghi lý do bằng vài chữ.")), AtMost(300)])


class SureForm(Form):
    """Nothing to type, only to be sure."""
