"""Photos of signed lists: small enough to keep for years, large enough to read the names."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.rules.photo import MASTER, Developed
from shopkit.db.files import Files
from shopkit.journal.write import write
from shopkit.training.actions.courses import actor_id
from shopkit.training.models.courses import Meeting, SignedList

SHELF = "signed"
MOST_BYTES = 300_000
LONG_SIDES = (1800, 1500, 1200, 1000)
QUALITIES = (70, 55, 40)
KEPT_UNKNOWN = timedelta(days=1)


def shelf(files: Files) -> Files:
    return files.shelf(SHELF)


def small(content: bytes) -> bytes:
    """The picture as a JPEG of less than 300 kB, as large as that allows."""
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    made = content
    for side in LONG_SIDES:
        fitting = picture.copy()
        fitting.thumbnail((side, side))
        for quality in QUALITIES:
            out = BytesIO()
            fitting.save(out, "JPEG", quality=quality, optimize=True)
            made = out.getvalue()
            if len(made) < MOST_BYTES:
                return made
    return made


def keep_signed_list(
    session: Session, files: Files, meeting: Meeting, developed: Developed, *, now: datetime
) -> SignedList:
    """Keep a photo as the proof of a meeting's list; the same photo is kept once."""
    content = small(developed.files[MASTER])
    name = shelf(files).put(content)
    known = session.scalars(
        select(SignedList).where(SignedList.meeting_id == meeting.id, SignedList.file == name)
    ).one_or_none()
    if known:
        return known
    kept = SignedList(
        commune_code=meeting.commune_code,
        meeting_id=meeting.id,
        file=name,
        size_bytes=len(content),
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(kept)
    session.flush()
    write(session, kept, "signed_list.kept", now=now, details={"meeting_id": str(meeting.id)})
    return kept


def sweep(session: Session, files: Files, *, now: datetime) -> int:
    """Remove the files that no list names; a young one may belong to a request on its way."""
    known = set(session.scalars(select(SignedList.file)))
    return shelf(files).sweep(known, now - KEPT_UNKNOWN)
