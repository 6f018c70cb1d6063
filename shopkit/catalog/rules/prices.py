"""Which prices are asked about again before they are saved."""

from enum import StrEnum

FAR = 10
UNUSUAL_BELOW_VND = 1_000
# Traders say "hai lăm" for 25.000, and type it so.
LOST_ZEROS = 1_000


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


def readings(price_vnd: int) -> tuple[int, ...]:
    """What a price that is asked about may have meant, the likelier first."""
    if price_vnd < UNUSUAL_BELOW_VND:
        return price_vnd * LOST_ZEROS, price_vnd
    return (price_vnd,)


def meant(price_vnd: int, sure: int | None) -> int:
    """The reading she chose, or what she typed when her choice was about another price."""
    return sure if sure in readings(price_vnd) else price_vnd
