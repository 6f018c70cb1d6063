import unicodedata

import pytest

from shopkit.text.search import fold, search_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("Hòa", "hoa"),
        ("Hoà", "hoa"),
        ("NGUYỄN THỊ MẪU", "nguyen thi mau"),
        ("Ðặc khu", "dac khu"),
        ("Ɖà Nẵng", "da nang"),
        ("ŏ ƀ ĕ", "o b e"),
        ("１２３ ｋ", "123 k"),
        ("25.000\u00a0₫", "25.000 ₫"),
        ("Hoa\u200bquả", "hoaqua"),
    ],
)
def test_marks_case_and_strokes_are_folded(text, folded):
    assert fold(text) == folded


def test_decomposed_and_composed_text_fold_alike():
    text = "Phường Ưu Điềm, Thừa Thiên Huế"
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_folding_twice_changes_nothing():
    text = "Xã Ea H’Leo (Đắk Lắk) ŏ ﬁ Ǆ"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʼ", ""])
def test_apostrophes_do_not_matter(apostrophe):
    assert search_text(f"Xã Ea H{apostrophe}Leo") == "xa ea hleo"


def test_parts_become_words_with_one_space_between():
    assert search_text(" Rau-muống,  sạch", "", "(Hà Nội)") == "rau muong sach ha noi"


def test_text_without_words_is_empty():
    assert search_text("… !?") == ""
