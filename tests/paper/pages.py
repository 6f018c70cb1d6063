"""Reading finished papers again, as a printer and a person would."""

import re
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

from qr_labels.symbol.proof import QR_ONLY


@dataclass(frozen=True)
class Page:
    """One page as it lies on the table."""

    text: str
    picture: Image.Image
    width_mm: float
    height_mm: float

    @property
    def said(self) -> str:
        """Its words with single spaces."""
        return " ".join(self.text.split())

    @property
    def codes(self) -> list[str]:
        """The texts of its QR codes, from top to bottom and left to right."""
        found = zxingcpp.read_barcodes(self.picture.convert("L"), formats=QR_ONLY)
        places = [
            (code.position.top_left.y // 40, code.position.top_left.x, code) for code in found
        ]
        return [code.text for _, _, code in sorted(places, key=lambda place: place[:2])]


def pages_of(pdf: bytes, dots: int = 150) -> list[Page]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            Page(
                page.get_textpage().get_text_range(),
                page.render(scale=dots / 72).to_pil(),
                page.get_width() / 72 * 25.4,
                page.get_height() / 72 * 25.4,
            )
            for page in document
        ]


def fonts_of(pdf: bytes) -> set[str]:
    """The names under which fonts are embedded."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/([A-Za-z0-9+\-]+)", pdf)}
