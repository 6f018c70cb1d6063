"""What buyers see: the page of a product, and its photos. No scripts, no cookies."""

from uuid import UUID

from flask import g, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.papers import standing_papers
from shopkit.catalog.rules.photo import CARD, FORMS, MASTER, SHARE, THUMB
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.sharing import price_line
from shopkit.errors import NotFound
from shopkit.places.queries import current_commune, place_label
from shopkit.shops.models import Shop
from shopkit.web.doors import public
from shopkit.web.kept import kept_file
from shopkit.web.language import language_of_the_browser
from shopkit.web.pages import show
from shopkit.web.state import db, parts, who

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
HERS_ONLY = "private, no-cache"
SERVED = (CARD, THUMB, SHARE)


@bp.route("/p/<code>")
@public
def public_page(code: str) -> Response:
    """A published product for everybody; without public pages there is none."""
    g.no_cookies = True
    language_of_the_browser()
    if not parts().config.public_pages:
        raise NotFound(code)
    product, shop = queries.shown_product(db.session, code.lower())
    cover = queries.cover_or_none(db.session, product)
    response = show(
        "catalog/public.html",
        product=product,
        shop=shop,
        cover=cover,
        price_line=price_line(product),
        place=place_of(shop),
        address=parts().config.public_address,
        share_url=url_for(".photo_file", photo_id=cover.id, size=SHARE) if cover else None,
        papers=standing_papers(db.session, shop.id, product.id, on=clock.today()),
        practice=shop.is_shown_as_practice,
    )
    response.headers["Cache-Control"] = A_MINUTE
    response.headers["Vary"] = "Accept-Language"
    return response


def place_of(shop: Shop) -> str | None:
    """Where the shop stands; a commune merged away since costs the page its place, not its life."""
    if current_commune(db.session, shop.commune_code) is None:
        return None
    return place_label(db.session, shop.commune_code)


@bp.route("/photos/<uuid:photo_id>/<size>")
@public
def photo_file(photo_id: UUID, size: str) -> Response:
    """A photo: of a published product for everybody, otherwise for the shop's own people."""
    if size not in SERVED:
        raise NotFound(size)
    photo = queries.public_photo_or_none(db.session, photo_id) if public_photos() else None
    if photo is None:
        return picture(queries.own_photo(db.session, who(), photo_id), size, HERS_ONLY)
    return picture(photo, size, FOR_EVER if size in photo.sizes else A_MINUTE)


@bp.route("/photos/<uuid:photo_id>.jpg")
@public
def photo_jpeg(photo_id: UUID) -> Response:
    """The whole photo as a JPEG, at an address that channels may keep."""
    photo = queries.public_photo_or_none(db.session, photo_id) if public_photos() else None
    if photo is None:
        return picture(queries.own_photo(db.session, who(), photo_id), MASTER, HERS_ONLY)
    return picture(photo, MASTER, FOR_EVER)


def public_photos() -> bool:
    return parts().config.public_pages


def picture(photo: Photo, size: str, cache: str) -> Response:
    shown_as, name = photo.file_for(size)
    response = kept_file(album(parts().files), name, FORMS[shown_as])
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
