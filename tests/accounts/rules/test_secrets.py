import pytest

from shopkit.accounts.rules.secrets import (
    Weakness,
    as_typed,
    weakness_of_password,
    weakness_of_pin,
)

PHONE = "+84900000017"
NAME = "Nguyễn Thị Mẫu"


@pytest.mark.parametrize(
    ("pin", "weakness"),
    [
        ("12345", Weakness.NOT_SIX_DIGITS),
        ("1234567", Weakness.NOT_SIX_DIGITS),
        ("abcdef", Weakness.NOT_SIX_DIGITS),
        ("", Weakness.NOT_SIX_DIGITS),
        ("٧٣٠١٦٤", Weakness.NOT_SIX_DIGITS),
        ("123456", Weakness.RUN),
        ("567890", Weakness.RUN),
        ("654321", Weakness.RUN),
        ("098765", Weakness.RUN),
        ("777777", Weakness.REPEAT),
        ("272727", Weakness.REPEAT),
        ("394394", Weakness.REPEAT),
        ("000017", Weakness.PHONE),
        ("710000", Weakness.PHONE),
        ("090000", Weakness.PHONE),
        ("150864", Weakness.DATE),
        ("640815", Weakness.DATE),
        ("290200", Weakness.DATE),
        ("147258", Weakness.COMMON),
        ("112233", Weakness.COMMON),
    ],
)
def test_a_pin_that_a_neighbour_would_try_is_refused(pin: str, weakness: Weakness) -> None:
    assert weakness_of_pin(pin, PHONE) is weakness


@pytest.mark.parametrize("pin", ["730164", "506938", "874120"])
def test_a_pin_nobody_would_guess_will_do(pin: str) -> None:
    assert weakness_of_pin(pin, PHONE) is None


def test_a_day_that_never_was_is_no_birthday() -> None:
    assert weakness_of_pin("290299", PHONE) is None


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("ngắn quá", Weakness.SHORT),
        ("x1" * 65, Weakness.LONG),
        ("mật khẩu 123", Weakness.COMMON),
        ("MatKhau@2026", Weakness.COMMON),
        ("password!1234", Weakness.COMMON),
        ("1234567890", Weakness.COMMON),
        ("9876543210", Weakness.COMMON),
        ("aaaaaaaaaaaa", Weakness.COMMON),
        ("qwertyuiop", Weakness.COMMON),
        ("cây đa 0900000017", Weakness.PHONE),
        ("nguyenthimau1", Weakness.NAME),
        ("Mẫu Nguyễn 99", Weakness.NAME),
    ],
)
def test_a_password_made_of_what_everybody_knows_is_refused(
    password: str, weakness: Weakness
) -> None:
    assert weakness_of_password(password, PHONE, NAME) is weakness


@pytest.mark.parametrize(
    "password", ["bốn cây chuối xanh", "thuyen mau do 7", "k9#vW2qLx0pR", "mẫu đơn nở tháng tư"]
)
def test_a_password_of_a_few_words_will_do_without_signs(password: str) -> None:
    assert weakness_of_password(password, PHONE, NAME) is None


def test_a_pin_may_be_typed_with_gaps_and_in_wide_digits() -> None:
    assert as_typed("730 164") == as_typed("７３０１６４") == as_typed("73-01-64") == "730164"


def test_a_password_keeps_its_spaces_and_is_composed() -> None:
    assert as_typed("bốn cây") == as_typed("bốn cây") == "bốn cây"
