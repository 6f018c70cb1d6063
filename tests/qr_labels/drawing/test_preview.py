"""The picture of one label shows what the printed label will."""

from dataclasses import replace
from datetime import date

import pytest
import zxingcpp

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import Sheets, fitted
from qr_labels.drawing.preview import DOTS_PER_MM, label_picture
from qr_labels.stock.catalogue import stock, stocks
from qr_labels.symbol.proof import QR_ONLY

WORDS = Label(
    title="Bánh gai lá dừa",
    maker="Bánh gai cô Mẫu",
    lot="L261122A",
    made_on=date(2026, 11, 22),
    host="shopkit.vn",
    ocop_stars=4,
)
SHEETS = Sheets(["7K3QX9MZP2A"], "HTTPS://SHOPKIT.VN/T/", WORDS, stock("avery-l7160"))


@pytest.mark.parametrize("key", [one.key for one in stocks()])
def test_on_every_stock_the_picture_reads_and_has_the_size_of_the_label(key: str) -> None:
    known = stock(key)
    sheets, _left_out = fitted(replace(SHEETS, stock=known))
    painted = label_picture(sheets)
    assert painted.size == (
        round(known.label_w_mm * DOTS_PER_MM),
        round(known.label_h_mm * DOTS_PER_MM),
    )
    (found,) = zxingcpp.read_barcodes(painted, formats=QR_ONLY)
    assert found.text == "HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A"


def test_each_star_leaves_ink_and_the_rest_stays_where_it_is() -> None:
    def dark(stars: int) -> int:
        sheets = replace(SHEETS, content=replace(WORDS, ocop_stars=stars))
        return sum(label_picture(sheets).convert("L").histogram()[:128])

    one = dark(4) - dark(3)
    assert one > 100
    assert dark(5) - dark(4) == pytest.approx(one, rel=0.05)


def test_what_does_not_fit_is_refused_as_in_print() -> None:
    long = replace(WORDS, title="Bánh gai lá dừa nhân đậu xanh " * 8)
    with pytest.raises(LabelFull):
        label_picture(replace(SHEETS, content=long, stock=stock("roll-35x22-2")))
