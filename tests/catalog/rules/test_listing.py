"""What a listing needs, and rows of lists that others made."""

import pytest

from shopkit.catalog.rules.listing import (
    Fault,
    ListRow,
    cleaned,
    is_gtin,
    looks_garbled,
    missing,
    rows_of,
)


@pytest.mark.parametrize(
    ("has_photo", "title", "price_vnd", "lacking"),
    [
        (True, "Mật ong", 25_000, ()),
        (False, "", None, ("photo", "title", "price")),
        (True, "", None, ("title", "price")),
        (False, "Mật ong", 25_000, ("photo",)),
    ],
)
def test_a_listing_needs_photo_name_and_price(
    has_photo: bool, title: str, price_vnd: int | None, lacking: tuple[str, ...]
) -> None:
    assert missing(has_photo=has_photo, title=title, price_vnd=price_vnd) == lacking


@pytest.mark.parametrize("text", ["8932282840567", "96385074", "012345678905", "00012345600012"])
def test_a_trade_item_number_is_known_by_its_last_digit(text: str) -> None:
    assert is_gtin(text)
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert not is_gtin(wrong)


@pytest.mark.parametrize(
    "text", ["", "893228284056", "８９３２２８２８４０５６７", "8932282840567 ", "abc"]
)
def test_what_is_no_trade_item_number_is_not_taken_for_one(text: str) -> None:
    assert not is_gtin(text)


def row(name: str = "Mật ong", gtin: str = "8932282840567", description: str = "") -> ListRow:
    return ListRow(2, name, gtin, description)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (row(name=""), Fault.NAME_MISSING),
        (row(name=" \u3000 "), Fault.NAME_MISSING),
        (row(name="!!!"), Fault.NAME_MISSING),
        (row(name="a" * 121), Fault.NAME_TOO_LONG),
        (row(name="a\x00b"), Fault.NAME_UNCLEAN),
        (row(name="mật\u202eong"), Fault.NAME_UNCLEAN),
        (row(description="a" * 5001), Fault.TEXT_TOO_LONG),
        (row(description="a\x1bb"), Fault.TEXT_UNCLEAN),
        (row(gtin="8932282840568"), Fault.GTIN_WRONG),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(given: ListRow, fault: Fault) -> None:
    assert cleaned(given, 120, 5000) is fault


def test_a_row_is_composed_and_trimmed() -> None:
    clean = cleaned(row(name="  Ma\u0302\u0323t  ong ", description="một\r\nhai "), 120, 5000)
    assert clean == row(name="Mật ong", description="một\nhai")


@pytest.mark.parametrize("text", ["PÃ¢tÃ©", "cÆ¡m táº¥m", "Nouille Ã L'arôme", "Äáº¡i"])
def test_letters_garbled_on_the_way_are_noticed(text: str) -> None:
    assert looks_garbled(text)


@pytest.mark.parametrize(
    "text", ["Pâté", "MÃ SỐ 12", "XÃ TÂN LẬP", "Bánh tráng “Ân”", "Æbleskiver"]
)
def test_letters_that_are_right_are_not_called_garbled(text: str) -> None:
    assert not looks_garbled(text)


def test_a_table_is_read_by_its_heading_and_counts_lines_from_it() -> None:
    table = ["code,product_name,other\n", '8932282840567,"Bún, khô",x\n', "123\n"]
    assert list(rows_of(table)) == [
        ListRow(2, "Bún, khô", "8932282840567"),
        ListRow(3, "", "123"),
    ]
