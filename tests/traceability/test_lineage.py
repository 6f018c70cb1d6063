"""What went into a batch, what became of it, and that no batch is made from itself."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import close_batch
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.labels import BatchClosed
from shopkit.traceability.actions.lineage import (
    MadeFromItself,
    ProductsDiffer,
    ReceivedLater,
    SourceLater,
    SourceRecalled,
    SplitTooMuch,
    TooFewParts,
    TooManyParts,
    add_material,
    add_source,
    merge_batches,
    remove_input,
    split_batch,
)
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchInput
from shopkit.traceability.queries import lineage as lineage_module
from shopkit.traceability.queries.events import events_with_origin
from shopkit.traceability.queries.lineage import (
    chain_back,
    destinations_of,
    inputs_of,
    made_from,
    sources_of,
)
from shopkit.traceability.rules.events import PACK, SELL, SHIP
from tests import make
from tests.conftest import NOW, StandingClock


@pytest.fixture
def shop(session: Session, clock: StandingClock) -> Shop:
    return make.shop(session)


def batch(session: Session, shop: Shop, quantity: int | None = None) -> Batch:
    made = make.batch(session, shop)
    if quantity:
        made.quantity_milli, made.unit = quantity * 1000, "kg"
    return made


def into(session: Session, target: Batch, source: Batch) -> BatchInput:
    return add_source(session, target, source, quantity_milli=None, unit="", now=NOW)


def bought(session: Session, target: Batch, received_on: date | None = None) -> BatchInput:
    return add_material(
        session,
        target,
        material="Đường mía",
        supplier="Đại lý Mẫu",
        supplier_lot="D-77",
        received_on=received_on,
        quantity_milli=5_000,
        unit="kg",
        now=NOW,
    )


def ids(batches: object) -> set[object]:
    return {one.id for one in batches}  # type: ignore[attr-defined]  # batches


def test_the_trace_goes_back_to_all_inputs_and_forward_to_all_goods(
    session: Session, shop: Shop
) -> None:
    honey, mixed, jar, gift = (batch(session, shop) for _ in range(4))
    into(session, mixed, honey)
    sugar = bought(session, mixed)
    into(session, jar, mixed)
    into(session, gift, jar)
    back = sources_of(session, gift)
    assert list(back.batches) == [gift.id, jar.id, mixed.id, honey.id]
    assert sugar in back.into(mixed.id)
    assert ids(made_from(session, honey).others) == {mixed.id, jar.id, gift.id}
    assert not back.is_cut


def test_a_batch_is_never_made_from_itself_and_the_chain_is_named(
    session: Session, shop: Shop
) -> None:
    first, second, third = (batch(session, shop) for _ in range(3))
    into(session, second, first)
    into(session, third, second)
    with pytest.raises(MadeFromItself) as refused:
        into(session, first, third)
    assert refused.value.chain == (first.code, second.code, third.code)
    with pytest.raises(MadeFromItself) as own:
        into(session, first, first)
    assert own.value.chain == (first.code,)
    assert inputs_of(session, first) == []


def test_a_circle_that_came_in_from_elsewhere_is_walked_once(session: Session, shop: Shop) -> None:
    one, other = batch(session, shop), batch(session, shop)
    into(session, one, other)
    session.add(
        BatchInput(shop_id=shop.id, batch_id=other.id, source_batch_id=one.id, noted_at=NOW)
    )
    session.flush()
    assert list(sources_of(session, one).batches) == [one.id, other.id]
    assert list(made_from(session, one).batches) == [one.id, other.id]
    assert [step.id for step in chain_back(session, one, other.id)] == [one.id, other.id]


def test_more_than_anybody_can_read_is_cut_and_says_so(
    session: Session, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lineage_module, "MOST_BATCHES", 3)
    chain = [batch(session, shop) for _ in range(5)]
    for source, target in pairwise(chain):
        into(session, target, source)
    found = made_from(session, chain[0])
    assert found.is_cut
    assert len(found.batches) == 3


def test_what_came_later_did_not_go_in(session: Session, shop: Shop) -> None:
    early = make.batch(session, shop, made_on=date(2026, 11, 10))
    late = make.batch(session, shop, made_on=date(2026, 11, 11))
    with pytest.raises(SourceLater) as refused:
        into(session, early, late)
    assert (refused.value.code, refused.value.made_on) == (late.code, late.made_on)
    with pytest.raises(ReceivedLater):
        bought(session, early, received_on=date(2026, 11, 11))


def test_goods_called_back_go_into_nothing(session: Session, shop: Shop) -> None:
    bad, cake = batch(session, shop), batch(session, shop)
    recall_batch(session, bad, reason="lẫn sạn", what_to_do="", reaches_on=False, now=NOW)
    with pytest.raises(SourceRecalled):
        into(session, cake, bad)


def test_another_shops_batch_does_not_exist(session: Session, shop: Shop) -> None:
    with pytest.raises(NotFound):
        into(session, batch(session, shop), batch(session, make.shop(session)))


def test_an_input_taken_out_is_followed_no_more(session: Session, shop: Shop) -> None:
    cake, flour = batch(session, shop), batch(session, shop)
    remove_input(session, cake, into(session, cake, flour), now=NOW)
    assert sources_of(session, cake).others == []


def test_a_closed_batch_takes_nothing_in(session: Session, shop: Shop) -> None:
    cake = batch(session, shop)
    close_batch(session, cake, why="bán hết", now=NOW)
    with pytest.raises(BatchClosed):
        bought(session, cake)


def test_a_batch_is_divided_and_each_part_knows_where_it_is_from(
    session: Session, shop: Shop
) -> None:
    whole = batch(session, shop, 500)
    parts = split_batch(session, whole, parts=[200_000, 200_000, 100_000], unit="kg", now=NOW)
    assert [part.code for part in parts] == [f"{whole.code}-{n}" for n in (1, 2, 3)]
    assert len({part.trace_code for part in parts} | {whole.trace_code}) == 4
    for part in parts:
        assert (part.made_on, part.product_id) == (whole.made_on, whole.product_id)
        assert ids(sources_of(session, part).others) == {whole.id}
    assert ids(made_from(session, whole).others) == ids(parts)
    more = split_batch(session, parts[0], parts=[1_000], unit="kg", now=NOW)
    assert more[0].code == f"{whole.code}-1-1"


def test_a_code_that_would_grow_too_long_is_a_new_one(session: Session, shop: Shop) -> None:
    part = batch(session, shop, 500)
    for _ in range(8):
        (part,) = split_batch(session, part, parts=[1_000], unit="kg", now=NOW)
    assert len(part.code) <= 20


def test_parts_in_another_unit_are_counted_all_the_same(session: Session, shop: Shop) -> None:
    whole = batch(session, shop, 500)
    with pytest.raises(SplitTooMuch):
        split_batch(session, whole, parts=[300_000_000, 200_001_000], unit="g", now=NOW)
    assert len(split_batch(session, whole, parts=[300_000_000], unit="g", now=NOW)) == 1


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [([], TooFewParts), ([1_000] * 21, TooManyParts), ([500_000, 1], SplitTooMuch)],
)
def test_a_division_that_cannot_be_makes_nothing(
    session: Session, shop: Shop, parts: list[int], refusal: type[Exception]
) -> None:
    whole = batch(session, shop, 500)
    with pytest.raises(refusal):
        split_batch(session, whole, parts=parts, unit="kg", now=NOW)
    assert made_from(session, whole).others == []


def test_batches_put_together_go_by_the_earliest_best_before(session: Session, shop: Shop) -> None:
    product = make.draft(session, shop)
    one = make.batch(session, shop, product, date(2026, 11, 1), best_before=date(2027, 1, 1))
    other = make.batch(session, shop, product, date(2026, 11, 5), best_before=date(2027, 3, 1))
    for each in (one, other):
        each.quantity_milli, each.unit = 30_000, "kg"
    merged = merge_batches(session, [one, other], now=NOW)
    assert (merged.made_on, merged.best_before) == (date(2026, 11, 5), date(2027, 1, 1))
    assert (merged.quantity_milli, merged.unit) == (60_000, "kg")
    assert ids(sources_of(session, merged).others) == {one.id, other.id}


def test_only_batches_of_one_product_are_put_together(session: Session, shop: Shop) -> None:
    one, other = batch(session, shop), batch(session, shop)
    with pytest.raises(ProductsDiffer):
        merge_batches(session, [one, other], now=NOW)
    with pytest.raises(TooFewParts):
        merge_batches(session, [one, one], now=NOW)


def test_where_it_went_is_what_was_sent_and_sold(session: Session, shop: Shop) -> None:
    cake = batch(session, shop)
    for kind, partner in ((PACK, ""), (SHIP, "Cửa hàng Mẫu"), (SELL, "Chợ phiên")):
        record_event(session, cake, kind=kind, at=NOW, partner=partner, now=NOW)
    went = destinations_of(session, [cake])
    assert {event.partner for event in went[cake.id]} == {"Cửa hàng Mẫu", "Chợ phiên"}


def test_a_part_keeps_what_happened_before_the_dividing(session: Session, shop: Shop) -> None:
    whole = batch(session, shop, 500)
    packed = record_event(session, whole, kind=PACK, at=NOW, now=NOW)
    record_event(session, whole, kind=SELL, at=NOW, now=NOW)
    (part,) = split_batch(session, whole, parts=[200_000], unit="kg", now=NOW)
    later = NOW + timedelta(hours=1)
    record_event(session, whole, kind=SHIP, at=later, now=later)
    own = record_event(session, part, kind=SHIP, at=later, now=later)
    assert events_with_origin(session, part) == [packed, own]
    (crumb,) = split_batch(session, part, parts=[10_000], unit="kg", now=later)
    assert events_with_origin(session, crumb) == [packed, own]
