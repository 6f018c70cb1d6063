"""Records are kept as long as the law asks, and codes for ever."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.clock import day_begins_at
from shopkit.db.files import Files
from shopkit.demo.practice import build_practice
from shopkit.demo.removal import remove_practice
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import close_batch
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import add_material, add_source
from shopkit.traceability.actions.recalls import end_recall, recall_batch
from shopkit.traceability.actions.retention import StillKept, erase_records, forgettable
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.models.events import BatchEvent, BatchInput
from shopkit.traceability.models.recalls import Recall, RecalledBatch
from shopkit.traceability.queries.retention import keep_until
from shopkit.traceability.rules.retention import months_later, term_on, terms
from tests import make
from tests.conftest import NOW, StandingClock

MADE_ON = date(2026, 11, 20)
RECORDS = (BatchEvent, BatchInput, Recall, RecalledBatch)


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


def told_batch(session: Session, shop: Shop, best_before: date | None = None) -> Batch:
    """A batch with an event, an input and a recall that has ended."""
    batch = make.batch(session, shop, best_before=best_before)
    record_event(session, batch, kind="sell", at=NOW, partner="Chợ phiên", now=NOW)
    add_material(
        session,
        batch,
        material="Gạo nếp",
        supplier="Đại lý Mẫu",
        supplier_lot="",
        received_on=None,
        quantity_milli=None,
        unit="",
        now=NOW,
    )
    recall = recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=True, now=NOW)
    end_recall(session, recall, why="xong", now=NOW)
    return batch


def counted(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in RECORDS]


def test_twelve_months_after_the_best_before_day_sixty_without_one(
    session: Session, shop: Shop
) -> None:
    with_day = make.batch(session, shop, best_before=date(2027, 2, 28))
    assert keep_until(with_day, today=MADE_ON) == date(2028, 2, 28)
    without = make.batch(session, shop)
    assert keep_until(without, today=MADE_ON) == date(2031, 11, 20)


def test_without_a_best_before_day_the_term_counts_from_the_closing(
    session: Session, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    close_batch(session, batch, why="bán hết", now=NOW + timedelta(days=365))
    assert keep_until(batch, today=MADE_ON) == date(2032, 11, 22)


def test_the_term_is_dated_and_names_its_document() -> None:
    for term in terms():
        assert term.document
        assert term.certainty in ("read", "secondary", "inferred", "unconfirmed")
    assert (term_on(MADE_ON).months_after_expiry, term_on(MADE_ON).months_without_expiry) == (
        12,
        60,
    )
    assert term_on(date(1990, 1, 1)) == terms()[-1]


def test_a_month_that_is_shorter_ends_earlier() -> None:
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 31)


def test_records_are_not_erased_on_the_last_day_of_their_term(session: Session, shop: Shop) -> None:
    batch = told_batch(session, shop, best_before=date(2027, 1, 1))
    assert forgettable(session, shop, date(2028, 1, 1)) == []
    with pytest.raises(StillKept) as refused:
        erase_records(session, batch, now=day_begins_at(date(2028, 1, 1)))
    assert refused.value.until == date(2028, 1, 1)
    assert all(counted(session))


def test_after_the_term_the_records_go_and_the_code_stays(session: Session, shop: Shop) -> None:
    batch = told_batch(session, shop, best_before=date(2027, 1, 1))
    other = told_batch(session, shop)
    before, code = counted(session), batch.trace_code
    assert forgettable(session, shop, date(2028, 1, 2)) == [batch]
    erase_records(session, batch, now=day_begins_at(date(2028, 1, 2)))
    assert counted(session) == [number // 2 for number in before]
    assert (batch.trace_code, batch.erased_on) == (code, date(2028, 1, 2))
    assert (batch.made_on, batch.best_before) == (MADE_ON, date(2027, 1, 1))
    told = session.scalars(select(RecordChange.batch_id).distinct()).all()
    assert set(told) == {batch.id, other.id}
    (left,) = session.scalars(select(RecordChange).where(RecordChange.batch_id == batch.id))
    assert left.fields["erased_on"] == [None, "2028-01-02"]
    assert forgettable(session, shop, date(2028, 1, 2)) == []


def test_what_went_into_goods_that_must_be_kept_is_kept_with_them(
    session: Session, shop: Shop
) -> None:
    flour = told_batch(session, shop, best_before=date(2027, 1, 1))
    cake = make.batch(session, shop)
    add_source(session, cake, flour, quantity_milli=None, unit="", now=NOW)
    assert forgettable(session, shop, date(2030, 1, 1)) == []
    assert forgettable(session, shop, date(2031, 11, 21)) == [flour, cake]


def test_goods_still_called_back_are_kept(session: Session, shop: Shop) -> None:
    batch = make.batch(session, shop, best_before=date(2027, 1, 1))
    recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    assert forgettable(session, shop, date(2040, 1, 1)) == []


def test_the_page_says_until_when_and_erases_only_afterwards(
    app: Flask, session: Session, clock: StandingClock
) -> None:
    shop = make.shop(session)
    batch = told_batch(session, shop, best_before=date(2027, 1, 1))
    her = make.owner_of(session, shop)
    page = make.phone(app, session, her).get(f"/batches/{batch.id}/erase").text
    assert "đến hết ngày 01/01/2028" in page
    assert "Thông tư 31/2026/TT-BCT" in page
    assert "Xóa hồ sơ đợt này" not in page
    refused = make.phone(app, session, her)
    answer = refused.post(f"/batches/{batch.id}/erase")
    assert "Còn phải giữ đến hết ngày 01/01/2028." in refused.get(answer.location).text
    clock.set(day_begins_at(date(2028, 1, 2)))
    later = make.phone(app, session)
    later.sign_in(her.phone)
    assert "Xóa hồ sơ đợt này" in later.get(f"/batches/{batch.id}/erase").text
    answer = later.post(f"/batches/{batch.id}/erase")
    page = later.get(answer.location).text
    assert "Hồ sơ đã xóa ngày 02/01/2028" in page
    assert later.get(f"/T/{batch.trace_code}").status_code == 200
    assert counted(session) == [0, 0, 0, 0]


def test_the_practice_commune_goes_with_all_its_records(
    session: Session, files: Files, clock: StandingClock
) -> None:
    mine = told_batch(session, make.shop(session))
    build_practice(session, files, now=NOW)
    practice = session.scalars(select(Batch).where(Batch.id != mine.id)).first()
    assert practice
    cake = make.batch(session, session.get_one(Shop, practice.shop_id))
    add_source(session, cake, practice, quantity_milli=None, unit="", now=NOW)
    record_event(session, practice, kind="pack", at=NOW, now=NOW)
    recall_batch(session, practice, reason="mốc", what_to_do="", reaches_on=True, now=NOW)
    session.commit()
    remove_practice(session, now=NOW)
    session.commit()
    assert session.scalars(select(Batch.id)).all() == [mine.id]
    assert counted(session) == [1, 1, 1, 1]
