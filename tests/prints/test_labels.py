"""Labels on every stock that is known: each sheet looked at as a picture."""

import random
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import Sheets, fitted
from qr_labels.payload import serials
from qr_labels.runs import print_run
from qr_labels.stock.catalogue import stocks
from qr_labels.stock.label_stock import Stock
from tests.prints.looking import (
    Box,
    Sheet,
    by_opencv,
    by_zxing,
    require_contrast,
    require_our_fonts,
    require_room,
    sheets,
)

ADDRESS = "HTTPS://SHOPKIT.EXAMPLE/T/"
TITLE = "Bánh gai lá dừa nhân đậu xanh hạt sen vừng rang gói lá chuối khô mười hai cái"
CONTENTS = {
    "short": Label("Mật ong", lot="L261122A"),
    "long": Label(
        TITLE,
        maker="Hộ kinh doanh Nguyễn Phước Hoàng Thị Ngọc Quỳnh Thương, Đường Lâm, Ễ",
        lot="BGLD-20261122-12",
        made_on=date(2026, 11, 22),
        best_before=date(2028, 11, 22),
        host="shopkit.example",
    ),
}
# What these papers are too small for: the shop is told so and takes a larger one.
TOO_SMALL = {"avery-l4732", "roll-35x22-2", "roll-35x22-2-w72", "roll-35x22-3"}
BURNT = [
    (stock, content)
    for stock in stocks()
    for content in CONTENTS
    if stock.kind == "roll" and (content == "short" or stock.key not in TOO_SMALL)
]
HEAD_DOTS = 203
# The knife and the feed of a printer are off by a millimetre.
EDGE_MM = 0.9


def cell_of(stock: Stock, number: int) -> Box:
    left, top = stock.cell_corner(number)
    high = stock.page_h_mm - top
    return Box(left, high - stock.label_h_mm, left + stock.label_w_mm, high)


def one_page(stock: Stock, content: Label, folder: Path) -> tuple[list[str], bytes]:
    # The same codes in every run: a decoder that misses one misses it always, or never.
    chance = random.Random(stock.key)
    codes = [serials.new_code(rng=chance) for _ in range(stock.cells)]
    fitting, _left_out = fitted(Sheets(codes, ADDRESS, content, stock))
    (file,) = print_run(fitting, folder / "labels.pdf")
    return codes, file.read_bytes()


def cut_out(page: Image.Image, stock: Stock, number: int) -> Image.Image:
    """One label as the knife leaves it."""
    cell, dots = cell_of(stock, number), page.width / stock.page_w_mm
    high = stock.page_h_mm
    edges = (cell.left, high - cell.top, cell.right, high - cell.bottom)
    left, top, right, bottom = (round(edge * dots) for edge in edges)
    return page.crop((left, top, right, bottom))


@pytest.mark.parametrize("content", list(CONTENTS))
@pytest.mark.parametrize("stock", stocks(), ids=lambda stock: stock.key)
def test_every_label_of_a_page_is_whole_and_read(
    stock: Stock, content: str, tmp_path: Path
) -> None:
    if content == "long" and stock.key in TOO_SMALL:
        with pytest.raises(LabelFull):
            one_page(stock, CONTENTS[content], tmp_path)
        return
    codes, pdf = one_page(stock, CONTENTS[content], tmp_path)
    require_our_fonts(pdf)
    (sheet,) = sheets(pdf)
    require_room(sheet)
    require_contrast(sheet)
    require_whole(sheet, stock)
    for number, code in enumerate(codes):
        assert by_zxing(cut_out(sheet.seen[-1], stock, number)) == [ADDRESS + code]
    # The first, the middle one and the last stand for all before a second decoder.
    some = {0, stock.cells // 2, stock.cells - 1}
    by_another = [by_opencv(cut_out(sheet.seen[-1], stock, one)) == [ADDRESS + codes[one]]
                  for one in sorted(some)]  # fmt: skip
    assert by_another.count(False) <= len(some) // 3


def require_whole(sheet: Sheet, stock: Stock) -> None:
    """Everything stands inside a label, off its edge, but for the words in the paper's margin."""
    cells = [cell_of(stock, number) for number in range(stock.cells)]
    inside = [
        Box(cell.left + EDGE_MM, cell.bottom + EDGE_MM, cell.right - EDGE_MM, cell.top - EDGE_MM)
        for cell in cells
    ]
    for line in sheet.lines:
        is_margin = not any(cell.meets(line) for cell in cells)
        assert is_margin or any(cell.holds(line) for cell in inside), line
    assert len(sheet.shapes) == stock.cells
    for symbol in sheet.shapes:
        assert any(cell.holds(symbol) for cell in cells), symbol


@pytest.mark.parametrize(("stock", "content"), BURNT, ids=lambda one: getattr(one, "key", one))
def test_a_thermal_head_burns_a_code_that_both_decoders_read(
    stock: Stock, content: str, tmp_path: Path
) -> None:
    codes, pdf = one_page(stock, CONTENTS[content], tmp_path)
    with pypdfium2.PdfDocument(pdf) as document:
        grey = document[0].render(scale=HEAD_DOTS / 72).to_pil().convert("L")
    burnt = grey.convert("1", dither=Image.Dither.NONE)
    for number, code in enumerate(codes):
        label = cut_out(burnt, stock, number).convert("L")
        assert by_zxing(label) == [ADDRESS + code]
        assert by_opencv(label) == [ADDRESS + code]
