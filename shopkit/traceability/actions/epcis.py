"""Taking in trace events that came as EPCIS; sent again, nothing is taken twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import actor_id
from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import IMPORTED
from shopkit.journal.write import write
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.epcis import TakenEvent, TakenEventBatch
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries.codes import batch_by_lot_or_none, product_by_code
from shopkit.traceability.queries.epcis import Reader, events_as_epcis
from shopkit.traceability.rules import epcis
from shopkit.traceability.rules.epcis_hash import event_hash
from shopkit.traceability.rules.epcis_reading import Sent, is_making, kind_of, named_in, parts_of
from shopkit.traceability.rules.units import unit_of_code_or_none

OURS = (BatchEvent, Batch, BatchInput, LabelRun, LabelMark, Recall)


@dataclass
class Count:
    """What became of the events of a file."""

    new: int = 0
    known: int = 0
    untied: int = 0


class MadeTwice(Refusal):
    """An event says of goods of this shop that they came to be, which they did here already."""


def take_events(
    session: Session, shop: Shop, sent: Sequence[Sent], *, base: str, now: datetime
) -> Count:
    """Keep each event that is new here word for word, and tie it to the batches it speaks of.

    Raises MadeTwice with the lot's code, before anything of the file is kept.
    """
    count, new = Count(), []
    about = [(one, batches_in(session, shop, one.event)) for one in sent]
    own = own_marks(session, shop, chain.from_iterable(batches for _one, batches in about), base)
    for one, batches in about:
        if mark_of(one) in own or is_known(session, shop, one, base):
            count.known += 1
            continue
        if batches and is_making(one.event):
            raise MadeTwice(batches[0].code)
        new.append((one, batches))
    for one, batches in new:
        taken = keep(session, shop, one, now)
        session.flush()
        session.add_all(
            TakenEventBatch(taken_id=taken.id, batch_id=batch.id, shop_id=shop.id)
            for batch in batches
        )
        for batch in batches:
            tell_batch(session, batch, taken, now)
        count.new += 1
        count.untied += not batches
    session.flush()
    return count


def mark_of(sent: Sent) -> tuple[str, bool]:
    return sent.hash_id, sent.is_declaration


def own_marks(
    session: Session, shop: Shop, batches: Iterable[Batch], base: str
) -> set[tuple[str, bool]]:
    """What this house tells of these batches, to the shop and to everybody, by its hashes."""
    readers = [Reader(session, base, shop, is_public=told) for told in (False, True)]
    namespaces = {epcis.PREFIX: epcis.namespace(base)}
    return {
        (event_hash(event, namespaces), "errorDeclaration" in event)
        for batch in {one.id: one for one in batches}.values()
        for reader in readers
        for event in events_as_epcis(reader, batch)
        if "@context" not in event  # one that came in is known by the record of it
    }


def is_known(session: Session, shop: Shop, sent: Sent, base: str) -> bool:
    """Whether it was taken before, or is one that we told ourselves."""
    before = select(TakenEvent.id).where(
        TakenEvent.shop_id == shop.id,
        TakenEvent.hash_id == sent.hash_id,
        TakenEvent.is_declaration.is_(sent.is_declaration),
    )
    return session.scalars(before).first() is not None or is_own(session, shop, sent, base)


def is_own(session: Session, shop: Shop, sent: Sent, base: str) -> bool:
    stem = f"{base}/epcis/event/"
    told = str(sent.event["eventID"])
    if not told.startswith(stem):
        return False
    try:
        record_id = UUID(told.removeprefix(stem).partition("/")[0])
    except ValueError:
        return False
    found = (session.get(kind, record_id) for kind in OURS)
    return any(getattr(record, "shop_id", None) == shop.id for record in found)


def keep(session: Session, shop: Shop, sent: Sent, now: datetime) -> TakenEvent:
    taken = TakenEvent(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        hash_id=sent.hash_id,
        is_declaration=sent.is_declaration,
        event_id=str(sent.event["eventID"]),
        event_at=datetime.fromisoformat(sent.event["eventTime"]),
        event=sent.event,
        namespaces=sent.namespaces,
        taken_at=now,
        taken_by_id=actor_id(session),
    )
    session.add(taken)
    session.flush()
    write(session, taken, "epcis.taken", now=now, evidence=IMPORTED)
    return taken


def batches_in(session: Session, shop: Shop, event: dict[str, Any]) -> list[Batch]:
    """The batches of the shop that an event speaks of, each once."""
    found = (batch_named(session, shop, address) for address in dict.fromkeys(named_in(event)))
    return list({batch.id: batch for batch in found if batch is not None}.values())


def batch_named(session: Session, shop: Shop, address: str) -> Batch | None:
    reading = parts_of(address)
    if not reading.valid:
        return None
    if "code" in reading.fields:
        return batch_of_code(session, shop, reading.fields["code"])
    product_code = reading.fields.get("product") or reading.ais.get("01")
    lot = reading.fields.get("lot") or reading.ais.get("10")
    if product_code is None or lot is None:
        return None
    try:
        product, owner = product_by_code(session, product_code)
    except NotFound:
        return None
    return batch_by_lot_or_none(session, product, lot) if owner.id == shop.id else None


def batch_of_code(session: Session, shop: Shop, code: str) -> Batch | None:
    label = session.get(Label, code)
    is_it = Batch.id == label.batch_id if label else Batch.trace_code == code
    return session.scalars(select(Batch).where(is_it, Batch.shop_id == shop.id)).one_or_none()


def tell_batch(session: Session, batch: Batch, taken: TakenEvent, now: datetime) -> None:
    """Let the batch's own story hold what somebody else saw, or what they took back."""
    kind = kind_of(taken.event)
    if kind is None:
        return
    earlier = session.scalars(
        select(BatchEvent).where(
            BatchEvent.batch_id == batch.id, BatchEvent.source_id == taken.hash_id
        )
    ).first()
    if taken.is_declaration and earlier is None:
        return
    told = quantity_of(session, batch, taken.event)
    session.add(
        BatchEvent(
            shop_id=batch.shop_id,
            commune_code=batch.commune_code,
            batch_id=batch.id,
            kind=kind,
            at=taken.event_at,
            noted_at=now,
            noted_by_id=taken.taken_by_id,
            evidence=IMPORTED,
            place_words=place_in(taken.event),
            quantity_milli=told[0],
            unit=told[1],
            corrects_id=earlier.id if earlier else None,
            is_withdrawn=taken.is_declaration,
            source_id=taken.hash_id,
        )
    )


