"""What the measures of a photo mean: what may be wrong with it, and where its square lies.

The bounds for blur and light were measured on studio photos, not on those of cheap phones, so none
of this ever refuses a photo.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

GOOD_SIDE = 500
VERY_BLURRED, MAYBE_BLURRED = 20.0, 60.0
DARK_LIGHT, DARK_SHARE = 40.0, 0.6
BURNT_SHARE, WHITE_GROUND = 0.25, 0.5
CLEAN_GROUND = 0.9

Square = tuple[int, int, int]


class Worry(StrEnum):
    """What may be wrong with a photo that was taken, the gravest first."""

    VERY_BLURRED = "very_blurred"
    DARK = "dark"
    BURNT = "burnt"
    SMALL = "small"
    WHITE_BORDER = "white_border"
    BLACK_BORDER = "black_border"
    MAYBE_BLURRED = "maybe_blurred"


# What is worth taking the photo again at once, while the thing is still on the table.
GRAVE = frozenset({Worry.VERY_BLURRED, Worry.DARK, Worry.BURNT, Worry.SMALL})


def worries(found: Mapping[str, Any]) -> tuple[Worry, ...]:
    """What is to be told of a photo; nothing of one that was never measured."""
    if "blur" not in found:
        return ()
    is_so = {
        Worry.VERY_BLURRED: found["blur"] < VERY_BLURRED,
        Worry.DARK: found["light"] < DARK_LIGHT or found["dark"] > DARK_SHARE,
        Worry.BURNT: found["burnt"] > BURNT_SHARE and found["white_ground"] < WHITE_GROUND,
        Worry.SMALL: found["side"] < GOOD_SIDE,
        Worry.WHITE_BORDER: found["border"] == "white",
        Worry.BLACK_BORDER: found["border"] == "black",
        Worry.MAYBE_BLURRED: VERY_BLURRED <= found["blur"] < MAYBE_BLURRED,
    }
    return tuple(worry for worry in Worry if is_so[worry])


def has_white_ground(found: Mapping[str, Any]) -> bool:
    return bool(found.get("white_ground", 0.0) >= CLEAN_GROUND)


def squares(width: int, height: int) -> dict[str, Square]:
    """The squares she may choose without drawing: along the long side, and the whole on white."""
    side, spare = min(width, height), abs(width - height)
    along = {"start": 0, "middle": spare // 2, "end": spare}
    is_wide = width > height
    found = {
        name: (at, 0, side) if is_wide else (0, at, side) for name, at in along.items() if spare
    }
    longest = max(width, height)
    found["whole"] = ((width - longest) // 2, (height - longest) // 2, longest)
    return found


def proposed(found: Mapping[str, Any], width: int, height: int) -> Square:
    """Where the thing seems to be; the middle where nobody looked."""
    kept = found.get("square")
    if kept:
        left, top, side = kept
        return left, top, side
    return squares(width, height).get("middle", (0, 0, min(width, height)))


def is_square_of(square: Square, width: int, height: int) -> bool:
    """Whether this can be cut from a photo: inside it, or all of it on white."""
    left, top, side = square
    if square == squares(width, height)["whole"]:
        return True
    inside = left >= 0 and top >= 0 and left + side <= width and top + side <= height
    return inside and side >= min(width, height) // 3 and side >= 100
