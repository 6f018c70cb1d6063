import pytest

from shopkit.money.shown import shown


@pytest.mark.parametrize(
    ("dong", "text"),
    [
        (0, "0\u00a0₫"),
        (999, "999\u00a0₫"),
        (25_000, "25.000\u00a0₫"),
        (1_250_000, "1.250.000\u00a0₫"),
        (-5_000, "-5.000\u00a0₫"),
    ],
)
def test_dong_are_grouped_by_dots_and_kept_beside_their_sign(dong, text):
    assert shown(dong) == text
