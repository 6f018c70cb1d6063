"""The page behind a printed code: no scripts, no cookies, small, honest."""

from flask import g, request
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, grouped, read_code
from shopkit.catalog.models.products import Photo
from shopkit.catalog.queries.products import cover_or_none
from shopkit.errors import NotFound
from shopkit.places.queries import place_label
from shopkit.traceability.queries.looks import Traced, traced
from shopkit.traceability.views.blueprint import bp
from shopkit.web.doors import public
from shopkit.web.language import language_of_the_browser
from shopkit.web.pages import show
from shopkit.web.state import db, parts


@bp.route("/T/<code>")
@bp.route("/t/<code>")
@public
def trace(code: str) -> Response:
    """What a code was printed for; both cases and look-alike letters are forgiven."""
    begin_without_cookies()
    try:
        found = traced(db.session, read_code(code))
    except CodeMistyped:
        return answer(show("traceability/unknown.html", 404, typed=code[:40], is_mistyped=True))
    except NotFound:
        return answer(show("traceability/unknown.html", 404, typed=code[:40], is_mistyped=False))
    return answer(show_traced(found))


def show_traced(found: Traced) -> Response:
    return show(
        "traceability/trace.html",
        found=found,
        shown_code=grouped(found.code),
        cover=cover_of(found),
        place=place_of(found),
        domain=parts().config.public_address.split("://", 1)[1],
        practice=found.shop.is_shown_as_practice,
    )


def cover_of(found: Traced) -> Photo | None:
    """The photo of a product that was on show at least once; a draft's is nobody's but hers."""
    return cover_or_none(db.session, found.product) if found.product.published_at else None


def place_of(found: Traced) -> str | None:
    """Where the shop stands; a commune that is no more goes by its name of the making day."""
    shop = found.shop
    if not shop.is_placed:
        return None
    try:
        return place_label(db.session, shop.commune_code)
    except NotFound:
        return place_label(db.session, shop.commune_code, on=found.batch.made_on)


@bp.route("/T")
@bp.route("/t")
@public
def type_code() -> Response:
    """For a torn sticker: type the code printed beside it."""
    begin_without_cookies()
    typed = request.args.get("code", "")[:60]
    if not typed.strip():
        return answer(show("traceability/type_code.html", typed=""))
    return trace(typed)


def begin_without_cookies() -> None:
    g.no_cookies = True
    language_of_the_browser()


def answer(response: Response) -> Response:
    """Fresh each time, since a recall must show at once; told apart by language only."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language"
    return response
