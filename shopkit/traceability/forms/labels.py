"""Forms of batches and labels."""

from qr_labels.stock.catalogue import stocks
from qr_labels.stock.label_stock import Stock
from shopkit.traceability.rules.batches import MOST_LABELS
from shopkit.web.forms import Between, Form, Needed, OneOf, Sentence, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy


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
