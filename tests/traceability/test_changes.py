"""Every change of a record of traceability is noted, and nothing noted goes away."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import KeptRecord, RecordChange
from tests import make
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


def changes(session: Session, record_id: object) -> list[RecordChange]:
    session.flush()
    return list(
        session.scalars(
            select(RecordChange)
            .where(RecordChange.record_id == record_id)
            .order_by(RecordChange.id)
        )
    )


def test_a_new_batch_is_noted_with_what_it_says(session: Session, batch: Batch) -> None:
    (made,) = changes(session, batch.id)
    assert (made.action, made.record_kind, made.batch_id) == ("made", "batch", batch.id)
    assert made.fields["made_on"] == [None, "2026-11-20"]
    assert "recalled_at" not in made.fields
    assert made.commune_code == batch.commune_code


def test_a_change_says_what_was_and_what_is_and_who_did_it(
    session: Session, shop: Shop, batch: Batch
) -> None:
    her = make.owner_of(session, shop)
    make.acting(session, her)
    batch.best_before = date(2027, 1, 1)
    changed = changes(session, batch.id)[1]
    assert changed.fields == {"best_before": [None, "2027-01-01"]}
    assert (changed.action, changed.by_id, changed.at) == ("changed", her.id, NOW)


def test_a_record_that_did_not_change_is_not_noted(session: Session, batch: Batch) -> None:
    batch.best_before = batch.best_before
    assert len(changes(session, batch.id)) == 1


def test_a_paper_is_noted_too(session: Session, shop: Shop) -> None:
    paper = Paper(shop_id=shop.id, kind="ocop", number="12/QĐ", added_at=NOW)
    session.add(paper)
    session.flush()
    (made,) = changes(session, paper.id)
    assert made.fields["number"] == [None, "12/QĐ"]
    assert made.batch_id is None


def test_what_is_noted_is_neither_changed_nor_deleted(session: Session, batch: Batch) -> None:
    (made,) = changes(session, batch.id)
    made.action = "other"
    with pytest.raises(KeptRecord):
        session.flush()
    session.rollback()


def test_a_record_cannot_be_deleted(session: Session, batch: Batch) -> None:
    session.flush()
    session.delete(batch)
    with pytest.raises(KeptRecord):
        session.flush()
    session.rollback()


def test_nor_can_many_at_once(session: Session, batch: Batch) -> None:
    session.flush()
    for statement in (
        delete(Batch).where(Batch.id == batch.id),
        delete(RecordChange),
        update(RecordChange).values(action="other"),
        update(Batch).where(Batch.commune_code == "x").values(best_before=None),
    ):
        with pytest.raises(KeptRecord):
            session.execute(statement)


def test_a_shop_that_moves_takes_its_records_along(session: Session, batch: Batch) -> None:
    session.flush()
    session.execute(update(RecordChange).values(commune_code=make.NEXT_DOOR))
    session.execute(
        update(Batch).where(Batch.shop_id == batch.shop_id).values(commune_code=make.NEXT_DOOR)
    )
    (made,) = changes(session, batch.id)
    session.refresh(made)
    assert made.commune_code == make.NEXT_DOOR
