"""Lays the grid of a symbol over its picture and samples it, bent paper included."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qr_labels.reading.patterns import patterns

Reals = NDArray[np.float32]
Points = NDArray[np.float64]

UNIT = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
MARGIN = 3
"""Modules sampled round the symbol."""
# Powers of across and down that bent paper may shift the grid by.
BEND_POWERS = [(across, down) for across in range(4) for down in range(4 - across)]
FINEST_STEP_PX = 0.12
MOST_ROUNDS = 40
# Half-modules to each side over which light and contrast are evened out.
EVENED_OVER = 9
STRIP = 32
"""Rows multiplied at once."""


@dataclass(frozen=True)
class Place:
    """Where a symbol lies: its corners in pixels, clockwise from the top left as it is drawn.

    `agreement` is the correlation, -1 to 1, of the picture with the patterns of that version.
    """

    corners: Points
    version: int
    agreement: float

    @property
    def module_px(self) -> float:
        """The mean width of a module."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.corners.tolist()
        area = abs((x2 - x0) * (y3 - y1) - (x3 - x1) * (y2 - y0)) / 2
        return float(area**0.5) / patterns(self.version).size

    @property
    def centre(self) -> tuple[float, float]:
        """The mean of the corners."""
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)


def perspective(size: float, corners: Points) -> Points:
    """The matrix that takes module coordinates to pixels; LinAlgError when there is none."""
    rows = []
    for (x, y), (u, v) in zip((UNIT * size).tolist(), corners.tolist(), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.solve(np.array(rows), corners.reshape(8))
    return np.append(solved, 1.0).reshape(3, 3)


def placed(matrix: Points, points: NDArray[np.floating]) -> Points:
    """Points in modules as points in pixels."""
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    depth = moved[:, 2:]
    # A corner that would lie behind the camera: far outside, where the picture's edge answers.
    return np.asarray(moved[:, :2] / np.where(np.abs(depth) < 1e-6, 1e-6, depth))


def sampled(picture: Reals, points: Points) -> Reals:
    """Brightness between the pixels; outside the picture its edge goes on."""
    height, width = picture.shape
    x = np.clip(points[:, 0] - 0.5, 0, width - 1.001)
    y = np.clip(points[:, 1] - 0.5, 0, height - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, down = (x - left).astype(np.float32), (y - top).astype(np.float32)
    flat, corner = picture.reshape(-1), top * width + left
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    lower = flat[corner + width] * (1 - right) + flat[corner + width + 1] * right
    return np.asarray(upper * (1 - down) + lower * down, np.float32)


def agreement(picture: Reals, corners: Points, version: int) -> float:
    """How well the picture shows the patterns of this version between these corners."""
    known = patterns(version)
    try:
        matrix = perspective(known.size, corners)
    except np.linalg.LinAlgError:
        return -1.0
    dark = -sampled(picture, placed(matrix, known.centres))
    dark -= dark.mean()
    signs = known.signs - known.signs.mean()
    norm = float((dark @ dark) * (signs @ signs))
    return float(dark @ signs) / norm**0.5 if norm > 1e-6 else 0.0


def fitted(picture: Reals, corners: Points, version: int) -> Place:
    """Move the corners, one coordinate at a time, to where the patterns agree best."""
    best = Place(corners, version, agreement(picture, corners, version))
    step = best.module_px
    for _ in range(MOST_ROUNDS):
        better = best
        for coordinate in range(8):
            for shift in (step, -step):
                moved = better.corners.copy()
                moved.reshape(8)[coordinate] += shift
                found = agreement(picture, moved, version)
                if found > better.agreement:
                    better = Place(moved, version, found)
                    break
        if better is best:
            step /= 2
            if step < FINEST_STEP_PX:
                break
        best = better
    return best


class Lattice:
    """Samples a symbol at every half module, with a margin, along a grid that can bend."""

    def __init__(self, picture: Reals, place: Place) -> None:
        self._picture = picture
        self.size = patterns(place.version).size
        self._matrix = perspective(self.size, place.corners)
        along = np.arange(-2 * MARGIN, 2 * (self.size + MARGIN)) / 2 + 0.5
        x, y = np.meshgrid(along, along)
        self._points = np.stack([x.reshape(-1), y.reshape(-1)], 1)
        across, down = x / self.size * 2 - 1, y / self.size * 2 - 1
        self._powers = np.stack([across**a * down**d for a, d in BEND_POWERS], -1)
        self._bend = np.zeros((len(BEND_POWERS), 2))

    def darkness(self) -> Reals:
        """Two samples to a module each way, light and contrast evened out, dark positive."""
        shift = (self._powers @ self._bend).reshape(-1, 2)
        values = sampled(self._picture, placed(self._matrix, self._points + shift))
        side = 2 * (self.size + 2 * MARGIN)
        square = values.reshape(side, side)
        square = square - mean_around(square, EVENED_OVER)
        spread = np.sqrt(np.maximum(mean_around(square * square, EVENED_OVER), 0))
        return np.asarray(-square / (spread + 1e-3), np.float32)

    def bend_towards(self, seen: Reals, expected: Reals, inset: int) -> None:
        """Shift the grid by the smooth bend that best turns what was seen into what is expected.

        Both are cuts of `darkness()`, `inset` samples smaller at each side.
        """
        down, across = np.gradient(expected)
        # Samples are half a module apart, the bend is in modules.
        powers = self._powers[inset:-inset, inset:-inset].reshape(seen.size, -1)
        slopes = np.hstack([2 * across.reshape(-1, 1) * powers, 2 * down.reshape(-1, 1) * powers])
        slopes = slopes.astype(np.float32)
        moved = ridge(slopes, (seen - expected).reshape(-1), 0.003)
        self._bend -= moved.reshape(2, -1).T


def mean_around(values: Reals, reach: int) -> Reals:
    """The mean of the square that reaches this far to each side of every place."""
    width = 2 * reach + 1
    sums = np.pad(values, (reach + 1, reach), mode="edge").cumsum(0, dtype=np.float64).cumsum(1)
    # The first row and column of the sums stand for nothing yet.
    total = sums[width:, width:] - sums[:-width, width:] - sums[width:, :-width]
    return np.asarray((total + sums[:-width, :-width]) / width**2, np.float32)


def ridge(
    inputs: Reals,
    wanted: NDArray[np.floating],
    damping: float,
    weights: Reals | None = None,
) -> Points:
    """Least squares, damped by a share of the inputs' mean power."""
    strips = _strips(inputs)
    targets = _strips(wanted.astype(np.float32)[:, None])
    weighted = strips if weights is None else strips * _strips(weights[:, None])
    turned = np.ascontiguousarray(weighted.transpose(0, 2, 1))
    square = np.asarray((turned @ strips).sum(axis=0), np.float64)
    square[np.diag_indices_from(square)] += damping * np.trace(square) / len(square) + 1e-9
    right = np.asarray((turned @ targets).sum(axis=0)[:, 0], np.float64)
    return np.asarray(np.linalg.solve(square, right))


def applied(inputs: Reals, weights: NDArray[np.floating]) -> Reals:
    """What the weights make of each row."""
    product = _strips(inputs) @ weights.astype(np.float32)
    return product.reshape(-1)[: len(inputs)]


def _strips(rows: Reals) -> Reals:
    """Rows in strips, zeros after the last.

    A product of one strip is too small for a BLAS to wake its threads, which spin for longer
    than they work: on a busy server that costs several times the work itself.
    """
    count, width = rows.shape
    padded = np.zeros((-(-count // STRIP) * STRIP, width), np.float32)
    padded[:count] = rows
    return padded.reshape(-1, STRIP, width)
