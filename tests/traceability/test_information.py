"""What the law wants to be known of goods, what of it is there, and what a label must carry."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.information import choose_kind, tell_facts
from shopkit.traceability.actions.places import add_place
from shopkit.traceability.forms.information import LabelForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries.information import (
    information_of_batch,
    information_of_product,
    label_of,
)
from shopkit.traceability.rules.information import compare, items
from shopkit.traceability.rules.label_content import FROM_RECORDS, groups
from shopkit.traceability.views.information_words import (
    FIELD_WORDS,
    GROUP_WORDS,
    LABEL_WORDS,
    MENDING,
)
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, files: Files, shop: Shop) -> Product:
    return make.product(session, files, shop)


@pytest.fixture
def batch(session: Session, shop: Shop, product: Product) -> Batch:
    return make.batch(session, shop, product)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def test_the_list_is_that_of_the_decree() -> None:
    must = [item.key for item in items() if item.is_must]
    assert must == [
        "product_name",
        "product_image",
        "producer_name",
        "producer_address",
        "origin",
        "events",
        "standards",
        "trace_code",
    ]
    assert [item.key for item in items() if item.in_portal] == must[:5]
    assert all(item.source and item.certainty == "read" for item in items())


def test_every_field_and_every_kind_has_its_words() -> None:
    assert set(FIELD_WORDS) == {item.key for item in items()}
    assert set(MENDING) == {item.key for item in items() if item.is_must} - {"trace_code"}
    assert set(GROUP_WORDS) == set(groups())
    asked = {demand.key for group in groups().values() for demand in group.demands}
    assert set(LABEL_WORDS) == asked
    fields = set(LabelForm.__dict__)
    assert asked - FROM_RECORDS <= fields


def test_nothing_known_is_none_and_all_known_is_all() -> None:
    assert compare({}).percent == 0
    everything = {item.key: "x" for item in items()}
    assert compare(everything).percent == 100
    assert compare(everything).missing == ()
    assert compare(everything | {"standards": ""}).percent == 87


def test_a_batch_fills_up_as_things_are_told(
    session: Session, shop: Shop, product: Product, batch: Batch
) -> None:
    def missing() -> list[str]:
        found = information_of_batch(session, shop, product, batch, on=TODAY)
        return [one.item.key for one in found.missing]

    assert missing() == ["producer_address", "origin", "events", "standards"]
    place = add_place(session, shop, name="Xưởng nhà", address="Số 1, thôn 3", now=NOW)
    batch.place_id = place.id
    session.flush()
    tell_facts(session, product, told={"origin": "Sản xuất tại Việt Nam", "standards": ""}, now=NOW)
    record_event(session, batch, kind="make", at=NOW, now=NOW)
    assert missing() == ["standards"]
    make.paper(session, shop, product, kind="standard", number="TCCS 01:2026", stars=None)
    assert missing() == []


def test_a_product_is_judged_by_what_a_product_can_tell(
    session: Session, shop: Shop, product: Product
) -> None:
    found = information_of_product(session, shop, product, on=TODAY)
    keys = {one.item.key for one in found.fields}
    assert keys.isdisjoint({"events", "lot", "expiry", "trace_code"})
    assert found.percent == 50


def test_the_page_says_what_is_missing_and_leads_to_where_it_is_mended(
    phone: Browser, session: Session, product: Product, batch: Batch
) -> None:
    page = phone.get(f"/batches/{batch.id}/information").text
    assert "đủ 50% thông tin truy xuất" in page
    for part in (
        "/places/new",
        f"/products/{product.id}/record",
        f"/batches/{batch.id}",
        "Nghị định 37/2026/NĐ-CP",
    ):
        assert part in page, part
    phone.post(
        f"/products/{product.id}/record", origin="Sản xuất tại Việt Nam", standards="TCCS 01"
    )
    assert "đủ 75% thông tin truy xuất" in phone.get(f"/batches/{batch.id}/information").text
    assert "Đủ 83%" in phone.get("/traceable").text


def test_the_page_behind_a_label_bears_all_nine_items(
    app: Flask, session: Session, shop: Shop, product: Product, batch: Batch
) -> None:
    batch.place_id = add_place(session, shop, name="Xưởng nhà", address="Số 1", now=NOW).id
    told = {"origin": "Sản xuất tại Việt Nam", "brand": "Cô Mẫu", "standards": "TCCS 01:2026"}
    tell_facts(session, product, told=told, now=NOW)
    record_event(session, batch, kind="make", at=NOW, now=NOW)
    page = make.phone(app, session).get(f"/T/{batch.trace_code}").text
    code = f"SP-{product.code.upper()} / DD-XUONGNHA / {batch.code}"
    for word in (product.title, shop.name, "Xã Hoằng Lộc", batch.code, code, *told.values()):
        assert word in page, word


def test_the_label_of_each_kind_asks_what_the_law_asks(
    phone: Browser, session: Session, shop: Shop, product: Product, batch: Batch
) -> None:
    path = f"/products/{product.id}"
    assert phone.get(f"{path}/label").location == f"{path}/kind"
    assert errors(phone.post(f"{path}/kind", kind="")) == ["Chọn loại hàng gần nhất."]
    assert phone.post(f"{path}/kind", kind="food").location == f"{path}/label-words"
    page = phone.get(f"{path}/label-words").text
    assert 'name="ingredients"' in page
    assert 'name="ethanol"' not in page
    phone.post(f"{path}/label-words", quantity="10 cái", ingredients="gạo nếp, lá gai, đậu xanh")
    shown = phone.get(f"{path}/label").text
    assert "gạo nếp, lá gai, đậu xanh" in shown
    assert "Còn thiếu" in shown
    lines = {line.demand.key: line for line in label_of(session, shop, product, batch)}
    assert lines["made_on"].value == "20/11/2026"
    assert lines["usage"].is_missing
    assert not lines["warning"].is_missing


def test_another_kind_keeps_what_was_told(session: Session, product: Product) -> None:
    choose_kind(session, product, kind="food", now=NOW)
    tell_facts(session, product, told={"ingredients": "gạo"}, now=NOW)
    facts = choose_kind(session, product, kind="drink", now=NOW)
    assert facts.told == {"ingredients": "gạo"}
    tell_facts(session, product, told={"ingredients": ""}, now=NOW)
    assert facts.told == {}


def test_too_much_text_is_told_and_not_kept(
    phone: Browser, session: Session, product: Product
) -> None:
    choose_kind(session, product, kind="food", now=NOW)
    answer = phone.post(f"/products/{product.id}/label-words", ingredients="x" * 5_000)
    assert errors(answer) == ["Nhập ngắn hơn: tối đa 600 ký tự, đang có 5000."]


def test_a_neighbour_is_told_nothing(
    app: Flask, session: Session, product: Product, batch: Batch
) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for path in (
        f"/batches/{batch.id}/information",
        f"/products/{product.id}/information",
        f"/products/{product.id}/record",
        f"/products/{product.id}/kind",
        f"/products/{product.id}/label-words",
        f"/products/{product.id}/label",
    ):
        assert neighbour.get(path).status_code == 404, path
    assert product.title not in neighbour.get("/traceable").text
