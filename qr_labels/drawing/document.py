"""A PDF by ReportLab whose pages are given as finished, compressed content.

ReportLab's own pages hold text, so that bitmaps would double on the way, and keep all of it
until the end. These pages hold compressed bytes only.
"""

import zlib
from pathlib import Path
from typing import Any

from reportlab.lib import units
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

COMPRESSION = 3
"""Above 3 zlib takes three times as long to save a fifth."""


class _RawPage(pdfdoc.PDFObject):
    """A page dictionary with nothing but what a page needs."""

    def __init__(self, content: pdfdoc.PDFStream, resources: pdfdoc.PDFObject, box: bytes) -> None:
        self.content = content
        self.resources = resources
        self.box = box

    def format(self, document: Any) -> bytes:
        references = [
            document.Reference(target).format(document)
            for target in (document.Pages, self.resources, self.content)
        ]
        return b"<</Type/Page/Parent %b/Resources %b/Contents %b/MediaBox[0 0 %b]>>" % (
            *references,
            self.box,
        )


class SheetDocument:
    """Pages of one size that share forms and fonts; `canvas` draws the forms."""

    def __init__(self, path: Path, width_mm: float, height_mm: float, title: str) -> None:
        self.path = path
        size = (width_mm * units.mm, height_mm * units.mm)
        self.canvas = Canvas(str(path), pagesize=size, pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setCreator("qr_labels")
        # Printing must not scale: a label would miss its sticker.
        self.canvas.setViewerPreference("PrintScaling", "None")
        # The stubs know neither the canvas's document nor how a font is embedded.
        self._document: Any = vars(self.canvas)["_doc"]
        self._box = b"%.3f %.3f" % size
        self._forms = pdfdoc.PDFDictionary({})
        self._resources = pdfdoc.PDFDictionary(
            {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts), "XObject": self._forms}
        )

    def add_form(self, name: str) -> None:
        """Let pages draw the form of this name, begun and ended on the canvas."""
        self._forms[name] = pdfdoc.PDFObjectReference(pdfdoc.xObjectName(name))

    def font(self, font_name: str) -> bytes:
        """What pages call the first subset of this font, which holds ASCII under its own codes."""
        font: Any = pdfmetrics.getFont(font_name)
        name: str = font.getSubsetInternalName(0, self._document)
        return name.encode("ascii")

    def add_page(self, content: bytes) -> None:
        """Add a page; `content` is its operators."""
        packed = zlib.compress(content, COMPRESSION)
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")}), packed
        )
        self._document.addPage(_RawPage(stream, self._resources, self._box))

    def save(self) -> None:
        """Write the file."""
        self._document.SaveToFile(str(self.path), self.canvas)
