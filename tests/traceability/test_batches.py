"""Opening, mending, closing and reopening batches."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import (
    LabelsPrinted,
    LabelsPrinting,
    change_batch,
    close_batch,
    reopen_batch,
)
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import RecordChange
from shopkit.traceability.rules.batches import DatesBackwards
from shopkit.traceability.rules.units import (
    UNITS,
    AmountUnreadable,
    amount_text,
    converted,
    read_amount,
    unit_of_code_or_none,
)
from tests import make
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


def mend(session: Session, batch: Batch, best_before: date | None) -> None:
    change_batch(
        session,
        batch,
        best_before=best_before,
        place_id=None,
        quantity_milli=500_000,
        unit="kg",
        harvest="vụ xuân",
        now=NOW,
    )


def test_a_batch_is_mended_and_the_change_is_noted(session: Session, batch: Batch) -> None:
    mend(session, batch, date(2027, 5, 1))
    changed = session.scalars(select(RecordChange).where(RecordChange.action == "changed")).one()
    assert changed.fields == {
        "best_before": [None, "2027-05-01"],
        "harvest": [None, "vụ xuân"],
        "quantity_milli": [None, "500000"],
        "unit": [None, "kg"],
    }


def test_a_date_that_is_on_labels_stays(session: Session, batch: Batch) -> None:
    make.label_run(session, batch)
    with pytest.raises(LabelsPrinted):
        mend(session, batch, date(2027, 5, 1))
    mend(session, batch, batch.best_before)
    assert batch.quantity_milli == 500_000


def test_dates_cannot_be_mended_backwards(session: Session, batch: Batch) -> None:
    with pytest.raises(DatesBackwards):
        mend(session, batch, batch.made_on - timedelta(days=1))


def test_a_batch_is_not_closed_while_its_labels_are_made(
    session: Session, bench: Bench, batch: Batch
) -> None:
    _run, job = make.label_run(session, batch)
    with pytest.raises(LabelsPrinting):
        close_batch(session, batch, why="bán hết", now=NOW)
    assert batch.closed_at is None
    batch_id, job_id = batch.id, job.id
    session.commit()
    work.do_all(bench, job_id)
    session.expire_all()
    again = session.get_one(Batch, batch_id)
    close_batch(session, again, why="bán hết", now=NOW)
    assert again.closed_at == NOW


def test_a_closed_batch_gives_no_labels_until_it_is_opened_again(
    session: Session, batch: Batch
) -> None:
    close_batch(session, batch, why="bán hết", now=NOW)
    with pytest.raises(BatchClosed):
        make.label_run(session, batch)
    reopen_batch(session, batch, why="còn hàng", now=NOW)
    make.label_run(session, batch)
    told = [
        change.fields["closed_why"]
        for change in session.scalars(
            select(RecordChange).where(RecordChange.batch_id == batch.id).order_by(RecordChange.id)
        )
        if "closed_why" in change.fields
    ]
    assert told == [[None, "bán hết"], ["bán hết", "còn hàng"]]


@pytest.mark.parametrize(
    ("typed", "milli"),
    [
        ("500", 500_000),
        ("1.500", 1_500_000),
        ("1.250.000", 1_250_000_000),
        ("1,5", 1_500),
        ("0.5", 500),
        (" 2 000 ", 2_000_000),
        ("0,125", 125),
    ],
)
def test_a_quantity_is_read_as_it_is_written_here(typed: str, milli: int) -> None:
    assert read_amount(typed) == milli


@pytest.mark.parametrize("typed", ["", "0", "-5", "năm", "1e9", "1,2345", "9" * 400, "١٢", "5 kg"])
def test_what_is_no_quantity_is_refused(typed: str) -> None:
    with pytest.raises(AmountUnreadable):
        read_amount(typed)


def test_a_quantity_is_shown_as_it_is_written_here() -> None:
    shown = [amount_text(milli) for milli in (500_000, 1_500_000, 1_500, 125)]
    assert shown == ["500", "1.500", "1,5", "0,125"]


def test_units_of_one_kind_are_added_and_others_are_not() -> None:
    assert converted(500_000, "kg", "g") == 500_000_000
    assert converted(1_500_000, "g", "kg") == 1_500
    assert converted(1_000, "kg", "lit") is None
    assert converted(1_000, "hop", "goi") is None


def test_every_unit_has_a_code_that_others_know() -> None:
    assert UNITS["kg"].unece == "KGM"
    for unit in UNITS.values():
        assert unit_of_code_or_none(unit.unece) is unit
