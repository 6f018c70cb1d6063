"""Which prices are asked about again before they are saved."""

from enum import StrEnum

FAR = 10
UNUSUAL_BELOW_VND = 1_000


class Doubt(StrEnum):
    """Why a price is asked about again."""

    FAR_ABOVE = "far_above"
    FAR_BELOW = "far_below"
    TINY = "tiny"


def doubt_about(price_vnd: int, last_vnd: int | None) -> Doubt | None:
    """A price ten times the last one or a tenth of it, or one that lost its thousands."""
    if last_vnd is not None and price_vnd >= FAR * last_vnd:
        return Doubt.FAR_ABOVE
    if last_vnd is not None and FAR * price_vnd <= last_vnd:
        return Doubt.FAR_BELOW
    if price_vnd < UNUSUAL_BELOW_VND and price_vnd != last_vnd:
        return Doubt.TINY
    return None
