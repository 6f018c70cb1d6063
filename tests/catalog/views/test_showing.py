"""What buyers see: the page of a product, and photos."""

import gzip
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from shopkit.catalog.actions import products
from shopkit.catalog.actions.photos import remove_photo
from shopkit.catalog.actions.taking_over import import_products
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.listing import ListRow
from shopkit.config import folder
from shopkit.jobs import work
from shopkit.jobs.queries import latest_job_or_none
from shopkit.jobs.work import Bench
from tests.catalog.conftest import Phone, Seller
from tests.conftest import NOW, Browser

PUBLIC_BUDGET = 14 * 1024


@pytest.fixture
def photo(session: Session, listing: Product) -> Photo:
    found = queries.cover_or_none(session, listing)
    assert found
    return found


def test_anybody_sees_photo_name_price_and_shop(client: Browser, listing: Product) -> None:
    page = client.get(f"/p/{listing.code}")
    assert page.status_code == 200
    for part in ("Mật ong bạc hà", "250.000\u00a0₫ / chai", "Quầy Nguyễn Thị Mẫu", "/card"):
        assert part in page.text
    assert 'href="tel:+84900000001"' in page.text


def test_the_page_tells_the_commune_and_outlives_it(
    client: Browser, her: Seller, listing: Product
) -> None:
    assert "<dt>Ở</dt>" in client.get(f"/p/{listing.code}").text
    for gone in ("", "99998"):
        her.shop.commune_code = gone
        page = client.get(f"/p/{listing.code}")
        assert page.status_code == 200
        assert "<dt>Ở</dt>" not in page.text


def test_the_page_is_small_and_needs_no_script_and_no_cookie(
    client: Browser, listing: Product
) -> None:
    page = client.get(f"/p/{listing.code}")
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    css = next((folder("static") / "css").glob("trace.*.css")).read_bytes()
    assert len(gzip.compress(page.data)) + len(gzip.compress(css)) <= PUBLIC_BUDGET


def test_a_new_shop_is_called_unconfirmed_until_staff_have_seen_it(
    client: Browser, session: Session, her: Seller, listing: Product
) -> None:
    assert "Chưa xác nhận" in client.get(f"/p/{listing.code}").text
    her.shop.seen_at = NOW
    seen = client.get(f"/p/{listing.code}").text
    assert "Chưa xác nhận" not in seen
    assert "22/11/2026" in seen


def test_a_link_in_a_chat_shows_name_price_and_picture(
    client: Browser, session: Session, bench: Bench, listing: Product, photo: Photo
) -> None:
    page = client.get(f"/p/{listing.code}").text
    address = "http://127.0.0.1:8000"
    assert f'property="og:url" content="{address}/p/{listing.code}"' in page
    assert f'property="og:image" content="{address}/photos/{photo.id}/share"' in page
    assert 'property="product:price:amount" content="250000"' in page
    assert "secret" not in page
    job = latest_job_or_none(session, "photo_sizes", photo.id)
    assert job
    session.commit()
    work.do_all(bench, job.id)
    picture = client.get(f"/photos/{photo.id}/share")
    assert picture.mimetype == "image/jpeg"
    assert Image.open(BytesIO(picture.data)).format == "JPEG"
    assert len(picture.data) <= 200_000


def test_the_page_speaks_the_language_of_the_browser(client: Browser, listing: Product) -> None:
    page = client.get(f"/p/{listing.code}", headers={"Accept-Language": "en"})
    assert '<html lang="en"' in page.text
    assert "Accept-Language" in page.headers["Vary"]


def test_drafts_and_hidden_products_have_no_page(
    client: Browser, session: Session, listing: Product
) -> None:
    products.hide(session, listing, now=NOW)
    assert client.get(f"/p/{listing.code}").status_code == 404
    products.restore(session, listing, now=NOW)
    assert client.get(f"/p/{listing.code.upper()}").status_code == 200
    products.unpublish(session, listing, now=NOW)
    assert client.get(f"/p/{listing.code}").status_code == 404
    assert client.get("/p/nowhere1").status_code == 404


def test_a_listing_without_a_price_says_to_ask(
    client: Browser, session: Session, her: Seller
) -> None:
    row = ListRow(2, "Bún khô", "8932282840567")
    import_products(session, her.shop, [row], now=NOW, is_shown=True)
    session.flush()
    product = queries.products_of(session, her.shop)[0]
    page = client.get(f"/p/{product.code}").text
    assert "Hỏi giá" in page
    assert "og:image" not in page


def without_public_pages(app: Flask) -> None:
    parts = app.extensions["shopkit"]
    config = replace(parts.config, public_pages=False)
    app.extensions["shopkit"] = replace(parts, config=config)


def test_the_operator_can_turn_public_pages_off(
    app: Flask, phone: Phone, client: Browser, listing: Product, photo: Photo
) -> None:
    without_public_pages(app)
    assert phone.get(f"/p/{listing.code}").status_code == 404
    assert "/p/" not in phone.get(f"/products/{listing.id}/published").text
    assert phone.get(f"/photos/{photo.id}/card").status_code == 200
    client.delete_cookie("key")
    assert client.get(f"/photos/{photo.id}/card").status_code == 404


def test_a_public_photo_is_kept_by_browsers_for_good(client: Browser, photo: Photo) -> None:
    answer = client.get(f"/photos/{photo.id}/card")
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    again = client.get(
        f"/photos/{photo.id}/card", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_size_still_being_made_is_shown_by_the_nearest_and_not_kept_for_good(
    client: Browser, photo: Photo
) -> None:
    answer = client.get(f"/photos/{photo.id}/thumb")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_photo_of_a_draft_is_for_its_own_people(
    phone: Phone,
    client: Browser,
    session: Session,
    listing: Product,
    photo: Photo,
    neighbour: Seller,
) -> None:
    products.unpublish(session, listing, now=NOW)
    own = phone.get(f"/photos/{photo.id}/card")
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "private, no-cache"
    client.set_cookie("key", neighbour.token)
    assert client.get(f"/photos/{photo.id}/card").status_code == 404
    client.delete_cookie("key")
    assert client.get(f"/photos/{photo.id}/card").status_code == 404


def test_a_printed_label_still_shows_the_photo_of_a_listing_hidden_since(
    client: Browser, session: Session, listing: Product, photo: Photo
) -> None:
    products.hide(session, listing, now=NOW)
    assert client.get(f"/photos/{photo.id}/card").status_code == 200


def test_a_photo_taken_down_is_gone_for_the_public(
    phone: Phone, client: Browser, session: Session, listing: Product, photo: Photo
) -> None:
    products.hide(session, listing, now=NOW)
    remove_photo(session, listing, photo, now=NOW)
    assert phone.get(f"/photos/{photo.id}/card").status_code == 200
    client.delete_cookie("key")
    assert client.get(f"/photos/{photo.id}/card").status_code == 404


@pytest.mark.parametrize("size", ["master", "original", "x", "..%2f..%2fetc"])
def test_only_the_sizes_of_pages_are_served(phone: Phone, photo: Photo, size: str) -> None:
    assert phone.get(f"/photos/{photo.id}/{size}").status_code == 404
