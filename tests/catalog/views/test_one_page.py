"""A product on one page, as a phone's store sends it and as a phone without scripts does."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.accounts.models import Account
from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.products import rename, set_price
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.scope import SELLER, SHOP, Role, Who
from shopkit.web.phone import mark_of
from tests.catalog import shots
from tests.catalog.conftest import Phone, Seller, photo_file
from tests.conftest import NOW

HONEY = {"title": "Mật ong bạc hà", "price_vnd": "250k", "price_unit": "chai", "description": ""}


class Outbox:
    """What the store of a phone sends."""

    def __init__(self, phone: Phone, her: Seller) -> None:
        self.phone = phone
        self.account = mark_of(her.who)

    def headers(self, key: str) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Idempotency-Key": key or uuid4().hex,
            "X-CSRFToken": self.phone.token,
            "Shopkit-Account": self.account,
        }

    def send(self, url: str, key: str = "", **fields: Any) -> TestResponse:
        return self.phone.browser.post(
            url,
            data=urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers=self.headers(key),
        )

    def photo(self, url: str, content: bytes, key: str = "") -> TestResponse:
        return self.phone.browser.put(
            url, data=content, content_type="image/jpeg", headers=self.headers(key)
        )


@pytest.fixture
def outbox(phone: Phone, her: Seller) -> Outbox:
    return Outbox(phone, her)


def told(answer: TestResponse) -> dict[str, Any]:
    content: dict[str, Any] = answer.get_json()
    return content


def only(session: Session) -> Product:
    return session.scalars(select(Product)).one()


def events(session: Session, product: Product) -> list[str]:
    wanted = select(JournalEntry.event).where(JournalEntry.subject_id == product.id)
    return list(session.scalars(wanted.order_by(JournalEntry.at, JournalEntry.id)))


def fields_on(page: TestResponse) -> dict[str, Any]:
    """What the page's form would send if nothing were changed."""
    found = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page.text))
    found["description"] = re.findall(r"<textarea[^>]*>([^<]*)", page.text)[0]
    not_typed = ("csrf_token", "_key", "sure")
    return {name: text for name, text in found.items() if name not in not_typed}


def somebody_else(session: Session, her: Seller) -> None:
    """From now on what is arranged is done by her daughter, who helps in the shop."""
    other = Account(
        phone="+84900000009", name="Lê Văn Thử", secret_hash="-", secret_kind="pin", made_at=NOW
    )
    session.add(other)
    session.flush()
    role = Role(SELLER, SHOP, her.shop.id.hex)
    session.info["actor"] = Who(other.id, other.name, (role,))


def test_the_text_comes_first_and_the_last_missing_photo_publishes(
    outbox: Outbox, session: Session
) -> None:
    rid, photo_id = uuid4(), uuid4()
    text = outbox.send("/products/add", rid=rid, publish="1", coming="1", **HONEY)
    assert text.status_code == 201
    assert told(text)["location"] == "/products"
    product = only(session)
    assert (product.id, product.price_vnd, product.is_draft) == (rid, 250_000, True)
    assert "Ảnh đang gửi" in outbox.phone.get("/products").text
    url = f"/products/{rid}/photos/{photo_id}?publish=1"
    photo = outbox.photo(url, shots.with_place(6))
    assert photo.status_code == 201
    assert [one.id for one in queries.photos_of(session, only(session))] == [photo_id]
    assert only(session).is_published


