"""What happened to a batch, gathered from all its records to be told as EPCIS events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.clock import day_begins_at
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.epcis import TakenEvent, TakenEventBatch
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.models.places import ProductCode
from shopkit.traceability.queries.events import told_of
from shopkit.traceability.queries.labels import runs_of_batch
from shopkit.traceability.queries.lineage import inputs_of
from shopkit.traceability.queries.places import place_named
from shopkit.traceability.queries.recalls import recalls_of
from shopkit.traceability.rules import epcis
from shopkit.traceability.rules.codes import NamedPlace, first_code
from shopkit.traceability.rules.epcis import Amount, Told, Wrong
from shopkit.traceability.rules.states import VOID
from shopkit.traceability.rules.units import UNITS

# A document with more single codes than this is no use to anybody; larger runs are told as a count.
MOST_LISTED = 2_000


@dataclass(frozen=True)
class Reader:
    """What is asked while a batch is told: the house's address, and whether everybody may read it.

    What everybody may read names no partner, no note, and no single code: a list of codes would be
    a gift to whoever wants to copy labels.
    """

    session: Session
    base: str
    shop: Shop
    is_public: bool = False


def class_of(reader: Reader, batch: Batch) -> str:
    """The address of a batch as a class of goods, by the codes in force when it was opened."""
    product = reader.session.get_one(Product, batch.product_id)
    gtin = code_at(reader.session, product, batch.opened_at, is_gs1=True)
    if gtin:
        return f"{reader.base}/01/{gtin}/10/{batch.code}"
    code = code_at(reader.session, product, batch.opened_at, is_gs1=False)
    place = place_named(reader.session, reader.shop, batch.place_id)
    return f"{reader.base}/t/{code or first_code(product.code)}/{place.code}/{batch.code}"


def code_at(session: Session, product: Product, at: datetime, *, is_gs1: bool) -> str | None:
    """The declared code that was in force at a moment, so that a lot never changes its name."""
    for code in session.scalars(
        select(ProductCode)
        .where(ProductCode.product_id == product.id, ProductCode.is_gs1.is_(is_gs1))
        .order_by(ProductCode.began_at.desc(), ProductCode.id)
    ):
        if code.began_at <= at and (code.ended_at is None or code.ended_at > at):
            return code.value
    return None


def place_address(reader: Reader, place_id: UUID | None) -> str:
    return address_of_place(reader.base, place_named(reader.session, reader.shop, place_id))


def address_of_place(base: str, place: NamedPlace) -> str:
    return f"{base}/414/{place.gln}" if place.gln else f"{base}/d/{place.code}"


def event_id(reader: Reader, record_id: UUID, ending: str = "") -> str:
    return f"{reader.base}/epcis/event/{record_id}{ending}"


def events_as_epcis(reader: Reader, batch: Batch) -> list[dict[str, Any]]:
    """Everything that happened to a batch as events, in order of time, wrong ones declared."""
    told = sorted(all_told(reader, batch), key=lambda one: (one.at, one.wrong is not None, one.id))
    events = [epcis.event(one, reader.base) for one in told]
    if reader.is_public:
        return events
    return events + [sent_on(taken, reader.base) for taken in taken_of(reader.session, batch)]


def sent_on(taken: TakenEvent, base: str) -> dict[str, Any]:
    """An event that came in, with its prefixes declared where they mean something else here."""
    is_ours = taken.namespaces in ({}, {epcis.PREFIX: epcis.namespace(base)})
    if is_ours or "@context" in taken.event:
        return taken.event
    return {"@context": taken.namespaces, **taken.event}


def all_told(reader: Reader, batch: Batch) -> Iterator[Told]:
    own_class = class_of(reader, batch)
    yield from told_creation(reader, batch, own_class)
    yield from told_events(reader, batch, own_class)
    if not reader.is_public:
        yield from told_labels(reader, batch, own_class)
    yield from told_recalls(reader, batch, own_class)


def amount(epc_class: str, milli: int | None, unit: str) -> Amount:
    return Amount(epc_class, milli, UNITS[unit].unece if unit in UNITS else "")


def told_creation(reader: Reader, batch: Batch, own_class: str) -> Iterator[Told]:
    """That the lot came to be: from what went in where that was told, else of itself."""
    inputs = inputs_of(reader.session, batch)
    bought = [one for one in inputs if one.source_batch_id is None]
    place = place_address(reader, batch.place_id)
    yield from (told_material(reader, one, place) for one in bought)
    lot = {
        "soLo": batch.code,
        "NSX": batch.made_on.isoformat(),
        "HSD": batch.best_before.isoformat() if batch.best_before else "",
        "vuMua": batch.harvest,
        "maTruyXuat": batch.trace_code,
    }
    yield Told(
        id=event_id(reader, batch.id),
        kind=epcis.CREATED,
        at=day_begins_at(batch.made_on),
        noted_at=batch.opened_at,
        place=place,
        amounts=[amount(own_class, batch.quantity_milli, batch.unit)],
        inputs=[input_amount(reader, one) for one in inputs],
        lot=lot,
    )


def input_amount(reader: Reader, one: BatchInput) -> Amount:
    return amount(input_class(reader, one), one.quantity_milli, one.unit)


def input_class(reader: Reader, one: BatchInput) -> str:
    """What went in, as a class: a lot of the shop, or a delivery of bought material."""
    if one.source_batch_id is None:
        return f"{reader.base}/epcis/material/{one.id}"
    return class_of(reader, reader.session.get_one(Batch, one.source_batch_id))


def told_material(reader: Reader, one: BatchInput, place: str) -> Told:
    """That bought material came in, with who sold it and under which lot of theirs."""
    names = {"nguyenLieu": one.material}
    if not reader.is_public:
        names |= {"nhaCungCap": one.supplier, "loNhaCungCap": one.supplier_lot}
    return Told(
        id=event_id(reader, one.id),
        kind=epcis.RECEIVED,
        at=day_begins_at(one.received_on) if one.received_on else one.noted_at,
        noted_at=one.noted_at,
        place=place,
        amounts=[input_amount(reader, one)],
        own=names,
    )


def told_events(reader: Reader, batch: Batch, own_class: str) -> Iterator[Told]:
    """Each thing that was ever told, what was wrong once more with its declaration."""
    events = [one for one in told_of(reader.session, [batch.id]) if one.source_id is None]
    replaced = {one.corrects_id: one for one in events if one.corrects_id}
    for one in events:
        if one.is_withdrawn:
            continue
        yield told_event(reader, batch, own_class, one, None)
        later = replaced.get(one.id)
        if later is not None:
            right = () if later.is_withdrawn else (event_id(reader, later.id),)
            wrong = Wrong(later.noted_at, not later.is_withdrawn, right)
            yield told_event(reader, batch, own_class, one, wrong)


def told_event(
    reader: Reader, batch: Batch, own_class: str, one: BatchEvent, wrong: Wrong | None
) -> Told:
    own = {"bangChung": one.evidence, "noiDien": one.place_words}
    shop = f"{reader.base}/s/{reader.shop.code}"
    leaves = one.kind == "ship" and bool(one.partner) and not reader.is_public
    if not reader.is_public:
        own |= {"doiTac": one.partner, "ghiChu": one.note}
    return Told(
        id=event_id(reader, one.id),
        kind=one.kind,
        at=one.at,
        noted_at=one.noted_at,
        place=place_address(reader, one.place_id or batch.place_id),
        amounts=[amount(own_class, one.quantity_milli, one.unit)],
        source=shop if leaves else None,
        destination=f"{reader.base}/epcis/party/{one.id}" if leaves else None,
        own=own,
        wrong=wrong,
    )


def told_labels(reader: Reader, batch: Batch, own_class: str) -> Iterator[Told]:
    """That single labels came into being and that some were spoiled; a large run as a count."""
    left, place = MOST_LISTED, place_address(reader, batch.place_id)
    for run in reversed(runs_of_batch(reader.session, batch)):
        if run.ready_at is None or run.level != "unit":
            continue
        is_listed = run.count <= left
        left -= run.count if is_listed else 0
        yield Told(
            id=event_id(reader, run.id),
            kind=epcis.COMMISSIONED,
            at=run.ready_at,
            noted_at=run.ready_at,
            place=place,
            items=codes_of_run(reader, run, 0, run.count - 1) if is_listed else (),
            amounts=[Amount(own_class, run.count * 1000)],
            own={"thuocLo": own_class, "soTem": str(run.count)},
        )
        yield from told_spoiled(reader, run, own_class, place, is_listed=is_listed)


def told_spoiled(
    reader: Reader, run: LabelRun, own_class: str, place: str, *, is_listed: bool
) -> Iterator[Told]:
    marks = reader.session.scalars(
        select(LabelMark)
        .where(LabelMark.run_id == run.id, LabelMark.state == VOID)
        .order_by(LabelMark.at, LabelMark.id)
    )
    for mark in marks:
        count = mark.last - mark.first + 1
        yield Told(
            id=event_id(reader, mark.id),
            kind=epcis.DECOMMISSIONED,
            at=mark.at,
            noted_at=mark.at,
            place=place,
            items=codes_of_run(reader, run, mark.first, mark.last) if is_listed else (),
            amounts=[Amount(own_class, count * 1000)],
            own={"thuocLo": own_class, "soTem": str(count), "lyDo": mark.why},
        )


def codes_of_run(reader: Reader, run: LabelRun, first: int, last: int) -> Sequence[str]:
    codes = reader.session.scalars(
        select(Label.code)
        .where(Label.run_id == run.id, Label.position.between(first, last))
        .order_by(Label.position)
    )
    return [f"{reader.base}/t/{code}" for code in codes]


def told_recalls(reader: Reader, batch: Batch, own_class: str) -> Iterator[Told]:
    place = place_address(reader, batch.place_id)
    for recall in recalls_of(reader.session, batch):
        told = {
            "place": place,
            "amounts": [Amount(own_class)],
        }
        yield Told(
            id=event_id(reader, recall.id, f"/{batch.code}"),
            kind=epcis.RECALLED,
            at=recall.recalled_at,
            noted_at=recall.recalled_at,
            own={"lyDo": recall.reason, "canLam": recall.what_to_do},
            **told,  # type: ignore[arg-type]  # place and amounts, as named
        )
        if recall.ended_at:
            yield Told(
                id=event_id(reader, recall.id, f"/{batch.code}/end"),
                kind=epcis.RECALL_ENDED,
                at=recall.ended_at,
                noted_at=recall.ended_at,
                own={"lyDo": recall.ended_why},
                **told,  # type: ignore[arg-type]  # place and amounts, as named
            )


def taken_of(session: Session, batch: Batch) -> Sequence[TakenEvent]:
    """The events that came in about a batch, word for word, in order of time."""
    return session.scalars(
        select(TakenEvent)
        .join(TakenEventBatch, TakenEventBatch.taken_id == TakenEvent.id)
        .where(TakenEventBatch.batch_id == batch.id)
        .order_by(TakenEvent.event_at, TakenEvent.is_declaration, TakenEvent.id)
    ).all()


def taken_by(session: Session, shop: Shop) -> Sequence[TakenEvent]:
    """Every event that ever came in for a shop."""
    return session.scalars(
        select(TakenEvent)
        .where(TakenEvent.shop_id == shop.id)
        .order_by(TakenEvent.event_at, TakenEvent.is_declaration, TakenEvent.id)
    ).all()
