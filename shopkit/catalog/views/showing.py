"""The photos that buyers see. No scripts, no cookies."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.photo import CARD, FORMS, MASTER, SHARE, THUMB
from shopkit.catalog.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.web.doors import public
from shopkit.web.kept import kept_file
from shopkit.web.state import db, parts, who

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
HERS_ONLY = "private, no-cache"
SERVED = (CARD, THUMB, SHARE)


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
