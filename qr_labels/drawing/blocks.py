"""The operators of a page of labels, put together from one block for each cell.

All blocks have one length, so a page is an array whose holes are filled column by column.
A symbol is an inline bitmap of 4 by 4 pixels to a module: no hairlines between modules,
whole dots on a thermal head, edges that stay sharp where a viewer smooths what it enlarges,
and bytes in which the end mark of an inline picture cannot occur.
"""

from collections.abc import Sequence

import numpy as np
from reportlab.lib import units

from qr_labels.drawing.arrangement import Arrangement
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.one import QUIET_ZONE
from qr_labels.symbol.run import Octets

LARGEST_INLINE = 4_096
"""Bytes; PDF asks that inline pictures stay below (ISO 32000-2, 8.9.7)."""

LABEL_FORM = b"L"


class LabelBlocks:
    """The labels of one file: `size` modules a symbol, `code_length` signs a shown code."""

    def __init__(
        self,
        stock: Stock,
        arrangement: Arrangement,
        *,
        size: int,
        code_length: int,
        font: bytes,
    ) -> None:
        self.size = size
        self.scale = 4 if (4 * size) * ((4 * size + 7) // 8) <= LARGEST_INLINE else 2
        pixels = size * self.scale
        width = (pixels + 7) // 8
        before = b"%%b/%b Do q %b cm BI/W %d/H %d/IM true/D[1 0]/BPC 1 ID " % (
            LABEL_FORM,
            _symbol_matrix(arrangement, size),
            pixels,
            pixels,
        )
        between = b"\nEI Q BT %b %.3f Tf %.3f %.3f Td(" % (
            font,
            arrangement.code.size * units.mm,
            arrangement.code.x * units.mm,
            arrangement.code.baseline * units.mm,
        )
        image, code = bytes(width * pixels), bytes(code_length)
        blocks = [
            b"".join((before % _corner(stock, cell), image, between, code, b")Tj ET Q\n"))
            for cell in range(stock.cells)
        ]
        self._template = np.array([list(block) for block in blocks], np.uint8)
        start = len(before % _corner(stock, 0))
        self._image = slice(start, start + len(image))
        start += len(image) + len(between)
        self._code = slice(start, start + len(code))

    def page(self, cells: Sequence[int], matrices: Octets, codes: Octets) -> bytes:
        """The labels of one page: packed symbols (labels, rows, bytes), shown codes as bytes."""
        blocks = self._template[list(cells)]
        blocks[:, self._image] = enlarged(matrices, self.size, self.scale).reshape(len(cells), -1)
        blocks[:, self._code] = codes
        return blocks.tobytes()


def enlarged(matrices: Octets, size: int, scale: int) -> Octets:
    """Packed bitmaps with `scale` by `scale` pixels for every bit; `scale` divides 8."""
    spread = np.packbits(
        np.repeat(np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1), scale, axis=1),
        axis=1,
    )
    wide = spread[matrices].reshape(*matrices.shape[:2], -1)[:, :, : (size * scale + 7) // 8]
    return np.repeat(wide, scale, axis=1)


def _corner(stock: Stock, cell: int) -> bytes:
    """Move to the lower left of a cell; padded, so that all cells take as many bytes."""
    left, top = stock.cell_corner(cell)
    bottom = stock.page_h_mm - top - stock.label_h_mm
    return b"q 1 0 0 1 %9.3f %9.3f cm" % (left * units.mm, bottom * units.mm)


def _symbol_matrix(arrangement: Arrangement, size: int) -> bytes:
    box = arrangement.symbol
    module = box.width * units.mm / (size + 2 * QUIET_ZONE)
    x = box.x * units.mm + QUIET_ZONE * module
    y = box.y * units.mm + QUIET_ZONE * module
    return b"%.4f 0 0 %.4f %.4f %.4f" % (size * module, size * module, x, y)
