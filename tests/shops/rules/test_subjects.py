"""Finding somebody's name and number in any text."""

import pytest

from shopkit.shops.rules.subjects import Words

HER = Words(frozenset({"Nguyễn Thị Mẫu"}), frozenset({"+84900000123"}))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nguyễn Thị Mẫu", ""),
        ("Hộ bà Nguyễn Thị Mẫu, thôn Đầm", "Hộ bà , thôn Đầm"),
        ("NGUYEN THI MAU", ""),
        ("nguyen  thi mau bán bánh", " bán bánh"),
        ("Gọi 0900 000 123 hoặc +84900000123.", "Gọi  hoặc ."),
        ("84.900.000.123", ""),
        ("Nguyễn Thị Mẫu, Nguyễn Thị Mẫu", ", "),
    ],
)
def test_her_words_are_taken_out_however_written(text: str, left: str) -> None:
    assert HER.taken_out(text) == left


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Mẫu Đơn 0".replace(" Mẫu", " Mẫn"), "Bánh gai cô Mẫu", "09000001234", ""]
)
def test_what_is_not_hers_stays(text: str) -> None:
    assert HER.taken_out(text) == text


def test_a_name_of_one_word_is_left_in_texts() -> None:
    assert Words(frozenset({"Mẫu"}), frozenset()).taken_out("Bánh gai cô Mẫu") == "Bánh gai cô Mẫu"


def test_lists_and_keys_are_searched_too() -> None:
    told = {"maker": ["Nguyễn Thị Mẫu", 3], "n": None}
    assert HER.taken_out_of(told) == {"maker": ["", 3], "n": None}
