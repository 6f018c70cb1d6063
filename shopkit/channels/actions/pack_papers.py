"""The pages of a paper as PDF: photos of pages become one file, a PDF goes as it is."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shopkit.catalog.actions.papers import page_of
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.rules.papers import PDF
from shopkit.channels.rules.pack import is_bare_jpeg
from shopkit.db.files import Files

MARGIN = 28.0


def pdfs_of(files: Files, paper: Paper) -> list[bytes]:
    """All pages of a paper as one PDF or several; equal pages give equal bytes.

    A photo that still told of its camera is left out.
    """
    found: list[bytes] = []
    photos: list[bytes] = []
    for number, _is_pdf in paper.pages:
        page = page_of(files, paper, number)
        if page is None:
            continue
        if page.ending == PDF:
            found.append(page.content)
        elif is_bare_jpeg(page.content):
            photos.append(page.content)
    return [*([pdf_of(photos)] if photos else []), *found]


def pdf_of(photos: list[bytes]) -> bytes:
    """Each photo on an A4 page of its own, as large as the page allows."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    width, height = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
    for photo in photos:
        canvas.drawImage(
            ImageReader(BytesIO(photo)),
            MARGIN,
            MARGIN,
            width,
            height,
            preserveAspectRatio=True,
            anchor="c",
        )
        canvas.showPage()
    canvas.save()
    return out.getvalue()
