"""Which files the records name, so that the doctor can say which of them are not there."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopkit.catalog.actions import papers, photos
from shopkit.channels.models.handed_over import ChannelFile, Feed, Template
from shopkit.imports.models import Import
from shopkit.traceability.actions import events_photos
from shopkit.traceability.models.labels import LabelFile, PinList
from shopkit.traceability.queries.suspicion import photos_in_use

NAMING: tuple[InstrumentedAttribute[str] | InstrumentedAttribute[str | None], ...] = (
    LabelFile.name,
    PinList.name,
    Import.rows_file,
    Import.records_file,
    Import.failed_file,
    ChannelFile.file,
    Feed.file,
    Template.file,
)


def named_files(session: Session) -> Iterator[str]:
    """The name of every file that some record holds; one may come more than once."""
    yield from photos.names_in_use(session)
    yield from papers.names_in_use(session)
    yield from events_photos.names_in_use(session)
    yield from photos_in_use(session)
    for column in NAMING:
        chosen = select(column).where(column.is_not(None)).execution_options(yield_per=1000)
        yield from (name for name in session.scalars(chosen) if name)
