"""The photos that buyers see. No scripts, no cookies."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.photo import CARD, FORMS, OG, SHARE, SQUARE, THUMB, WHITE
from shopkit.catalog.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.web.doors import public
from shopkit.web.kept import kept_file
from shopkit.web.state import db, parts, who

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
HERS_ONLY = "private, no-cache"
A_WHILE = "public, max-age=300"
SERVED = (CARD, THUMB, SHARE, OG, SQUARE, WHITE)
# A try is for her eyes alone, and is not there before it is made.
TRIES = (WHITE,)


@bp.route("/photos/<uuid:photo_id>/<size>")
@public
def photo_file(photo_id: UUID, size: str) -> Response:
    """A photo: of a published product for everybody, otherwise for the shop's own people."""
    if size not in SERVED:
        raise NotFound(size)
    is_try = size in TRIES
    photo = queries.public_photo_or_none(db.session, photo_id) if public_photos() else None
    if photo is None or is_try:
        own = queries.own_photo(db.session, who(), photo_id)
        if is_try and size not in own.sizes:
            raise NotFound(size)
        return picture(own, size, HERS_ONLY)
    # A square is cut anew under the same address whenever she moves it.
    stays = size in photo.sizes and size != SQUARE
    return picture(photo, size, FOR_EVER if stays else A_MINUTE)


@bp.route("/photos/<uuid:photo_id>.jpg")
@public
def photo_jpeg(photo_id: UUID) -> Response:
    """The photo as channels show it, a JPEG: the square she took, or else the whole.

    The address stays when she moves the square; the mark of the answer tells a channel.
    """
    photo = queries.public_photo_or_none(db.session, photo_id) if public_photos() else None
    if photo is None:
        return picture(queries.own_photo(db.session, who(), photo_id), SQUARE, HERS_ONLY)
    return picture(photo, SQUARE, A_WHILE)


def public_photos() -> bool:
    return parts().config.public_pages


def picture(photo: Photo, size: str, cache: str) -> Response:
    shown_as, name = photo.file_for(size)
    response = kept_file(album(parts().files), name, FORMS[shown_as])
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
