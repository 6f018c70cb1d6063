"""Reads a symbol whose modules run into each other.

What blur, shake and noise did is learned from the modules that every symbol has, then from
those already made out: first the best linear filter back from brightness to modules, then the
modules that, blurred the same way, would look most like the picture. Blocks that error
correction has repaired teach the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from qr_labels.reading.correction import corrected
from qr_labels.reading.lattice import MARGIN, Lattice, Place, Reals, applied, ridge
from qr_labels.reading.patterns import QUIET_RING, format_of, patterns
from qr_labels.reading.structure import Octets, Structure, structure

ROUNDS = 7
ROUNDS_OF_BENDING = 3
FILTER_REACH = 4
"""Samples, half a module apart, that the filter looks at to each side."""
BLUR_REACH = 2
"""Modules to each side that show in a sample."""
FIRST_DAMPING, DAMPING, BLUR_DAMPING = 0.02, 0.005, 0.003
SETTLINGS, SETTLING_STEPS = 2, 8
SURE = 2.0
"""Trust in a module that cannot be otherwise."""
ERASURES = (0, 4, 8, 12)
# A repair must leave this many check codewords unused to be believed without another proof.
SPARE_CODEWORDS = 4
# Built clean, the picture is one symbol; only by its whole family does the reader take it as such.
_ANY_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_INSET = 2 * (MARGIN - QUIET_RING)
Phase = tuple[slice, slice]
PHASES: list[Phase] = [
    (slice(down, None, 2), slice(across, None, 2)) for down in (0, 1) for across in (0, 1)
]


@dataclass(frozen=True)
class Recovered:
    """A text, and whether the repair alone proves it; if not, it needs a check sum of its own."""

    text: str
    is_certain: bool


@dataclass(frozen=True)
class _Repair:
    """Blocks of one reading: each as it was written, or None."""

    built: Structure
    bits: Octets
    blocks: tuple[list[int] | None, ...]
    is_certain: bool

    @property
    def is_whole(self) -> bool:
        return None not in self.blocks


def recovered(picture: Reals, place: Place, is_over: Callable[[], bool]) -> Recovered | None:
    """The text of the symbol at this place, or None when too little of it is left.

    `is_over` is asked between rounds whether the time for this photo is up.
    """
    try:
        lattice = Lattice(picture, place)
    except np.linalg.LinAlgError:
        return None
    modules = _Modules(place.version)
    for number in range(ROUNDS):
        if is_over():
            break
        seen = lattice.darkness()
        soft = modules.filtered(seen, FIRST_DAMPING if number == 0 else DAMPING)
        if number:
            soft = modules.settled(seen, soft)
        repair = _repair(modules.inner(soft), modules.size, place.version, number > 0)
        if repair.is_whole:
            return _text_of(repair)
        modules.learn(soft, repair)
        if number < ROUNDS_OF_BENDING:
            area = seen[_INSET:-_INSET, _INSET:-_INSET]
            lattice.bend_towards(area, modules.blurred(area, modules.levels(soft)), _INSET)
    return None


class _Modules:
    """What is thought of each module, the quiet ring included: its sign and how far to trust it."""

    def __init__(self, version: int) -> None:
        self._known = patterns(version)
        self.size = self._known.size
        self._side = self.size + 2 * QUIET_RING
        self._signs = self._known.grid.reshape(-1).copy()
        self._trust = np.where(self._signs != 0, SURE, 0.0).astype(np.float32)

    def inner(self, soft: Reals) -> Reals:
        """The symbol's own modules, row by row."""
        square = soft.reshape(self._side, self._side)
        return square[QUIET_RING:-QUIET_RING, QUIET_RING:-QUIET_RING].reshape(-1)

    def levels(self, soft: Reals) -> Reals:
        """Modules between -1 and 1; those that are sure at the ends."""
        return np.where(self._trust == SURE, self._signs, np.tanh(1.5 * soft)).astype(np.float32)

    def filtered(self, seen: Reals, damping: float) -> Reals:
        """Modules by the linear filter that gets the trusted ones most nearly right."""
        width = 2 * FILTER_REACH + 1
        windows = sliding_window_view(seen, (width, width))[::2, ::2]
        inputs = windows[: self._side, : self._side].reshape(-1, width * width)
        inputs = np.hstack([inputs, np.ones((len(inputs), 1), np.float32)])
        weights = ridge(inputs, self._signs, damping, self._trust)
        return applied(inputs, weights)

    def blurred(self, area: Reals, levels: Reals) -> Reals:
        """How these modules would look, blurred as the picture of the area is."""
        expected = np.empty_like(area)
        around = self._around(levels, -1.0)
        for phase, blur in self._blurs(area, levels):
            expected[phase] = applied(around, blur).reshape(self._side, self._side)
        return expected

    def settled(self, seen: Reals, soft: Reals) -> Reals:
        """Modules that would look most like what was seen, found by letting them settle."""
        area = seen[_INSET:-_INSET, _INSET:-_INSET]
        levels = self.levels(soft)
        leaning: NDArray[np.floating] = soft
        sure = self._trust == SURE
        for _ in range(SETTLINGS):
            blurs = self._blurs(area, levels)
            noise = float(np.mean((area - self.blurred(area, levels)) ** 2)) + 1e-6
            power = sum(float(blur[:-1] @ blur[:-1]) for _, blur in blurs)
            for _ in range(SETTLING_STEPS):
                around = self._around(levels, -1.0)
                pull = np.zeros(levels.shape)
                for phase, blur in blurs:
                    rest = area[phase].reshape(-1) - applied(around, blur)
                    # Turned round, the blur says how each module shows in its neighbours.
                    pull += applied(self._around(rest, 0.0)[:, :-1], blur[-2::-1])
                leaning = (pull + power * levels) / (2 * noise)
                aim = np.where(sure, self._signs, np.tanh(leaning))
                levels = ((levels + aim) / 2).astype(np.float32)
        scaled = leaning / (np.abs(leaning).mean() + 1e-9)
        return np.where(sure, soft, scaled).astype(np.float32)

    def learn(self, soft: Reals, repair: _Repair) -> None:
        """Trust what cannot be otherwise fully, the rest by how clearly it showed."""
        strength = np.abs(soft)
        known = self._known.grid.reshape(-1)
        self._signs = np.where(known != 0, known, np.sign(soft)).astype(np.float32)
        leaning = np.clip((strength - np.percentile(strength, 30)) * 2, 0, 1)
        self._trust = np.where(known != 0, SURE, leaning).astype(np.float32)
        self._be_sure(repair.built.fixed, repair.built.fixed_dark)
        for block, words in zip(repair.built.blocks, repair.blocks, strict=True):
            if words is not None:
                places = (block[:, None] * 8 + np.arange(8)).reshape(-1)
                bits = np.unpackbits(np.array(words, np.uint8))
                self._be_sure(repair.built.data[places], bits ^ repair.built.unmask[places])

    def _be_sure(self, places: NDArray[np.intp], dark: Octets) -> None:
        rows, columns = np.divmod(places, self.size)
        ringed = (rows + QUIET_RING) * self._side + columns + QUIET_RING
        self._signs[ringed] = np.where(dark, 1, -1)
        self._trust[ringed] = SURE

    def _blurs(self, area: Reals, levels: Reals) -> list[tuple[Phase, NDArray[np.float64]]]:
        """For samples in and between the modules, how the modules around show in them."""
        around = self._around(levels, -1.0)
        return [(phase, ridge(around, area[phase].reshape(-1), BLUR_DAMPING)) for phase in PHASES]

    def _around(self, values: NDArray[np.floating], outside: float) -> Reals:
        """For each module those around it, and 1."""
        square = np.pad(values.reshape(self._side, self._side), BLUR_REACH, constant_values=outside)
        width = 2 * BLUR_REACH + 1
        windows = sliding_window_view(square, (width, width)).reshape(-1, width * width)
        return np.hstack([windows, np.ones((len(windows), 1))]).astype(np.float32)


