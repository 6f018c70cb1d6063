"""How alike two photos are, by 64 bits each; plain sums over grey and colour grids.

The bits tell which of the coarsest waves of a picture are strong. A photo cut a little narrower
has other waves, so a few cuts of each are measured too and the best match counts; the colours of
a coarse grid keep apart things of one shape.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SIDE = 32
WAVES = 8
TONE_SIDE = 4
# How much is cut off left, above, right and below for the other measures of one photo.
CUTS = (
    (0.025, 0.025, 0.025, 0.025),
    (0.05, 0.05, 0.05, 0.05),
    (0.05, 0.0, 0.0, 0.0),
    (0.0, 0.05, 0.0, 0.0),
    (0.0, 0.0, 0.05, 0.0),
    (0.0, 0.0, 0.0, 0.05),
)
# Most bits and most colour apart, by our own pictures: other sizes, JPEG at q30, brightness and
# cuts of 5 % stay within. A plain thing on a plain ground has many waves of no strength, whose
# bits fall as they like; there the colours must agree the better. Other things are further apart
# in one of the two.
NEAR = ((6, 9.0), (12, 2.5))
# Goods of one kind stand on one table in one light, so photos of two products must agree in their
# colours as a copy does: sizes, poorer quality and small cuts stay within, another filling is out.
NEAR_ELSEWHERE = ((6, 4.0), (12, 2.5))
MOST_BITS_APART = max(bits for bits, _tone in NEAR)

COSINES = [
    [math.cos((2 * at + 1) * wave * math.pi / (2 * SIDE)) for at in range(SIDE)]
    for wave in range(WAVES)
]


@dataclass(frozen=True)
class Mark:
    """By what a photo is known again: the whole, its cuts, and the colours of a coarse grid."""

    whole: int
    cuts: tuple[int, ...] = ()
    tone: bytes = b""


def bits_of(grey: bytes) -> int:
    """64 bits of a picture of SIDE x SIDE grey levels."""
    rows = [grey[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(float.__mul__, wave, map(float, row))) for wave in COSINES] for row in rows]
    found = [
        sum(wave[y] * across[y][u] for y in range(SIDE)) for wave in COSINES for u in range(WAVES)
    ]
    middle = sorted(found[1:])[len(found) // 2]
    return sum((value > middle) << place for place, value in enumerate(found))


def mark_from(likeness: str | None, found: Mapping[str, Any]) -> Mark | None:
    """The mark of a photo as it is kept; None for one that was never measured."""
    if not likeness:
        return None
    cuts = tuple(int(cut, 16) for cut in found.get("cuts", ()))
    return Mark(int(likeness, 16), cuts, bytes.fromhex(found.get("tone", "")))


def is_near(one: Mark, other: Mark, *, in_one_product: bool = True) -> bool:
    """Whether both show the same shot: smaller, lighter, poorer or cut a little."""
    apart = bits_apart(one, other)
    if apart > MOST_BITS_APART:
        return False
    tone = tone_apart(one.tone, other.tone)
    limits = NEAR if in_one_product else NEAR_ELSEWHERE
    return any(apart <= bits and tone <= most_tone for bits, most_tone in limits)


def bits_apart(one: Mark, other: Mark) -> int:
    apart = [(one.whole ^ seen).bit_count() for seen in (other.whole, *other.cuts)]
    return min(apart + [(other.whole ^ seen).bit_count() for seen in one.cuts])


def tone_apart(one: bytes, other: bytes) -> float:
    """How far the colours differ on average, brightness apart; 0 where one was not measured."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(abs(a - b) for a, b in zip(levelled(one), levelled(other), strict=True)) / len(one)


def levelled(tone: bytes) -> Sequence[float]:
    """The same picture at a middling brightness."""
    mean = sum(tone) / len(tone) or 1.0
    return [level * 128 / mean for level in tone]
