from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from qr_labels.drawing import stand as stands
from qr_labels.drawing.fonts import GlyphMissing
from qr_labels.drawing.stand import Stand, StandMismatch, draw_stand, draw_stands
from qr_labels.drawing.stand_column import StandTextMissing, StandTextTooLong
from qr_labels.drawing.stand_layout import MEASURES, compose
from qr_labels.drawing.stand_page import Bar, Code, Page, Words
from qr_labels.drawing.stand_painting import picture
from qr_labels.payload import vietqr
from qr_labels.payload.errors import PayloadError
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import QR_ONLY

PAPERS = ("a4", "a5", "a6", "card")
LONG_NAME = "CÔNG TY TNHH MỘT THÀNH VIÊN THƯƠNG MẠI DỊCH VỤ SẢN XUẤT HƯƠNG QUÊ"
SIMPLE = Stand(
    vietqr.Payment("970436", "1012345678"), "NGUYỄN THỊ MẪU", "Vietcombank", "Quầy rau cô Mẫu"
)
LONGEST = Stand(
    vietqr.Payment(
        "970454", "99ZP243340001234567", amount=499_999_999, purpose="THANH TOAN DON HANG 12345"
    ),
    LONG_NAME,
    "Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam",
    "Hợp tác xã nông nghiệp sạch Hương Quê, quầy số 12",
)


def pages_of(pdf: bytes) -> list[tuple[str, Image.Image, tuple[float, float]]]:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            text = page.get_textpage().get_text_range()
            scale = 1400 / page.get_height()
            pages.append((text, page.render(scale=scale).to_pil(), page.get_size()))
        return pages


def codes_in(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"), formats=QR_ONLY)]


@pytest.mark.parametrize("format", PAPERS)
@pytest.mark.parametrize("stand", [SIMPLE, LONGEST], ids=["simple", "longest"])
def test_a_printed_stand_reads_as_its_payment_and_says_it_in_letters(
    format: stands.Format, stand: Stand
) -> None:
    [(text, image, size)] = pages_of(draw_stand(stand, format))
    assert codes_in(image) == [vietqr.encode(stand.payment)]
    said = " ".join(text.split())
    assert stand.holder in said
    assert stand.bank_name in said
    assert stands.grouped_account(stand.payment.account) in said
    assert "Xem đúng tên trước khi chuyển tiền" in said
    measures = MEASURES[format]
    assert size == pytest.approx((measures.width * 72 / 25.4, measures.height * 72 / 25.4), 0.01)


@pytest.mark.parametrize("stand", [SIMPLE, LONGEST], ids=["simple", "longest"])
def test_a_picture_for_a_chat_is_square_small_and_reads_as_its_payment(stand: Stand) -> None:
    png = draw_stand(stand, "png")
    assert len(png) < 40_000
    with Image.open(BytesIO(png)) as image:
        assert (image.size, image.mode, image.format) == ((1080, 1080), "P", "PNG")
        assert codes_in(image) == [vietqr.encode(stand.payment)]
        # What a chat makes of it: smaller, and pressed hard.
        sent = BytesIO()
        image.convert("RGB").resize((480, 480)).save(sent, "JPEG", quality=40)
        assert codes_in(Image.open(sent)) == [vietqr.encode(stand.payment)]


def test_amount_and_purpose_are_printed_when_the_code_carries_them() -> None:
    dynamic = replace(SIMPLE.payment, amount=50_000, purpose="DH 1234")
    [(text, _, _)] = pages_of(draw_stand(replace(SIMPLE, payment=dynamic), "a5"))
    assert "50.000 ₫" in text.replace("\u00a0", " ")
    assert "Nội dung: DH 1234" in text
    [(plain, _, _)] = pages_of(draw_stand(SIMPLE, "a5"))
    assert "₫" not in plain
    assert "Nội dung" not in plain


def test_only_a_name_that_somebody_saw_is_called_checked() -> None:
    [(unchecked, _, _)] = pages_of(draw_stand(SIMPLE, "a6"))
    [(checked, _, _)] = pages_of(draw_stand(replace(SIMPLE, checked=True), "a6"))
    assert "Chưa kiểm tra tên chủ tài khoản" in unchecked
    assert "Đã kiểm tra tên chủ tài khoản" not in unchecked
    assert "Đã kiểm tra tên chủ tài khoản" in checked


def test_a_stand_speaks_english_to_those_who_ask() -> None:
    [(text, _, _)] = pages_of(draw_stand(replace(SIMPLE, label=None, language="en"), "a5"))
    assert "Scan to pay by bank transfer" in text
    assert "Check the name before you pay" in text


def test_a_card_number_is_called_one() -> None:
    card = vietqr.Payment("970436", "9704368609999999999", service=vietqr.TO_CARD)
    [(text, _, _)] = pages_of(draw_stand(replace(SIMPLE, payment=card), "a5"))
    assert "Thẻ 9704 3686 0999 9999 999" in text


def test_many_stands_are_one_file_with_a_page_each() -> None:
    accounts = [f"101234567{last}" for last in range(3)]
    many = [replace(SIMPLE, payment=vietqr.Payment("970436", account)) for account in accounts]
    pages = pages_of(draw_stands(many, "a6"))
    read = [codes_in(image) for _, image, _ in pages]
    assert read == [[vietqr.encode(stand.payment)] for stand in many]


def test_the_same_stand_gives_the_same_bytes() -> None:
    assert draw_stand(SIMPLE, "a5") == draw_stand(SIMPLE, "a5")


def test_all_fonts_are_embedded() -> None:
    pdf = draw_stand(SIMPLE, "a5")
    assert pdf.count(b"/FontFile2") == pdf.count(b"/FontDescriptor ") > 0
    for standard in (b"/Type3", b"BaseFont /Times", b"BaseFont /Courier"):
        assert standard not in pdf


def test_letters_of_minority_languages_are_drawn_and_others_refused() -> None:
    [(text, _, _)] = pages_of(draw_stand(replace(SIMPLE, holder="H'Bŏk Mlô ƀ"), "a5"))
    assert "H'Bŏk Mlô ƀ" in text
    with pytest.raises(GlyphMissing):
        draw_stand(replace(SIMPLE, holder="NGUYỄN 王"), "a5")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"holder": "  "}, "holder"),
        ({"bank_name": ""}, "bank_name"),
    ],
)
def test_a_stand_without_a_name_is_refused(change: dict[str, str], field: str) -> None:
    with pytest.raises(StandTextMissing) as refusal:
        draw_stand(replace(SIMPLE, **change), "a5")
    assert refusal.value.field == field