def _repair(soft: Reals, size: int, version: int, with_erasures: bool) -> _Repair:
    """Level and mask, then every block that error correction can repair."""
    level, mask = format_of(soft[patterns(version).formats])
    built = structure(version, level, mask)
    used = built.codewords * 8
    dark = (soft[built.data] > 0).astype(np.uint8)
    bits = (dark ^ built.unmask)[:used]
    words = np.packbits(bits)
    strength = np.abs(soft[built.data][:used]).reshape(-1, 8).min(axis=1)
    blocks: list[list[int] | None] = []
    is_certain = True
    for block in built.blocks:
        doubtful = np.argsort(strength[block]).tolist() if with_erasures else []
        written, erased = _repaired_block(words[block].tolist(), built.correction, doubtful)
        blocks.append(written)
        if written is not None:
            changed = int(np.count_nonzero(words[block] != written))
            spare = built.correction - 2 * changed
            is_certain = is_certain and not erased and spare >= SPARE_CODEWORDS
    return _Repair(built, bits, tuple(blocks), is_certain)


def _repaired_block(
    words: Sequence[int], correction: int, doubtful: Sequence[int]
) -> tuple[list[int] | None, int]:
    """The block and how many doubtful codewords had to be given up for it."""
    for count in ERASURES if doubtful else (0,):
        if count > correction - 2 * SPARE_CODEWORDS and count:
            break
        written = corrected(words, correction, doubtful[:count])
        if written is not None:
            return written, count
    return None, 0


def _text_of(repair: _Repair) -> Recovered | None:
    """Draw the repaired symbol clean and have it read like any other."""
    built = repair.built
    words = np.zeros(built.codewords, np.uint8)
    for block, written in zip(built.blocks, repair.blocks, strict=True):
        words[block] = np.array(written, np.uint8)
    flat = np.zeros(built.size**2, np.uint8)
    flat[built.fixed] = built.fixed_dark
    flat[built.data] = built.unmask
    flat[built.data[: len(repair.bits)]] ^= np.unpackbits(words)
    clean = np.pad(1 - flat.reshape(built.size, built.size), 4, constant_values=1) * np.uint8(255)
    pixels = clean.repeat(4, axis=0).repeat(4, axis=1)
    codes = zxingcpp.read_barcodes(pixels, formats=_ANY_QR, is_pure=True)
    return Recovered(codes[0].text, repair.is_certain) if codes else None
