"""Looking at a picture as a careful buyer would: sharp, light, border, ground, where the thing is.

Runs only in the child process, on the picture as it will be kept.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageFilter, ImageStat

from shopkit.catalog.rules.likeness import CUTS, SIDE, TONE_SIDE, bits_of

SHARP_SIDE = 512
COARSE_SIDE = 256
# Second differences around a middle grey, because a picture holds no numbers below nought.
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
DARK, BURNT, WHITE, BLACK = 40, 250, 240, 14
# A border is at least this deep, and the picture behind it begins along most of its edge at once.
LEAST_BORDER, MOST_BORDER = 0.012, 0.3
BORDER_SHARE, BEHIND_SHARE = 0.985, 0.6
# Windows whose edges are nearly as many as the best one's count as good; the most central wins.
NEARLY = 0.97

Found = dict[str, Any]


def look(image: Image.Image) -> tuple[Found, str]:
    """What was found in an upright RGB picture, and its likeness as 16 hexadecimal digits."""
    coarse = at_most(image, COARSE_SIDE)
    grey = coarse.convert("L")
    histogram, count = grey.histogram(), grey.width * grey.height
    whole, *cuts = likenesses(grey)
    edge = border(grey)
    found = {
        "blur": round(sharpness(image), 1),
        "light": round(ImageStat.Stat(grey).mean[0], 1),
        "dark": round(sum(histogram[:DARK]) / count, 3),
        "burnt": round(sum(histogram[BURNT:]) / count, 3),
        "border": edge,
        "white_ground": 0.0 if edge else round(white_ground(coarse), 3),
        "side": min(image.size),
        "square": square(grey, image.size),
        "cuts": cuts,
        "tone": coarse.resize((TONE_SIDE, TONE_SIDE), Image.Resampling.BOX).tobytes().hex(),
    }
    return found, whole


def at_most(image: Image.Image, side: int) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return smaller


def sharpness(image: Image.Image) -> float:
    """The variance of the second differences; the rim is left out, where there are none."""
    edges = at_most(image, SHARP_SIDE).convert("L").filter(LAPLACIAN)
    inner = edges.crop((1, 1, edges.width - 1, edges.height - 1))
    return float(ImageStat.Stat(inner).var[0])


def white_ground(image: Image.Image) -> float:
    """How much of the outermost pixels is white in all three colours."""
    rim = rim_of(image)
    return sum(min(pixel) >= WHITE for pixel in rim) / len(rim)


def rim_of(image: Image.Image) -> Sequence[tuple[int, int, int]]:
    width, height = image.size
    strips = (
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 1, 1, height - 1),
        (width - 1, 1, width, height - 1),
    )
    levels = b"".join(image.crop(strip).tobytes() for strip in strips)
    return list(zip(levels[::3], levels[1::3], levels[2::3], strict=True))


def border(grey: Image.Image) -> str:
    """`white` or `black` where two opposite edges carry a band of it, else nothing.

    A thing on a white ground has no border: behind a border the picture begins along a line.
    """
    for name, is_part in (("white", lambda level: level >= 245), ("black", is_black)):
        for turned in (grey, grey.transpose(Image.Transpose.ROTATE_90)):
            upside = turned.transpose(Image.Transpose.ROTATE_180)
            if has_band(turned, is_part) and has_band(upside, is_part):
                return name
    return ""


def is_black(level: int) -> bool:
    return level <= BLACK


def has_band(grey: Image.Image, is_part: Callable[[int], bool]) -> bool:
    """Whether full lines of this tone lie on top, and the picture begins at once below them."""
    shares = [sum(map(is_part, line)) / grey.width for line in lines_of(grey)]
    depth = next((at for at, share in enumerate(shares) if share < BORDER_SHARE), len(shares))
    if not LEAST_BORDER * grey.height <= depth <= MOST_BORDER * grey.height:
        return False
    return min(shares[depth : depth + 3]) <= 1 - BEHIND_SHARE


def lines_of(grey: Image.Image) -> list[bytes]:
    levels, width = grey.tobytes(), grey.width
    return [levels[start : start + width] for start in range(0, len(levels), width)]


def square(grey: Image.Image, full: tuple[int, int]) -> list[int]:
    """The square of the full picture in which most edges lie: left, top and side in pixels."""
    width, height = full
    side, spare = min(full), abs(width - height)
    if not spare:
        return [0, 0, side]
    is_wide = width > height
    energies = energies_along(grey if is_wide else grey.transpose(Image.Transpose.TRANSPOSE))
    at = round(best_start(energies, min(grey.size)) * max(full) / len(energies))
    at = max(0, min(spare, at))
    return [at, 0, side] if is_wide else [0, at, side]


def energies_along(grey: Image.Image) -> list[int]:
    """How much edge each column holds; the frame of the picture is none."""
    edges = grey.filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.FIND_EDGES)
    inner = Image.new("L", edges.size)
    inner.paste(edges.crop((2, 2, edges.width - 2, edges.height - 2)), (2, 2))
    columns = lines_of(inner.transpose(Image.Transpose.TRANSPOSE))
    return [sum(column) for column in columns]


def best_start(energies: list[int], window: int) -> int:
    starts = range(len(energies) - window + 1)
    sums = [sum(energies[start : start + window]) for start in starts]
    total = sum(energies) or 1
    centre = sum(at * energy for at, energy in enumerate(energies)) / total - window / 2
    good = [start for start in starts if sums[start] >= NEARLY * max(sums)]
    return min(good, key=lambda start: abs(start - centre))


def likenesses(grey: Image.Image) -> list[str]:
    """The bits of the whole and of its cuts."""
    width, height = grey.size
    boxes = [(0, 0, width, height)]
    for left, top, right, bottom in CUTS:
        box = (width * left, height * top, width * (1 - right), height * (1 - bottom))
        boxes.append((int(box[0]), int(box[1]), max(1, int(box[2])), max(1, int(box[3]))))
    return [f"{bits_of(small(grey.crop(box))):016x}" for box in boxes]


def small(grey: Image.Image) -> bytes:
    return grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes()
