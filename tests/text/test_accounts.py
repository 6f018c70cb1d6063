"""Account numbers as lists show them."""

import pytest

from shopkit.text.accounts import masked_account


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1012345678", "…5678"),
        ("99ZP243340001234567", "…4567"),
        ("12345678", "…5678"),
        ("1234567", "…67"),
        ("123", "…23"),
        ("12", "…"),
        ("", "…"),
    ],
)
def test_only_the_end_of_a_number_is_shown(number: str, shown: str) -> None:
    assert masked_account(number) == shown
