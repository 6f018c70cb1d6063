"""The commune's page, the lists behind its figures, and what a seller is shown of them."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from shopkit.adoption.rules.commune import FIGURES
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.recalls import recall_batch
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.make import NEXT_DOOR, PAYEE


@pytest.fixture
def shop(session: Session, files: Files) -> Shop:
    shop = make.shop(session, village_id=make.village(session, "Thôn Đầm").id)
    make.payment_account(session, shop)
    make.product(session, files, shop)
    return shop


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


def rows(page: str) -> list[list[str]]:
    """The cells of the page's first table, row by row, as text."""
    table = re.findall(r"<table data-sort>.*?</table>", page, re.DOTALL)[0]
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]


def test_the_page_adds_up_by_village_with_what_it_rests_on(
    officer: Browser, session: Session, shop: Shop
) -> None:
    make.agree(session, shop)
    make.shop(session, name="Chưa rõ", agrees=True)
    page = officer.get("/commune?group=start").text
    head, *body = rows(page)
    assert head[0] == "Thôn"
    assert len(head) == 1 + len(FIGURES)
    assert body == [
        ["Thôn Đầm", "1 0 %", "1 0 %", "1 100 %", "1 100 %", "0"],
        ["Chưa rõ thôn", "1 0 %", "1 0 %", "0", "0", "0"],
        ["Cả xã", "2 0 %", "2 0 %", "1 100 %", "1 100 %", "0"],
    ]
    assert "kể cả cửa hàng chưa đồng ý báo cho xã: 2." in page


def test_a_figure_leads_to_its_list_and_the_event_behind_each(
    officer: Browser, session: Session, shop: Shop
) -> None:
    make.agree(session, shop)
    page = officer.get("/commune/live").text
    assert rows(page)[1] == [
        shop.name,
        "Thôn Đầm",
        "hệ thống ghi nhận",
        "Đã đăng sản phẩm",
        "09:30 22/11/2026",
    ]
    assert PAYEE.number not in officer.get("/commune/payable").text
    assert officer.get(f"/commune/live?village={shop.village_id}").text.count(shop.name) == 1
    assert shop.name not in officer.get("/commune/live?village=none").text


@pytest.mark.parametrize(
    "path",
    [
        "/commune/money",
        "/commune/live?village=abc",
        "/commune/live?village=00000000-0000-0000-0000-000000000000",
    ],
)
def test_a_list_that_is_none_is_not_found(officer: Browser, path: str) -> None:
    assert officer.get(path).status_code == 404


def test_a_village_of_another_commune_is_not_found(officer: Browser, session: Session) -> None:
    elsewhere = make.village(session, commune_code=NEXT_DOOR)
    assert officer.get(f"/commune/live?village={elsewhere.id}").status_code == 404


def test_another_commune_shows_nothing_of_it(app: Flask, session: Session, shop: Shop) -> None:
    make.agree(session, shop)
    other = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    assert "Xã Hoằng Châu" in other.get("/commune").text
    for path in ("/commune", *(f"/commune/{figure}" for figure in FIGURES)):
        assert shop.name not in other.get(path).text


def test_the_page_is_for_officers_and_leaders(app: Flask, session: Session, shop: Shop) -> None:
    assert make.phone(app, session, make.staff(session, LEADER)).get("/commune").status_code == 200
    for person in (make.staff(session, TRAINER), make.owner_of(session, shop)):
        assert make.phone(app, session, person).get("/commune").status_code == 404


def test_a_seller_is_told_exactly_what_the_commune_sees(
    app: Flask, officer: Browser, session: Session, shop: Shop
) -> None:
    phone = make.phone(app, session, make.owner_of(session, shop))
    assert "không biết là của ai" in phone.get("/me/seen-by-commune").text
    assert shop.name not in phone.get("/me/seen-by-commune").text.split("<main")[1]
    phone.post("/me/consents/report", answer="yes")
    told = phone.get("/me/seen-by-commune").text.split("<main")[1]
    assert f"Tên cửa hàng: {shop.name}" in told
    assert "Thôn: Thôn Đầm" in told
    steps = {
        tuple(unescape(part).strip() for part in step)
        for step in re.findall(
            r"<li>([^<]+)<span[^>]*>\(([^:<]+): ([^<]+), ([^,<]+)\)</span>", told
        )
    }
    seen = set()
    for figure in FIGURES:
        page = officer.get(f"/commune/{figure}").text
        title = unescape(re.findall(r"<h1>(.*?)</h1>", page)[0])
        if "<table" in page:
            seen |= {
                (title, row[2], row[3], row[4]) for row in rows(page)[1:] if row[0] == shop.name
            }
    assert steps == seen
    assert len(steps) == 4
    phone.post("/me/consents/report", answer="no")
    assert "không biết là của ai" in phone.get("/me/seen-by-commune").text


def test_a_shop_without_a_commune_is_seen_by_nobody(app: Flask, session: Session) -> None:
    shop = make.shop(session, commune_code="", agrees=True)
    phone = make.phone(app, session, make.owner_of(session, shop))
    assert "Chưa chọn xã, nên xã không thấy gì." in phone.get("/me/seen-by-commune").text


def test_the_page_asks_the_database_the_same_few_times_however_many_shops_there_are(
    officer: Browser, session: Session, database: Database
) -> None:
    asked: list[int] = []

    def count(*_given: object) -> None:
        asked.append(1)

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        costs = []
        for _ in range(2):
            for number in range(5):
                make.shop(session, name=f"Quầy {number}", agrees=True)
            session.commit()
            asked.clear()
            officer.get("/commune?group=start")
            costs.append(len(asked))
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
    assert 5 < costs[0] == costs[1]


def test_a_recall_that_stands_is_said_on_the_page_of_the_commune(
    officer: Browser, session: Session, shop: Shop
) -> None:
    assert "bị thu hồi ở xã" not in officer.get("/commune").text
    batch = make.batch(session, shop)
    recall_batch(
        session, batch, reason="Vỏ hộp rách", what_to_do="Đem trả", reaches_on=False, now=NOW
    )
    recall_batch(
        session,
        make.batch(session, make.shop(session, commune_code=NEXT_DOOR)),
        reason="Vỏ hộp rách",
        what_to_do="Đem trả",
        reaches_on=False,
        now=NOW,
    )
    page = officer.get("/commune").text
    assert "Đang có 1 đợt hàng bị thu hồi ở xã." in page
    assert 'href="/recalls"' in page
