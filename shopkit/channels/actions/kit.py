"""The photos of a share kit, in one file."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo
from shopkit.catalog.rules.photo import MASTER
from shopkit.channels.rules.pack import member, plain_name
from shopkit.db.files import Files


def photos_packed(files: Files, title: str, photos: Sequence[Photo]) -> bytes:
    """These photos as JPEG under the name of the product, in their order.

    The same photos give the same bytes.
    """
    out = BytesIO()
    stem = plain_name(title)
    with ZipFile(out, "w", ZIP_STORED) as pack:
        for number, photo in enumerate(photos, 1):
            content = album(files).read(photo.sizes[MASTER])
            pack.writestr(member(f"{stem}-{number}.jpg"), content)
    return out.getvalue()
