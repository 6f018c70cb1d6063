"""A maker opens batches and has labels made."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import hide
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries.batches import PAGE
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, shop: Shop) -> Product:
    return make.draft(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def batches(session: Session) -> list[Batch]:
    return list(session.scalars(select(Batch)))


def test_a_batch_is_one_page_and_knows_what_can_be_known(
    phone: Browser, session: Session, product: Product
) -> None:
    page = phone.get("/batches/new").text
    assert f'value="{product.id}" checked' in page
    assert 'value="2026-11-22"' in page
    answer = phone.post("/batches/new", product_id=str(product.id), made_on="2026-11-22")
    (batch,) = batches(session)
    assert answer.location == f"/batches/{batch.id}"
    assert (batch.code, batch.best_before) == ("L261122A", None)
    assert "L261122A" in phone.get("/batches").text


def test_who_has_no_product_is_sent_to_make_one(phone: Browser) -> None:
    page = phone.get("/batches/new").text
    assert "/products/new" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"product_id": ""}, "Chọn sản phẩm của đợt hàng này."),
        ({"made_on": ""}, "Nhập ngày làm ra đợt hàng."),
        ({"made_on": "hôm qua"}, "Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ({"made_on": "23/11/2026"}, "Ngày làm ở sau hôm nay. Xem lại ngày."),
        ({"made_on": "01/01/2010"}, "Ngày làm đã hơn mười năm. Xem lại năm."),
        ({"best_before": "20/11/2026"}, "Hạn sử dụng ở trước ngày làm. Xem lại hai ngày."),
        ({"best_before": "20/11/2099"}, "Hạn sử dụng dài hơn mười năm. Xem lại năm."),
        (
            {"best_before": "31/02/2027"},
            "Nhập hạn theo ngày hoặc thời gian, ví dụ 22/11/2027, 30 ngày, 12 tháng.",
        ),
    ],
)
def test_a_wrong_entry_says_what_to_do_and_opens_nothing(
    phone: Browser, session: Session, product: Product, wrong: dict[str, str], said: str
) -> None:
    typed = {"product_id": str(product.id), "made_on": "22/11/2026", "best_before": ""}
    answer = phone.post("/batches/new", **(typed | wrong))
    assert answer.status_code == 422
    assert errors(answer) == [said]
    assert batches(session) == []


def test_a_neighbours_product_is_no_choice(phone: Browser, session: Session) -> None:
    other = make.draft(session, make.shop(session))
    make.draft(session, session.scalars(select(Shop)).first())  # type: ignore[arg-type]  # there is one
    answer = phone.post("/batches/new", product_id=str(other.id), made_on="22/11/2026")
    assert errors(answer) == ["Chọn sản phẩm của đợt hàng này."]


def test_a_neighbour_finds_nothing_of_hers(
    app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/batches/{batch.id}").status_code == 404
    assert batch.code not in neighbour.get("/batches").text


def test_the_words_of_the_trade_stay_off_her_pages(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    for path in ("/batches", "/batches/new", f"/batches/{batch.id}", f"/batches/{batch.id}/labels"):
        main = phone.get(path).text.split("<main")[1].split("</main")[0].lower()
        for word in ("lô ", "lot ", "batch ", "serial"):
            assert word not in main, (path, word)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30 tháng", "2029-05-22"),
        ("HSD: 30 tháng kể từ NSX", "2029-05-22"),
        ("7 ngày", "2026-11-29"),
        ("2 tuần", "2026-12-06"),
        ("1 năm", "2027-11-22"),
        ("HSD: 021028", "2028-10-02"),
        ("02 10 28", "2028-10-02"),
        ("02/10/28", "2028-10-02"),
        ("02102028", "2028-10-02"),
        ("2028-10-02", "2028-10-02"),
    ],
)
def test_a_best_before_is_read_as_it_stands_on_packs(
    phone: Browser, session: Session, product: Product, typed: str, day: str
) -> None:
    phone.post("/batches/new", product_id=str(product.id), made_on="22/11/2026", best_before=typed)
    (batch,) = batches(session)
    assert f"{batch.best_before}" == day


@pytest.mark.parametrize("typed", ["999 năm", "121 tháng"])
def test_a_time_that_cannot_be_is_no_best_before(
    phone: Browser, session: Session, product: Product, typed: str
) -> None:
    answer = phone.post(
        "/batches/new", product_id=str(product.id), made_on="22/11/2026", best_before=typed
    )
    assert answer.status_code == 422
    assert batches(session) == []


def test_more_can_be_told_when_a_batch_is_opened(
    phone: Browser, session: Session, product: Product
) -> None:
    phone.post(
        "/batches/new",
        product_id=str(product.id),
        made_on="22/11/2026",
        date_kind="harvested",
        quantity_milli="1.500",
        unit="kg",
        harvest="vụ Xuân 2026",
    )
    (batch,) = batches(session)
    told = (batch.date_kind, batch.quantity_milli, batch.unit, batch.harvest)
    assert told == ("harvested", 1_500_000, "kg", "vụ Xuân 2026")
    assert "ngày thu hoạch 22/11/2026" in phone.get(f"/batches/{batch.id}").text


def test_a_hidden_listing_is_not_offered_for_a_new_batch(
    phone: Browser, session: Session, files: Files, shop: Shop
) -> None:
    hidden = make.product(session, files, shop, "Bánh cũ")
    make.draft(session, shop, "Bánh mới")
    hide(session, hidden, now=NOW)
    page = phone.get("/batches/new").text
    assert "Bánh mới" in page
    assert "Bánh cũ" not in page


def test_a_batch_is_closed_and_opened_again_with_a_reason(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    assert phone.post(f"/batches/{batch.id}/close", why="").status_code == 422
    answer = phone.post(f"/batches/{batch.id}/close", why="bán hết")
    assert "Đợt này đã đóng ngày 22/11/2026: bán hết" in phone.get(answer.location).text
    phone.post(f"/batches/{batch.id}/reopen", why="còn hàng")
    assert "Vừa làm gì?" in phone.get(f"/batches/{batch.id}").text


def test_closing_waits_for_the_labels_and_says_so(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    make.label_run(session, batch)
    answer = phone.post(f"/batches/{batch.id}/close", why="bán hết")
    assert errors(answer) == ["Đang làm tem cho đợt này. Chờ tem xong rồi đóng."]
    assert batches(session)[0].closed_at is None


def test_many_batches_come_in_pages(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    codes = [make.batch(session, shop, product).code for _ in range(PAGE + 1)]
    first, second = (phone.get(f"/batches?page={n}").text for n in (1, 2))
    assert "/batches?page=2" in first
    assert codes[0] in second
    assert codes[0] + "," not in first
    assert phone.get("/batches?page=0").status_code == 200
    assert phone.get("/batches?page=99999999999").status_code == 404


def test_a_second_batch_of_the_day_is_opened_only_when_meant(
    phone: Browser, session: Session, product: Product
) -> None:
    typed = {"product_id": str(product.id), "made_on": "22/11/2026", "best_before": "0 ngày"}
    assert phone.post("/batches/new", **typed).status_code == 303
    answer = phone.post("/batches/new", **typed)
    assert errors(answer) == ["Hôm nay đã mở đợt L261122A cho sản phẩm này."]
    assert 'name="sure"' in answer.text
    assert phone.post("/batches/new", **typed, sure="y").status_code == 303
    assert {one.code for one in batches(session)} == {"L261122A", "L261122B"}
    assert {one.best_before for one in batches(session)} == {NOW.date()}
