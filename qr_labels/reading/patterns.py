"""What every symbol of a version shows before one bit of it is known: where a reader holds on."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from qr_labels.reading.structure import LEVEL_BITS, structure

Reals = NDArray[np.float32]
Indexes = NDArray[np.intp]

QUIET_RING = 1
MASKS = 8


@dataclass(frozen=True)
class Patterns:
    """The modules of one version that never change.

    `grid` has the symbol with one ring of quiet zone round it: 1 dark, -1 light, 0 not known
    beforehand. `centres` are the known modules in modules from the symbol's corner, `signs`
    their values. `formats` are the places of the format information in the symbol, row by row.
    """

    version: int
    size: int
    grid: Reals
    centres: Reals
    signs: Reals
    formats: Indexes


@lru_cache(maxsize=16)
def patterns(version: int) -> Patterns:
    """The known modules of this version."""
    one, other = structure(version, "M", 0), structure(version, "Q", 7)
    # These two carry format information that differs in every bit.
    differs = one.fixed_dark != other.fixed_dark
    flat = np.zeros(one.size**2, np.float32)
    flat[one.fixed[~differs]] = np.where(one.fixed_dark[~differs], 1, -1)
    grid = np.full((one.size + 2 * QUIET_RING,) * 2, -1, np.float32)
    grid[QUIET_RING:-QUIET_RING, QUIET_RING:-QUIET_RING] = flat.reshape(one.size, one.size)
    rows, columns = np.nonzero(grid)
    centres = np.stack([columns, rows], 1) - QUIET_RING + np.float32(0.5)
    return Patterns(
        version=version,
        size=one.size,
        grid=grid,
        centres=centres.astype(np.float32),
        signs=grid[rows, columns],
        formats=one.fixed[differs],
    )


def format_of(soft: Reals) -> tuple[str, int]:
    """Level and mask whose format information lies nearest to these values, in the places' order.

    The places stand in one order in all versions, so that one table serves them all.
    """
    names, table = _format_table()
    return names[int(np.argmax(table @ soft))]


@cache
def _format_table() -> tuple[list[tuple[str, int]], Reals]:
    names = [(level, mask) for level in LEVEL_BITS for mask in range(MASKS)]
    places = patterns(2).formats
    rows = []
    for level, mask in names:
        built = structure(2, level, mask)
        dark = built.fixed_dark[np.searchsorted(built.fixed, places)]
        rows.append(np.where(dark, 1, -1))
    return names, np.array(rows, np.float32)
