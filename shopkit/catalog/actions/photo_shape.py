"""The square of a photo that channels show: cut from the whole, moved, and given up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.photos import PhotosChanged, album, put_all
from shopkit.catalog.actions.products import mark_change
from shopkit.catalog.models.products import PHOTOS, Photo, Product
from shopkit.catalog.rules.found import Square, is_square_of
from shopkit.catalog.rules.photo import MASTER, SQUARE, Developed, square_word
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.journal.write import write


class SquareOutside(Refusal):
    """The square lies outside the photo, or is too small to show anything."""


def cut_square(files: Files, photo: Photo, square: Square) -> Developed:
    """Cut the square from the master; slow, so do it before anything is written."""
    if not is_square_of(square, photo.width, photo.height):
        raise SquareOutside(str(photo.id))
    return darkroom.resize(album(files).read(photo.sizes[MASTER]), [square_word(*square)])


def take_square(
    session: Session,
    files: Files,
    product: Product,
    photo: Photo,
    *,
    square: Square,
    cut: Developed,
    now: datetime,
) -> None:
    """Let channels show this square of the photo; the photo itself stays whole."""
    if photo.removed_at is not None:
        raise PhotosChanged(str(photo.id))
    names = put_all(files, cut)
    if photo.sizes.get(SQUARE) == names[SQUARE] and photo.crop == list(square):
        return
    with reshaped(session, product, photo, "photo.squared", now):
        was = 0 if SQUARE not in photo.sizes else int(photo.found.get("square_bytes", 0))
        photo.sizes = {**photo.sizes, **names}
        photo.crop = list(square)
        weight = len(cut.files[SQUARE])
        photo.found = {**photo.found, "square_bytes": weight}
        photo.weight_bytes += weight - was


def leave_whole(session: Session, product: Product, photo: Photo, *, now: datetime) -> None:
    """Let channels show the whole photo again."""
    if SQUARE not in photo.sizes:
        return
    with reshaped(session, product, photo, "photo.left_whole", now):
        photo.sizes = {size: name for size, name in photo.sizes.items() if size != SQUARE}
        photo.crop = []
        photo.weight_bytes -= int(photo.found.get("square_bytes", 0))


@contextmanager
def reshaped(
    session: Session, product: Product, photo: Photo, event: str, now: datetime
) -> Iterator[None]:
    yield
    mark_change(product, PHOTOS, now)
    session.flush()
    write(session, photo, event, now=now, details={"product": str(product.id)})
