"""Everything that an inspector may ask about a batch, gathered in one reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.papers import papers_about
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries.changes import changes_of, names_of
from shopkit.traceability.queries.events import standing, told_of
from shopkit.traceability.queries.information import information_of_batch, label_of
from shopkit.traceability.queries.labels import runs_of_batch, states_of
from shopkit.traceability.queries.lineage import Lineage, destinations_of, made_from, sources_of
from shopkit.traceability.queries.places import place_of_batch, places_of
from shopkit.traceability.queries.recalls import recalls_of
from shopkit.traceability.queries.retention import keep_until
from shopkit.traceability.rules.codes import NamedPlace
from shopkit.traceability.rules.events import LEAVES
from shopkit.traceability.rules.information import Information
from shopkit.traceability.rules.label_content import Line

CHUNK = 2_000


@dataclass(frozen=True)
class Dossier:
    """A batch with all that hangs on it; single labels are read apart, because there are many."""

    shop: Shop
    product: Product
    batch: Batch
    place: NamedPlace
    place_names: dict[UUID, str]
    told: Sequence[BatchEvent]
    events: Sequence[BatchEvent]
    sources: Lineage
    made: Lineage
    went_of_made: dict[UUID, list[BatchEvent]]
    runs: Sequence[LabelRun]
    states: dict[UUID, dict[str, int]]
    marks: Sequence[LabelMark]
    papers: Sequence[Paper]
    recalls: Sequence[Recall]
    changes: Sequence[RecordChange]
    people: dict[UUID, str]
    information: Information
    label: Sequence[Line]
    keep_until: date

    @property
    def went(self) -> list[BatchEvent]:
        """To whom it was sent or sold, in order of time."""
        return [event for event in self.events if event.kind in LEAVES]

    @property
    def went_on(self) -> list[tuple[Batch, BatchEvent]]:
        """The same with what its parts and the batches made from it were sent and sold to."""
        return [(self.batch, event) for event in self.went] + [
            (one, event) for one in self.made.others for event in self.went_of_made.get(one.id, [])
        ]


def dossier(
    session: Session, shop: Shop, product: Product, batch: Batch, *, today: date
) -> Dossier:
    told = told_of(session, [batch.id])
    runs = list(reversed(runs_of_batch(session, batch)))
    changes = changes_of(session, batch)
    people = {one.by_id for one in changes} | {event.noted_by_id for event in told}
    return Dossier(
        shop,
        product,
        batch,
        place=place_of_batch(session, shop, batch),
        place_names={one.id: one.name for one in places_of(session, shop, with_closed=True)},
        told=told,
        events=standing(told),
        sources=sources_of(session, batch),
        made=(made := made_from(session, batch)),
        went_of_made=destinations_of(session, made.others),
        runs=runs,
        states={run.id: states_of(session, run) for run in runs},
        marks=marks_of_runs(session, runs),
        papers=papers_about(session, shop, product.id),
        recalls=recalls_of(session, batch),
        changes=changes,
        people=names_of(session, {one for one in people if one}),
        information=information_of_batch(session, shop, product, batch, on=today),
        label=label_of(session, shop, product, batch),
        keep_until=keep_until(batch, today=today),
    )


def marks_of_runs(session: Session, runs: Sequence[LabelRun]) -> Sequence[LabelMark]:
    """What became of the labels of these runs, in order of time."""
    return session.scalars(
        select(LabelMark)
        .where(LabelMark.run_id.in_([run.id for run in runs]))
        .order_by(LabelMark.at, LabelMark.id)
    ).all()


def labels_of(session: Session, run: LabelRun) -> Iterator[tuple[int, str, str]]:
    """Position, code and state of every label of a run, read in portions."""
    first = 0
    while True:
        rows = session.execute(
            select(Label.position, Label.code, Label.state)
            .where(Label.run_id == run.id, Label.position >= first)
            .order_by(Label.position)
            .limit(CHUNK)
        ).all()
        yield from ((row.position, row.code, row.state) for row in rows)
        if len(rows) < CHUNK:
            return
        first = rows[-1].position + 1
