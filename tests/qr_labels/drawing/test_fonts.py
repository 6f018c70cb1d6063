from io import BytesIO
from itertools import product
from unicodedata import normalize

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.columns import Line
from qr_labels.drawing.fonts import (
    WEIGHTS,
    GlyphMissing,
    TextDoesNotFit,
    balanced_lines,
    broken_lines,
    fit_text,
    text_runs,
    text_width,
)
from qr_labels.drawing.marks import draw_line

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)) + "đ"
words = st.lists(st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=8), min_size=1, max_size=8)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_all_vietnamese_letters_come_from_one_font_of_every_weight(weight: int) -> None:
    text = LETTERS + LETTERS.upper() + "0123456789 ₫–·.,/:()%"
    runs = text_runs(text, weight)
    assert [run.text for run in runs] == [text]
    assert runs[0].font_name == f"BeVietnamPro-{WEIGHTS[weight]}"


def test_decomposed_letters_are_drawn_composed() -> None:
    assert text_runs(normalize("NFD", "Mật ong Ễ")) == text_runs("Mật ong Ễ")


def test_a_letter_the_main_font_lacks_comes_from_the_second_one() -> None:
    runs = text_runs("Kŏn Tum")
    assert [(run.text, run.font_name) for run in runs] == [
        ("K", "BeVietnamPro-Regular"),
        ("ŏ", "NotoSans"),
        ("n Tum", "BeVietnamPro-Regular"),
    ]


@pytest.mark.parametrize("character", ["★", "✓", "漢", "\n", "\u200b", "\u202e", "\x00", "😀"])
def test_a_character_no_font_draws_is_refused_by_name(character: str) -> None:
    with pytest.raises(GlyphMissing) as refused:
        text_runs(f"Mật {character} ong")
    assert refused.value.character == character
    assert f"U+{ord(character):04X}" in str(refused.value)


def test_what_is_drawn_can_be_found_again_as_text() -> None:
    drawn = "Bưởi Phúc Trạch – Kŏn Ƀrẽ, HTX Đại Hữu: 50.000 ₫"
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    draw_line(canvas, Line(drawn, 20, 200, 5, 600))
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        assert document[0].get_textpage().get_text_bounded().strip() == drawn


@given(words, st.floats(5, 60))
def test_broken_lines_keep_every_word_and_the_width(parts: list[str], width: float) -> None:
    text = " ".join(parts)
    lines = broken_lines(text, width, 2.0)
    if lines is None:
        assert any(text_width(word, 2.0) > width for word in parts)
        return
    assert " ".join(lines) == text
    assert all(text_width(line, 2.0) <= width for line in lines)
    balanced = balanced_lines(text, width, 2.0)
    assert balanced is not None
    assert len(balanced) == len(lines)
    assert " ".join(balanced) == text
    longest = max(text_width(line, 2.0) for line in balanced)
    assert longest <= max(text_width(line, 2.0) for line in lines) + 1e-9


@given(words, st.integers(1, 4))
def test_fitted_text_is_whole_and_inside_or_refused(parts: list[str], lines: int) -> None:
    text = " ".join(parts)
    try:
        fitted = fit_text(text, 30, largest=6, smallest=1.5, lines=lines)
    except TextDoesNotFit:
        broken = broken_lines(text, 30, 1.5)
        assert broken is None or len(broken) > lines
        return
    assert " ".join(fitted.lines) == text
    assert len(fitted.lines) <= lines
    assert 1.5 <= fitted.size <= 6
    assert all(text_width(line, fitted.size) <= 30 for line in fitted.lines)


def test_a_no_break_space_holds_a_date_together() -> None:
    assert broken_lines("NSX\u00a022/11/2026 HSD\u00a022/11/2028", 25, 2.0) == (
        "NSX\u00a022/11/2026",
        "HSD\u00a022/11/2028",
    )
