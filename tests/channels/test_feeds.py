"""Feeds: whoever knows the address gets what is on show, cheaply, until she ends it."""

import csv
import gzip
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.actions.photos import add_photo
from shopkit.catalog.actions.products import hide
from shopkit.catalog.models.products import Product
from shopkit.channels.actions import feeds as actions
from shopkit.channels.models.handed_over import Feed
from shopkit.channels.queries.feeds import open_feeds_of
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.web.state import Parts
from tests import make
from tests.accounts.browser import Browser
from tests.channels.test_files import LONG, whole
from tests.conftest import NOW, StandingClock


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    return whole(make.product(session, files, her_shop, LONG))


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


@pytest.fixture
def feed(session: Session, her_shop: Shop, product: Product) -> Feed:
    return opened(session, her_shop)


def opened(session: Session, shop: Shop, channel: str = "google", form: str = "tsv") -> Feed:
    made = actions.open_channel_feed(session, shop, channel=channel, form=form, now=NOW)
    session.commit()
    return made


@pytest.fixture
def secure(app: Flask) -> Callable[[], None]:
    """Let the house have a public address."""

    def move() -> None:
        parts: Parts = app.extensions["shopkit"]
        config = replace(parts.config, public_address="https://shop.example")
        app.extensions["shopkit"] = Parts(config, parts.database, parts.files)

    return move


def fetch(
    app: Flask, session: Session, feed: Feed, ending: str = "tsv", **headers: str
) -> TestResponse:
    """As a channel asks: without any cookie."""
    path = f"/feeds/{feed.secret}.{ending}"
    session.commit()
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    client: FlaskClient = app.test_client()
    answer = client.get(path, headers=told)
    session.expire_all()
    return answer


def titles(answer: TestResponse) -> list[str]:
    read = csv.DictReader(StringIO(answer.get_data(as_text=True), newline=""), delimiter="\t")
    return [row["title"] for row in read]


def test_whoever_knows_the_address_gets_what_is_on_show(
    app: Flask, session: Session, feed: Feed, her_shop: Shop
) -> None:
    make.draft(session, her_shop, "Bánh còn nháp")
    answer = fetch(app, session, feed)
    assert answer.status_code == 200
    assert titles(answer) == [LONG]
    assert answer.mimetype == "text/tab-separated-values"
    assert "Set-Cookie" not in answer.headers


def test_the_feed_in_xml_is_well_formed(app: Flask, session: Session, her_shop: Shop) -> None:
    feed = opened(session, her_shop, "google", "rss")
    root = ET.fromstring(fetch(app, session, feed, "xml").get_data())
    assert root.tag == "rss"


def test_a_feed_for_meta_is_csv(
    app: Flask, session: Session, her_shop: Shop, product: Product
) -> None:
    answer = fetch(app, session, opened(session, her_shop, "meta", "csv"), "csv")
    assert answer.get_data(as_text=True).startswith("id,title,description")


def test_an_unchanged_feed_is_not_sent_again(app: Flask, session: Session, feed: Feed) -> None:
    first = fetch(app, session, feed)
    etag, since = first.headers["ETag"], first.headers["Last-Modified"]
    assert fetch(app, session, feed, If_None_Match=etag).status_code == 304
    assert fetch(app, session, feed, If_Modified_Since=since).status_code == 304
    assert fetch(app, session, feed, If_None_Match='"other"').status_code == 200


def test_a_change_of_the_shop_changes_the_feed(
    app: Flask,
    session: Session,
    files: Files,
    feed: Feed,
    her_shop: Shop,
    clock: StandingClock,
) -> None:
    etag = fetch(app, session, feed).headers["ETag"]
    clock.forward(hours=1)
    other = whole(make.product(session, files, her_shop, "Bánh ít nhân dừa gói lá chuối"))
    other.sku = "BI-1"
    answer = fetch(app, session, feed, If_None_Match=etag)
    assert answer.status_code == 200
    assert len(titles(answer)) == 2
    hide(session, other, now=clock.now())
    assert titles(fetch(app, session, feed)) == [LONG]


def test_the_same_listings_on_another_day_are_the_same_feed(
    app: Flask, session: Session, feed: Feed, clock: StandingClock
) -> None:
    first = fetch(app, session, feed)
    clock.forward(days=1)
    answer = fetch(app, session, feed, If_None_Match=first.headers["ETag"])
    assert answer.status_code == 304
    assert feed.made_at == NOW


