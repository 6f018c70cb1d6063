"""A PDF by ReportLab whose pages are given as finished, compressed content.

ReportLab's own pages hold text, so that bitmaps would double on the way, and keep all of it
until the end. These pages hold compressed bytes only.
"""

import zlib
from io import BytesIO
from math import floor
from pathlib import Path
from typing import Any

from reportlab.lib import units
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from qr_labels.drawing.fonts import font_name

COMPRESSION = 2
"""Of 198 bytes a label in 6 µs; level 3 saves 16 bytes in 9 µs, level 6 saves 44 in 39 µs."""

PDF_WITH_PRINT_SCALING = (1, 6)


class _Page(pdfdoc.PDFObject):
    """A page dictionary with nothing but what a page needs."""

    def __init__(self, content: "_Content", common: bytes) -> None:
        self._content = content
        self._common = common

    def format(self, document: Any) -> bytes:
        content: bytes = document.Reference(self._content).format(document)
        return b"<</Type/Page/Contents %b%b>>" % (content, self._common)


class _Content(pdfdoc.PDFObject):
    """A page's operators, compressed."""

    def __init__(self, operators: bytes) -> None:
        self._packed = zlib.compress(operators, COMPRESSION)

    def format(self, _document: Any) -> bytes:
        head = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(self._packed)
        return head + self._packed + b"\nendstream\n"


def embedding_canvas(file: str | BytesIO, size: tuple[float, float]) -> Canvas:
    """A canvas for paper that must fit: it asks printers not to scale, and names no font but
    ours, where the plain one names Helvetica, which is not embedded."""
    # The stubs take the font's name for a number.
    first: Any = font_name()
    canvas = Canvas(
        file,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=first,
        pdfVersion=PDF_WITH_PRINT_SCALING,
    )
    # Printing must not scale: a label would miss its sticker.
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


class SheetDocument:
    """Pages of one size that share forms and fonts; `canvas` draws the forms."""

    def __init__(self, path: Path, width_mm: float, height_mm: float, title: str) -> None:
        self.path = path
        # Rounded down: a hair more would be one more dot on a printer that rounds up.
        size = (floor(width_mm * units.mm * 1000) / 1000, floor(height_mm * units.mm * 1000) / 1000)
        self.canvas = embedding_canvas(str(path), size)
        self.canvas.setTitle(title)
        self.canvas.setCreator("qr_labels")
        # The stubs know neither the canvas's document nor how a font is embedded.
        self._document: Any = vars(self.canvas)["_doc"]
        self._forms = pdfdoc.PDFDictionary({})
        resources = pdfdoc.PDFDictionary(
            {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts), "XObject": self._forms}
        )
        shared = [
            self._document.Reference(common).format(self._document)
            for common in (self._document.Pages, resources)
        ]
        self._common = b"/Parent %b/Resources %b/MediaBox[0 0 %.3f %.3f]" % (*shared, *size)

    def add_form(self, name: str) -> None:
        """Let pages draw the form of this name, begun and ended on the canvas."""
        self._forms[name] = pdfdoc.PDFObjectReference(pdfdoc.xObjectName(name))

    def font(self, name: str) -> bytes:
        """What pages call the first subset of this font, which holds ASCII under its own codes."""
        font: Any = pdfmetrics.getFont(name)
        internal: str = font.getSubsetInternalName(0, self._document)
        return internal.encode("ascii")

    def add_page(self, content: bytes) -> None:
        """Add a page; `content` is its operators."""
        self._document.addPage(_Page(_Content(content), self._common))

    def save(self) -> None:
        """Write the file."""
        self._document.SaveToFile(str(self.path), self.canvas)
