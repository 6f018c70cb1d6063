"""The photos of events, in a folder of their own."""

import os
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.rules.photo import Developed
from shopkit.db.files import Files
from shopkit.traceability.models.events import BatchEvent

SHELF = "events"
KEPT_UNKNOWN = timedelta(days=1)


def shelf(files: Files) -> Files:
    return Files(files.root / SHELF)


def keep_photo(files: Files, developed: Developed) -> dict[str, str]:
    """Write the sizes of a developed photo and return their names; a sweep finds those unused."""
    place = shelf(files)
    names = {size: place.put(content) for size, content in developed.files.items()}
    for name in names.values():
        os.utime(place.path(name))  # the same bytes may lie here unused and due to be swept
    return names


def sweep(session: Session, files: Files, *, now: datetime) -> int:
    """Remove the files that no event names any more; those of the last day may be on their way."""
    rows = session.scalars(
        select(BatchEvent.photo)
        .where(BatchEvent.photo.is_not(None))
        .execution_options(yield_per=1000)
    )
    known = {name for sizes in rows if sizes for name in sizes.values()}
    young = (now - KEPT_UNKNOWN).timestamp()
    gone = 0
    for path in shelf(files).root.glob("*/*"):
        if path.is_file() and path.name not in known and path.stat().st_mtime < young:
            path.unlink()
            gone += 1
    return gone
