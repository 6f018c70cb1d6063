"""The first page of everybody, and a seller's way from one step to the next."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.sign_ins import note_attempt
from shopkit.accounts.models import Account
from shopkit.accounts.rules.delays import FREE_TRIES_OF_ADDRESS, opening_key
from shopkit.app import create_app
from shopkit.channels.actions.guides import tick_step
from shopkit.channels.rules.guides import guides
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.scope import ALL, LEADER, OFFICER, OPERATOR, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import HOANG_LOC


@pytest.fixture
def visitor(app: Flask, session: Session) -> Browser:
    return make.phone(app, session)


def next_step(page: str) -> str:
    """The title of the one thing to do now."""
    (title,) = re.findall(r'<section class="next">.*?<h2>(.*?)</h2>', page, re.DOTALL)
    return str(title)


def links(page: str) -> set[str]:
    return set(re.findall(r'href="(/[^"#?]*)', page))


def test_a_stranger_is_offered_a_code_and_a_listing(visitor: Browser) -> None:
    page = visitor.get("/").text
    headings = re.findall(r"<h2>(.*?)</h2>", page.split("<main")[1])
    assert headings == ["Tạo mã QR", "Đăng sản phẩm đầu tiên"]
    assert "/sign-in" in links(page)


def test_who_wants_to_list_goes_on_to_the_photo_after_signing_up(visitor: Browser) -> None:
    (address,) = re.findall(r'href="(/keep\?[^"]+)"', visitor.get("/").text)
    answer = visitor.post(address, name="Lê Thị Thử", phone="0900 000 602", pin=PIN)
    assert answer.location == "/products/new"
    assert visitor.get("/products/new").status_code == 200


def test_one_address_that_opens_shop_after_shop_waits(app: Flask, session: Session) -> None:
    for _number in range(FREE_TRIES_OF_ADDRESS + 1):
        note_attempt(session, opening_key("127.0.0.1"), now=NOW)
    browser = make.phone(app, session)
    answer = browser.post("/keep", name="Lê Thị Thử", phone="0900 000 602", pin=PIN)
    assert answer.status_code == 422
    assert "Đợi 1 giây rồi bấm lại." in answer.text
    assert session.scalar(select(Account).where(Account.phone == "+84900000602")) is None


def test_a_whole_class_opens_its_shops_behind_one_address(app: Flask, session: Session) -> None:
    for number in range(40):
        browser = make.phone(app, session)
        phone = f"0900 000 {620 + number}"
        assert browser.post("/keep", name="Lê Thị Thử", phone=phone, pin=PIN).status_code == 303


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil", "x"])
def test_nobody_is_sent_away_after_signing_up(visitor: Browser, next: str) -> None:
    answer = visitor.post(f"/keep?next={next}", name="Lê Thị Thử", phone="0900 000 602", pin=PIN)
    assert answer.location == "/"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Nhập họ và tên."),
        ({"phone": "0912"}, "Nhập số điện thoại 10 số, ví dụ 0912 345 678."),
        ({"pin": "123456"}, "Chọn số khác: dãy số liền nhau rất dễ đoán."),
        ({"pin": "12"}, "Chọn mã PIN gồm đúng 6 chữ số."),
        ({"phone": ""}, "Nhập số điện thoại để đăng nhập lần sau."),
    ],
)
def test_a_wrong_entry_keeps_nothing(
    visitor: Browser, session: Session, wrong: dict[str, str], said: str
) -> None:
    typed = {"name": "Lê Thị Thử", "phone": "0900 000 602", "pin": PIN} | wrong
    answer = visitor.post("/keep", **typed)
    assert answer.status_code == 422
    assert errors(answer) == [said]
    assert session.scalars(select(Account)).all() == []
    assert session.scalars(select(Shop)).all() == []
    assert visitor.get("/shop").status_code == 303


def test_the_next_step_follows_what_she_has_done(
    app: Flask, session: Session, files: Files, bench: Bench
) -> None:
    shop = make.shop(session, name="", commune_code="")
    shop.is_maker = None
    phone = make.phone(app, session, make.owner_of(session, shop))
    seen = [next_step(phone.get("/").text)]
    account = make.payment_account(session, shop)
    seen.append(next_step(phone.get("/").text))
    phone.post(f"/qr/{account.id}/seen")
    seen.append(next_step(phone.get("/").text))
    phone.post("/shop/name", name="Bánh gai cô Mẫu", sells="bánh")
    seen.append(next_step(phone.get("/").text))
    phone.post("/shop/kind", kind="maker")
    seen.append(next_step(phone.get("/").text))
    product = make.product(session, files, shop)
    seen.append(next_step(phone.get("/").text))
    phone.post("/shop/commune", commune_code=HOANG_LOC)
    seen.append(next_step(phone.get("/").text))
    batch = make.batch(session, shop, product)
    seen.append(next_step(phone.get("/").text))
    _run, job = make.label_run(session, batch)
    session.commit()
    work.do_all(bench, job.id)
    seen.append(next_step(phone.get("/").text))
    phone.post("/me/consents/report", answer="no")
    seen.append(next_step(phone.get("/").text))
    zalo = guides()["zalo"]
    tick_step(session, shop, zalo, step=next(iter(zalo.steps)), now=NOW)
    session.commit()
    seen.append(next_step(phone.get("/").text))
    assert seen == [
        "Tạo mã QR nhận tiền",
        "Kiểm tra tên trên mã QR",
        "Đặt tên cửa hàng",
        "Tự làm hay bán lại?",
        "Đăng sản phẩm đầu tiên",
        "Cho biết cửa hàng ở xã nào",
        "Mở đợt hàng đầu tiên",
        "In tem cho đợt hàng",
        "Có báo cho xã không?",
        "Chọn nơi bán thêm",
        "Đăng thêm sản phẩm",
    ]


def test_makers_only_meet_batches(app: Flask, session: Session) -> None:
    maker = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert "/batches" in links(maker.get("/").text)
    shop = make.shop(session, is_maker=False)
    reseller = make.phone(app, session, make.owner_of(session, shop))
    assert "/batches" not in links(reseller.get("/").text)
    for path in ("/batches", "/batches/new"):
        assert reseller.get(path).status_code == 404


def test_a_dated_duty_says_by_which_day_and_how_well_it_is_known(
    app: Flask, session: Session, clock: StandingClock
) -> None:
    phone = make.phone(app, session, make.owner_of(session, make.shop(session)))
    page = phone.get("/").text
    assert "Trước ngày 31/12/2026" in page
    assert "chưa đối chiếu văn bản gốc" in page
    clock.forward(days=39)
    phone = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert "31/12/2026" not in phone.get("/").text


@pytest.mark.parametrize(
    ("hat", "kind", "home"),
    [
        (OFFICER, "commune", "/commune"),
        (LEADER, "commune", "/commune"),
        (TRAINER, "commune", "/shops"),
        (VILLAGE_HEAD, VILLAGE, "/village"),
        (OPERATOR, ALL, "/me"),
    ],
)
def test_staff_come_to_their_own_first_page(
    app: Flask, session: Session, hat: str, kind: str, home: str
) -> None:
    code = make.village(session).id.hex if kind == VILLAGE else HOANG_LOC
    browser = make.phone(app, session, make.staff(session, hat, code, kind))
    assert browser.get("/").location == home


def test_who_is_signed_in_already_is_not_asked_to_keep_anything(
    app: Flask, session: Session
) -> None:
    phone = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert phone.get("/keep").location == "/"
    assert phone.get("/keep?next=/products/new").location == "/products/new"


def test_the_house_can_be_put_together_twice(app: Flask) -> None:
    parts = app.extensions["shopkit"]
    assert create_app(parts.config, database=parts.database).url_map.iter_rules()
