"""What went in and what came out, as she writes and reads it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import add_source
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchInput
from shopkit.traceability.queries.lineage import inputs_of
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


BOUGHT = {"material": "Gạo nếp", "supplier": "Đại lý Mẫu", "supplier_lot": "D-77", "unit": "kg"}


def test_bought_material_is_noted_and_taken_out_again(
    phone: Browser, session: Session, batch: Batch
) -> None:
    path = f"/batches/{batch.id}/inputs/material"
    typed = BOUGHT | {"received_on": "18/11/2026", "quantity_milli": "25"}
    answer = phone.post(path, **typed)
    page = phone.get(answer.location).text
    for words in ("Gạo nếp", "mua của Đại lý Mẫu", "số lô của họ D-77", "nhận ngày 18/11/2026"):
        assert words in page
    (one,) = inputs_of(session, batch)
    phone.post(f"/batches/{batch.id}/inputs/{one.id}/remove")
    assert "Gạo nếp" not in phone.get(f"/batches/{batch.id}/lineage").text
    assert "Gạo nếp" in phone.get(f"/batches/{batch.id}/changes").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"material": ""}, "Nhập tên nguyên liệu, ví dụ: gạo nếp."),
        ({"supplier": ""}, "Nhập tên nơi bán nguyên liệu."),
        ({"received_on": "21/11/2026"}, "Ngày nhận phải trước hoặc trong ngày làm 20/11/2026."),
        ({"quantity_milli": "0"}, "Nhập số lượng bằng số, ví dụ 500 hoặc 1,5."),
        ({"supplier_lot": "x" * 41}, "Nhập ngắn hơn: tối đa 40 ký tự, đang có 41."),
    ],
)
def test_a_wrong_material_says_what_to_do(
    phone: Browser, session: Session, batch: Batch, wrong: dict[str, str], said: str
) -> None:
    answer = phone.post(f"/batches/{batch.id}/inputs/material", **BOUGHT | wrong)
    assert errors(answer) == [said]
    assert session.scalars(select(BatchInput)).all() == []


def test_a_circle_is_refused_and_named(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    cake = make.batch(session, shop)
    assert (
        phone.post(f"/batches/{cake.id}/inputs/batch", source_id=str(batch.id)).status_code == 303
    )
    answer = phone.post(f"/batches/{batch.id}/inputs/batch", source_id=str(cake.id))
    (said,) = errors(answer)
    assert said.startswith(f"Đi thành vòng: {batch.code} → {cake.code} → {batch.code}.")
    assert inputs_of(session, batch) == []


def test_a_neighbours_batch_is_no_choice(phone: Browser, session: Session, batch: Batch) -> None:
    other = make.batch(session, make.shop(session))
    answer = phone.post(f"/batches/{batch.id}/inputs/batch", source_id=str(other.id))
    assert answer.status_code == 422 or "Chưa có đợt hàng nào khác" in answer.text
    assert inputs_of(session, batch) == []


def test_what_was_made_later_or_is_called_back_is_not_offered(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    usable, bad = make.batch(session, shop), make.batch(session, shop)
    later = make.batch(session, shop, made_on=date(2026, 11, 21))
    recall_batch(session, bad, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    path = f"/batches/{batch.id}/inputs/batch"
    page = phone.get(path).text
    assert str(usable.id) in page
    for other in (later, bad, batch):
        assert f'value="{other.id}"' not in page
        answer = phone.post(path, source_id=str(other.id))
        assert errors(answer) == ["Chọn đợt hàng đã dùng làm nguyên liệu."]


def test_a_batch_is_divided_on_one_page_and_the_tree_shows_it(
    phone: Browser, session: Session, batch: Batch
) -> None:
    batch.quantity_milli, batch.unit = 500_000, "kg"
    answer = phone.post(f"/batches/{batch.id}/split", parts="200\r\n200\r\n100", unit="kg")
    page = phone.get(answer.location).text
    for number in (1, 2, 3):
        assert f"{batch.code}-{number}" in page
    assert len(session.scalars(select(Batch)).all()) == 4


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ("", "Nhập số lượng từng phần, mỗi phần một dòng."),
        ("nhiều", "Nhập mỗi phần một dòng, ví dụ 200 rồi xuống dòng 300."),
        ("400\n200", "Các phần cộng lại nhiều hơn 500\N{NO-BREAK SPACE}kg của đợt này. Nhập lại."),
        ("1\n" * 21, "Mỗi lần chia nhiều nhất 20 phần."),
    ],
)
def test_a_division_that_cannot_be_says_what_to_do(
    phone: Browser, session: Session, batch: Batch, parts: str, said: str
) -> None:
    batch.quantity_milli, batch.unit = 500_000, "kg"
    answer = phone.post(f"/batches/{batch.id}/split", parts=parts, unit="kg")
    assert errors(answer) == [said]
    assert len(session.scalars(select(Batch)).all()) == 1


def test_batches_of_one_product_are_put_together_on_one_page(
    phone: Browser, session: Session, shop: Shop
) -> None:
    product = make.draft(session, shop)
    one, other = (make.batch(session, shop, product) for _ in range(2))
    stranger = make.batch(session, shop)
    phone.session.commit()
    address = "/batches/merge"
    assert one.code in phone.get(address).text
    few = phone.post(address, batch_id=str(one.id))
    assert "Chọn ít nhất hai đợt để gộp." in few.text
    mixed = phone.post(address, batch_id=[str(one.id), str(stranger.id)])  # type: ignore[arg-type]  # ticked twice
    assert "Chỉ gộp các đợt của cùng một sản phẩm." in mixed.text
    answer = phone.post(address, batch_id=[str(one.id), str(other.id)])  # type: ignore[arg-type]  # ticked twice
    page = phone.get(answer.location).text
    assert "Đã gộp thành đợt" in page


def test_the_tree_goes_on_to_who_got_it(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    cake = make.batch(session, shop)
    phone.post(f"/batches/{cake.id}/inputs/batch", source_id=str(batch.id))
    record_event(session, cake, kind="sell", at=NOW, partner="Chợ phiên Mẫu", now=NOW)
    page = phone.get(f"/batches/{batch.id}/lineage").text
    assert cake.code in page
    assert "Chợ phiên Mẫu" in page


def test_a_long_chain_is_shown_as_far_as_it_can_be_read_and_says_so(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    last = batch
    for _ in range(30):
        one = make.batch(session, shop)
        add_source(session, one, last, quantity_milli=None, unit="", now=NOW)
        last = one
    assert "Còn nữa, mở đợt trên để xem tiếp." in phone.get(f"/batches/{batch.id}/lineage").text
    page = phone.get(f"/batches/{last.id}/lineage").text
    assert "Còn nữa, mở đợt trên để xem tiếp." in page
    assert page.count("<li>") < 60


def test_earlier_parts_count_and_the_whole_names_its_parts(
    phone: Browser, session: Session, batch: Batch
) -> None:
    batch.quantity_milli, batch.unit = 500_000, "kg"
    path = f"/batches/{batch.id}/split"
    assert phone.post(path, parts="300", unit="kg").status_code == 303
    (said,) = errors(phone.post(path, parts="201", unit="kg"))
    assert said.startswith("Trước đã chia 300")
    assert errors(phone.post(path, parts="5", unit="cai")) == [
        "Đợt này tính bằng kg. Ghi các phần bằng kg."
    ]
    assert len(session.scalars(select(Batch)).all()) == 2
    page = phone.get(f"/batches/{batch.id}/changes").text
    assert "chia thành" in page
    assert f"{batch.code}-1" in page


def test_more_than_is_left_goes_in_only_when_meant(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    batch.quantity_milli, batch.unit = 10_000, "kg"
    cake = make.batch(session, shop)
    path = f"/batches/{cake.id}/inputs/batch"
    typed = {"source_id": str(batch.id), "quantity_milli": "11", "unit": "kg"}
    (said,) = errors(phone.post(path, **typed))
    assert said.startswith("Cộng lại thành 11")
    assert inputs_of(session, cake) == []
    assert phone.post(path, **typed, sure="y").status_code == 303
