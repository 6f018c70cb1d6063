import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkit.money.parse import (
    LEAST,
    MOST,
    PriceAmbiguous,
    PriceOutOfRange,
    PriceUnreadable,
    parse_price,
)
from shopkit.money.shown import shown

PRICES = {
    "25k": 25_000,
    "25K": 25_000,
    "25 k": 25_000,
    "25kđ": 25_000,
    "25 nghìn": 25_000,
    "25 ngàn": 25_000,
    "25 ngan dong": 25_000,
    "25 NGHÌN ĐỒNG": 25_000,
    "25ng": 25_000,
    "2,5k": 2_500,
    "12,5 nghìn": 12_500,
    "25k5": 25_500,
    "25k500": 25_500,
    "1tr2": 1_200_000,
    "1TR2": 1_200_000,
    "1tr25": 1_250_000,
    "1tr05": 1_050_000,
    "1tr250": 1_250_000,
    "1tr250k": 1_250_000,
    "1tr 250.000": 1_250_000,
    "1tr250000": 1_250_000,
    "1 triệu 250 nghìn": 1_250_000,
    "1 triệu 250 nghìn 500": 1_250_500,
    "2 triệu": 2_000_000,
    "2,5 triệu": 2_500_000,
    "2.5tr": 2_500_000,
    "0,5tr": 500_000,
    "12,500tr": 12_500_000,
    "2 triệu rưỡi": 2_500_000,
    "triệu rưỡi": 1_500_000,
    "25 nghìn rưỡi": 25_500,
    "1 tỷ 2": 1_200_000_000,
    "1,5 tỉ": 1_500_000_000,
    "25.000đ": 25_000,
    "25.000 ₫": 25_000,
    "25.000\u00a0₫": 25_000,
    "25,000": 25_000,
    "1 250 000": 1_250_000,
    "1\u00a0250\u00a0000": 1_250_000,
    "1.250.000": 1_250_000,
    "1,250,000 VND": 1_250_000,
    "VND 1,250,000": 1_250_000,
    "25000vnđ": 25_000,
    "25000 d": 25_000,
    "₫25,000": 25_000,
    "1.250.000,00": 1_250_000,
    "25000.00": 25_000,
    "25.000.": 25_000,
    "1.250.000k": 1_250_000_000,
    "１２３": 123,
    "２５ｋ": 25_000,
    "២៥០០០": 25_000,
    "1": LEAST,
    "2000000000": MOST,
    "2 tỷ": MOST,
}

ASKED = {
    "12.5": (125, 12_500),
    "12,5": (125, 12_500),
    "2.5": (25, 2_500, 2_500_000),
    "25.00": (25, 2_500, 25_000),
    "25.000k": (25_000, 25_000_000),
    "1,250tr": (1_250_000, 1_250_000_000),
    "25k50": (25_050, 25_500),
    "1tr2345": (1_002_345, 1_234_500),
    "25..000": (25_000,),
    "1.250,000": (1_250_000,),
    "12 5": (125,),
    "25.000,5": (25_000,),
    "1,250,000.75": (1_250_000,),
}

UNREADABLE = [
    "", " ", "đ", "abc", "k", "tr2", "-1", "−25000", "+25000", "1e99", "NaN", "inf", "½ triệu",
    "25²", "①", "25k/kg", "20k-25k", "0912345678", "000", "2,5tr2", "1tr2tr", "25k25k", "0x10",
    "25,0001k", "25\x00", "=25000", "25%", "25 000 đ 1 kg", "2" * 41, "Ⅳ",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "dong"), PRICES.items())
def test_a_price_is_read_as_traders_type_it(typed, dong):
    assert parse_price(typed) == dong


@pytest.mark.parametrize(("typed", "readings"), ASKED.items())
def test_a_price_in_doubt_is_asked_with_its_readings(typed, readings):
    with pytest.raises(PriceAmbiguous) as refusal:
        parse_price(typed)
    assert refusal.value.readings == readings


@pytest.mark.parametrize("typed", UNREADABLE)
def test_what_is_no_price_is_refused(typed):
    with pytest.raises(PriceUnreadable):
        parse_price(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("0", 0), ("0k", 0), ("3000000000", 3_000_000_000), ("3 tỷ", 3_000_000_000)],
)
def test_a_number_beyond_all_prices_says_which(typed, amount):
    with pytest.raises(PriceOutOfRange) as refusal:
        parse_price(typed)
    assert refusal.value.amount == amount


@given(st.integers(LEAST, MOST))
def test_every_price_shown_is_read_back(dong):
    assert parse_price(shown(dong)) == dong
    assert parse_price(f"{dong:,}") == dong
    assert parse_price(f"{dong}đ") == dong


@given(st.text(alphabet="0123456789.,' ktrniệuđngỷưỡv-½²", max_size=41) | st.text(max_size=41))
def test_any_text_gets_a_defined_answer(typed):
    try:
        answer = (parse_price(typed),)
    except PriceAmbiguous as refusal:
        answer = refusal.readings
    except PriceUnreadable:
        return
    assert answer
    assert all(LEAST <= dong <= MOST for dong in answer)
