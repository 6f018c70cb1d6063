"""A photo on a white ground: tried in the background, compared, taken, and undone.

The photo as she took it is kept in any case.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.photos import PhotosChanged, album, put_all, replace_photo
from shopkit.catalog.actions.products import actor_id
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.rules.photo import (
    AT_ONCE,
    BEFORE,
    MASTER,
    WHITE,
    Developed,
    Flaw,
    PictureRefused,
)
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.actions import enqueue
from shopkit.jobs.models import Job
from shopkit.jobs.registry import Registry

JOB = "photo_white"

Made = tuple[dict[str, str], int]


class GroundNotFound(Refusal):
    """The thing could not be told from its ground."""


class PhotoRoomBusy(Exception):
    """Too many pictures at once; the work is tried again."""


def try_white(session: Session, photo: Photo, *, now: datetime) -> Job:
    """Ask for the photo on a white ground; she sees it before anything changes."""
    if photo.removed_at is not None:
        raise PhotosChanged(str(photo.id))
    return enqueue(
        session,
        JOB,
        photo.id,
        owner_id=actor_id(session),
        shop_id=photo.shop_id,
        commune_code=photo.commune_code,
        total=1,
        now=now,
    )


def developed_from(files: Files, photo: Photo, size: str) -> Developed:
    """A whole photo again from one of its files; slow, so do it before anything is written."""
    content = album(files).read(photo.sizes[size])
    made = darkroom.resize(content, AT_ONCE)
    return replace(made, files={MASTER: content, **made.files})


def take_white(
    session: Session,
    files: Files,
    product: Product,
    photo: Photo,
    developed: Developed,
    *,
    now: datetime,
) -> Photo:
    """Put the photo on white in the place of the one it was made from, which is kept with it."""
    before = photo.sizes.get(BEFORE, photo.sizes[MASTER])
    return replace_photo(session, files, product, photo, developed, before=before, now=now)


def undo_white(
    session: Session,
    files: Files,
    product: Product,
    photo: Photo,
    developed: Developed,
    *,
    now: datetime,
) -> Photo:
    """Put the photo as it was taken back in its place."""
    return replace_photo(session, files, product, photo, developed, now=now)


def register(registry: Registry) -> None:
    """Tell the house how a photo is put on white."""
    registry.register(JOB, steps=count_steps, make=make_white, keep=keep_white)


def count_steps(session: Session, photo_id: UUID) -> int:
    return 1 if session.get(Photo, photo_id) else 0


def make_white(session: Session, files: Files, photo_id: UUID, _n: int) -> Made | None:
    """The photo on white, from the master as it was taken."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        return None
    master = album(files).read(photo.sizes[MASTER])
    try:
        developed = darkroom.whiten(master)
    except PictureRefused as refusal:
        if refusal.flaw is Flaw.BUSY:
            raise PhotoRoomBusy from refusal
        raise GroundNotFound(refusal.flaw) from refusal
    return put_all(files, developed), len(developed.files[WHITE])


def keep_white(session: Session, photo_id: UUID, _n: int, made: Made | None) -> None:
    photo = session.get(Photo, photo_id)
    if photo is None or made is None:
        return
    names, weight = made
    photo.sizes = {**photo.sizes, **names}
    photo.weight_bytes += weight
