"""What goes into a batch; dividing one and putting several together."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qr_labels.payload.serials import new_code
from shopkit.errors import NotFound, Refusal
from shopkit.journal.write import write
from shopkit.traceability.actions.batches import BatchErased, codes_of_day, opened
from shopkit.traceability.actions.events import actor_id
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.models.events import BatchInput
from shopkit.traceability.queries.batches import hold_shop, locked
from shopkit.traceability.queries.lineage import chain_back, divided_off
from shopkit.traceability.rules.batches import batch_code, part_code
from shopkit.traceability.rules.units import converted

MOST_INPUTS = 200
MOST_PARTS = 20
SPLIT = "split"


class MadeFromItself(Refusal):
    """The batch is already in what it would go into; `chain` names the batches on the way."""

    def __init__(self, chain: Sequence[str]) -> None:
        super().__init__(" ".join(chain))
        self.chain = tuple(chain)


class SourceLater(Refusal):
    """What went in was made after what came out."""

    def __init__(self, code: str, made_on: date) -> None:
        super().__init__(code)
        self.code, self.made_on = code, made_on


class ReceivedLater(Refusal):
    """Material was received after the batch was made."""


class SourceRecalled(Refusal):
    """Goods that are called back are not put into others."""


class TooManyInputs(Refusal):
    """More inputs than anybody can read."""


class SplitTooMuch(Refusal):
    """The parts are more than what there was."""


class UnitDiffers(Refusal):
    """The parts are measured in something that the whole is not."""


class TooFewParts(Refusal):
    """Dividing makes parts, and merging needs two batches at least."""


class TooManyParts(Refusal):
    """More parts than one page can ask for."""


class ProductsDiffer(Refusal):
    """Batches of different products are not merged; something new is made from them."""


def add_source(
    session: Session,
    batch: Batch,
    source: Batch,
    *,
    quantity_milli: int | None,
    unit: str,
    now: datetime,
) -> BatchInput:
    """Note that another batch of the shop went into this one."""
    # One at a time for a shop: two halves of a circle, each noted by itself, would both pass.
    hold_shop(session, batch.shop_id)
    check_source(session, batch, source)
    made = BatchInput(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        source_batch_id=source.id,
        quantity_milli=quantity_milli,
        unit=unit if quantity_milli is not None else "",
        noted_at=now,
    )
    return put_in(session, batch, made, now)


def check_source(session: Session, batch: Batch, source: Batch) -> None:
    """Refuse what cannot have gone in: what came later, what is called back, what is made of it."""
    if source.shop_id != batch.shop_id:
        raise NotFound(str(source.id))
    if source.recalled_at:
        raise SourceRecalled(source.code)
    chain = chain_back(session, source, batch.id)
    if chain:
        raise MadeFromItself([one.code for one in reversed(chain)])
    if source.made_on > batch.made_on:
        raise SourceLater(source.code, source.made_on)


def add_material(
    session: Session,
    batch: Batch,
    *,
    material: str,
    supplier: str,
    supplier_lot: str,
    received_on: date | None,
    quantity_milli: int | None,
    unit: str,
    now: datetime,
) -> BatchInput:
    """Note that bought material went into a batch: from whom, which lot of theirs, and when."""
    if received_on and received_on > batch.made_on:
        raise ReceivedLater
    made = BatchInput(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        material=material,
        supplier=supplier,
        supplier_lot=supplier_lot,
        received_on=received_on,
        quantity_milli=quantity_milli,
        unit=unit if quantity_milli is not None else "",
        noted_at=now,
    )
    return put_in(session, batch, made, now)


def put_in(session: Session, batch: Batch, made: BatchInput, now: datetime) -> BatchInput:
    """Keep an input of an open batch."""
    locked(session, batch)
    if batch.closed_at:
        raise BatchClosed(batch.code)
    counted = select(func.count()).where(
        BatchInput.batch_id == batch.id, BatchInput.removed_at.is_(None)
    )
    if (session.scalar(counted) or 0) >= MOST_INPUTS:
        raise TooManyInputs(batch.code)
    session.add(made)
    session.flush()
    write(session, made, "batch.input_added", now=now, details={"batch": str(batch.id)})
    return made


def remove_input(session: Session, batch: Batch, gone: BatchInput, *, now: datetime) -> None:
    """Say that something did not go into a batch after all; that it was noted is kept."""
    locked(session, batch)
    if batch.erased_on:
        raise BatchErased(batch.code)
    if gone.removed_at is None:
        gone.removed_at = now
        session.flush()
        write(session, gone, "batch.input_removed", now=now, details={"batch": str(batch.id)})


def split_batch(
    session: Session, batch: Batch, *, parts: Sequence[int], unit: str, now: datetime
) -> list[Batch]:
    """Divide a batch into parts of these quantities; each part keeps its dates and its trace."""
    hold_shop(session, batch.shop_id)
    locked(session, batch)
    if batch.closed_at:
        raise BatchClosed(batch.code)
    if batch.recalled_at:
        raise SourceRecalled(batch.code)
    check_parts(session, batch, parts, unit)
    taken = codes_of_day(session, batch.shop_id, batch.made_on)
    made = []
    for quantity_milli in parts:
        part = new_part(batch, taken, quantity_milli, unit, now)
        taken.append(part.code)
        opened(session, part, now)
        add_source(session, part, batch, quantity_milli=quantity_milli, unit=unit, now=now)
        made.append(part)
    note_split(session, batch, made, now)
    write(session, batch, "batch.split", now=now)
    return made


def note_split(session: Session, batch: Batch, made: Sequence[Batch], now: datetime) -> None:
    """Let the log of the whole name its parts; no field of its own tells them."""
    session.add(
        RecordChange(
            shop_id=batch.shop_id,
            commune_code=batch.commune_code,
            batch_id=batch.id,
            record_kind=Batch.__tablename__,
            record_id=batch.id,
            action=SPLIT,
            fields={"parts": [None, ", ".join(part.code for part in made)]},
            at=now,
            by_id=actor_id(session),
        )
    )
    session.flush()


def check_parts(session: Session, batch: Batch, parts: Sequence[int], unit: str) -> None:
    """Refuse parts that are too few, too many, or more than there is."""
    if not parts:
        raise TooFewParts
    if len(parts) > MOST_PARTS:
        raise TooManyParts
    if batch.quantity_milli is None:
        return
    whole = converted(sum(parts), unit, batch.unit)
    if whole is None:
        raise UnitDiffers(batch.code)
    if divided_off(session, batch) + whole > batch.quantity_milli:
        raise SplitTooMuch(batch.code)


def new_part(
    batch: Batch, taken: Sequence[str], quantity_milli: int, unit: str, now: datetime
) -> Batch:
    return Batch(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        product_id=batch.product_id,
        code=part_code(batch.code, taken) or batch_code(batch.made_on, taken),
        trace_code=new_code(),
        made_on=batch.made_on,
        best_before=batch.best_before,
        date_kind=batch.date_kind,
        place_id=batch.place_id,
        harvest=batch.harvest,
        quantity_milli=quantity_milli,
        unit=unit,
        opened_at=now,
    )


def merge_batches(session: Session, batches: Sequence[Batch], *, now: datetime) -> Batch:
    """Put batches of one product together; the merged one goes by the earliest best-before date."""
    if len({one.id for one in batches}) < 2:
        raise TooFewParts
    if len({one.product_id for one in batches}) > 1:
        raise ProductsDiffer
    hold_shop(session, batches[0].shop_id)
    for one in batches:
        locked(session, one)
        if one.closed_at:
            raise BatchClosed(one.code)
    latest = max(batches, key=lambda one: one.made_on)
    quantity_milli, unit = together(batches)
    merged = Batch(
        shop_id=latest.shop_id,
        commune_code=latest.commune_code,
        product_id=latest.product_id,
        code=batch_code(latest.made_on, codes_of_day(session, latest.shop_id, latest.made_on)),
        trace_code=new_code(),
        made_on=latest.made_on,
        best_before=min((one.best_before for one in batches if one.best_before), default=None),
        date_kind=latest.date_kind,
        place_id=latest.place_id,
        quantity_milli=quantity_milli,
        unit=unit,
        opened_at=now,
    )
    opened(session, merged, now)
    for one in batches:
        add_source(session, merged, one, quantity_milli=one.quantity_milli, unit=one.unit, now=now)
    write(session, merged, "batch.merged", now=now)
    return merged


def together(batches: Sequence[Batch]) -> tuple[int | None, str]:
    """The sum of the quantities, if all are known and can be added."""
    unit, whole = batches[0].unit, 0
    for one in batches:
        if one.quantity_milli is None or not unit:
            return None, ""
        part = converted(one.quantity_milli, one.unit, unit)
        if part is None:
            return None, ""
        whole += part
    return whole, unit
