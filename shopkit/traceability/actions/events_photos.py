"""The photos of events, in a folder of their own."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.rules.photo import Developed
from shopkit.db.files import Files
from shopkit.traceability.models.events import BatchEvent

SHELF = "events"
KEPT_UNKNOWN = timedelta(days=1)


def shelf(files: Files) -> Files:
    return files.shelf(SHELF)


def keep_photo(files: Files, developed: Developed) -> dict[str, str]:
    """Write the sizes of a developed photo and return their names; a sweep finds those unused."""
    place = shelf(files)
    return {size: place.put(content) for size, content in developed.files.items()}


def sweep(session: Session, files: Files, *, now: datetime) -> int:
    """Remove the files that no event names any more; those of the last day may be on their way."""
    return shelf(files).sweep(names_in_use(session), now - KEPT_UNKNOWN)


def names_in_use(session: Session) -> set[str]:
    rows = session.scalars(
        select(BatchEvent.photo)
        .where(BatchEvent.photo.is_not(None))
        .execution_options(yield_per=1000)
    )
    return {name for sizes in rows if sizes for name in sizes.values()}
