"""What happened to a batch: recorded, corrected, taken back, and never forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import close_batch
from shopkit.traceability.actions.events import (
    AlreadyCorrected,
    NotHerWord,
    correct_event,
    record_event,
    withdraw_event,
)
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.changes import KeptRecord
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.models.places import ProductionPlace
from shopkit.traceability.queries.events import (
    earlier_of,
    events_of,
    public_photo_event_or_none,
    told_of,
)
from shopkit.traceability.rules.events import (
    HARVEST,
    KINDS,
    MAKE,
    PACK,
    SELL,
    SHIP,
    EventBeforeMaking,
    EventInFuture,
    EventTooLongAgo,
    HarvestAfterMaking,
    likely_next,
)
from tests import make
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


def packed(session: Session, batch: Batch, **more: object) -> BatchEvent:
    return record_event(session, batch, **({"kind": PACK, "at": NOW, "now": NOW} | more))  # type: ignore[arg-type]  # plain keywords


def test_events_stand_in_the_order_in_which_things_happened(session: Session, batch: Batch) -> None:
    sold = packed(session, batch, kind=SELL)
    earlier = packed(session, batch, at=NOW - timedelta(hours=3))
    assert events_of(session, batch) == [earlier, sold]


def test_an_event_knows_who_told_it_and_what_the_telling_rests_on(
    session: Session, shop: Shop, batch: Batch
) -> None:
    her = make.owner_of(session, shop)
    make.acting(session, her)
    event = packed(session, batch)
    assert (event.noted_by_id, event.evidence, event.noted_at) == (her.id, "SD", NOW)
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "event.recorded")
    ).one()
    assert entry.details == {"batch": str(batch.id), "kind": "pack"}
    assert entry.evidence == "SD"


def test_a_corrected_event_stands_as_said_anew_and_what_it_said_is_found(
    session: Session, batch: Batch
) -> None:
    first = packed(session, batch, quantity_milli=5_000, unit="kg", note="trời mưa")
    second = correct_event(session, batch, first, quantity_milli=50_000, now=NOW)
    third = correct_event(session, batch, second, kind=SHIP, partner="Chợ Mẫu", now=NOW)
    (standing,) = events_of(session, batch)
    assert standing == third
    assert (standing.kind, standing.quantity_milli, standing.note) == (SHIP, 50_000, "trời mưa")
    assert earlier_of(session, third) == [second, first]
    assert len(told_of(session, [batch.id])) == 3


def test_an_event_taken_back_stands_no_more_but_was_told(session: Session, batch: Batch) -> None:
    event = packed(session, batch)
    withdraw_event(session, batch, event, now=NOW)
    assert events_of(session, batch) == []
    assert [one.is_withdrawn for one in told_of(session, [batch.id])] == [False, True]


def test_an_event_is_corrected_once_and_then_its_correction_is(
    session: Session, batch: Batch
) -> None:
    event = packed(session, batch)
    correct_event(session, batch, event, note="lần một", now=NOW)
    for again in (correct_event, withdraw_event):
        with pytest.raises(AlreadyCorrected):
            again(session, batch, event, now=NOW)
    assert [one.note for one in events_of(session, batch)] == ["lần một"]


def test_an_event_taken_back_is_not_taken_back_again(session: Session, batch: Batch) -> None:
    later = withdraw_event(session, batch, packed(session, batch), now=NOW)
    with pytest.raises(AlreadyCorrected):
        withdraw_event(session, batch, later, now=NOW)


def test_what_was_told_is_never_rewritten(session: Session, batch: Batch) -> None:
    event = packed(session, batch)
    event.note = "khác"
    with pytest.raises(KeptRecord):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("kind", "away", "refusal"),
    [
        (PACK, timedelta(hours=1), EventInFuture),
        (PACK, -timedelta(days=4000), EventTooLongAgo),
        (SELL, -timedelta(days=3), EventBeforeMaking),
        (PACK, -timedelta(days=3), EventBeforeMaking),
        (HARVEST, -timedelta(hours=1), HarvestAfterMaking),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    session: Session, batch: Batch, kind: str, away: timedelta, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        packed(session, batch, kind=kind, at=NOW + away)
    assert events_of(session, batch) == []


def test_harvest_and_making_may_begin_before_the_day_on_the_label(
    session: Session, batch: Batch
) -> None:
    packed(session, batch, kind=HARVEST, at=NOW - timedelta(days=30))
    packed(session, batch, kind=MAKE, at=NOW - timedelta(days=5))
    assert len(events_of(session, batch)) == 2


def test_a_correction_is_held_to_the_same_dates(session: Session, batch: Batch) -> None:
    event = packed(session, batch)
    with pytest.raises(EventInFuture):
        correct_event(session, batch, event, at=NOW + timedelta(days=1), now=NOW)


def test_nothing_more_happens_to_a_closed_batch_but_it_can_be_corrected(
    session: Session, batch: Batch
) -> None:
    event = packed(session, batch)
    close_batch(session, batch, why="bán hết", now=NOW)
    with pytest.raises(BatchClosed):
        packed(session, batch)
    correct_event(session, batch, event, note="hai mươi gói", now=NOW)
    assert events_of(session, batch)[0].note == "hai mươi gói"


def test_the_place_is_that_of_the_batch_unless_another_is_told(
    session: Session, shop: Shop, batch: Batch
) -> None:
    place = ProductionPlace(shop_id=shop.id, code="DD-XUONG", name="Xưởng", opened_at=NOW)
    session.add(place)
    session.flush()
    batch.place_id = place.id
    assert packed(session, batch).place_id == place.id
    elsewhere = packed(session, batch, place_words="Chợ phiên")
    assert (elsewhere.place_id, elsewhere.place_words) == (None, "Chợ phiên")


def test_a_photo_is_everybodys_while_its_event_stands(session: Session, batch: Batch) -> None:
    event = packed(session, batch, photo={"card": "0" * 64})
    assert public_photo_event_or_none(session, event.id) == event
    withdraw_event(session, batch, event, now=NOW)
    assert public_photo_event_or_none(session, event.id) is None
    assert public_photo_event_or_none(session, packed(session, batch).id) is None


def test_three_likely_events_are_offered_whatever_came_last() -> None:
    assert likely_next((), None) == ("make", "pack", "harvest")
    assert likely_next(("harvest",), "harvest")[0] == "make"
    assert "make" not in likely_next(("make", "harvest"), "harvest")
    for last in KINDS:
        assert likely_next(KINDS, last)


def test_the_day_of_a_batch_counts_as_it_is_in_vietnam(session: Session, shop: Shop) -> None:
    batch = make.batch(session, shop, made_on=date(2026, 11, 22))
    midnight_there = NOW.replace(day=21, hour=17, minute=5)
    assert packed(session, batch, at=midnight_there).at == midnight_there


def test_what_staff_saw_is_corrected_by_staff_and_her_word_by_her(
    session: Session, batch: Batch
) -> None:
    seen = packed(session, batch, evidence="TV")
    told = packed(session, batch)
    for event, evidence in ((seen, "SD"), (told, "TV")):
        for way in (correct_event, withdraw_event):
            with pytest.raises(NotHerWord):
                way(session, batch, event, evidence=evidence, now=NOW)
    assert correct_event(session, batch, seen, evidence="TV", note="lần hai", now=NOW).note