def test_sent_again_nothing_is_made_twice(outbox: Outbox, session: Session) -> None:
    rid, photo_id = uuid4(), uuid4()
    first = outbox.send("/products/add", "key-one", rid=rid, **HONEY)
    again = outbox.send("/products/add", "key-one", rid=rid, **HONEY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert told(again)["replay"] is True
    url = f"/products/{rid}/photos/{photo_id}"
    for key in ("photo-one", "photo-one", "photo-two"):
        assert outbox.photo(url, shots.jpeg(), key).status_code in (200, 201)
    assert len(queries.photos_of(session, only(session))) == 1


def test_a_key_with_other_content_is_refused(outbox: Outbox, session: Session) -> None:
    rid = uuid4()
    outbox.send("/products/add", "key-one", rid=rid, **HONEY)
    other = outbox.send("/products/add", "key-one", rid=rid, **(HONEY | {"price_vnd": "20k"}))
    assert other.status_code == 422
    assert told(other)["error"] == "key_reused"
    assert only(session).price_vnd == 250_000


def test_the_name_of_a_product_that_is_there_is_not_given_twice(
    outbox: Outbox, session: Session
) -> None:
    rid = uuid4()
    outbox.send("/products/add", rid=rid, **HONEY)
    answer = outbox.send("/products/add", rid=rid, **(HONEY | {"title": "Chè"}))
    assert answer.status_code == 404
    assert only(session).title == "Mật ong bạc hà"


def test_the_wrong_account_sends_nothing(outbox: Outbox, session: Session) -> None:
    outbox.account = "0123456789abcdef"
    assert outbox.send("/products/add", rid=uuid4(), **HONEY).status_code == 401
    assert session.scalars(select(Product)).all() == []


def test_a_neighbour_changes_nothing(
    outbox: Outbox, session: Session, neighbour: Seller, listing: Product
) -> None:
    browser = outbox.phone.browser
    browser.set_cookie("key", neighbour.token)
    outbox.account = mark_of(neighbour.who)
    outbox.phone.token = browser.get("/api/csrf").get_json()["token"]
    assert browser.get(f"/products/{listing.id}/edit").status_code == 404
    assert outbox.send(f"/products/{listing.id}/edit", version=9, **HONEY).status_code == 404
    url = f"/products/{listing.id}/photos/{uuid4()}"
    assert outbox.photo(url, shots.jpeg()).status_code == 404


def test_the_key_of_somebody_else_tells_nothing_of_hers(
    outbox: Outbox, session: Session, neighbour: Seller
) -> None:
    outbox.send("/products/add", "key-one", rid=uuid4(), **HONEY)
    browser = outbox.phone.browser
    browser.set_cookie("key", neighbour.token)
    outbox.account = mark_of(neighbour.who)
    outbox.phone.token = browser.get("/api/csrf").get_json()["token"]
    answer = outbox.send("/products/add", "key-one", rid=uuid4(), **(HONEY | {"title": "Chè"}))
    assert answer.status_code == 201
    made = session.scalars(select(Product).where(Product.shop_id == neighbour.shop.id)).one()
    assert made.title == "Chè"


def test_the_photo_of_another_product_is_none_of_this_one(
    outbox: Outbox, session: Session, listing: Product
) -> None:
    standing = queries.photos_of(session, listing)[0].id
    rid = uuid4()
    outbox.send("/products/add", rid=rid, **HONEY)
    answer = outbox.photo(f"/products/{rid}/photos/{standing}", shots.jpeg())
    assert answer.status_code == 404


def test_a_photo_that_cannot_be_opened_says_why(outbox: Outbox, listing: Product) -> None:
    answer = outbox.photo(f"/products/{listing.id}/photos/{uuid4()}", b"\xff\xd8\xff no photo")
    assert answer.status_code == 422
    assert told(answer)["error"] == "photo"
    assert told(answer)["message"]


def test_where_nobody_has_time_for_a_photo_the_phone_sends_it_again(
    outbox: Outbox, listing: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(darkroom, "PATIENCE_S", 0.01)
    with darkroom.TURNS, darkroom.TURNS:
        answer = outbox.photo(f"/products/{listing.id}/photos/{uuid4()}", shots.jpeg())
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_the_tenth_photo_is_too_many(outbox: Outbox, listing: Product) -> None:
    small = shots.jpeg(400, 300)
    for _one in range(8):
        sent = outbox.photo(f"/products/{listing.id}/photos/{uuid4()}", small)
        assert sent.status_code == 201
    answer = outbox.photo(f"/products/{listing.id}/photos/{uuid4()}", small)
    assert answer.status_code == 422
    assert "tối đa 9 ảnh" in told(answer)["message"]


def test_a_form_without_scripts_brings_its_photo_along(
    phone: Phone, session: Session, files: Files
) -> None:
    answer = phone.post(
        "/products/add", rid="", publish="1", photo=photo_file(shots.jpeg()), **HONEY
    )
    product = only(session)
    assert product.is_published
    assert answer.location == f"/products/{product.id}/published"


def test_what_cannot_be_shown_yet_is_kept_and_told(phone: Phone, session: Session) -> None:
    answer = phone.post("/products/add", publish="1", **HONEY)
    product = only(session)
    assert product.is_draft
    assert answer.location == f"/products/{product.id}/check"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Nhập tên sản phẩm"),
        ("title", "!!!", "Nhập tên bằng chữ"),
        ("price_vnd", "", "Nhập giá bằng số"),
        ("price_vnd", "12.5", "Nhập rõ hơn"),
        ("price_vnd", "25", "Sửa lại, hoặc đánh dấu Đúng giá này"),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    outbox: Outbox, session: Session, field: str, typed: str, sentence: str
) -> None:
    answer = outbox.send("/products/add", rid=uuid4(), **(HONEY | {field: typed}))
    assert answer.status_code == 422
    assert sentence in told(answer)["errors"][field][0]
    assert session.scalars(select(Product)).all() == []


def test_a_doubtful_price_can_be_confirmed_on_the_same_form(
    outbox: Outbox, session: Session
) -> None:
    cheap = HONEY | {"price_vnd": "500"}
    assert outbox.send("/products/add", rid=uuid4(), **cheap).status_code == 422
    assert outbox.send("/products/add", rid=uuid4(), sure="y", **cheap).status_code == 201
    assert only(session).price_vnd == 500


def test_the_page_without_scripts_offers_the_tick_only_when_it_asks(phone: Phone) -> None:
    assert "data-sure hidden" in phone.get("/products/add").text
    asked = phone.post("/products/add", **(HONEY | {"price_vnd": "25"}))
    assert asked.status_code == 422
    assert "data-sure hidden" not in asked.text
    assert "Đúng giá này" in asked.text


def test_only_what_she_changed_is_changed(
    outbox: Outbox, session: Session, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(outbox.phone.get(url))
    before = listing.version
    assert outbox.send(url, **fields).status_code == 201
    assert only(session).version == before
    assert outbox.send(url, **(fields | {"price_vnd": "260k"})).status_code == 201
    product = only(session)
    assert (product.title, product.price_vnd) == ("Mật ong bạc hà", 260_000)


def test_different_fields_of_two_people_are_both_kept_and_it_is_noted(
    outbox: Outbox, session: Session, her: Seller, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(outbox.phone.get(url))
    somebody_else(session, her)
    rename(session, listing, title="Mật ong rừng", version=listing.version, now=NOW)
    answer = outbox.send(url, **(fields | {"price_vnd": "260k"}))
    assert answer.status_code == 201
    product = only(session)
    assert (product.title, product.price_vnd) == ("Mật ong rừng", 260_000)
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "product.parallel_edit")
    ).one()
    assert entry.details == {"parts": "title"}
    assert entry.actor_id == her.account.id


def test_the_unit_of_one_and_the_price_of_another_are_both_kept(
    outbox: Outbox, session: Session, her: Seller, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(outbox.phone.get(url))
    somebody_else(session, her)
    set_price(
        session,
        listing,
        price_vnd=250_000,
        price_unit="lít",
        version=listing.version,
        sure=None,
        now=NOW,
    )
    assert outbox.send(url, **(fields | {"price_vnd": "260k"})).status_code == 201
    assert (only(session).price_vnd, only(session).price_unit) == (260_000, "lít")


def test_the_same_field_of_two_people_is_asked_about_with_both_versions(
    outbox: Outbox, session: Session, her: Seller, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(outbox.phone.get(url))
    somebody_else(session, her)
    set_price(
        session,
        listing,
        price_vnd=240_000,
        price_unit="chai",
        version=listing.version,
        sure=None,
        now=NOW,
    )
    mine = fields | {"price_vnd": "260k", "title": "Mật ong rừng"}
    answer = outbox.send(url, **mine)
    assert answer.status_code == 409
    assert told(answer)["by"] == "Lê Văn Thử"
    assert told(answer)["clashes"] == [
        {
            "name": "price_vnd",
            "label": "Giá bán",
            "yours": "260.000\u00a0₫",
            "theirs": "240.000\u00a0₫",
            "value": "240.000",
        }
    ]
    product = only(session)
    assert (product.title, product.price_vnd) == ("Mật ong bạc hà", 240_000)
    version = told(answer)["version"]
    assert version == product.version
    theirs = mine | {"version": version, "price_vnd": told(answer)["clashes"][0]["value"]}
    assert outbox.send(url, **theirs).status_code == 201
    assert (only(session).title, only(session).price_vnd) == ("Mật ong rừng", 240_000)
    assert outbox.send(url, **(mine | {"version": only(session).version})).status_code == 201
    assert only(session).price_vnd == 260_000


def test_without_scripts_both_versions_stand_on_the_page(
    phone: Phone, session: Session, her: Seller, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(phone.get(url))
    somebody_else(session, her)
    rename(session, listing, title="Mật ong rừng", version=listing.version, now=NOW)
    asked = phone.post(url, **(fields | {"title": "Mật ong núi"}))
    assert asked.status_code == 409
    assert "Mật ong rừng" in asked.text
    assert "Mật ong núi" in asked.text
    mine = fields_on(asked)
    assert phone.post(url, **mine).status_code == 303
    assert only(session).title == "Mật ong núi"


def test_a_price_once_given_is_not_taken_away(outbox: Outbox, listing: Product) -> None:
    url = f"/products/{listing.id}/edit"
    fields = fields_on(outbox.phone.get(url))
    answer = outbox.send(url, **(fields | {"price_vnd": ""}))
    assert answer.status_code == 422
    assert "Nhập giá" in told(answer)["errors"]["price_vnd"][0]


def test_a_far_price_waits_for_her_word_when_edited(
    outbox: Outbox, session: Session, listing: Product
) -> None:
    url = f"/products/{listing.id}/edit"
    far = fields_on(outbox.phone.get(url)) | {"price_vnd": "2tr5"}
    answer = outbox.send(url, **far)
    assert "khác xa giá trước" in told(answer)["errors"]["price_vnd"][0]
    assert outbox.send(url, sure="y", **far).status_code == 201
    assert only(session).price_vnd == 2_500_000


def test_the_phone_may_keep_the_pages(phone: Phone, listing: Product) -> None:
    for path in ("/products", "/products/new", "/products/add", f"/products/{listing.id}/edit"):
        assert phone.get(path).headers["Shopkit-Keep"] == "1", path
    assert "Shopkit-Keep" not in phone.get("/products?q=ong").headers


def test_a_photo_comes_for_a_product_that_is_shown_already(
    outbox: Outbox, session: Session, listing: Product
) -> None:
    sent = outbox.photo(f"/products/{listing.id}/photos/{uuid4()}", shots.jpeg(500, 400))
    assert sent.status_code == 201
    assert session.scalars(select(Photo).where(Photo.product_id == listing.id)).all()[1:]
    assert events(session, listing).count("product.published") == 1
