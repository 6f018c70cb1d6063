"""Documents: everything is on the paper, in our fonts, on pages that break well."""

import unicodedata
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from shopkit.paper.document import A6, Column, Document
from shopkit.paper.letters import width_of, wrapped
from tests.paper.pages import fonts_of, pages_of

NO_BREAK = "\N{NO-BREAK SPACE}"
COLUMNS = [Column("Ngày"), Column("Diễn giải", 4), Column("Số tiền", 1.5, "right")]


def book(rows: int, **options: object) -> Document:
    document = Document("Sổ doanh thu", made_on=date(2026, 11, 22), source="Mẫu thử", **options)  # type: ignore[arg-type]
    document.heading("SỔ DOANH THU")
    document.table(
        COLUMNS,
        [[f"{n}/11", f"Bán bánh số {n}", f"{n}.000{NO_BREAK}₫"] for n in range(1, rows + 1)],
        foot=["", "Tổng", f"9.999{NO_BREAK}₫"],
    )
    return document


def test_a_table_goes_on_over_pages_with_its_head_on_each_and_no_row_lost() -> None:
    pages = pages_of(book(120).render())
    assert len(pages) > 2
    text = " ".join(page.said for page in pages)
    assert all(f"Bán bánh số {n} " in text for n in range(1, 121))
    for number, page in enumerate(pages, 1):
        assert page.said.count("Diễn giải") == 1
        assert f"Trang {number}/{len(pages)}" in page.said
        assert "In ngày 22/11/2026 · Mẫu thử" in page.said
    assert "Tổng" in pages[-1].said


def test_a_sum_never_opens_a_page_alone() -> None:
    """Whatever the count of rows, one of them goes over with it."""
    counts = set()
    for rows in range(30, 60):
        pages = pages_of(book(rows).render(), dots=20)
        counts.add(len(pages))
        assert "Tổng" in pages[-1].said
        assert f"Bán bánh số {rows} " in pages[-1].said
    assert len(counts) > 1


def test_pages_are_a4_and_carry_only_our_fonts() -> None:
    document = book(3)
    document.paragraph("Chữ Ê Đê: ŏ ƀ ĕ")
    pdf = document.render()
    page = pages_of(pdf)[0]
    assert (round(page.width_mm), round(page.height_mm)) == (210, 297)
    fonts = {name.split("+")[-1] for name in fonts_of(pdf)}
    assert fonts == {"BeVietnamPro-Regular", "BeVietnamPro-Bold", "NotoSans-Regular"}
    assert b"/Type3" not in pdf
    assert "ŏ ƀ ĕ" in page.said


def test_the_same_content_gives_the_same_bytes() -> None:
    assert book(40).render() == book(40).render()


def test_decomposed_letters_are_written_composed() -> None:
    document = Document("Thử")
    document.paragraph(unicodedata.normalize("NFD", "Tiền về đúng chỗ: Ễ ặ ộ"))
    assert "Tiền về đúng chỗ: Ễ ặ ộ" in pages_of(document.render())[0].said


def test_a_letter_that_no_font_has_becomes_a_box_and_the_foot_says_so() -> None:
    document = Document("Bảng giá")
    document.paragraph("Mật ong \N{HONEY POT}\N{VARIATION SELECTOR-16} rừng")
    said = pages_of(document.render())[0].said
    assert "Mật ong" in said
    assert "rừng" in said
    assert "Ô trống trong bài" in said
    plain = Document("Bảng giá")
    plain.paragraph("Mật ong rừng")
    assert "Ô trống" not in pages_of(plain.render())[0].said


def test_a_word_too_wide_is_divided_and_kept_whole() -> None:
    word = "THANHTOAN" * 30
    lines = wrapped(word, 60, 4)
    assert "".join(lines) == word
    assert all(width_of(line, 4) <= 60 for line in lines)


def test_amount_and_sign_stay_on_one_line() -> None:
    assert wrapped(f"Tổng 1.250.000{NO_BREAK}₫", 24, 4)[-1] == f"1.250.000{NO_BREAK}₫"


def test_a_row_higher_than_a_page_is_divided() -> None:
    document = Document("Dài", size=A6, margin=10)
    document.table([Column("Ghi chú")], [["chữ " * 900]])
    pages = pages_of(document.render())
    assert len(pages) > 1
    assert sum(page.said.count("chữ") for page in pages) == 900


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page() -> None:
    for lines in range(30, 60):
        document = Document("Thử")
        for _ in range(lines):
            document.paragraph("một dòng", gap=0)
        document.heading("Đầu mục", 2)
        document.paragraph("Nội dung theo sau.")
        pages = [page.said for page in pages_of(document.render(), dots=20)]
        [holding] = [page for page in pages if "Đầu mục" in page]
        assert "Nội dung theo sau." in holding, lines


def test_a_code_reads_as_its_text_and_a_tall_picture_fits_its_page() -> None:
    document = Document("Mã")
    document.code("https://example.vn/T/7K3QX9MZP2A", 25)
    strip = BytesIO()
    Image.new("RGB", (100, 900), "#3f6b3a").save(strip, "PNG")
    document.picture(strip.getvalue(), 170)
    pages = pages_of(document.render())
    assert pages[0].codes == ["https://example.vn/T/7K3QX9MZP2A"]
    assert len(pages) == 2
    foot = pages[1].picture.convert("RGB").getpixel((100, pages[1].picture.height - 20))
    assert foot == (255, 255, 255)


def test_facts_letterhead_signatures_and_english_words() -> None:
    document = Document("Delivery", "en", made_on=date(2026, 11, 22))
    document.letterhead(["HỘ KINH DOANH Mẫu", "Thôn 1"], ["Mẫu số S1a"])
    document.facts([("Buyer", "Trần Thị Thử")])
    document.signatures(["Seller", "Buyer"])
    said = pages_of(document.render())[0].said
    for words in ("HỘ KINH DOANH Mẫu", "Mẫu số S1a", "Trần Thị Thử", "Seller", "Page 1/1"):
        assert words in said
    assert "Printed on 22/11/2026" in said


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_of_nothing_still_shows_its_head(rows: int) -> None:
    assert "Diễn giải" in pages_of(book(rows).render())[0].said
