"""Reading what was printed: the pages of a PDF as pictures, and the codes on them."""

from collections.abc import Iterable
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

from qr_labels.symbol.proof import QR_ONLY

PRINTED_DPI = 200


def pages_of(
    pdf: bytes, dpi: int = PRINTED_DPI, only: Iterable[int] | None = None
) -> list[Image.Image]:
    """Each page, or only some, as they come out of a printer."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        numbers = range(len(document)) if only is None else only
        pages = [document[number] for number in numbers]
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]
    finally:
        document.close()


def texts_on(picture: Image.Image) -> list[str]:
    """Every code that a phone's camera finds in a picture, in reading order."""
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=QR_ONLY)]


def texts_in_pdf(pdf: bytes) -> list[str]:
    return [text for page in pages_of(pdf) for text in texts_on(page)]


def photographed(page: Image.Image, tilt_degrees: float = 4.0) -> Image.Image:
    """A sheet as a cheap phone sees it: a little turned, soft, dim, and saved as a JPEG."""
    turned = page.rotate(tilt_degrees, resample=Image.Resampling.BICUBIC, fillcolor="#c8c0b4")
    dim = turned.filter(ImageFilter.GaussianBlur(1)).point(lambda light: int(light * 0.8) + 10)
    file = BytesIO()
    dim.save(file, "JPEG", quality=70)
    return Image.open(file).convert("RGB")


def texts_on_screen(screenshot: bytes) -> list[str]:
    with Image.open(BytesIO(screenshot)) as picture:
        return texts_on(picture.convert("RGB"))
