"""A recall stands at once, for all it reaches, until it is ended with a reason."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice
from shopkit.catalog.actions.products import hide
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.lineage import add_source, merge_batches, split_batch
from shopkit.traceability.actions.recalls import (
    AlreadyRecalled,
    end_recall,
    recall_batch,
    widen_recall,
)
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.recalls import Recall
from shopkit.traceability.queries.recalls import (
    concerned_by,
    own_recall_or_none,
    reach_counts,
    reached_by,
    recall_version,
    recalls_in_place,
    recalls_of,
    standing_recall_or_none,
)
from tests import make
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


@pytest.fixture
def flour(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


@pytest.fixture
def cake(session: Session, shop: Shop, flour: Batch) -> Batch:
    made = make.batch(session, shop)
    add_source(session, made, flour, quantity_milli=None, unit="", now=NOW)
    return made


def recalled(session: Session, batch: Batch, *, on: bool = False, reason: str = "mốc") -> Recall:
    return recall_batch(
        session, batch, reason=reason, what_to_do="Ngừng ăn", reaches_on=on, now=NOW
    )


def test_a_recall_stands_at_once_and_is_counted(session: Session, flour: Batch) -> None:
    assert recall_version(session) == 0
    recall = recalled(session, flour)
    assert recall_version(session) == 1
    assert flour.recalled_at == NOW
    assert standing_recall_or_none(session, flour) == recall
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "batch.recalled")
    ).one()
    assert entry.details == {"batch": str(flour.id)}


def test_what_was_made_from_it_is_called_back_only_if_asked(
    session: Session, flour: Batch, cake: Batch
) -> None:
    recall = recalled(session, flour)
    assert cake.recalled_at is None
    end_recall(session, recall, why="kiểm lại không sao", now=NOW)
    recall = recalled(session, flour, on=True)
    assert cake.recalled_at == NOW
    assert standing_recall_or_none(session, cake) == recall
    assert list(reached_by(session, recall)) == [flour, cake]
    assert reach_counts(session, [recall]) == {recall.id: 2}


def test_of_two_recalls_one_stands_and_the_second_is_told(session: Session, flour: Batch) -> None:
    first = recalled(session, flour)
    with pytest.raises(AlreadyRecalled) as told:
        recalled(session, flour, reason="lẫn sạn")
    assert told.value.recall == first
    assert recall_version(session) == 1


def test_a_recall_ends_with_a_reason_and_is_counted_too(session: Session, flour: Batch) -> None:
    recall = recalled(session, flour)
    end_recall(session, recall, why="đã lấy lại hết", now=NOW)
    assert (recall.ended_at, recall.ended_why) == (NOW, "đã lấy lại hết")
    assert flour.recalled_at is None
    assert standing_recall_or_none(session, flour) is None
    assert recall_version(session) == 2
    assert list(recalls_of(session, flour)) == [recall]
    end_recall(session, recall, why="lần nữa", now=NOW)
    assert (recall.ended_why, recall_version(session)) == ("đã lấy lại hết", 2)


def test_a_batch_reached_by_two_recalls_stays_called_back_until_both_end(
    session: Session, flour: Batch, cake: Batch
) -> None:
    from_flour = recalled(session, flour, on=True)
    own = recalled(session, cake, reason="sai nhãn")
    assert standing_recall_or_none(session, cake) == own
    assert own_recall_or_none(session, cake) == own
    end_recall(session, own, why="dán lại nhãn", now=NOW)
    assert cake.recalled_at is not None
    assert standing_recall_or_none(session, cake) == from_flour
    end_recall(session, from_flour, why="xong", now=NOW)
    assert cake.recalled_at is None


def test_a_recall_outlives_the_listing(
    session: Session, files: Files, shop: Shop, clock: StandingClock
) -> None:
    product = make.product(session, files, shop)
    batch = make.batch(session, shop, product)
    recall = recalled(session, batch)
    hide(session, product, now=NOW)
    assert standing_recall_or_none(session, batch) == recall
    assert batch.recalled_at is not None


@pytest.mark.parametrize("hat", [OFFICER, LEADER])
def test_the_commune_sees_the_recalls_of_its_shops_whatever_they_agreed_to(
    session: Session, shop: Shop, flour: Batch, hat: str
) -> None:
    recall = recalled(session, flour)
    her = make.who(session, make.staff(session, hat))
    ((seen, batch, _product, of),) = recalls_in_place(session, her, since=NOW)
    assert (seen, batch, of) == (recall, flour, shop)
    for other in (
        make.who(session, make.staff(session, hat, make.NEXT_DOOR)),
        make.who(session, make.staff(session, TRAINER)),
    ):
        assert recalls_in_place(session, other, since=NOW) == []


def test_the_officers_of_the_commune_and_her_other_phones_are_told(
    session: Session, shop: Shop, flour: Batch
) -> None:
    officer = make.staff(session, OFFICER)
    make.staff(session, OFFICER, make.NEXT_DOOR)
    make.staff(session, TRAINER)
    recalled(session, flour)
    told = session.scalars(select(Notice.account_id).where(Notice.kind == "batch.recalled")).all()
    assert set(told) == {officer.id, make.owner_of(session, shop).id}


def test_a_recall_of_a_shop_that_lies_nowhere_reaches_no_officer(
    session: Session, clock: StandingClock
) -> None:
    her = make.shop(session, commune_code="")
    recalled(session, make.batch(session, her))
    told = session.scalars(select(Notice.account_id)).all()
    assert told == [make.owner_of(session, her).id]


def test_parts_and_mixtures_are_the_same_goods_and_always_come_along(
    session: Session, shop: Shop, flour: Batch
) -> None:
    product = session.get_one(Product, flour.product_id)
    other = make.batch(session, shop, product)
    part, crumb_of = split_batch(session, flour, parts=[1_000, 2_000], unit="kg", now=NOW)
    (crumb,) = split_batch(session, crumb_of, parts=[1_000], unit="kg", now=NOW)
    mixed = merge_batches(session, [part, other], now=NOW)
    cake = make.batch(session, shop)
    add_source(session, cake, mixed, quantity_milli=None, unit="", now=NOW)
    recall = recalled(session, flour)
    codes = {one.code for one in reached_by(session, recall)}
    assert codes == {one.code for one in (flour, part, crumb_of, crumb, mixed)}
    assert (cake.recalled_at, other.recalled_at) == (None, None)


def test_a_standing_recall_is_widened_without_ending(
    session: Session, flour: Batch, cake: Batch
) -> None:
    recall = recalled(session, flour)
    assert concerned_by(session, recall) == [flour, cake]
    widen_recall(session, recall, now=NOW)
    widen_recall(session, recall, now=NOW)
    assert (recall.ended_at, recall.reaches_on, cake.recalled_at) == (None, True, NOW)
    assert list(reached_by(session, recall)) == [flour, cake]
    assert recall_version(session) == 2
    end_recall(session, recall, why="xong", now=NOW)
    assert cake.recalled_at is None


def test_an_ended_recall_is_not_widened(session: Session, flour: Batch, cake: Batch) -> None:
    recall = recalled(session, flour)
    end_recall(session, recall, why="xong", now=NOW)
    widen_recall(session, recall, now=NOW)
    assert cake.recalled_at is None
