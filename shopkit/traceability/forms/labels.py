"""Forms of label runs."""

from typing import Any

from wtforms.validators import ValidationError

from qr_labels.stock.catalogue import stocks
from qr_labels.stock.label_stock import MOST_CELLS, Stock
from shopkit.traceability.rules.labels import MOST_LABELS
from shopkit.traceability.rules.states import LOT, UNIT
from shopkit.web.forms import Between, Day, Form, Needed, OneOf, Sentence, Tick, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


class CountForm(Form):
    """First question: how many labels, each with its own code or all with one."""

    count = Whole(
        lazy("Số tem"),
        [Needed(lazy("Nhập số tem cần in, ví dụ 50.")), Between(1, MOST_LABELS)],
    )
    level = OneOf(
        lazy("Mã trên tem"),
        [(UNIT, lazy("Mỗi tem một mã riêng")), (LOT, lazy("Cả đợt chung một mã"))],
        needed=lazy("Chọn mã riêng từng tem hay mã chung cả đợt."),
    )


class PaperForm(CountForm):
    """Second question: on which stock, and how much of the first sheet is gone already."""

    stock = OneOf(lazy("Loại giấy tem"), needed=lazy("Chọn loại giấy tem đang có."))
    start_cell = Whole(
        lazy("Tờ đầu đã bóc mấy tem?"),
        [Between(0, MOST_CELLS)],
        description=lazy("Để trống nếu tờ đầu còn nguyên. Tem được in từ ô còn trống đầu tiên."),
    )

    def validate_start_cell(self, field: Whole) -> None:
        known = {one.key: one for one in stocks()}.get(self.stock.data)
        if known and field.data and field.data >= known.cells:
            raise ValidationError(
                _(
                    "Một tờ loại này có %(cells)s tem. Nhập số nhỏ hơn, hoặc lấy tờ mới.",
                    cells=known.cells,
                )
            )


class OrderForm(PaperForm):
    """All of it, with what she may add to labels that have a code of their own."""

    needs_activation = Tick(lazy("Chỉ cho khách tra mã sau khi kích hoạt tem"))
    has_pins = Tick(lazy("Thêm số bí mật dưới lớp cào"))

    def order(self) -> dict[str, Any]:
        """The keywords of an order."""
        return {**self.values(), "start_cell": self.start_cell.data or 0}


class UseForm(Form):
    """How many labels were printed, spoiled and put on goods."""

    printed = Whole(lazy("Đã in"), [Needed(lazy("Nhập số tem đã in, ví dụ 50."))])
    spoiled = Whole(lazy("Hỏng hoặc mất"), [Needed(lazy("Nhập số tem hỏng, không có thì nhập 0."))])
    affixed = Whole(
        lazy("Đã dán lên hàng"), [Needed(lazy("Nhập số tem đã dán, chưa dán thì nhập 0."))]
    )
    affixed_on = Day(lazy("Ngày dán"))


class ReplaceForm(Form):
    """Where on the sheet the new labels begin."""

    start_cell = Whole(
        lazy("Tờ đầu đã bóc mấy tem?"),
        [Between(0, MOST_CELLS)],
        description=lazy("Để trống nếu tờ đầu còn nguyên."),
    )


# What stationers sell most; the others come with "all".
USUAL = ("avery-l7160", "24-up-70x37", "65-up-38x21.2", "roll-40x30", "roll-50x30")


def stock_choices(*, is_all: bool) -> list[tuple[str, Sentence]]:
    """Label stocks in words: how many on a sheet, how large, under which name they are sold."""
    known = {one.key: one for one in stocks()}
    chosen = list(known.values()) if is_all else [known[key] for key in USUAL]
    return [(one.key, stock_words(one)) for one in chosen]


# Makers whose name stands on the pack that stationers sell; the others are known by size.
BRANDS = ("Avery", "Tomy")


def stock_words(stock: Stock) -> str:
    """A label stock as its pack says it: kind, labels on a sheet, size, gaps, maker."""
    size = millimetres(stock.label_w_mm, stock.label_h_mm)
    if stock.kind == "roll":
        if stock.cols == 1:
            return _("Cuộn, tem %(size)s", size=size)
        return _(
            "Cuộn rộng %(width)s, %(count)s tem một hàng, %(size)s",
            width=millimetres(stock.page_w_mm),
            count=stock.cols,
            size=size,
        )
    words = [_("Tờ A4 %(count)s tem, %(size)s", count=stock.cells, size=size)]
    if stock.pitch_x_mm > stock.label_w_mm:
        words.append(_("có khe giữa các tem"))
    if stock.maker in BRANDS:
        words.append(stock.name.split(" (")[0])
    return ", ".join(words)


def millimetres(*lengths: float) -> str:
    return " × ".join(f"{length:g}".replace(".", ",") for length in lengths) + " mm"
