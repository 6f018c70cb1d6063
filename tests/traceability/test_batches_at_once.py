"""Two people at the same batch in the same moment: one is heard, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.db.engine import Database
from shopkit.errors import Refusal
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import LabelsPrinting, close_batch
from shopkit.traceability.actions.events import AlreadyCorrected, correct_event, record_event
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.actions.lineage import MadeFromItself, add_source
from shopkit.traceability.actions.recalls import AlreadyRecalled, recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries.recalls import recall_version
from tests import make
from tests.conftest import NOW, StandingClock

Deed = Callable[[Session], object]


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


def at_once(database: Database, *deeds: Deed) -> list[type[Refusal] | None]:
    """Do all of these in transactions of their own that begin together; what each was refused."""
    begin = Barrier(len(deeds))

    def do(deed: Deed) -> type[Refusal] | None:
        begin.wait()
        try:
            with database.writing() as own:
                deed(own)
        except Refusal as problem:
            return type(problem)
        return None

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def called_back(batch_id: UUID) -> Deed:
    return lambda own: recall_batch(
        own,
        own.get_one(Batch, batch_id),
        reason="mốc",
        what_to_do="",
        reaches_on=False,
        now=NOW,
    )


def test_of_two_recalls_at_once_one_stands(
    database: Database, session: Session, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    session.commit()
    said = at_once(database, called_back(batch.id), called_back(batch.id))
    assert set(said) == {None, AlreadyRecalled}
    assert len(session.scalars(select(Recall)).all()) == 1
    assert recall_version(session) == 1


def test_recalls_of_different_batches_at_once_are_both_counted(
    database: Database, session: Session, shop: Shop
) -> None:
    ids = [make.batch(session, shop).id for _ in range(4)]
    session.commit()
    assert at_once(database, *map(called_back, ids)) == [None] * 4
    assert recall_version(session) == 4


def test_half_a_circle_each_makes_no_circle(
    database: Database, session: Session, shop: Shop
) -> None:
    one, other = make.batch(session, shop).id, make.batch(session, shop).id
    session.commit()

    def into(target: UUID, source: UUID) -> Deed:
        return lambda own: add_source(
            own,
            own.get_one(Batch, target),
            own.get_one(Batch, source),
            quantity_milli=None,
            unit="",
            now=NOW,
        )

    assert set(at_once(database, into(one, other), into(other, one))) == {None, MadeFromItself}
    assert len(session.scalars(select(BatchInput)).all()) == 1


def test_a_batch_is_not_closed_and_labelled_in_one_moment(
    database: Database, session: Session, shop: Shop
) -> None:
    batch_id = make.batch(session, shop).id
    session.commit()
    said = at_once(
        database,
        lambda own: close_batch(own, own.get_one(Batch, batch_id), why="bán hết", now=NOW),
        lambda own: make.label_run(own, own.get_one(Batch, batch_id)),
    )
    assert said in ([None, BatchClosed], [LabelsPrinting, None])
    session.expire_all()
    is_closed = session.get_one(Batch, batch_id).closed_at is not None
    assert is_closed is not bool(session.scalars(select(LabelRun)).all())


def test_of_two_corrections_at_once_one_stands(
    database: Database, session: Session, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    event = record_event(session, batch, kind="pack", at=NOW, now=NOW)
    batch_id, event_id = batch.id, event.id
    session.commit()

    def say(note: str) -> Deed:
        return lambda own: correct_event(
            own, own.get_one(Batch, batch_id), own.get_one(BatchEvent, event_id), note=note, now=NOW
        )

    assert set(at_once(database, say("một"), say("hai"))) == {None, AlreadyCorrected}
    assert len(session.scalars(select(BatchEvent)).all()) == 2


def test_recalls_that_reach_the_same_goods_do_not_block_each_other(
    database: Database, session: Session, shop: Shop
) -> None:
    flour, honey = make.batch(session, shop), make.batch(session, shop)
    for _ in range(6):
        cake = make.batch(session, shop)
        for source in (flour, honey):
            add_source(session, cake, source, quantity_milli=None, unit="", now=NOW)
    ids = (flour.id, honey.id)
    session.commit()

    def reaching_on(batch_id: UUID) -> Deed:
        return lambda own: recall_batch(
            own,
            own.get_one(Batch, batch_id),
            reason="mốc",
            what_to_do="",
            reaches_on=True,
            now=NOW,
        )

    assert at_once(database, *map(reaching_on, ids)) == [None, None]
    reached = session.scalars(select(Batch).where(Batch.recalled_at.is_not(None))).all()
    assert len(reached) == 8
