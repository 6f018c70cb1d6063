"""Forgetting what people brought once its time is over: such tables are full of personal data."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.imports.actions.bringing import let_go
from shopkit.imports.actions.shelf import shelf
from shopkit.imports.models import DROPPED, TAKING, UNFINISHED, Import
from shopkit.journal.write import write

KEPT_FOR = timedelta(days=7)
KEPT_UNKNOWN = timedelta(days=1)


def clear_old(session: Session, files: Files, *, now: datetime) -> None:
    """Remove the files of imports older than a week, and files that no import knows."""
    has_files = or_(
        Import.rows_file.is_not(None),
        Import.records_file.is_not(None),
        Import.failed_file.is_not(None),
    )
    old = select(Import).where(Import.made_at < now - KEPT_FOR, Import.state != TAKING, has_files)
    for brought in session.scalars(old.order_by(Import.id)):
        let_go(session, files, brought.rows_file, brought.records_file, brought.failed_file)
        brought.rows_file = brought.records_file = brought.failed_file = None
        brought.name = ""  # banks put the number of the account into it
        if brought.state in UNFINISHED:
            brought.state, brought.ended_at = DROPPED, now
            write(session, brought, "import.dropped", now=now, details={"kind": brought.kind})
    session.flush()
    sweep(session, files, now)


def sweep(session: Session, files: Files, now: datetime) -> None:
    """Remove files that were written but whose import was never kept, or was tried anew."""
    known = {
        name
        for row in session.execute(
            select(Import.rows_file, Import.records_file, Import.failed_file)
        )
        for name in row
        if name
    }
    # A file of today may belong to a request that has not ended.
    shelf(files).sweep(known, now - KEPT_UNKNOWN)
