"""Prices that are asked about again."""

import pytest

from shopkit.catalog.rules.prices import Doubt, doubt_about


@pytest.mark.parametrize(
    ("price_vnd", "last_vnd", "doubt"),
    [
        (25_000, None, None),
        (1_000, None, None),
        (999, None, Doubt.TINY),
        (25, None, Doubt.TINY),
        (249_999, 25_000, None),
        (250_000, 25_000, Doubt.FAR_ABOVE),
        (2_501, 25_000, None),
        (2_500, 25_000, Doubt.FAR_BELOW),
        (500, 500, None),
        (600, 500, Doubt.TINY),
        (25, 25_000, Doubt.FAR_BELOW),
    ],
)
def test_a_price_that_slipped_is_asked_about(
    price_vnd: int, last_vnd: int | None, doubt: Doubt | None
) -> None:
    assert doubt_about(price_vnd, last_vnd) is doubt