def quantity_of(session: Session, batch: Batch, event: dict[str, Any]) -> tuple[int | None, str]:
    """How much of the batch it was about, in a unit that we know."""
    shop = session.get_one(Shop, batch.shop_id)
    for element in event.get("quantityList", ()):
        named = batch_named(session, shop, element["epcClass"])
        unit = unit_of_code_or_none(element.get("uom", "H87"))
        amount = element.get("quantity")
        if named is not None and named.id == batch.id and amount and unit:
            return round(amount * 1000), unit.key
    return None, ""


def place_in(event: dict[str, Any]) -> str:
    """The last part of the place's address, which is what people call it by."""
    place = event.get("readPoint") or event.get("bizLocation") or {}
    return str(place.get("id", "")).rstrip("/").rpartition("/")[2][:120]


def erase_taken(session: Session, batch: Batch) -> None:
    """Erase what came in about a batch after its term, but for events about other batches too."""
    about = TakenEventBatch.batch_id == batch.id
    ids = session.scalars(select(TakenEventBatch.taken_id).where(about)).all()
    connection = session.connection()
    connection.execute(delete(TakenEventBatch).where(about))
    others = select(TakenEventBatch.taken_id)
    alone = TakenEvent.id.in_(ids) & TakenEvent.id.not_in(others)
    connection.execute(delete(TakenEvent).where(alone))
