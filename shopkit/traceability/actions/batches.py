"""Opening a batch, saying more about it, closing and reopening it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload.serials import new_code
from shopkit.catalog.models.products import Product
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import MADE, Batch
from shopkit.traceability.queries.batches import is_printing, locked
from shopkit.traceability.queries.labels import runs_of_batch
from shopkit.traceability.rules.batches import batch_code, check_dates


class OnlyForMakers(Refusal):
    """Who sells on what others made does not label it as her own."""


class LabelsPrinting(Refusal):
    """Labels of the batch are being made just now; it can be closed when they are done."""


class LabelsPrinted(Refusal):
    """Labels that say the old date are out; a printed code never changes what it says."""


class BatchErased(Refusal):
    """The term of the records is over and they were erased."""


def open_batch(
    session: Session,
    shop: Shop,
    product: Product,
    *,
    made_on: date,
    best_before: date | None,
    now: datetime,
    date_kind: str = MADE,
    place_id: UUID | None = None,
    quantity_milli: int | None = None,
    unit: str = "",
    harvest: str = "",
) -> Batch:
    """Open a batch of a product of this shop."""
    if not shop.is_maker:
        raise OnlyForMakers
    check_dates(made_on, best_before, local_day(now))
    batch = Batch(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        product_id=product.id,
        code=batch_code(made_on, codes_of_day(session, shop.id, made_on)),
        trace_code=new_code(),
        made_on=made_on,
        best_before=best_before,
        date_kind=date_kind,
        place_id=place_id,
        quantity_milli=quantity_milli,
        unit=unit if quantity_milli is not None else "",
        harvest=harvest,
        opened_at=now,
    )
    return opened(session, batch, now)


def opened(session: Session, batch: Batch, now: datetime) -> Batch:
    session.add(batch)
    session.flush()
    write(session, batch, "batch.opened", now=now)
    return batch


def codes_of_day(session: Session, shop_id: UUID, made_on: date) -> list[str]:
    return list(
        session.scalars(
            select(Batch.code).where(Batch.shop_id == shop_id, Batch.made_on == made_on)
        )
    )


def change_batch(
    session: Session,
    batch: Batch,
    *,
    best_before: date | None,
    place_id: UUID | None,
    quantity_milli: int | None,
    unit: str,
    harvest: str,
    now: datetime,
) -> None:
    """Say more about a batch, or mend what was said; a date that is on labels stays."""
    locked(session, batch)
    if batch.erased_on:
        raise BatchErased(batch.code)
    if best_before != batch.best_before:
        if runs_of_batch(session, batch):
            raise LabelsPrinted(batch.code)
        check_dates(batch.made_on, best_before, local_day(now))
    batch.best_before, batch.place_id, batch.harvest = best_before, place_id, harvest
    batch.quantity_milli = quantity_milli
    batch.unit = unit if quantity_milli is not None else ""
    if session.is_modified(batch):
        session.flush()
        write(session, batch, "batch.changed", now=now)


def close_batch(session: Session, batch: Batch, *, why: str, now: datetime) -> None:
    """Close a batch; nothing can be labelled or recorded from it afterwards."""
    locked(session, batch)
    if batch.closed_at:
        return
    if is_printing(session, batch):
        raise LabelsPrinting(batch.code)
    batch.closed_at, batch.closed_why = now, why
    session.flush()
    write(session, batch, "batch.closed", now=now)


def reopen_batch(session: Session, batch: Batch, *, why: str, now: datetime) -> None:
    """Open a closed batch again; why it was closed and opened stands in its log."""
    locked(session, batch)
    if batch.erased_on:
        raise BatchErased(batch.code)
    if batch.closed_at is None:
        return
    batch.closed_at, batch.closed_why = None, why
    session.flush()
    write(session, batch, "batch.reopened", now=now)
