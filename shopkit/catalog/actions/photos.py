"""Putting photos on a product and taking them down, and the files behind them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.products import ShopFull, actor_id, mark_change
from shopkit.catalog.models.products import FAILED, OWN, PHOTOS, READY, Photo, Product
from shopkit.catalog.queries.products import photos_of, weight_of_photos
from shopkit.catalog.rules.photo import LATER, MASTER, Developed, PictureRefused
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.actions import enqueue
from shopkit.jobs.registry import Registry
from shopkit.journal.write import write

JOB = "photo_sizes"
ALBUM = "photos"
MOST_PHOTOS = 9
MOST_BYTES_A_SHOP = 200 * 1024 * 1024
KEPT_WHEN_REMOVED = timedelta(days=30)
KEPT_UNKNOWN = timedelta(days=1)

Made = tuple[dict[str, str], int]


class TooManyPhotos(Refusal):
    """The product has as many photos as any channel takes."""


class LastPhoto(Refusal):
    """A listing on show keeps at least one photo."""


def album(files: Files) -> Files:
    """The files of photos, in a folder of their own so that a sweep knows what is whose."""
    return files.shelf(ALBUM)


def replace_cover(
    session: Session, files: Files, product: Product, developed: Developed, *, now: datetime
) -> Photo:
    """Put this photo first in place of the one that was; the old one can be put back."""
    standing = photos_of(session, product)
    position = standing[0].position if standing else 0
    if standing:
        take_down(session, standing[0], now)
    return keep_photo(session, files, product, developed, position=position, now=now)


def add_photo(
    session: Session, files: Files, product: Product, developed: Developed, *, now: datetime
) -> Photo:
    """Put one more photo after the others."""
    standing = photos_of(session, product)
    if len(standing) >= MOST_PHOTOS:
        raise TooManyPhotos
    position = standing[-1].position + 1 if standing else 0
    return keep_photo(session, files, product, developed, position=position, now=now)


def keep_photo(
    session: Session,
    files: Files,
    product: Product,
    developed: Developed,
    *,
    position: int,
    now: datetime,
) -> Photo:
    """Keep a developed photo and ask for the sizes still missing."""
    weight = sum(len(content) for content in developed.files.values())
    if weight_of_photos(session, product.shop_id) + weight > MOST_BYTES_A_SHOP:
        raise ShopFull
    photo = Photo(
        product_id=product.id,
        shop_id=product.shop_id,
        commune_code=product.commune_code,
        position=position,
        width=developed.width,
        height=developed.height,
        weight_bytes=weight,
        sizes=put_all(files, developed),
        made_at=now,
    )
    session.add(photo)
    mark_change(product, PHOTOS, now)
    session.flush()
    write(session, photo, "photo.added", now=now, details={"product": str(product.id)})
    enqueue(
        session,
        JOB,
        photo.id,
        owner_id=actor_id(session),
        shop_id=photo.shop_id,
        commune_code=photo.commune_code,
        total=1,
        now=now,
    )
    return photo


def remove_photo(session: Session, product: Product, photo: Photo, *, now: datetime) -> None:
    """Take a photo down; it can be put back for thirty days."""
    if photo.removed_at is not None:
        return
    if product.is_published and product.source == OWN and len(photos_of(session, product)) == 1:
        raise LastPhoto
    mark_change(product, PHOTOS, now)
    take_down(session, photo, now)


def put_back_photo(session: Session, product: Product, photo: Photo, *, now: datetime) -> None:
    """Put a photo that was taken down back, after the others."""
    if photo.removed_at is None:
        return
    standing = photos_of(session, product)
    if len(standing) >= MOST_PHOTOS:
        raise TooManyPhotos
    photo.removed_at = None
    photo.position = standing[-1].position + 1 if standing else 0
    mark_change(product, PHOTOS, now)
    session.flush()
    write(session, photo, "photo.put_back", now=now, details={"product": str(product.id)})


def put_first(session: Session, product: Product, photo: Photo, *, now: datetime) -> None:
    """Let this photo be the one that lists and shares show."""
    standing = photos_of(session, product)
    if photo.removed_at is not None or not standing or standing[0].id == photo.id:
        return
    photo.position = standing[0].position - 1
    mark_change(product, PHOTOS, now)
    session.flush()


def take_down(session: Session, photo: Photo, now: datetime) -> None:
    photo.removed_at = now
    session.flush()
    write(session, photo, "photo.removed", now=now, details={"product": str(photo.product_id)})


def put_all(files: Files, developed: Developed) -> dict[str, str]:
    """Write the files before the transaction ends; if it fails the sweep finds them."""
    shelf = album(files)
    return {size: shelf.put(content) for size, content in developed.files.items()}


def register(registry: Registry) -> None:
    """Tell the house how the missing sizes of a photo are made."""
    registry.register(JOB, steps=count_steps, make=make_sizes, keep=keep_sizes)


def count_steps(session: Session, photo_id: UUID) -> int:
    return 1 if session.get(Photo, photo_id) else 0


def make_sizes(session: Session, files: Files, photo_id: UUID, _n: int) -> Made | None:
    """The sizes still missing, made from the master; None where there are none to make."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        return None
    wanted = [name for name in LATER if name not in photo.sizes]
    try:
        developed = darkroom.resize(album(files).read(photo.sizes[MASTER]), wanted)
    except PictureRefused:
        return None
    return put_all(files, developed), sum(map(len, developed.files.values()))


def keep_sizes(session: Session, photo_id: UUID, _n: int, made: Made | None) -> None:
    photo = session.get(Photo, photo_id)
    if photo is None:
        return
    if made is None:
        photo.state = FAILED
        return
    names, weight = made
    photo.sizes = {**photo.sizes, **names}
    photo.weight_bytes += weight
    photo.state = READY


def sweep(session: Session, files: Files, *, now: datetime) -> int:
    """Remove what nobody can put back any more: photos long taken down, files of no photo.

    Run it in a writing session. A file younger than a day may belong to a request that has not
    ended, so it stays; returns how many files went.
    """
    session.execute(delete(Photo).where(Photo.removed_at < now - KEPT_WHEN_REMOVED))
    return album(files).sweep(names_in_use(session), now - KEPT_UNKNOWN)


def names_in_use(session: Session) -> set[str]:
    rows = session.scalars(select(Photo.sizes).execution_options(yield_per=1000))
    return {name for sizes in rows for name in sizes.values()}
