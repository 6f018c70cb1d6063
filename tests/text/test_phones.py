import pytest

from shopkit.text.phones import (
    PhoneOutdated,
    PhoneUnreadable,
    canonical_phone,
    masked_phone,
    shown_phone,
)


@pytest.mark.parametrize(
    "typed",
    [
        "0900 000 012",
        "0900000012",
        " 0900.000.012 ",
        "0900-000-012",
        "(0900) 000 012",
        "+84 900 000 012",
        "84900000012",
        "0084900000012",
        "+84 (0) 900 000 012",
        "900000012",
        "０９００００００１２",
        "0900\u00a0000\u00a0012",
    ],
)
def test_every_way_of_typing_a_number_is_stored_in_one_form(typed):
    assert canonical_phone(typed) == "+84900000012"


def test_a_landline_with_its_area_code_is_a_number():
    assert canonical_phone("024 3825 0000") == "+842438250000"


def test_a_number_from_beyond_the_border_keeps_its_country():
    assert shown_phone(canonical_phone("+856 20 55 000 012")) == "+856 20 55 000 012"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "12345",
        "0900 000 01",
        "0900 000 0123",
        "0900 ABC 012",
        "0900000012 ext 5",
        "3825 0000",
        "=0900000012",
        "0900000012; 0900000013",
        "0" * 5000,
        "+",
    ],
)
def test_what_cannot_be_called_is_refused(typed):
    with pytest.raises(PhoneUnreadable):
        canonical_phone(typed)


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("0162 000 0012", "+84320000012"),
        ("+84 120 000 0012", "+84700000012"),
        ("0199 000 0012", "+84590000012"),
    ],
)
def test_an_eleven_digit_number_names_what_it_has_become(typed, today):
    with pytest.raises(PhoneOutdated) as refusal:
        canonical_phone(typed)
    assert refusal.value.today == today
    assert canonical_phone(today) == today


def test_numbers_are_shown_as_people_write_them():
    assert shown_phone("+84900000012") == "0900 000 012"


def test_the_middle_of_a_masked_number_is_hidden():
    assert masked_phone("+84912345678") == "+84912***678"
