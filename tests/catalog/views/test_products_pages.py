"""Looking after products: the list, one of them, its photos, hiding and bringing back."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.taking_over import import_products
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.listing import ListRow
from tests.catalog import shots
from tests.catalog.conftest import Phone, Seller, photo_file
from tests.conftest import NOW, Browser


def photo_of(session: Session, product: Product) -> Photo:
    found = queries.cover_or_none(session, product)
    assert found
    return found


def test_the_list_shows_name_price_photo_and_state(phone: Phone, listing: Product) -> None:
    page = phone.get("/products").text
    assert "Mật ong bạc hà" in page
    assert "250.000\u00a0₫ / chai" in page
    assert "Đang đăng" in page
    assert "/thumb" in page


def test_an_empty_list_says_how_to_begin(phone: Phone) -> None:
    assert "Chụp ảnh, gõ tên, gõ giá" in phone.get("/products").text


def test_products_are_found_by_words_without_marks(phone: Phone, listing: Product) -> None:
    assert "Mật ong bạc hà" in phone.get("/products?q=mat+ong").text
    assert "Mật ong bạc hà" not in phone.get("/products?q=nuoc+mam").text
    assert phone.get("/products?q=%25").status_code == 200
    for length in (59, 60, 61, 500):
        assert phone.get("/products?q=" + "a" * length).status_code == 200


def test_a_long_list_comes_in_pages(phone: Phone, session: Session, her: Seller) -> None:
    numbers = [f"{n:012d}" for n in range(queries.PAGE + 1)]
    rows = [ListRow(2, f"Hàng {n}", with_check_digit(number)) for n, number in enumerate(numbers)]
    assert import_products(session, her.shop, rows, now=NOW).added == queries.PAGE + 1
    first, second = phone.get("/products").text, phone.get("/products?page=2").text
    assert first.count('data-rid="') == queries.PAGE
    assert second.count('data-rid="') == 1
    assert f"Hàng {queries.PAGE}<" in second
    for wrong in ("0", "-1", "100000", "x"):
        assert phone.get(f"/products?page={wrong}").status_code in (200, 404)


def with_check_digit(twelve: str) -> str:
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)


def test_hiding_takes_a_product_off_the_list_and_one_tap_brings_it_back(
    phone: Phone, listing: Product
) -> None:
    phone.post(f"/products/{listing.id}/hide")
    assert "Mật ong bạc hà" not in phone.get("/products").text
    assert "Xem sản phẩm đã ẩn (1)" in phone.get("/products").text
    assert "Mật ong bạc hà" in phone.get("/products?state=hidden").text
    assert "Hiện lại" in phone.get(f"/products/{listing.id}").text
    phone.post(f"/products/{listing.id}/restore")
    assert "Mật ong bạc hà" in phone.get("/products").text


def test_a_draft_goes_on_where_it_stopped(phone: Phone, product: Product) -> None:
    assert phone.get(f"/products/{product.id}").location.endswith("/title")
    phone.post(f"/products/{product.id}/title", version="1", title="Rau cải")
    assert phone.get(f"/products/{product.id}").location.endswith("/price")
    phone.post(f"/products/{product.id}/price", version="1", price_vnd="15k")
    assert phone.get(f"/products/{product.id}").location.endswith("/check")


def test_earlier_prices_are_kept_on_the_page(phone: Phone, listing: Product) -> None:
    version = str(listing.version)
    phone.post(f"/products/{listing.id}/price", version=version, price_vnd="240k")
    page = phone.get(f"/products/{listing.id}").text
    assert "240.000" in page
    assert "Giá trước đây" in page
    assert "250.000" in page


def test_more_photos_can_be_added_ordered_taken_down_and_put_back(
    phone: Phone, session: Session, listing: Product
) -> None:
    url = f"/products/{listing.id}/photos"
    first = photo_of(session, listing)
    phone.post(url, photo=photo_file(shots.jpeg(800, 800)))
    second = queries.photos_of(session, listing)[1]
    phone.post(f"{url}/{second.id}/first")
    assert photo_of(session, listing).id == second.id
    phone.post(f"{url}/{second.id}/remove")
    assert photo_of(session, listing).id == first.id
    assert "Dùng lại ảnh này" in phone.get(url).text
    phone.post(f"{url}/{second.id}/back")
    assert [photo.id for photo in queries.photos_of(session, listing)] == [first.id, second.id]


def test_the_last_photo_of_a_listing_on_show_stays(
    phone: Phone, session: Session, listing: Product
) -> None:
    only = photo_of(session, listing)
    phone.post(f"/products/{listing.id}/photos/{only.id}/remove")
    assert photo_of(session, listing).id == only.id
    assert "cần ít nhất một ảnh" in phone.get(f"/products/{listing.id}/photos").text


def test_the_share_page_has_text_and_picture_ready(phone: Phone, listing: Product) -> None:
    page = phone.get(f"/products/{listing.id}/share").text
    for line in ("Mật ong bạc hà", "250.000\u00a0₫ / chai", "0900 000 001", f"/p/{listing.code}"):
        assert line in page
    assert 'download="san-pham-' in page
    assert "/share" in page


def test_a_draft_has_nothing_to_share(phone: Phone, product: Product) -> None:
    assert phone.get(f"/products/{product.id}/share").status_code == 303


GETS = ("", "/title", "/price", "/photo", "/check", "/photos", "/text", "/share", "/published")
POSTS = ("title", "price", "photo", "check", "photos", "text", "unpublish", "hide", "restore")


@pytest.fixture
def strangers_phone(app: Flask, session: Session, client: Browser, neighbour: Seller) -> Phone:
    client.set_cookie("key", neighbour.token)
    return Phone(client)


@pytest.mark.parametrize("page", GETS)
def test_a_neighbour_finds_no_page_of_hers(
    strangers_phone: Phone, listing: Product, page: str
) -> None:
    assert strangers_phone.get(f"/products/{listing.id}{page}").status_code == 404


@pytest.mark.parametrize("page", POSTS)
def test_a_neighbour_changes_nothing_of_hers(
    strangers_phone: Phone, session: Session, listing: Product, page: str
) -> None:
    sent = {"version": "99", "title": "x", "price_vnd": "250k", "description": "x"}
    upload = photo_file(shots.jpeg(300, 300))
    answer = strangers_phone.post(f"/products/{listing.id}/{page}", photo=upload, **sent)
    assert answer.status_code == 404
    (product,) = session.scalars(select(Product)).all()
    assert (product.title, product.price_vnd) == ("Mật ong bạc hà", 250_000)
    assert product.is_published


def test_a_neighbour_touches_no_photo_of_hers(
    strangers_phone: Phone, session: Session, listing: Product, neighbour: Seller
) -> None:
    photo = photo_of(session, listing)
    url = strangers_phone.post("/products/new", later="1").location
    own = url.split("/")[2]
    for change in ("remove", "first", "back"):
        for product_id in (listing.id, own):
            answer = strangers_phone.post(f"/products/{product_id}/photos/{photo.id}/{change}")
            assert answer.status_code == 404


def test_her_list_holds_nothing_of_the_neighbour(strangers_phone: Phone, listing: Product) -> None:
    assert "Mật ong" not in strangers_phone.get("/products?state=published&q=mat").text


def test_a_stranger_is_sent_to_sign_in(client: Browser, listing: Product) -> None:
    for page in ("/products", "/products/new", f"/products/{listing.id}"):
        answer = client.get(page)
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in")