@pytest.mark.parametrize("format", stands.FORMATS)
def test_a_text_no_readable_size_fits_is_refused_and_named(format: stands.Format) -> None:
    for change in ({"holder": "X" * 90}, {"holder": "A " * 90}, {"label": "Quầy " * 30}):
        with pytest.raises(StandTextTooLong) as refusal:
            draw_stand(replace(SIMPLE, **change), format)
        assert refusal.value.field in change


def test_a_payment_no_code_may_hold_is_refused_before_drawing() -> None:
    with pytest.raises(PayloadError):
        draw_stand(replace(SIMPLE, payment=vietqr.Payment("123456", "1")), "a5")


def test_a_pdf_of_no_stands_or_of_pictures_is_refused() -> None:
    for many, format in (([], "a5"), ([SIMPLE], "png")):
        with pytest.raises(ValueError, match="paper format"):
            draw_stands(many, format)


def drawn_page(stand: Stand, format: stands.Format) -> Page:
    return compose(stands.content_of(stand), symbol(vietqr.encode(stand.payment)), format)


def test_a_code_that_cannot_be_read_never_leaves() -> None:
    page = drawn_page(SIMPLE, "png")
    [code] = [item for item in page.items if isinstance(item, Code)]
    sticker = Bar(code.x, code.y, code.side / 2, code.side / 2, 0, "#111111")
    spoiled = Page(page.width, page.height, (*page.items, sticker))
    with pytest.raises(StandMismatch):
        stands.require_same(picture(spoiled), SIMPLE)


def test_a_code_of_somebody_else_never_leaves() -> None:
    other = replace(SIMPLE, payment=vietqr.Payment("970436", "1012345679"))
    with pytest.raises(StandMismatch) as mismatch:
        stands.require_same(picture(drawn_page(other, "png")), SIMPLE)
    assert mismatch.value.found == (vietqr.encode(other.payment),)


@pytest.mark.parametrize("format", stands.FORMATS)
@pytest.mark.parametrize("stand", [SIMPLE, LONGEST], ids=["simple", "longest"])
def test_nothing_stands_in_the_quiet_zone_or_off_the_page(
    format: stands.Format, stand: Stand
) -> None:
    page = drawn_page(stand, format)
    [code] = [item for item in page.items if isinstance(item, Code)]
    words = [item for item in page.items if isinstance(item, Words)]
    for line in words:
        assert 0 < line.baseline < page.height
        above = line.baseline <= code.y + 0.001
        below = line.baseline - line.size >= code.y + code.side * 0.99
        beside = not line.centred and line.x >= code.x + code.side
        assert above or below or beside, line
    assert min(code.x, code.y, page.width - code.x - code.side) >= 0
    assert page.height - code.y - code.side >= 0


def test_the_holder_is_the_largest_line_beside_the_account() -> None:
    for format in stands.FORMATS:
        words = [item for item in drawn_page(SIMPLE, format).items if isinstance(item, Words)]
        largest = max(words, key=lambda line: line.size)
        assert largest.text in SIMPLE.holder
