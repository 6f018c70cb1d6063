import pytest

from shopkit.money.words import LARGEST, in_words, in_words_en

WORDS = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    99: "chín mươi chín",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    144: "một trăm bốn mươi tư",
    500: "năm trăm",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm linh năm",
    1_050: "một nghìn không trăm năm mươi",
    12_500: "mười hai nghìn năm trăm",
    25_000: "hai mươi lăm nghìn",
    25_500: "hai mươi lăm nghìn năm trăm",
    105_000: "một trăm linh năm nghìn",
    1_000_000: "một triệu",
    1_005_000: "một triệu không trăm linh năm nghìn",
    1_000_005: "một triệu không trăm linh năm",
    1_250_000: "một triệu hai trăm năm mươi nghìn",
    21_041_011: "hai mươi mốt triệu không trăm bốn mươi mốt nghìn không trăm mười một",
    2_000_000_000: "hai tỷ",
    1_000_021_000: "một tỷ không trăm hai mươi mốt nghìn",
    100_000_000_000: "một trăm tỷ",
    999_000_000_000: "chín trăm chín mươi chín tỷ",
}

WORDS_EN = {
    0: "zero",
    1: "one",
    15: "fifteen",
    21: "twenty-one",
    40: "forty",
    105: "one hundred five",
    25_000: "twenty-five thousand",
    1_250_000: "one million two hundred fifty thousand",
    1_000_005: "one million five",
    2_000_000_000: "two billion",
}


@pytest.mark.parametrize(("dong", "words"), WORDS.items())
def test_an_amount_is_said_as_vietnam_says_it(dong, words):
    assert in_words(dong) == f"{words} đồng"


@pytest.mark.parametrize(("dong", "words"), WORDS_EN.items())
def test_an_amount_is_said_in_english(dong, words):
    assert in_words_en(dong) == f"{words} dong"


@pytest.mark.parametrize("dong", [-1, LARGEST + 1])
def test_what_has_no_words_is_an_error(dong):
    with pytest.raises(ValueError, match="not between"):
        in_words(dong)


def test_no_two_amounts_sound_alike():
    amounts = [
        *range(2_000),
        *(n * 1_000 for n in range(2, 2_000)),
        *(n * 10**6 for n in range(2, 999)),
    ]
    assert len({in_words(dong) for dong in amounts}) == len(amounts)
