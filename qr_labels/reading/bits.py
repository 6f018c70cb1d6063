"""From the modules of many symbols to their texts, by arithmetic, forgiving nothing.

Read like this a symbol is right to the last module: function patterns, both copies of the
format information, error correction without remainder, padding.
"""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from qr_labels.reading.structure import (
    FIELD_POLYNOMIAL,
    FORMAT_MASK,
    LEVEL_BITS,
    Octets,
    Structure,
    structure,
)

ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""ISO/IEC 18004:2015, table 5."""

ALPHANUMERIC_MODE, BYTE_MODE = 0b0010, 0b0100
PADDING = (0b11101100, 0b00010001)


class SymbolDamaged(ValueError):
    """A symbol that is not right to the last module; `position`, from 0, names it."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"symbol {position + 1}: {reason}")
        self.position = position
        self.reason = reason


def read_texts(modules: Octets) -> Octets:
    """The texts of equally built symbols as (symbols, characters), one octet a character.

    `modules` is (symbols, size, size), 1 is dark, without quiet zone. All must be of one
    version, level, mask, mode and length, with one segment in byte or alphanumeric mode.
    Raises SymbolDamaged.
    """
    built = _structure_of(modules)
    flat = modules.reshape(len(modules), -1)
    require(np.equal(flat[:, built.fixed], built.fixed_dark), "its fixed patterns are wrong")
    bits = flat[:, built.data] ^ built.unmask
    used = built.codewords * 8
    require(bits[:, used:] == 0, "its last bits are not empty")
    codewords = np.packbits(bits[:, :used], axis=1)
    data = []
    for block in built.blocks:
        words = codewords[:, block]
        require(_syndromes(words, built.correction) == 0, "its error correction is wrong")
        data.append(words[:, : -built.correction])
    return _segment(np.hstack(data), built.version)


def _structure_of(modules: Octets) -> Structure:
    """Version, level and mask of the first symbol; the others are held against them."""
    size = modules.shape[1]
    version, rest = divmod(size - 17, 4)
    if modules.ndim != 3 or modules.shape[2] != size or rest or not 1 <= version <= 40:
        raise SymbolDamaged(0, f"{size} modules are no version of QR")
    top = [int(modules[0, 8, column]) for column in range(5)]
    format_bits = int("".join(map(str, top)), 2) ^ FORMAT_MASK >> 10
    level = next(name for name, bits in LEVEL_BITS.items() if bits == format_bits >> 3)
    return structure(version, level, format_bits & 0b111)


def require(right: NDArray[np.bool_], reason: str) -> None:
    """Raise SymbolDamaged for the first symbol, along the first axis, with a false in its row."""
    if not right.all():
        wrong = ~right.reshape(len(right), -1).all(axis=1)
        raise SymbolDamaged(int(np.flatnonzero(wrong)[0]), reason)


def _syndromes(block: Octets, correction: int) -> Octets:
    """The block as a polynomial at the roots of the generator; all 0 when nothing is wrong."""
    table = _powers(block.shape[1], correction)
    remainder = np.zeros((len(block), correction), np.uint8)
    for place in range(block.shape[1]):
        remainder ^= table[place][block[:, place]]
    return remainder


@lru_cache(maxsize=8)
def _powers(length: int, correction: int) -> Octets:
    """For each place of a block and each codeword there, its share of the syndromes."""
    exponents, logarithms = _field()
    table = np.zeros((length, 256, correction), np.uint8)
    values = np.arange(1, 256)
    for place in range(length):
        powers = np.arange(correction) * (length - 1 - place)
        table[place, 1:] = exponents[(logarithms[values][:, None] + powers) % 255]
    return table


@cache
def _field() -> tuple[Octets, NDArray[np.intp]]:
    """GF(256) over 100011101: powers of 2, and their logarithms (clause 7.5.2)."""
    exponents = np.zeros(255, np.uint8)
    logarithms = np.zeros(256, np.intp)
    value = 1
    for exponent in range(255):
        exponents[exponent], logarithms[value] = value, exponent
        value <<= 1
        if value > 255:
            value ^= FIELD_POLYNOMIAL
    return exponents, logarithms


def _segment(data: Octets, version: int) -> Octets:
    """Clause 7.4: one segment, its terminator and padding."""
    bits = np.unpackbits(data, axis=1)
    mode = int(_number(bits[:1, :4])[0])
    if mode not in (ALPHANUMERIC_MODE, BYTE_MODE):
        raise SymbolDamaged(0, f"mode {mode:04b} is not expected here")
    step = (version > 9) + (version > 26)
    counter = (9, 11, 13)[step] if mode == ALPHANUMERIC_MODE else (8, 16, 16)[step]
    start = 4 + counter
    require(bits[:, :start] == bits[0, :start], "its mode or length differs")
    length = int(_number(bits[:1, 4:start])[0])
    end = start + (length * 8 if mode == BYTE_MODE else length // 2 * 11 + length % 2 * 6)
    if end > bits.shape[1]:
        raise SymbolDamaged(0, "its length is beyond its end")
    _padding_right(bits[:, end:])
    if mode == BYTE_MODE:
        return np.packbits(bits[:, start:end], axis=1)
    return _alphanumeric(bits[:, start:end], length)


def _alphanumeric(bits: Octets, length: int) -> Octets:
    pairs = length // 2
    values = _number(bits[:, : pairs * 11].reshape(len(bits), pairs, 11))
    require(values < len(ALPHANUMERIC) ** 2, "a pair of characters is impossible")
    text = np.empty((len(bits), length), np.uint8)
    signs = np.frombuffer(ALPHANUMERIC, np.uint8)
    text[:, 0 : pairs * 2 : 2], text[:, 1::2] = signs[values // 45], signs[values % 45]
    if length % 2:
        last = _number(bits[:, -6:])
        require(last < len(ALPHANUMERIC), "the last character is impossible")
        text[:, -1] = signs[last]
    return text


def _padding_right(rest: Octets) -> None:
    """A terminator of 0, zeros to the next byte, then the two padding bytes in turn.

    Some encoders, segno among them, write a byte of zeros where the terminator already ends
    on a byte; no reader looks there, and the error correction covers it, so it passes too.
    """
    count = rest.shape[1]
    terminator = min(4, count)
    zeros = terminator + (count - terminator) % 8
    strict = np.array(_padding(zeros, count), np.uint8)
    padded = (rest == strict).all(axis=1)
    if zeros == terminator:
        padded |= (rest == np.array(_padding(zeros + 8, count), np.uint8)).all(axis=1)
    require(padded, "its padding is wrong")


def _padding(zeros: int, count: int) -> list[int]:
    filled = "".join(f"{PADDING[number % 2]:08b}" for number in range((count - zeros) // 8))
    return [*[0] * zeros, *map(int, filled)][:count]


def _number(bits: Octets) -> NDArray[np.int64]:
    """The last axis read as binary."""
    weights = 1 << np.arange(bits.shape[-1], dtype=np.int64)[::-1]
    return bits.astype(np.int64) @ weights
