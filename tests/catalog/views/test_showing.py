"""The photos that buyers see."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.actions import products
from shopkit.catalog.actions.photos import remove_photo
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from tests.catalog.conftest import Phone, Seller
from tests.conftest import NOW, Browser


@pytest.fixture
def photo(session: Session, listing: Product) -> Photo:
    found = queries.cover_or_none(session, listing)
    assert found
    return found


def without_public_pages(app: Flask) -> None:
    parts = app.extensions["shopkit"]
    config = replace(parts.config, public_pages=False)
    app.extensions["shopkit"] = replace(parts, config=config)


def test_the_operator_can_turn_public_pages_off(
    app: Flask, phone: Phone, client: Browser, listing: Product, photo: Photo
) -> None:
    without_public_pages(app)
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
