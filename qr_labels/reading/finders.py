"""Finds the three corner patterns of symbols too blurred to be followed line by line.

A corner pattern turned to any angle looks, on the whole, like rings: dark, light, dark, light.
The picture is compared with such rings of several sizes; three peaks that could be the corners
of one symbol make a place to look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from qr_labels.reading.lattice import Place, Points, Reals, agreement
from qr_labels.reading.patterns import patterns

VERSIONS = range(2, 13)
MODULE_WIDTHS = {
    1: (1.8, 2.2, 2.6, 3.1),
    2: (1.85, 2.2, 2.6, 3.1, 3.7),
    4: (2.2, 2.6, 3.1, 3.7, 4.5),
}
"""Pixels to a module that are looked for, in the picture reduced by that factor."""

LEAST_LIKENESS = 0.38
MOST_PEAKS = 24
MOST_TRIPLES = 12
RING_REACH = 4.6
"""Modules from the centre of a corner pattern that are compared."""

BACKGROUND_REACH = 25


@dataclass(frozen=True)
class Peak:
    """Something like a corner pattern: its centre and module width in pixels, its likeness."""

    x: float
    y: float
    module_px: float
    likeness: float


def likely_places(picture: Image.Image, brightness: Reals) -> list[Place]:
    """Where symbols may lie, the most likely first; the same grey picture in both forms."""
    places = [
        place
        for triple in _triples(corner_patterns(picture))[:MOST_TRIPLES]
        if (place := _best_version(brightness, *triple)) is not None
    ]
    return sorted(places, key=lambda place: -place.agreement)


def corner_patterns(picture: Image.Image) -> list[Peak]:
    """Everything that looks like a corner pattern, the most alike first."""
    peaks = [
        Peak(by * peak.x, by * peak.y, by * peak.module_px, peak.likeness)
        for by, widths in MODULE_WIDTHS.items()
        for peak in _peaks(picture.reduce(by), widths)
    ]
    kept: list[Peak] = []
    for peak in sorted(peaks, key=lambda peak: -peak.likeness):
        if all(_apart(peak, other) for other in kept):
            kept.append(peak)
    return kept[:MOST_PEAKS]


def _apart(one: Peak, other: Peak) -> bool:
    distance = float(np.hypot(one.x - other.x, one.y - other.y))
    return distance > 2.5 * max(one.module_px, other.module_px)


def _peaks(picture: Image.Image, widths: Sequence[float]) -> list[Peak]:
    if min(picture.size) < 2 * BACKGROUND_REACH:
        return []
    likeness, best = _likeness(picture, widths)
    found = []
    for _ in range(MOST_PEAKS):
        y, x = divmod(int(likeness.argmax()), likeness.shape[1])
        if likeness[y, x] < LEAST_LIKENESS:
            break
        width = widths[best[y, x]]
        found.append(Peak(x + 0.5, y + 0.5, width, float(likeness[y, x])))
        reach = int(3 * width) + 1
        likeness[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = 0
    return found


def _likeness(picture: Image.Image, widths: Sequence[float]) -> tuple[Reals, NDArray[np.int8]]:
    """For each pixel the highest correlation with rings, and the number of that width."""
    dark = 255 - np.asarray(picture, np.float32)
    dark -= _Sums(dark).mean(BACKGROUND_REACH)
    sums, squares = _Sums(dark), _Sums(dark * dark)
    noise = 0.2 * float(dark.std()) + 1e-3
    height, width = dark.shape
    room = (_fast(height + 48), _fast(width + 48))
    spectrum = np.fft.rfft2(dark, room)
    highest = np.zeros_like(dark)
    best = np.zeros(dark.shape, np.int8)
    for number, module in enumerate(widths):
        rings, count = _rings(module)
        reach = len(rings) // 2
        # The rings are few rows: transforming those first costs half of rfft2.
        turned = np.fft.fft(np.fft.rfft(rings, room[1]), room[0], axis=0)
        match = np.fft.irfft2(spectrum * turned, room)[
            reach : reach + height, reach : reach + width
        ]
        # The square of the same area as the rings' circle.
        around = int(RING_REACH * module * 0.886)
        variance = squares.mean(around) - sums.mean(around) ** 2
        match /= (np.sqrt(np.maximum(variance, 1e-6)) + noise) * count**0.5
        # A pattern that is cut by the edge helps nobody.
        match[:6] = match[-6:] = 0
        match[:, :6] = match[:, -6:] = 0
        better = match > highest
        highest[better], best[better] = match[better], number
    return highest, best


class _Sums:
    """Sums of all rectangles from the corner, for the means of squares of any size."""

    def __init__(self, values: Reals) -> None:
        # Wide enough that the largest square round the outermost pixel still has its sums.
        edged = np.pad(values, BACKGROUND_REACH + 1, mode="reflect")
        self._sums = edged.cumsum(0, dtype=np.float64).cumsum(1)

    def mean(self, reach: int) -> Reals:
        """The mean of the square that reaches this far to each side of every pixel."""
        near, far = BACKGROUND_REACH - reach, BACKGROUND_REACH + reach + 1
        height, width = (length - near - far - 1 for length in self._sums.shape)
        top, bottom = slice(near, near + height), slice(far, far + height)
        left, right = slice(near, near + width), slice(far, far + width)
        sums = self._sums
        total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.asarray(total / (2 * reach + 1) ** 2, np.float32)


@cache
def _rings(module: float) -> tuple[Reals, int]:
    """A corner pattern averaged over all angles, without mean, of length 1; its pixels."""
    reach = int(np.ceil(5 * module))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1] / module
    rings = np.zeros_like(x)
    for angle in np.arange(12) / 12 * np.pi / 2:
        across = np.abs(np.cos(angle) * x - np.sin(angle) * y)
        down = np.abs(np.sin(angle) * x + np.cos(angle) * y)
        distance = np.maximum(across, down)
        rings += np.select([distance < 1.5, distance < 2.5, distance < 3.5], [1, -1, 1], -1)
    circle = np.hypot(x, y) < RING_REACH
    rings = np.where(circle, rings - rings[circle].mean(), 0)
    return (rings / np.sqrt((rings * rings).sum())).astype(np.float32), int(circle.sum())


def _fast(length: int) -> int:
    """The next length with no prime factor above 5: others are slow to transform."""
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return length
        length += 1


def _triples(peaks: Sequence[Peak]) -> list[tuple[Peak, Peak, Peak]]:
    """Top left, top right and bottom left of what may be one symbol, the most likely first."""
    scored = [
        (score, triple)
        for triple in permutations(peaks, 3)
        if (score := _likeliness(*triple)) is not None
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [triple for _, triple in scored]


def _likeliness(corner: Peak, right: Peak, below: Peak) -> float | None:
    """None for three peaks that no photo shows of one symbol, in this order."""
    widths = (corner.module_px, right.module_px, below.module_px)
    if max(widths) > 1.7 * min(widths):
        return None
    ux, uy = right.x - corner.x, right.y - corner.y
    vx, vy = below.x - corner.x, below.y - corner.y
    if ux * vy - uy * vx <= 0:
        return None
    across, down = float(np.hypot(ux, uy)), float(np.hypot(vx, vy))
    module = sum(widths) / 3
    if not (10 * module < across < 60 * module and 10 * module < down < 60 * module):
        return None
    skew = abs(ux * vx + uy * vy) / (across * down)
    stretch = abs(float(np.log(across / down)))
    if skew > 0.65 or stretch > 0.7:
        return None
    return corner.likeness + right.likeness + below.likeness - 0.5 * skew - 0.4 * stretch


def _best_version(brightness: Reals, corner: Peak, right: Peak, below: Peak) -> Place | None:
    module = (corner.module_px + right.module_px + below.module_px) / 3
    across = float(np.hypot(right.x - corner.x, right.y - corner.y))
    down = float(np.hypot(below.x - corner.x, below.y - corner.y))
    guess = (across + down) / 2 / module + 7
    places = []
    for version, size in _sizes():
        if 0.55 * guess < size < 1.7 * guess:
            corners = _corners(size, corner, right, below)
            places.append(Place(corners, version, agreement(brightness, corners, version)))
    return max(places, key=lambda place: place.agreement, default=None)


def _sizes() -> Iterator[tuple[int, int]]:
    for version in VERSIONS:
        yield version, patterns(version).size


def _corners(size: int, corner: Peak, right: Peak, below: Peak) -> Points:
    """The parallelogram whose corner patterns have their centres at the peaks."""
    start = np.array([corner.x, corner.y])
    across = (np.array([right.x, right.y]) - start) / (size - 7)
    down = (np.array([below.x, below.y]) - start) / (size - 7)
    first = start - 3.5 * (across + down)
    return np.stack(
        [first, first + size * across, first + size * (across + down), first + size * down]
    )
