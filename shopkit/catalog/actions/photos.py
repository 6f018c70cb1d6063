"""Putting photos on a product and taking them down, and the files behind them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.products import ShopFull, actor_id, mark_change
from shopkit.catalog.models.products import (
    FAILED,
    OWN,
    PHOTOS,
    READY,
    WAITING,
    Photo,
    Product,
)
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.products import photos_of, weight_of_photos
from shopkit.catalog.rules.photo import BEFORE, LATER, MASTER, Developed, PictureRefused
from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.actions import enqueue
from shopkit.jobs.registry import Registry
from shopkit.journal.write import write

JOB = "photo_sizes"
ALBUM = "photos"
MOST_PHOTOS = 9
MOST_BYTES_A_SHOP = 400 * 1024 * 1024
KEPT_WHEN_REMOVED = timedelta(days=30)
# A day's share of the photos that came before something new was made of them.
MOST_CAUGHT_UP = 2000
KEPT_UNKNOWN = timedelta(days=1)

Made = tuple[dict[str, str], Developed]


class TooManyPhotos(Refusal):
    """The product has as many photos as any channel takes."""


class PhotoGone(Refusal):
    """The photo was taken down meanwhile, so nothing can stand in its place."""


class PhotosChanged(Refusal):
    """Somebody changed the photos after the page was made on which they were put in order."""


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
    if standing:
        return replace_photo(session, files, product, standing[0], developed, now=now)
    return keep_photo(session, files, product, developed, position=0, now=now)


def replace_photo(
    session: Session,
    files: Files,
    product: Product,
    old: Photo,
    developed: Developed,
    *,
    before: str | None = None,
    now: datetime,
) -> Photo:
    """Put this photo in the place of another, for its variants too; the old one can be put back.

    `before` names the file of the master it was made from, kept as long as the photo is.
    """
    if old.removed_at is not None:
        raise PhotoGone(str(old.id))
    take_down(session, old, now)
    photo = keep_photo(session, files, product, developed, position=old.position, now=now)
    if before:
        photo.sizes = {**photo.sizes, BEFORE: before}
    session.execute(update(Variant).where(Variant.photo_id == old.id).values(photo_id=photo.id))
    return photo


def add_photo(
    session: Session,
    files: Files,
    product: Product,
    developed: Developed,
    *,
    photo_id: UUID | None = None,
    now: datetime,
) -> Photo:
    """Put one more photo after the others; a phone may have named it before."""
    standing = photos_of(session, product)
    if len(standing) >= MOST_PHOTOS:
        raise TooManyPhotos
    position = standing[-1].position + 1 if standing else 0
    return keep_photo(
        session, files, product, developed, position=position, photo_id=photo_id, now=now
    )


def keep_photo(
    session: Session,
    files: Files,
    product: Product,
    developed: Developed,
    *,
    position: int,
    photo_id: UUID | None = None,
    now: datetime,
) -> Photo:
    """Keep a developed photo and ask for the sizes still missing."""
    weight = sum(len(content) for content in developed.files.values())
    if weight_of_photos(session, product.shop_id) + weight > MOST_BYTES_A_SHOP:
        raise ShopFull
    photo = Photo(
        id=photo_id or new_id(),
        product_id=product.id,
        shop_id=product.shop_id,
        commune_code=product.commune_code,
        position=position,
        width=developed.width,
        height=developed.height,
        weight_bytes=weight,
        sizes=put_all(files, developed),
        made_at=now,
        found=dict(developed.found),
        likeness=developed.likeness,
    )
    session.add(photo)
    mark_change(product, PHOTOS, now)
    session.flush()
    write(session, photo, "photo.added", now=now, details={"product": str(product.id)})
    ask_for_sizes(session, photo, now=now)
    return photo


def ask_for_sizes(session: Session, photo: Photo, *, now: datetime) -> None:
    photo.state = WAITING
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


def order_photos(
    session: Session, product: Product, ids: Sequence[UUID], *, version: int, now: datetime
) -> None:
    """Put the photos into this order, in one go; one that is not named comes after the others."""
    standing = photos_of(session, product)
    places = {photo_id: place for place, photo_id in enumerate(dict.fromkeys(ids))}
    ordered = sorted(standing, key=lambda photo: places.get(photo.id, len(places)))
    if ordered == list(standing):
        return
    if product.is_changed_since(PHOTOS, version):
        raise PhotosChanged(product.code)
    for place, photo in enumerate(ordered):
        photo.position = place
    mark_change(product, PHOTOS, now)
    session.flush()
    write(session, product, "photos.ordered", now=now)


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
    return put_all(files, developed), developed


def keep_sizes(session: Session, photo_id: UUID, _n: int, made: Made | None) -> None:
    photo = session.get(Photo, photo_id)
    if photo is None:
        return
    if made is None:
        photo.state = FAILED
        return
    names, developed = made
    photo.sizes = {**photo.sizes, **names}
    photo.weight_bytes += sum(map(len, developed.files.values()))
    photo.state = READY
    if photo.likeness is None:
        photo.found = {**developed.found, **photo.found}
        photo.likeness = developed.likeness


def catch_up(session: Session, *, now: datetime) -> int:
    """Ask for what photos of earlier days lack: sizes that came since, and a look at them."""
    waiting = session.scalars(
        select(Photo)
        .where(Photo.likeness.is_(None), Photo.removed_at.is_(None), Photo.state == READY)
        .order_by(Photo.made_at, Photo.id)
        .limit(MOST_CAUGHT_UP)
    ).all()
    for photo in waiting:
        ask_for_sizes(session, photo, now=now)
    return len(waiting)


def sweep(session: Session, files: Files, *, now: datetime) -> int:
    """Remove what nobody can put back any more: photos long taken down, files of no photo.

    Run it in a writing session. A file younger than a day may belong to a request that has not
    ended, so it stays; returns how many files went.
    """
    gone = select(Photo.id).where(Photo.removed_at < now - KEPT_WHEN_REMOVED)
    session.execute(update(Variant).where(Variant.photo_id.in_(gone)).values(photo_id=None))
    session.execute(delete(Photo).where(Photo.removed_at < now - KEPT_WHEN_REMOVED))
    return album(files).sweep(names_in_use(session), now - KEPT_UNKNOWN)


def names_in_use(session: Session) -> set[str]:
    rows = session.scalars(select(Photo.sizes).execution_options(yield_per=1000))
    return {name for sizes in rows for name in sizes.values()}
