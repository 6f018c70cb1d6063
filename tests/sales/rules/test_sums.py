"""When a sum may leave the households."""

import pytest

from shopkit.sales.rules.sums import TOO_FEW, TOO_LARGE_A_SHARE, hidden_for


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ([], ""),
        ([10], TOO_FEW),
        ([10, 10, 10, 10], TOO_FEW),
        ([10, 10, 10, 10, 10], ""),
        ([80, 10, 5, 3, 2], TOO_LARGE_A_SHARE),
        ([70, 10, 10, 5, 5], ""),
        ([71, 10, 9, 5, 5], TOO_LARGE_A_SHARE),
    ],
)
def test_few_or_one_large_part_stay_hidden(amounts: list[int], reason: str) -> None:
    assert hidden_for(amounts) == reason
