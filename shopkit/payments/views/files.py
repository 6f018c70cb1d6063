"""Codes and stands as files, each read back before it is given out."""

from flask import current_app
from werkzeug.wrappers import Response

from shopkit.errors import NotFound
from shopkit.payments.rules.codes import PayTo, code_drawing, code_picture, stand_picture
from shopkit.text.search import search_text
from shopkit.web.language import language

PAPER = ("a4", "a5", "a6", "card")


def picture_of(pay_to: PayTo) -> Response:
    """The bare code, for the screen."""
    return file(code_picture(pay_to), "image/png")


def drawing_of(pay_to: PayTo) -> Response:
    """The bare code for a print shop, of any size."""
    return file(code_drawing(pay_to), "image/svg+xml", name_of(pay_to, "svg"))


def stand_file(pay_to: PayTo, kind: str, suffix: str) -> Response:
    """`zalo.png` for a chat, a paper size as PDF, or `code.svg` for a print shop."""
    if (kind, suffix) == ("code", "svg"):
        return drawing_of(pay_to)
    if (kind, suffix) == ("zalo", "png"):
        return file(stand_picture(pay_to, "png", language()), "image/png", name_of(pay_to, "png"))
    if kind in PAPER and suffix == "pdf":
        content = stand_picture(pay_to, kind, language())  # type: ignore[arg-type]  # one of PAPER
        return file(content, "application/pdf", name_of(pay_to, f"{kind}.pdf"))
    raise NotFound(f"{kind}.{suffix}")


def name_of(pay_to: PayTo, ending: str) -> str:
    words = search_text(pay_to.label or pay_to.holder).replace(" ", "-")[:40]
    return f"ma-qr-{words}-{ending}" if ending.endswith("pdf") else f"ma-qr-{words}.{ending}"


def file(content: bytes, mimetype: str, name: str | None = None) -> Response:
    response = current_app.response_class(content, mimetype=mimetype)
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
