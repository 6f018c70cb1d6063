"""Forms of batches and labels."""

from qr_labels.stock.catalogue import stocks
from qr_labels.stock.label_stock import Stock
from shopkit.traceability.rules import MOST_LABELS
from shopkit.web.forms import Between, Day, Form, Needed, OneOf, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


class BatchForm(Form):
    """One batch: which product, made when, good until when."""

    product_id = OneOf(lazy("Sản phẩm"), needed=lazy("Chọn sản phẩm của đợt hàng này."))
    made_on = Day(lazy("Ngày làm"), [Needed(lazy("Nhập ngày làm ra đợt hàng."))])
    best_before = Day(
        lazy("Hạn sử dụng"), description=lazy("Để trống nếu hàng không ghi hạn, ví dụ đồ đan lát.")
    )


class LabelsForm(Form):
    """How many labels, on which stock."""

    count = Whole(
        lazy("Số tem"),
        [Needed(lazy("Nhập số tem cần in, ví dụ 50.")), Between(1, MOST_LABELS)],
        description=lazy("Mỗi tem một mã riêng."),
    )
    stock = OneOf(lazy("Loại giấy tem"), needed=lazy("Chọn loại giấy tem đang có."))


# What stationers sell most; the others come with "all".
USUAL = ("avery-l7160", "24-up-70x37", "65-up-38x21.2", "roll-40x30", "roll-50x30")


def stock_choices(*, is_all: bool) -> list[tuple[str, str]]:
    """Label stocks in words: how many on a sheet, how large, under which name they are sold."""
    known = {one.key: one for one in stocks()}
    chosen = list(known.values()) if is_all else [known[key] for key in USUAL]
    return [(one.key, stock_words(one)) for one in chosen]


def stock_words(stock: Stock) -> str:
    size = f"{stock.label_w_mm:g} × {stock.label_h_mm:g} mm".replace(".", ",")
    if stock.kind == "roll":
        return _("Cuộn, tem %(size)s", size=size)
    return _(
        "Tờ A4 %(count)s tem, %(size)s (%(name)s)",
        count=stock.rows * stock.cols,
        size=size,
        name=stock.name,
    )
