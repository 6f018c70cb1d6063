"""Pages for search engines: every open one once, nothing else, in any number of files."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy.orm import Session

from shopkit.channels.actions import front as actions
from shopkit.channels.queries.front_sitemap import entries, product_count, shop_count
from shopkit.channels.rules import front_sitemap as rules
from shopkit.db.files import Files
from tests import make
from tests.conftest import NOW, Browser

ADDRESS = "http://127.0.0.1:8000"
SPACE = {"s": rules.NAMESPACE}


def located(text: str, path: str) -> list[str]:
    return [str(one.text) for one in ET.fromstring(text).findall(path, SPACE)]


def test_each_open_page_is_listed_once_with_its_last_change(
    client: Browser, session: Session, files: Files
) -> None:
    shop = make.shop(session)
    cake = make.product(session, files, shop)
    make.draft(session, shop)
    make.draft(session, make.shop(session))
    cake.changed_at = NOW + timedelta(days=3)
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    assert located(answer.text, "s:url/s:loc") == [
        f"{ADDRESS}/s/{shop.code}",
        f"{ADDRESS}/p/{cake.code}",
    ]
    assert located(answer.text, "s:url/s:lastmod") == ["2026-11-25", "2026-11-25"]


def test_closed_unnamed_and_practice_shops_are_left_out(
    client: Browser, session: Session, files: Files
) -> None:
    shops = [make.shop(session) for _ in range(4)]
    codes = [make.product(session, files, shop).code for shop in shops]
    actions.close_front(session, shops[0], now=NOW)
    shops[1].is_practice = True
    shops[2].commune_code = "99001"
    text = client.get("/sitemap.xml").text
    assert [code in text for code in codes] == [False, False, False, True]
    assert [shop.code in text for shop in shops] == [False, False, False, True]


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_a_long_list_is_divided_without_gap_or_double(
    client: Browser, session: Session, files: Files, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for _ in range(2):
        shop = make.shop(session)
        for number in range(3):
            make.product(session, files, shop, f"Bánh {number}")
    whole = located(client.get("/sitemap.xml").text, "s:url/s:loc")
    assert len(whole) == len(set(whole)) == 8
    monkeypatch.setattr(rules, "MOST", most)
    index = located(client.get("/sitemap.xml").text, "s:sitemap/s:loc")
    assert len(index) == -(-8 // most)
    parts = [client.get(one.removeprefix(ADDRESS)).text for one in index]
    assert [one for part in parts for one in located(part, "s:url/s:loc")] == whole
    for wrong in (0, len(index) + 1, 10**30):
        assert client.get(f"/sitemap-{wrong}.xml").status_code == 404


def test_counting_and_listing_agree(session: Session, files: Files) -> None:
    shop = make.shop(session)
    make.product(session, files, shop)
    listed = list(entries(session, ADDRESS, first=0, most=100))
    assert len(listed) == shop_count(session) + product_count(session) == 2
    assert re.fullmatch(rf"{ADDRESS}/s/[0-9a-z]+", listed[0].address)
