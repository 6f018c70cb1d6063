import re
from io import BytesIO
from unicodedata import normalize
from xml.etree import ElementTree

import pypdfium2
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from qr_labels.symbol.errors import SymbolTooSmall, TextTooLong
from qr_labels.symbol.one import smallest_module_mm, smallest_print_mm, symbol
from qr_labels.symbol.proof import QR_ONLY

TRACE = "HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A"


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"), formats=QR_ONLY)]


def rendered(pdf: bytes, dots_per_mm: float) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=dots_per_mm * 25.4 / 72).to_pil()


def test_an_upper_case_trace_address_takes_version_2_in_alphanumeric_mode() -> None:
    drawn = symbol(TRACE)
    assert (drawn.version, drawn.mode, drawn.level, drawn.size) == (2, "alphanumeric", "M", 25)
    assert symbol(TRACE.lower()).mode == "byte"


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=200))
def test_every_text_is_read_from_its_picture_as_it_was_given(text: str) -> None:
    with Image.open(BytesIO(symbol(text).png(scale=3))) as picture:
        assert read(picture) == [text]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_modules_are_those_of_segno_for_the_same_version_level_and_mask(level: str) -> None:
    drawn = symbol(TRACE, level=level)  # type: ignore[arg-type] # parametrize gives str
    peer = segno.make(
        TRACE, version=drawn.version, error=level, mask=drawn.mask, boost_error=False, micro=False
    )
    assert [
        [drawn.is_dark(column, row) for column in range(drawn.size)] for row in range(drawn.size)
    ] == [[bool(module) for module in row] for row in peer.matrix]


def test_decomposed_letters_are_composed_before_drawing() -> None:
    assert symbol(normalize("NFD", "Mật ong")) == symbol("Mật ong")


def test_the_picture_has_one_bit_a_pixel_and_a_quiet_zone_of_four_modules() -> None:
    with Image.open(BytesIO(symbol(TRACE).png(scale=5))) as picture:
        assert (picture.mode, picture.size) == ("1", (33 * 5, 33 * 5))
        assert picture.crop((0, 0, 33 * 5, 4 * 5)).getextrema() == (255, 255)
        assert picture.crop((0, 0, 4 * 5, 33 * 5)).getextrema() == (255, 255)


def test_a_quiet_zone_below_four_modules_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 4 modules"):
        symbol(TRACE).png(border=3)


def test_a_picture_of_unbounded_size_is_refused() -> None:
    with pytest.raises(ValueError, match="8000 pixels"):
        symbol(TRACE).png(scale=10_000)


def test_a_picture_says_how_large_it_is_to_be_printed() -> None:
    with Image.open(BytesIO(symbol(TRACE).png(scale=10, mm=20))) as picture:
        assert picture.width / picture.info["dpi"][0] * 25.4 == pytest.approx(20, abs=0.05)


def test_the_svg_draws_the_same_modules() -> None:
    drawn = symbol(TRACE)
    root = ElementTree.fromstring(drawn.svg(mm=20))
    assert root.attrib["width"] == "20mm"
    assert root.attrib["viewBox"] == "0 0 33 33"
    found = set()
    for move in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", root[1].attrib["d"]):
        x, y, right, left = map(int, move)
        assert right == left
        found |= {(x + step - 4, y - 4) for step in range(right)}
    assert found == {
        (x, y) for x in range(drawn.size) for y in range(drawn.size) if drawn.is_dark(x, y)
    }


def test_the_pdf_page_is_the_symbol_and_reads_as_its_text() -> None:
    pdf = symbol(TRACE).pdf(20)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].get_size() == pytest.approx((20 / 25.4 * 72, 20 / 25.4 * 72), abs=0.01)
    assert read(rendered(pdf, 12)) == [TRACE]


def test_it_is_drawn_on_a_canvas_where_asked_with_its_quiet_zone_inside_the_box() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(60 / 25.4 * 72, 40 / 25.4 * 72))
    symbol(TRACE).draw_on(canvas, 30, 5, 16.5)
    canvas.showPage()
    canvas.save()
    page = rendered(file.getvalue(), 20).convert("L")
    dark = page.point(lambda grey: 255 - grey).getbbox()
    assert dark is not None
    left, top, right, bottom = (edge / 20 for edge in dark)
    assert (left, right) == pytest.approx((32, 44.5), abs=0.06)
    assert (40 - bottom, 40 - top) == pytest.approx((7, 19.5), abs=0.06)


def test_the_smallest_print_depends_on_who_reads_and_who_prints() -> None:
    drawn = symbol(TRACE)
    assert smallest_print_mm(drawn) == pytest.approx(13.068)
    assert smallest_print_mm(drawn, device="203dpi") == pytest.approx(16.5)
    assert smallest_print_mm(drawn, device="300dpi") == pytest.approx(13.97)
    assert smallest_module_mm("300dpi") / (25.4 / 300) == pytest.approx(5)


@pytest.mark.parametrize("mm", [12.9, 0, -5, float("nan")])
def test_a_smaller_print_is_refused_with_the_limit(mm: float) -> None:
    with pytest.raises(SymbolTooSmall, match=r"at least 13\.07 mm") as refused:
        symbol(TRACE).pdf(mm)
    assert refused.value.limit_mm == pytest.approx(13.068)


def test_no_text_too_much_text_and_an_unknown_level_are_refused() -> None:
    with pytest.raises(ValueError, match="needs text"):
        symbol("")
    with pytest.raises(TextTooLong):
        symbol("x" * 2_400)
    with pytest.raises(TextTooLong):
        symbol("1" * 5_000_000)
    with pytest.raises(ValueError, match="L, M, Q or H"):
        symbol(TRACE, level="X")  # type: ignore[arg-type] # what a command line could pass
