"""How ISO/IEC 18004:2015 lays out a QR symbol, worked out from the standard for reading.

Nothing here comes from the code that draws symbols: a reader that shared its tables would
only find that they agree with themselves.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Indexes = NDArray[np.intp]
Octets = NDArray[np.uint8]
Grid = NDArray[np.int8]

LEVEL_BITS = {"M": 0, "L": 1, "H": 2, "Q": 3}
"""Clause 7.9.1."""

# Table 9: error correction codewords of a block, then blocks, for versions 1 to 40.
_CORRECTION = {
    "L": "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28"
    + " 30" * 14,
    "M": "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26" + " 28" * 19,
    "Q": "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28"
    + " 30" * 14,
    "H": "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24" + " 30" * 18,
}
_BLOCK_COUNTS = {
    "L": "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 "
    "22 24 25",
    "M": "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 "
    "38 40 43 45 47 49",
    "Q": "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 "
    "51 53 56 59 62 65 68",
    "H": "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 "
    "60 63 66 70 74 77 81",
}

FORMAT_POLYNOMIAL, FORMAT_MASK = 0b10100110111, 0b101010000010010
VERSION_POLYNOMIAL = 0b1111100100101
FIELD_POLYNOMIAL = 0b100011101


@dataclass(frozen=True)
class Structure:
    """One version, level and mask.

    `fixed` indexes the modules that are the same in every such symbol, `fixed_dark` says which
    are dark; `data` indexes the others in the order of their bits, `unmask` flips them;
    `blocks` indexes codewords as they stand in the symbol, block by block.
    """

    version: int
    size: int
    fixed: Indexes
    fixed_dark: Octets
    data: Indexes
    unmask: Octets
    codewords: int
    blocks: tuple[Indexes, ...]
    correction: int


@lru_cache(maxsize=32)
def structure(version: int, level: str, mask: int) -> Structure:
    """Where everything stands in such a symbol; modules are counted row by row."""
    size = 17 + 4 * version
    grid = _fixed_modules(version, level, mask)
    order = _placement(grid)
    rows, columns = np.divmod(order, size)
    fixed = np.flatnonzero(grid >= 0)
    codewords = len(order) // 8
    correction = int(_CORRECTION[level].split()[version - 1])
    count = int(_BLOCK_COUNTS[level].split()[version - 1])
    return Structure(
        version=version,
        size=size,
        fixed=fixed,
        fixed_dark=grid.reshape(-1)[fixed].astype(np.uint8),
        data=order,
        unmask=_masked(mask, rows, columns),
        codewords=codewords,
        blocks=_blocks(codewords, count, correction),
        correction=correction,
    )


def _fixed_modules(version: int, level: str, mask: int) -> Grid:
    """Function patterns and information on version and format; -1 where data goes."""
    size = 17 + 4 * version
    grid = np.full((size, size), -1, np.int8)
    along = np.arange(size)
    grid[6, along] = grid[along, 6] = 1 - along % 2
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        _draw_rings(grid, top + 3, left + 3, (1, 1, 0, 1, 0))
    for row in _alignment_centres(version):
        for column in _alignment_centres(version):
            if (row, column) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                _draw_rings(grid, row, column, (1, 0, 1))
    for places in _format_places(size):
        bits = _with_remainder(LEVEL_BITS[level] << 3 | mask, 10, FORMAT_POLYNOMIAL) ^ FORMAT_MASK
        for bit, place in enumerate(places):
            grid[place] = bits >> bit & 1
    grid[size - 8, 8] = 1
    if version >= 7:
        bits = _with_remainder(version, 12, VERSION_POLYNOMIAL)
        for bit in range(18):
            near, far = bit // 3, size - 11 + bit % 3
            grid[near, far] = grid[far, near] = bits >> bit & 1
    return grid


def _draw_rings(grid: Grid, row: int, column: int, rings: tuple[int, ...]) -> None:
    """Square rings round a centre, the innermost first; what lies outside is cut."""
    size = len(grid)
    for distance in reversed(range(len(rings))):
        top, left = max(0, row - distance), max(0, column - distance)
        bottom, right = min(size, row + distance + 1), min(size, column + distance + 1)
        grid[top:bottom, left:right] = rings[distance]


def _alignment_centres(version: int) -> list[int]:
    """Annex E: evenly spaced from the far end, the odd rest before the first step."""
    if version == 1:
        return []
    size, steps = 17 + 4 * version, version // 7 + 1
    step = 26 if version == 32 else -(-(size - 13) // (2 * steps)) * 2
    return [6, *(size - 7 - step * number for number in reversed(range(steps)))]


def _format_places(size: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Clause 7.9.1, figure 25: both copies, the lowest bit first."""
    down = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)]
    first = down + [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    second = [(8, size - 1 - bit) for bit in range(8)]
    return first, second + [(row, 8) for row in range(size - 7, size)]


def _with_remainder(value: int, bits: int, polynomial: int) -> int:
    remainder = value << bits
    while remainder.bit_length() > bits:
        remainder ^= polynomial << (remainder.bit_length() - bits - 1)
    return value << bits | remainder


def _placement(grid: Grid) -> Indexes:
    """Clause 7.7.3: two columns at a time from the right, up and down in turn."""
    size = len(grid)
    order = []
    pairs = [*range(size - 1, 6, -2), 5, 3, 1]
    for number, right in enumerate(pairs):
        rows = range(size) if number % 2 else reversed(range(size))
        order += [row * size + column for row in rows for column in (right, right - 1)]
    flat = grid.reshape(-1)
    return np.array([place for place in order if flat[place] < 0], np.intp)


def _masked(mask: int, row: Indexes, column: Indexes) -> Octets:
    """Table 10: which modules the mask turns over."""
    product = row * column
    conditions = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((row + column) % 2 + product % 3) % 2,
    )
    return np.asarray(conditions[mask] == 0, np.uint8)


def _blocks(codewords: int, count: int, correction: int) -> tuple[Indexes, ...]:
    """Clause 7.6: where the codewords of each block stand, the shorter blocks first."""
    short = codewords // count - correction
    longer = codewords % count
    data: list[list[int]] = [[] for _ in range(count)]
    place = 0
    for number in range(short + 1):
        for block in range(count) if number < short else range(count - longer, count):
            data[block].append(place)
            place += 1
    return tuple(
        np.array(block + list(range(place + number, codewords, count)), np.intp)
        for number, block in enumerate(data)
    )
