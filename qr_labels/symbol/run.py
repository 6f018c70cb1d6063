"""Many symbols that differ only in the code at the end of one address.

For a fixed version, level and mask a QR symbol is an affine function over GF(2) of its data
bits: data, error correction and masking only ever XOR. So a run is one base symbol XOR one
table entry for each varying place. Base and tables come from segno, some dozens of symbols.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import segno
from numpy.typing import NDArray
from segno.encoder import DataOverflowError, evaluate_mask

from qr_labels.symbol.errors import TextTooLong
from qr_labels.symbol.one import Level, Symbol

Octets = NDArray[np.uint8]
Values = NDArray[np.uint16]

ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LONGEST_CODE = 64
MASKS = 8
MASK_SAMPLE = 12

# A sign outside the set takes its pair beyond every table, whichever of the two it is.
_VALUE_OF = np.full(256, len(ALPHANUMERIC) ** 2, np.uint16)
_VALUE_OF[list(ALPHANUMERIC)] = np.arange(len(ALPHANUMERIC))


class UnevenCodes(ValueError):
    """Codes of one run are printable ASCII of one length; `position`, from 0, is the first
    that differs."""

    def __init__(self, position: int, code: str, wanted: str) -> None:
        super().__init__(f"code {position + 1} is {code[:80]!r}, wanted {wanted}")
        self.position = position
        self.code = code


@dataclass(frozen=True)
class _Place:
    """One or two signs of the text that share bits of their own."""

    start: int
    signs: int
    bits: int
    values: int

    def spelled(self, value: int) -> bytes:
        if self.values == 128:
            return bytes([value])
        high, low = divmod(value, len(ALPHANUMERIC))
        return bytes([ALPHANUMERIC[high], ALPHANUMERIC[low]][-self.signs :])

    def read(self, text: Octets) -> Values:
        """The value each text has at this place."""
        if self.values == 128:
            return text[:, self.start].astype(np.uint16)
        value = _VALUE_OF[text[:, self.start]]
        if self.signs == 2:
            value = value * np.uint16(len(ALPHANUMERIC)) + _VALUE_OF[text[:, self.start + 1]]
        return value


class Run:
    """The symbols of `address + code`, all of one version, level, mask and mode.

    `codes` are those to come, or enough of them to show length and alphabet. Raises
    TextTooLong, UnevenCodes, and ValueError for an address that is not printable ASCII.
    """

    def __init__(self, address: str, codes: Sequence[str], *, level: Level = "M") -> None:
        if not (address.isascii() and address.isprintable()):
            raise ValueError(f"an address is printable ASCII, given {address[:80]!r}")
        self.address = address
        self.level: Level = level
        self.length = len(codes[0]) if codes else 0
        texts = self._texts(codes)
        self.mode = "alphanumeric" if np.isin(texts, list(ALPHANUMERIC)).all() else "byte"
        self.version = _smallest_version(texts[0].tobytes(), level, self.mode)
        self._places = tuple(_places(len(address), texts.shape[1], self.mode))
        self._plain = self._text_of_zeros(texts[0].tobytes())
        plain = self._modules(self._plain, 0)
        self.size: int = len(plain)
        self.row_bytes = (self.size + 7) // 8
        self._tables = [self._table(plain, place) for place in self._places]
        self.mask, self._base = self._best_mask(texts)

    def matrices(self, codes: Sequence[str]) -> Octets:
        """The symbols as an array (codes, rows, bytes of a row): 1 is dark, the highest bit is
        leftmost, each row padded with 0 to whole bytes. Raises UnevenCodes."""
        return self._unpadded(self._differences(self._texts(codes)) ^ self._base)

    def symbol(self, code: str) -> Symbol:
        """One symbol of the run."""
        padding = self.row_bytes * 8 - self.size
        rows = tuple(int.from_bytes(row.tobytes()) >> padding for row in self.matrices([code])[0])
        return Symbol(
            self.address + code, self.version, self.level, self.mask, self.mode, self.size, rows
        )

    def _texts(self, codes: Sequence[str]) -> Octets:
        """Address and code of each, as (codes, characters)."""
        if not 0 < self.length <= LONGEST_CODE:
            raise UnevenCodes(0, codes[0] if codes else "", f"1 to {LONGEST_CODE} characters")
        joined = "".join(codes)
        if not joined.isascii() or set(map(len, codes)) != {self.length}:
            self._refuse_first_uneven(codes)
        signs = np.frombuffer(joined.encode(), np.uint8).reshape(-1, self.length)
        unprintable = np.flatnonzero(((signs <= 0x20) | (signs >= 0x7F)).any(axis=1))
        if unprintable.size:
            position = int(unprintable[0])
            raise UnevenCodes(position, codes[position], "printable ASCII without spaces")
        address = np.frombuffer(self.address.encode(), np.uint8)
        return np.hstack([np.broadcast_to(address, (len(signs), len(address))), signs])

    def _refuse_first_uneven(self, codes: Sequence[str]) -> None:
        for position, code in enumerate(codes):
            if not code.isascii() or len(code) != self.length:
                wanted = f"{self.length} characters of ASCII like the first"
                raise UnevenCodes(position, code, wanted)

    def _text_of_zeros(self, text: bytes) -> bytes:
        zeros = b"".join(place.spelled(0) for place in self._places)
        return text[: self._places[0].start] + zeros

    def _modules(self, text: bytes, mask: int) -> Octets:
        drawn = segno.make(
            text.decode("ascii"),
            version=self.version,
            error=self.level,
            mask=mask,
            mode=self.mode,
            boost_error=False,
            micro=False,
        )
        return np.array([list(row) for row in drawn.matrix], np.uint8)

    def _table(self, plain: Octets, place: _Place) -> NDArray[np.uint64]:
        """For each value at the place, what it changes in the symbol of zeros."""
        table = np.zeros((1, len(self._packed(plain))), np.uint64)
        for bit in range(place.bits):
            end = place.start + place.signs
            text = self._plain[: place.start] + place.spelled(1 << bit) + self._plain[end:]
            changed = self._packed(self._modules(text, 0) ^ plain)
            table = np.vstack([table, table ^ changed])
        return np.ascontiguousarray(table[: place.values])

    def _best_mask(self, texts: Octets) -> tuple[int, NDArray[np.uint64]]:
        """The mask with the lowest mean penalty on a sample, and its symbol of zeros."""
        differences = self._differences(texts[:: max(1, len(texts) // MASK_SAMPLE)][:MASK_SAMPLE])
        bases = [self._packed(self._modules(self._plain, mask)) for mask in range(MASKS)]
        penalties = [self._penalty(self._unpadded(differences ^ base)) for base in bases]
        best = penalties.index(min(penalties))
        return best, bases[best]

    def _penalty(self, matrices: Octets) -> int:
        modules = np.unpackbits(matrices, axis=2)[:, :, : self.size]
        penalty = 0
        for symbol in modules:
            rows = [bytearray(row) for row in symbol]
            # segno's encoder has no types.
            penalty += evaluate_mask(rows, self.size, self.size)  # type: ignore[no-untyped-call]
        return penalty

    def _differences(self, texts: Octets) -> NDArray[np.uint64]:
        different = np.zeros((len(texts), self._tables[0].shape[1]), np.uint64)
        for place, table in zip(self._places, self._tables, strict=True):
            values = place.read(texts)
            if values.max(initial=0) >= len(table):
                position = int(np.flatnonzero(values >= len(table))[0])
                code = texts[position, len(self.address) :].tobytes().decode()
                raise UnevenCodes(position, code, "upper case letters, digits and $%*+-./: only")
            different ^= table[values]
        return different

    def _packed(self, modules: Octets) -> NDArray[np.uint64]:
        flat = np.packbits(modules, axis=1).reshape(-1)
        return np.pad(flat, (0, -len(flat) % 8)).view(np.uint64)

    def _unpadded(self, words: NDArray[np.uint64]) -> Octets:
        octets = words.view(np.uint8)[:, : self.size * self.row_bytes]
        return octets.reshape(len(words), self.size, self.row_bytes)


def _places(prefix: int, total: int, mode: str) -> Iterator[_Place]:
    if mode == "byte":
        for start in range(prefix, total):
            yield _Place(start, 1, 7, 128)
        return
    # Pairs are counted from the start of the text, so the first may hold the address's last sign.
    for start in range(prefix - prefix % 2, total, 2):
        if start + 1 < total:
            yield _Place(start, 2, 11, len(ALPHANUMERIC) ** 2)
        else:
            yield _Place(start, 1, 6, len(ALPHANUMERIC))


def _smallest_version(text: bytes, level: Level, mode: str) -> int:
    try:
        drawn = segno.make(
            text.decode("ascii"), error=level, mask=0, mode=mode, boost_error=False, micro=False
        )
    except DataOverflowError:
        raise TextTooLong(len(text), level) from None
    return int(drawn.version)
