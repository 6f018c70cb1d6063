"""When a sum over households may leave them, and when it would tell of one."""

from collections.abc import Sequence

FEWEST = 5
LARGEST_SHARE_PERCENT = 70
TOO_FEW, TOO_LARGE_A_SHARE = "too_few", "too_large_a_share"


def hidden_for(amounts: Sequence[int]) -> str:
    """Why the sum of these parts stays hidden; empty when it may be told. No parts add up to 0."""
    if not amounts:
        return ""
    if len(amounts) < FEWEST:
        return TOO_FEW
    if 100 * max(amounts) > LARGEST_SHARE_PERCENT * sum(amounts):
        return TOO_LARGE_A_SHARE
    return ""
