"""Calling back by the pages: the PIN, the list of where it went, the commune."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import hide
from shopkit.db.files import Files
from shopkit.scope import OFFICER
from shopkit.shops.models import Shop
from shopkit.text.phones import shown_phone
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import add_source, split_batch
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.recalls import Recall
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW

TOLD = {"reason": "Bánh bị mốc", "what_to_do": "Ngừng ăn, mang lại để đổi"}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def recalls(session: Session) -> list[Recall]:
    return list(session.scalars(select(Recall)))


def test_a_recall_asks_for_the_pin_and_shows_where_it_went(
    phone: Browser, session: Session, batch: Batch
) -> None:
    record_event(
        session,
        batch,
        kind="sell",
        at=NOW,
        partner="=Cửa hàng Thử",
        quantity_milli=40_000,
        unit="kg",
        now=NOW,
    )
    answer = phone.post(f"/batches/{batch.id}/recall", **TOLD, pin=PIN)
    page = phone.get(answer.location).text
    assert "Cửa hàng Thử" in page
    assert "THU HỒI: Bánh gai lá dừa" in page
    seller = session.get_one(Shop, batch.shop_id)
    assert shown_phone(seller.contact_phone or "") in page
    table = phone.get(f"{answer.location}/places.csv")
    text = table.data.decode("utf-8-sig")
    assert "'=Cửa hàng Thử" in text
    assert "attachment" in table.headers["Content-Disposition"]
    assert "Đang thu hồi" in phone.get(f"/batches/{batch.id}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pin": "000000"}, "Mã PIN chưa đúng. Nhập lại."),
        ({"pin": ""}, "Nhập mã PIN để thu hồi."),
        ({"reason": ""}, "Ghi vì sao thu hồi, ví dụ: bánh bị mốc."),
        ({"what_to_do": ""}, "Ghi khách nên làm gì, ví dụ: ngừng ăn, mang lại để đổi."),
        ({"reason": "m" * 301}, "Nhập ngắn hơn: tối đa 300 ký tự, đang có 301."),
    ],
)
def test_a_wrong_entry_recalls_nothing(
    phone: Browser, session: Session, batch: Batch, wrong: dict[str, str], said: str
) -> None:
    answer = phone.post(f"/batches/{batch.id}/recall", **TOLD | {"pin": PIN} | wrong)
    assert errors(answer) == [said]
    assert recalls(session) == []


def test_what_was_made_from_it_is_shown_before_it_is_called_back_too(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    assert "reaches_on" not in phone.get(f"/batches/{batch.id}/recall").text
    cake = make.batch(session, shop)
    add_source(session, cake, batch, quantity_milli=None, unit="", now=NOW)
    page = phone.get(f"/batches/{batch.id}/recall").text
    assert "1 đợt làm từ đợt này:" in page
    assert cake.code in page
    phone.post(f"/batches/{batch.id}/recall", **TOLD, pin=PIN, reaches_on="y")
    assert "Đang thu hồi" in phone.get(f"/batches/{cake.id}").text


def test_the_second_of_two_is_told_that_one_stands(
    phone: Browser, session: Session, batch: Batch
) -> None:
    first = recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    answer = phone.post(f"/batches/{batch.id}/recall", **TOLD, pin=PIN)
    assert answer.location == f"/batches/{batch.id}/recall/{first.id}"
    assert "Đợt này đã được thu hồi trước đó." in phone.get(answer.location).text
    assert len(recalls(session)) == 1


def test_a_recall_ends_with_a_reason_and_the_pin(
    phone: Browser, session: Session, batch: Batch
) -> None:
    recall = recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    path = f"/batches/{batch.id}/recall/{recall.id}/end"
    assert phone.post(path, why="đã lấy lại hết", pin="000000").status_code == 422
    assert phone.post(path, why="", pin=PIN).status_code == 422
    answer = phone.post(path, why="đã lấy lại hết", pin=PIN)
    assert answer.location == f"/batches/{batch.id}"
    assert "Đã thôi thu hồi" in phone.get(answer.location).text
    (ended,) = recalls(session)
    assert ended.ended_why == "đã lấy lại hết"
    page = phone.get(f"/batches/{batch.id}/recall/{recall.id}").text
    assert "đã lấy lại hết" in page


def test_the_officer_reads_it_and_not_where_it_went(
    app: Flask, session: Session, shop: Shop, batch: Batch
) -> None:
    record_event(session, batch, kind="sell", at=NOW, partner="Nhà bà Thử", now=NOW)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert "Không có hàng nào đang thu hồi." in officer.get("/recalls").text
    recall_batch(session, batch, reason="Bánh bị mốc", what_to_do="", reaches_on=False, now=NOW)
    page = officer.get("/recalls").text
    assert "1 lần thu hồi đang có hiệu lực" in page
    for words in (shop.name, batch.code, "Bánh bị mốc"):
        assert words in page
    assert "Nhà bà Thử" not in page
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, make.NEXT_DOOR))
    assert batch.code not in elsewhere.get("/recalls").text


def test_a_recall_by_the_neighbour_does_not_exist(
    app: Flask, session: Session, batch: Batch
) -> None:
    recall = recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    other = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for way in ("", "/places.csv", "/widen", "/end"):
        assert other.get(f"/batches/{batch.id}/recall/{recall.id}{way}").status_code == 404
    assert other.post(f"/batches/{batch.id}/recall", **TOLD, pin=PIN).status_code == 404


def test_the_page_of_a_recalled_batch_is_red_also_when_its_listing_is_hidden(
    app: Flask, session: Session, files: Files, shop: Shop
) -> None:
    product = make.product(session, files, shop)
    batch = make.batch(session, shop, product)
    recall_batch(
        session, batch, reason="mốc", what_to_do="Ngừng ăn ngay", reaches_on=False, now=NOW
    )
    hide(session, product, now=NOW)
    page = make.phone(app, session).get(f"/T/{batch.trace_code}")
    assert page.status_code == 200
    assert "verdict bad" in page.text
    assert "Ngừng ăn ngay" in page.text


def test_the_list_names_all_descendants_and_a_recall_is_widened_with_the_pin(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    (part,) = split_batch(session, batch, parts=[1_000], unit="kg", now=NOW)
    cake = make.batch(session, shop)
    add_source(session, cake, part, quantity_milli=None, unit="", now=NOW)
    record_event(session, part, kind="sell", at=NOW, partner="Chợ phiên Mẫu", now=NOW)
    record_event(session, cake, kind="ship", at=NOW, partner="Cửa hàng Thử", now=NOW)
    new = phone.get(f"/batches/{batch.id}/recall").text
    assert re.search(r'<input[^>]*name="reaches_on"[^>]*checked', new)
    assert part.code in new
    address = phone.post(f"/batches/{batch.id}/recall", **TOLD, pin=PIN).location
    page = phone.get(address).text
    for words in ("Chợ phiên Mẫu", "Cửa hàng Thử", "hàng làm từ đợt này", "chưa thu hồi"):
        assert words in page
    listed = phone.get(f"{address}/places.csv").data.decode("utf-8-sig")
    assert "Chợ phiên Mẫu" in listed
    assert "Cửa hàng Thử,,,hàng làm từ đợt này,chưa" in listed
    assert cake.code in phone.get(f"{address}/widen").text
    assert phone.post(f"{address}/widen", pin="000000").status_code == 422
    assert cake.recalled_at is None
    assert phone.post(f"{address}/widen", pin=PIN).location == address
    page = phone.get(address).text
    assert "chưa thu hồi" not in page
    assert "Đang thu hồi" in phone.get(f"/batches/{cake.id}").text
    assert f"{address}/widen" not in page
