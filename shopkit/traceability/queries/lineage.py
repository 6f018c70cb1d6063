"""Where batches came from and where they went: back to what went in, forward to who got it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from shopkit.errors import NotFound
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.queries.events import standing, told_of
from shopkit.traceability.rules.events import LEAVES, TAKES
from shopkit.traceability.rules.units import converted

MOST_BATCHES = 2_000
CHUNK = 500


@dataclass
class Lineage:
    """A batch and what hangs together with it in one direction.

    `batches` begins with the batch itself and holds each one once, nearest first; `inputs` are the
    links that led to them, bought materials among those that lead back. `is_cut` when there was
    more than anybody can look through.
    """

    batches: dict[UUID, Batch]
    inputs: list[BatchInput] = field(default_factory=list)
    is_cut: bool = False

    def into(self, batch_id: UUID) -> list[BatchInput]:
        """What went into one of the batches."""
        return self.by_target.get(batch_id, [])

    def out_of(self, batch_id: UUID) -> list[BatchInput]:
        """What one of the batches went into."""
        return self.by_source.get(batch_id, [])

    @cached_property
    def by_target(self) -> dict[UUID, list[BatchInput]]:
        """The links by the batch they lead into."""
        found = defaultdict(list)
        for one in self.inputs:
            found[one.batch_id].append(one)
        return found

    @cached_property
    def by_source(self) -> dict[UUID, list[BatchInput]]:
        """The links by the batch they lead out of."""
        found = defaultdict(list)
        for one in self.inputs:
            if one.source_batch_id:
                found[one.source_batch_id].append(one)
        return found

    @property
    def others(self) -> list[Batch]:
        """All but the batch that was asked about."""
        return list(self.batches.values())[1:]


def inputs_of(session: Session, batch: Batch) -> Sequence[BatchInput]:
    """What went directly into a batch, as it stands."""
    return standing_inputs(session, BatchInput.batch_id, [batch.id])


def sources_of(session: Session, batch: Batch, *, most: int | None = None) -> Lineage:
    """Everything a batch was made from, back to what was bought; at most `most` batches."""
    return followed(session, batch, is_back=True, most=most)


def made_from(session: Session, batch: Batch, *, most: int | None = None) -> Lineage:
    """Every batch that holds something of this one; at most `most` batches."""
    return followed(session, batch, is_back=False, most=most)


def same_goods(session: Session, batch: Batch, *, most: int | None = None) -> list[Batch]:
    """The batches that hold these goods under another number: divided, or put together."""
    forward = made_from(session, batch, most=most)
    found, level = {batch.id}, [batch.id]
    while level:
        ends = [one.batch_id for here in level for one in forward.out_of(here)]
        level = [
            one
            for one in dict.fromkeys(ends)
            if one not in found
            and one in forward.batches
            and forward.batches[one].product_id == batch.product_id
        ]
        found.update(level)
    return [one for one in forward.others if one.id in found]


def followed(session: Session, batch: Batch, *, is_back: bool, most: int | None = None) -> Lineage:
    """Follow the links level by level; a batch met again is not followed twice."""
    most = most or MOST_BATCHES
    found = Lineage({batch.id: batch})
    level = [batch.id]
    here = BatchInput.batch_id if is_back else BatchInput.source_batch_id
    while level and not found.is_cut:
        links = standing_inputs(session, here, level)
        found.inputs.extend(links)
        ends = [one.source_batch_id if is_back else one.batch_id for one in links]
        level = [one for one in dict.fromkeys(ends) if one and one not in found.batches]
        found.is_cut = len(found.batches) + len(level) > most
        level = level[: most - len(found.batches)]
        found.batches.update(batches_by_id(session, batch.shop_id, level))
        level = [one for one in level if one in found.batches]
    return found


def standing_inputs(
    session: Session, column: InstrumentedAttribute[Any], ids: list[UUID]
) -> list[BatchInput]:
    found: list[BatchInput] = []
    asked = iter(ids)
    while chunk := list(islice(asked, CHUNK)):
        found.extend(
            session.scalars(
                select(BatchInput)
                .where(column.in_(chunk), BatchInput.removed_at.is_(None))
                .order_by(BatchInput.noted_at, BatchInput.id)
            )
        )
    return found


def batches_by_id(session: Session, shop_id: UUID, ids: list[UUID]) -> dict[UUID, Batch]:
    """These batches of a shop, in the order asked for."""
    found: dict[UUID, Batch] = {}
    asked = iter(ids)
    while chunk := list(islice(asked, CHUNK)):
        rows = session.scalars(select(Batch).where(Batch.id.in_(chunk), Batch.shop_id == shop_id))
        found.update({one.id: one for one in rows})
    return {one: found[one] for one in ids if one in found}


def chain_back(session: Session, batch: Batch, source_id: UUID) -> list[Batch]:
    """The shortest way from a batch back to one of its sources, both ends named; empty if none."""
    lineage = sources_of(session, batch)
    if source_id not in lineage.batches:
        return []
    leads_to = {
        one.source_batch_id: one.batch_id for one in reversed(lineage.inputs) if one.source_batch_id
    }
    way, here = [source_id], source_id
    while here != batch.id:
        here = leads_to[here]
        way.append(here)
    return [lineage.batches[one] for one in reversed(way)]


def destinations_of(session: Session, batches: Iterable[Batch]) -> dict[UUID, list[BatchEvent]]:
    """To whom each of these batches was sent or sold, by batch, in order of time."""
    went: dict[UUID, list[BatchEvent]] = defaultdict(list)
    asked = iter([batch.id for batch in batches])
    while chunk := list(islice(asked, CHUNK)):
        for event in standing(told_of(session, chunk)):
            if event.kind in LEAVES:
                went[event.batch_id].append(event)
    return dict(went)


def input_of(session: Session, batch: Batch, input_id: UUID) -> BatchInput:
    """Something that went into this batch, as it stands."""
    found = session.scalars(
        select(BatchInput).where(
            BatchInput.id == input_id,
            BatchInput.batch_id == batch.id,
            BatchInput.removed_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(input_id))
    return found


def parts_among(session: Session, batches: Sequence[Batch]) -> set[UUID]:
    """Which of these are parts or mixtures of batches of the same product: made already."""
    part, whole = aliased(Batch), aliased(Batch)
    return set(
        session.scalars(
            select(BatchInput.batch_id)
            .join(part, part.id == BatchInput.batch_id)
            .join(whole, whole.id == BatchInput.source_batch_id)
            .where(
                BatchInput.batch_id.in_([batch.id for batch in batches]),
                BatchInput.removed_at.is_(None),
                part.product_id == whole.product_id,
            )
        )
    )


def divided_off(session: Session, batch: Batch) -> int:
    """How much of a batch goes by another number already, in thousandths of its unit."""
    links = standing_inputs(session, BatchInput.source_batch_id, [batch.id])
    parts = batches_by_id(session, batch.shop_id, [one.batch_id for one in links])
    told = [
        converted(one.quantity_milli, one.unit, batch.unit)
        for one in links
        if one.quantity_milli is not None
        and one.batch_id in parts
        and parts[one.batch_id].product_id == batch.product_id
    ]
    return sum(part for part in told if part)


@dataclass(frozen=True)
class Balance:
    """How much of a batch was made and how much has gone, in thousandths of its unit."""

    made_milli: int
    gone_milli: int
    unit: str

    @property
    def is_over(self) -> bool:
        return self.gone_milli > self.made_milli


def balance_or_none(
    session: Session, batch: Batch, *, without: UUID | None = None
) -> Balance | None:
    """What was sold, spoiled and put into others, against what was made.

    None where nobody told how much was made; what is told in units that do not compare is left out.
    `without` is an event that is being told anew.
    """
    if batch.quantity_milli is None:
        return None
    told = [
        (event.quantity_milli, event.unit)
        for event in standing(told_of(session, [batch.id]))
        if event.kind in TAKES and event.id != without
    ]
    used = standing_inputs(session, BatchInput.source_batch_id, [batch.id])
    told += [(one.quantity_milli, one.unit) for one in used]
    gone = [converted(milli, unit, batch.unit) for milli, unit in told if milli is not None]
    return Balance(batch.quantity_milli, sum(part for part in gone if part), batch.unit)
