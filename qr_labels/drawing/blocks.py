"""The operators of a page of labels, put together from one block for each cell.

All blocks have one length, so a page is an array whose holes are filled column by column.
A symbol is an inline bitmap of 4 by 4 pixels to a module, on a thermal head of as many as the
module has dots: no hairlines between modules, no dot in between, edges that stay sharp where
a viewer smooths what it enlarges, and bytes in which an inline picture's end mark cannot occur.
A code wider than the arrangement foresees is narrowed a little, so that a reprint looks like
the first print.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from reportlab.lib import units

from qr_labels.drawing.arrangement import CODE_WEIGHT, Arrangement
from qr_labels.drawing.fonts import text_width
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.one import QUIET_ZONE
from qr_labels.symbol.run import Octets

LARGEST_INLINE = 4_096
"""Bytes; PDF asks that inline pictures stay below (ISO 32000-2, 8.9.7)."""

SCREEN_SCALE = 4
LABEL_FORM = b"L"
HAIR = 0.004
"""Points: a thousandth of a millimetre."""

NARROWED = np.array([list(b"%5.1f" % (mille / 10)) for mille in range(1001)], np.uint8)
"""Horizontal scaling in per cent, as written for each per mille."""


class LabelBlocks:
    """The labels of one file: `size` modules a symbol, `dots` of a thermal head to a module,
    `code_length` signs a shown code."""

    def __init__(
        self,
        stock: Stock,
        arrangement: Arrangement,
        *,
        size: int,
        dots: int | None,
        code_length: int,
        font: bytes,
    ) -> None:
        self.size = size
        self.scale = _scale(size, dots)
        pixels = size * self.scale
        width = (pixels + 7) // 8
        before = b"%%b/%b Do q %b cm BI/W %d/H %d/IM true/D[1 0]/BPC 1 ID " % (
            LABEL_FORM,
            _symbol_matrix(arrangement, size),
            pixels,
            pixels,
        )
        line = arrangement.code
        set_font = b"\nEI Q BT %b %.3f Tf " % (font, line.size * units.mm)
        move = b" Tz %.3f %.3f Td(" % (line.x * units.mm, line.baseline * units.mm)
        image, narrowed, code = bytes(width * pixels), bytes(len(NARROWED[0])), bytes(code_length)
        after = (image, set_font, narrowed, move, code, b")Tj ET Q\n")
        blocks = [b"".join((before % _corner(stock, cell), *after)) for cell in range(stock.cells)]
        self._template = np.array([list(block) for block in blocks], np.uint8)
        start = len(before % _corner(stock, 0))
        self._image = slice(start, start + len(image))
        start += len(image) + len(set_font)
        self._narrowed = slice(start, start + len(narrowed))
        start += len(narrowed) + len(move)
        self._code = slice(start, start + len(code))
        self._widths = _widths(CODE_WEIGHT)
        self._room = text_width(line.text, 1, CODE_WEIGHT)

    def pages(
        self, pages: Sequence[Sequence[int]], matrices: Octets, codes: Octets
    ) -> Iterator[bytes]:
        """The labels of pages, given their cells: packed symbols (labels, rows, bytes) and
        shown codes as bytes, for all labels in order."""
        cells = [cell for page in pages for cell in page]
        blocks = self._template[cells]
        blocks[:, self._image] = enlarged(matrices, self.size, self.scale).reshape(len(cells), -1)
        wide = self._widths[codes].sum(axis=1)
        per_mille = np.minimum(1000, 1000 * self._room / wide).astype(np.intp)
        blocks[:, self._narrowed] = NARROWED[per_mille]
        blocks[:, self._code] = codes
        first = 0
        for page in pages:
            yield blocks[first : first + len(page)].tobytes()
            first += len(page)


def _scale(size: int, dots: int | None) -> int:
    """Pixels to a module: the most, up to the dots, that divide them and keep the bitmap small."""
    wanted = dots or SCREEN_SCALE
    fitting = (
        scale
        for scale in range(wanted, 2, -1)
        if wanted % scale == 0 and size * scale * ((size * scale + 7) // 8) <= LARGEST_INLINE
    )
    return next(fitting, 2)


def enlarged(matrices: Octets, size: int, scale: int) -> Octets:
    """Packed bitmaps with `scale` by `scale` pixels for every bit."""
    if 8 % scale:
        bits = np.unpackbits(matrices, axis=2)[:, :, :size]
        wide = np.packbits(np.repeat(bits, scale, axis=2), axis=2)
    else:
        spread = _spread(scale)[matrices].reshape(*matrices.shape[:2], -1)
        wide = spread[:, :, : (size * scale + 7) // 8]
    return np.repeat(wide, scale, axis=1)


@cache
def _spread(scale: int) -> Octets:
    """Each octet with every bit repeated."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1)
    return np.packbits(np.repeat(bits, scale, axis=1), axis=1)


@cache
def _widths(weight: int) -> NDArray[np.float32]:
    """Advance width of each ASCII sign at size 1."""
    printable = [text_width(chr(sign), 1, weight) for sign in range(0x20, 0x7F)]
    return np.array([0.0] * 0x20 + printable, np.float32)


def _corner(stock: Stock, cell: int) -> bytes:
    """Move to the lower left of a cell; padded, so that all cells take as many bytes."""
    left, top = stock.cell_corner(cell)
    bottom = stock.page_h_mm - top - stock.label_h_mm
    return b"q 1 0 0 1 %9.3f %9.3f cm" % (left * units.mm, bottom * units.mm)


def _symbol_matrix(arrangement: Arrangement, size: int) -> bytes:
    """The bitmap's place, a hair inside its own: renderers round a picture's edges outward,
    and one that ends on a dot would be stretched by the next dot too."""
    box = arrangement.symbol
    module = box.width * units.mm / (size + 2 * QUIET_ZONE)
    x = box.x * units.mm + QUIET_ZONE * module + HAIR
    y = box.y * units.mm + QUIET_ZONE * module + HAIR
    side = size * module - 2 * HAIR
    return b"%.4f 0 0 %.4f %.4f %.4f" % (side, side, x, y)
