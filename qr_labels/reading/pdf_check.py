"""Reads every symbol of a finished sheet file again and compares it with what was asked."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from qr_labels.reading.bits import SymbolDamaged, read_texts, require
from qr_labels.reading.finished_pdf import FileNotOurs, PrintedLabel, pages_of_labels
from qr_labels.reading.structure import Octets

AT_ONCE = 1_000
FINDER_MODULES = 7
SEPARATORS = b"- "
NEITHER = 2
TORN = "a module is not a whole square"
TOO_WIDE = "its rows go on beyond their end"


class SymbolMismatch(Exception):
    """A finished file does not hold what was asked and must not be printed.

    `position` counts the labels of the file from 0; it is None where the whole file is wrong.
    """

    def __init__(self, path: Path, position: int | None, reason: str) -> None:
        where = "" if position is None else f", label {position + 1}"
        super().__init__(f"{path.name}{where}: {reason}")
        self.path = path
        self.position = position
        self.reason = reason


def check_file(path: Path, address: str, codes: Sequence[str], *, every: int = 1) -> None:
    """Make sure that a sheet file holds a label for each of these codes and no other, in order.

    Each symbol reads as `address + code`, by arithmetic on the bits in the file, and the code
    in clear beside it is that code. `every` reads only one symbol in so many; all labels are
    counted and all codes in clear are compared in any case. Raises SymbolMismatch.
    """
    counted = 0
    for labels in _batches(path):
        wanted = codes[counted : counted + len(labels)]
        if len(wanted) < len(labels):
            raise SymbolMismatch(path, None, f"it holds more than {len(codes)} labels")
        _compare_clear(path, counted, labels, wanted)
        chosen = slice(-counted % every, None, every)
        try:
            _compare_symbols(labels[chosen], address, wanted[chosen])
        except SymbolDamaged as error:
            position = counted + chosen.start + error.position * every
            raise SymbolMismatch(path, position, error.reason) from error
        counted += len(labels)
    if counted < len(codes):
        raise SymbolMismatch(path, None, f"it holds {counted} labels, not {len(codes)}")


def _batches(path: Path) -> Iterator[list[PrintedLabel]]:
    """The labels of some pages at a time."""
    batch: list[PrintedLabel] = []
    try:
        for page in pages_of_labels(path):
            if len({label.place for label in page}) < len(page):
                raise SymbolMismatch(path, None, "two labels of a page stand in one place")
            batch += page
            if len(batch) >= AT_ONCE:
                yield batch
                batch = []
    except FileNotOurs as error:
        raise SymbolMismatch(path, None, str(error)) from error
    yield batch


def _compare_clear(
    path: Path, counted: int, labels: Sequence[PrintedLabel], codes: Sequence[str]
) -> None:
    for position, (label, code) in enumerate(zip(labels, codes, strict=True), counted):
        wanted = code.encode().translate(None, SEPARATORS)
        if label.code.translate(None, SEPARATORS) != wanted:
            raise SymbolMismatch(path, position, f"{label.code!r} stands in clear for {code!r}")


def _compare_symbols(labels: Sequence[PrintedLabel], address: str, codes: Sequence[str]) -> None:
    """Raises SymbolDamaged also for a symbol that is sound but says something else."""
    if not labels:
        return
    read = read_texts(_modules(labels))
    wanted = [(address + code).encode() for code in codes]
    for position, (text, asked) in enumerate(zip(read, wanted, strict=True)):
        if text.tobytes() != asked:
            raise SymbolDamaged(position, f"it reads {text.tobytes()!r}, not {asked!r}")


def _modules(labels: Sequence[PrintedLabel]) -> Octets:
    """The symbols as (labels, size, size) of 0 and 1, when each bitmap is whole squares."""
    pixels = labels[0].pixels
    for position, label in enumerate(labels):
        if label.pixels != pixels or label.matrix != labels[0].matrix:
            raise SymbolDamaged(position, "it has not the size and place of the first")
    row = (pixels + 7) // 8
    bitmaps = np.frombuffer(b"".join(label.bitmap for label in labels), np.uint8)
    scale = _finder_run(labels[0].bitmap[:row]) // FINDER_MODULES
    if scale < 1 or pixels % scale:
        raise SymbolDamaged(0, "its first row does not begin with a finder pattern")
    size = pixels // scale
    lines = bitmaps.reshape(len(labels), size, scale, row)
    require(lines[:, :, 1:] == lines[:, :, :-1], TORN)
    if 8 % scale:
        bits = np.unpackbits(lines[:, :, 0], axis=2)
        require(bits[:, :, pixels:] == 0, TOO_WIDE)
        groups = bits[:, :, :pixels].reshape(len(labels), size, size, scale)
        require(groups[..., 1:] == groups[..., :-1], TORN)
        return np.ascontiguousarray(groups[..., 0])
    modules = _split(scale)[lines[:, :, 0]].reshape(len(labels), size, -1)
    require(modules != NEITHER, TORN)
    require(modules[:, :, size:] == 0, TOO_WIDE)
    return modules[:, :, :size]


def _finder_run(row: bytes) -> int:
    """Dark pixels in a row before the first light one."""
    bits = f"{int.from_bytes(row):0{len(row) * 8}b}"
    return len(bits) - len(bits.lstrip("1"))


@cache
def _split(scale: int) -> Octets:
    """The modules of `scale` pixels in each octet: 0, 1, or 2 for one that is torn."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1)
    groups = bits.reshape(256, 8 // scale, scale)
    torn = groups.min(axis=2) != groups.max(axis=2)
    return np.where(torn, NEITHER, groups[:, :, 0]).astype(np.uint8)
