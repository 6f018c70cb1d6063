"""Erasing the records of batches whose term is over; the codes and what they say stay for ever."""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.epcis import erase_taken
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.models.looks import LookHour, SuspicionReport
from shopkit.traceability.models.recalls import Recall, RecalledBatch
from shopkit.traceability.queries.batches import locked
from shopkit.traceability.queries.retention import batches_with_records, is_over, keep_until

# What is erased of a batch, each before what it points at.
ERASED = (BatchEvent, BatchInput, SuspicionReport, LookHour, RecordChange)


class StillKept(Refusal):
    """The law asks to keep these records; `until` is the last day."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


def forgettable(session: Session, shop: Shop, today: date) -> list[Batch]:
    """The batches of a shop whose records may be erased: their term is over, and that of all
    that was made from them."""
    return [
        batch
        for batch in batches_with_records(session, shop.id)
        if is_over(session, batch, today=today)
    ]


def erase_records(session: Session, batch: Batch, *, now: datetime) -> None:
    """Erase what was told about a batch after its term; its dates and its codes stay."""
    locked(session, batch)
    today = local_day(now)
    if not is_over(session, batch, today=today):
        raise StillKept(max(keep_until(batch, today=today), today))
    if batch.erased_on:
        return
    session.flush()
    # Straight to the tables: the records themselves refuse to be deleted, whatever the day.
    connection = session.connection()
    recalls = select(Recall.id).where(Recall.batch_id == batch.id)
    connection.execute(delete(RecalledBatch).where(RecalledBatch.recall_id.in_(recalls)))
    connection.execute(delete(RecalledBatch).where(RecalledBatch.batch_id == batch.id))
    for table in (Recall, *ERASED):
        connection.execute(delete(table).where(table.batch_id == batch.id))
    erase_taken(session, batch)
    session.expire_all()
    batch.erased_on, batch.closed_at = today, batch.closed_at or now
    batch.harvest = batch.closed_why = ""
    session.flush()
    write(session, batch, "batch.records_erased", now=now)
