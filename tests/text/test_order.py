import random
import unicodedata

import pytest

from shopkit.text.order import name_key, sort_key


def shuffled(texts: list[str]) -> list[str]:
    mixed = list(texts)
    random.Random(3).shuffle(mixed)
    return mixed


# Each list is in the order that ICU's numeric Vietnamese collation gives.
ORDERED = {
    "letters": list("aăâbƀcdđeêghiklmnoôơpqrstuưvxy"),
    "tones": ["ha", "hà", "hả", "hã", "há", "hạ", "hă", "hằ", "hâ", "hầ"],
    "letters of the whole text before tones": ["hoà", "hoan", "hoán", "hoang"],
    "tones before case": ["lê", "Lê", "lề", "Lề"],
    "a later letter before an earlier tone": ["bánh bao", "bành cam", "bánh đa"],
    "shorter first": ["bánh", "bánh bao", "bánh mì"],
    "numbers by value": ["thôn 1", "thôn 2", "thôn 9", "thôn 10", "thôn 11", "thôn 100"],
    "long numbers": ["7", "99999999", "100000000", "999999999", "1000000000", "1" + "0" * 18],
    "signs, digits, letters": ["rau", "rau muống", "rau-muống", "rau, muống", "rau1", "rauma"],
    "signs": list("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$1a"),
    "places": ["Đắk Lắk", "Ea H'Leo", "Ea M’Droh", "Hà Giang 1", "Hà Giang 2", "Huế"],
    "foreign letters beside their base": ["o", "ŏ", "ô", "ơ", "p", "w", "z", "Ж", "ក"],
}


@pytest.mark.parametrize("texts", ORDERED.values(), ids=ORDERED.keys())
def test_keys_stand_in_vietnamese_order(texts):
    assert sorted(shuffled(texts), key=sort_key) == texts


def test_the_form_in_which_letters_are_stored_does_not_matter():
    text = "Ưu Điềm Thượng"
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


def test_curly_and_straight_apostrophes_sort_alike():
    assert sort_key("Ea H’Leo") == sort_key("Ea H'Leo")


def test_a_key_is_plain_ascii_and_seldom_twice_as_long_as_its_text():
    text = "Tổ hợp tác rau sạch Hoằng Lộc, thôn 12 (cũ)"
    assert sort_key(text).isascii()
    assert len(sort_key(text)) < 3 * len(text) + 2


@pytest.mark.parametrize("text", ["", " ", "\u0301", "\u0301\u0301", "😀", "\x00"])
def test_every_text_has_a_key(text):
    assert isinstance(sort_key(text), str)


def test_people_are_ordered_by_given_name():
    names = ["Nguyễn Thị Ánh", "Lê Thị Bình", "Trần Thị Hoà", "Lê Thị Hoan", "Phạm Thị Hoan"]
    assert sorted(shuffled(names), key=name_key) == names


def test_the_given_name_is_ordered_whole_before_the_family_name_is_looked_at():
    names = ["Trần Thị Hoa", "Lê Thị Hoà", "Bùi Thị Hoan"]
    assert sorted(shuffled(names), key=name_key) == names


def test_a_name_in_brackets_is_not_the_given_name():
    assert name_key("Nguyễn Thị Mẫu (cô Hường)") == name_key("Nguyễn Thị Mẫu")


@pytest.mark.parametrize("name", ["", "Niê", "(Bình)"])
def test_short_names_have_a_key(name):
    assert isinstance(name_key(name), str)