def test_another_photo_changes_the_feed(
    app: Flask,
    session: Session,
    files: Files,
    feed: Feed,
    product: Product,
    secure: Callable[[], None],
) -> None:
    secure()
    before = fetch(app, session, feed).get_data(as_text=True)
    add_photo(session, files, product, make.picture(), now=NOW)
    after = fetch(app, session, feed).get_data(as_text=True)
    assert (before.count(".jpg"), after.count(".jpg")) == (1, 2)


def test_whoever_reads_gzip_gets_it(app: Flask, session: Session, feed: Feed) -> None:
    answer = fetch(app, session, feed, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert LONG in gzip.decompress(answer.get_data()).decode()
    assert answer.headers["ETag"] != fetch(app, session, feed).headers["ETag"]


def test_a_head_is_answered_without_the_listings(app: Flask, session: Session, feed: Feed) -> None:
    path = f"/feeds/{feed.secret}.tsv"
    session.commit()
    answer = app.test_client().head(path)
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert answer.headers["ETag"]


def test_the_last_fetch_is_told_and_written_seldom(
    app: Flask, session: Session, feed: Feed, phone: Browser, clock: StandingClock
) -> None:
    assert "Chưa nơi nào lấy" in phone.get("/channels/feeds").text
    fetch(app, session, feed)
    assert feed.fetched_at == NOW
    clock.forward(minutes=2)
    fetch(app, session, feed)
    assert feed.fetched_at == NOW
    clock.forward(minutes=20)
    fetch(app, session, feed)
    assert feed.fetched_at == NOW + timedelta(minutes=22)
    assert "Lấy lần cuối" in phone.get("/channels/feeds").text


def test_another_address_ends_the_one_before(
    app: Flask, session: Session, feed: Feed, phone: Browser
) -> None:
    before = feed.secret
    assert phone.post(f"/channels/feeds/{feed.id}/renew").status_code == 303
    session.expire_all()
    assert feed.secret != before
    assert app.test_client().get(f"/feeds/{before}.tsv").status_code == 404
    assert fetch(app, session, feed).status_code == 200


def test_an_ended_feed_does_not_exist(
    app: Flask, session: Session, feed: Feed, phone: Browser
) -> None:
    assert phone.post(f"/channels/feeds/{feed.id}/end").status_code == 303
    assert fetch(app, session, feed).status_code == 404
    assert phone.post(f"/channels/feeds/{feed.id}/renew").status_code == 404


@pytest.mark.parametrize("path", ["nope.tsv", "%00.tsv", ("a" * 900) + ".xml", "x.exe"])
def test_an_unknown_address_is_not_there(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/feeds/{path}").status_code == 404


def test_the_wrong_ending_is_not_there(app: Flask, session: Session, feed: Feed) -> None:
    assert fetch(app, session, feed, "xml").status_code == 404


def test_a_neighbour_can_neither_renew_nor_end(app: Flask, session: Session, feed: Feed) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for deed in ("renew", "end"):
        assert neighbour.post(f"/channels/feeds/{feed.id}/{deed}").status_code == 404
    assert feed.secret not in neighbour.get("/channels/feeds").text


def test_the_page_opens_an_address_once(
    session: Session, her_shop: Shop, product: Product, phone: Browser
) -> None:
    for _ in range(2):
        assert phone.post("/channels/feeds", feed="google.rss").status_code == 303
    (feed,) = open_feeds_of(session, her_shop)
    assert f"/feeds/{feed.secret}.xml" in phone.get("/channels/feeds").text
    assert phone.post("/channels/feeds", feed="shopee.csv").status_code == 422


def test_with_public_pages_off_nothing_is_handed_out(
    app: Flask, session: Session, feed: Feed
) -> None:
    parts: Parts = app.extensions["shopkit"]
    off = replace(parts.config, public_pages=False)
    app.extensions["shopkit"] = Parts(off, parts.database, parts.files)
    assert fetch(app, session, feed).status_code == 404


def test_a_feed_of_an_empty_shop_has_its_headings(
    app: Flask, session: Session, her_shop: Shop
) -> None:
    feed = opened(session, her_shop)
    answer = fetch(app, session, feed)
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).startswith("id\titem_group_id")
    assert session.scalars(select(Feed)).one().file
