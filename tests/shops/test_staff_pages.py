"""Staff look after the shops of their places."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import SignInCard
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.make import NEXT_DOOR


@pytest.fixture
def shop(session: Session) -> Shop:
    """A shop that agreed to nothing."""
    return make.shop(session, make.account(session, "Lê Thị Kín", "+84900000501"), name="Quầy Kín")


@pytest.fixture
def trainer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER))


@pytest.mark.parametrize("hat", [TRAINER, OFFICER, LEADER])
def test_the_list_holds_who_agreed_and_nothing_that_identifies_others(
    app: Flask, session: Session, shop: Shop, hat: str
) -> None:
    agreed = make.shop(session, name="Quầy Hở", agrees=True)
    page = make.phone(app, session, make.staff(session, hat)).get("/shops").text
    assert "Quầy Hở" in page
    assert "Quầy Kín" not in page
    assert "1 cửa hàng" in page
    assert make.owner_of(session, agreed).phone[-6:] not in page.replace(" ", "")


@pytest.mark.parametrize("hat", [TRAINER, OFFICER, LEADER])
def test_a_shop_that_did_not_agree_cannot_be_opened(
    app: Flask, session: Session, shop: Shop, hat: str
) -> None:
    browser = make.phone(app, session, make.staff(session, hat))
    assert browser.get(f"/shops/{shop.id}").status_code == 404


def test_a_shop_of_another_commune_does_not_exist(app: Flask, session: Session) -> None:
    shop = make.shop(session, agrees=True)
    officer = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    assert officer.get(f"/shops/{shop.id}").status_code == 404
    assert officer.get("/shops").text.count(shop.name) == 0


def test_sellers_have_no_such_pages(app: Flask, session: Session, shop: Shop) -> None:
    seller = make.phone(app, session, make.owner_of(session, shop))
    for path in ("/shops", "/shops/beside", f"/shops/{shop.id}"):
        assert seller.get(path).status_code == 404
    assert seller.post(f"/shops/{shop.id}/seen").status_code == 404
    assert seller.post(f"/shops/{shop.id}/card").status_code == 404


def test_a_number_told_opens_the_shop_of_who_sits_beside_her(
    trainer: Browser, session: Session, shop: Shop
) -> None:
    answer = trainer.post("/shops/beside", phone="0900 000 501")
    assert answer.location == f"/shops/{shop.id}"
    page = trainer.get(answer.location).text
    assert "Lê Thị Kín, 0900 000 501" in page
    assert "Thẻ đăng nhập máy mới" in page


def test_the_number_opens_nothing_in_another_browser_or_for_another_shop(
    app: Flask, trainer: Browser, session: Session, shop: Shop
) -> None:
    other = make.shop(session, name="Quầy Khác")
    trainer.post("/shops/beside", phone="0900 000 501")
    assert trainer.get(f"/shops/{other.id}").status_code == 404
    colleague = make.phone(app, session, make.staff(session, TRAINER))
    assert colleague.get(f"/shops/{shop.id}").status_code == 404


def test_an_unknown_number_and_one_of_another_place_are_answered_alike(
    app: Flask, session: Session, shop: Shop
) -> None:
    elsewhere = make.phone(app, session, make.staff(session, TRAINER, NEXT_DOOR))
    for number in ("0900 000 501", "0900 000 999"):
        assert errors(elsewhere.post("/shops/beside", phone=number)) == [
            "Chưa thấy cửa hàng của số này trong địa bàn. Xem lại số."
        ]


def test_a_card_is_made_for_who_sits_beside_her_and_for_nobody_else(
    trainer: Browser, session: Session, shop: Shop
) -> None:
    agreed = make.shop(session, name="Quầy Hở", agrees=True)
    assert trainer.post(f"/shops/{agreed.id}/card").location == "/shops/beside"
    assert session.scalars(select(SignInCard)).all() == []
    trainer.post("/shops/beside", phone="0900 000 501")
    answer = trainer.post(f"/shops/{shop.id}/card", resets_pin="1")
    assert answer.location == "/card"
    page = trainer.get("/card").text
    assert "Lê Thị Kín" in page
    assert f'href="/shops/{shop.id}"' in page
    card = session.scalars(select(SignInCard)).one()
    assert card.resets_pin
    assert card.account_id == make.owner_of(session, shop).id
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "card.made")).one()
    assert told.actor_id == card.made_by_id


def test_an_account_of_staff_is_not_opened_by_a_card(trainer: Browser, session: Session) -> None:
    colleague = make.staff(session, TRAINER)
    own = make.shop(session, colleague)
    trainer.post("/shops/beside", phone=colleague.phone)
    answer = trainer.post(f"/shops/{own.id}/card")
    assert answer.location == f"/shops/{own.id}"
    assert "Người này là cán bộ" in trainer.get(answer.location).text
    assert session.scalars(select(SignInCard)).all() == []


def test_officers_make_no_cards(app: Flask, session: Session, shop: Shop) -> None:
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert officer.get("/shops/beside").status_code == 404
    assert officer.post(f"/shops/{shop.id}/card").status_code == 404


def test_a_visit_is_said_by_who_was_there(app: Flask, session: Session) -> None:
    home = make.village(session)
    shop = make.shop(session, agrees=True, village_id=home.id)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert "Tôi đã đến xem" not in officer.get(f"/shops/{shop.id}").text
    assert officer.post(f"/shops/{shop.id}/seen").status_code == 404
    head = make.phone(app, session, make.staff(session, VILLAGE_HEAD, home.id.hex, VILLAGE))
    assert "Tôi đã đến xem" in head.get(f"/shops/{shop.id}").text
    assert head.post(f"/shops/{shop.id}/seen").location == f"/shops/{shop.id}"
    assert "Đã xem tận nơi ngày 22/11/2026" in officer.get(f"/shops/{shop.id}").text


def test_who_helps_her_own_shop_cannot_say_she_has_seen_it(app: Flask, session: Session) -> None:
    person = make.staff(session, TRAINER)
    shop = make.shop(session, person, agrees=True)
    browser = make.phone(app, session, person)
    assert "Tôi đã đến xem" not in browser.get(f"/shops/{shop.id}").text
    assert browser.post(f"/shops/{shop.id}/seen").status_code == 404
    session.refresh(shop)
    assert shop.seen_at is None


def test_names_are_sorted_and_found_without_marks(app: Flask, session: Session) -> None:
    for name in ("Đan lát", "Dệt vải", "Ăn vặt", "An An"):
        make.shop(session, name=name, agrees=True)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    page = officer.get("/shops").text
    listed = re.findall(r'<a href="/shops/[^"]+">([^<]+)</a>', page)
    assert listed == ["An An", "Ăn vặt", "Dệt vải", "Đan lát"]
    assert "Đan lát" in officer.get("/shops?q=dan+lat").text
    assert "Chưa thấy cửa hàng nào tên như vậy" in officer.get("/shops?q=zzz").text
    assert officer.get("/shops?page=0").status_code == 404
