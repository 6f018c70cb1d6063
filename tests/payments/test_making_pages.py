"""The payment code before any account, and keeping it."""

import re
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import banks, vietqr
from qr_labels.symbol.proof import QR_ONLY
from shopkit.accounts.actions.cards import make_card
from shopkit.accounts.models import Account
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.views.making import KNOWN_FIRST
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import PAYEE

TYPED = {"number": "1012 3456 78", "holder": "Nguyen Thi Mau", "label": "Quầy rau cô Mẫu"}
PAID = vietqr.Payment(bin=PAYEE.bin, account=PAYEE.number)


@pytest.fixture
def visitor(app: Flask, session: Session) -> Browser:
    return make.phone(app, session)


def read(phone: Browser, path: str) -> vietqr.Payment | None:
    with Image.open(BytesIO(phone.get(path).data)) as image:
        (code,) = zxingcpp.read_barcodes(image.convert("L"), formats=QR_ONLY)
    return vietqr.decode(code.text).payment


def accounts(session: Session) -> list[PaymentAccount]:
    return list(session.scalars(select(PaymentAccount)))


def test_a_stranger_has_a_code_on_the_third_page(visitor: Browser, session: Session) -> None:
    found = visitor.get("/qr/bank?q=ngoai+thuong").text
    assert 'href="/qr/account/970436"' in found
    answer = visitor.post("/qr/account/970436", **TYPED)
    assert answer.location == "/qr"
    page = visitor.get("/qr").text
    assert "NGUYEN THI MAU" in page
    assert "Chưa kiểm tra tên" in page
    assert "khớp với số đã nhập" in page
    assert "Đã kiểm tra" not in page
    assert read(visitor, "/qr/code.png") == PAID
    assert read(visitor, "/qr/stand-zalo.png") == PAID
    assert visitor.get("/qr/stand-a5.pdf").data.startswith(b"%PDF-")
    assert accounts(session) == []


def test_the_usual_banks_are_all_banks_and_any_name_finds_one(visitor: Browser) -> None:
    page = visitor.get("/qr/bank").text
    for bin in KNOWN_FIRST:
        assert banks.by_bin(bin)
        assert f"/qr/account/{bin}" in page
    assert "Chưa thấy ngân hàng này" in visitor.get("/qr/bank?q=khongcothat").text
    rows = visitor.get("/qr/bank?rows=1&q=agri").text
    assert "Agribank" in rows
    assert "<html" not in rows


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": ""}, "Nhập số tài khoản như trên app ngân hàng."),
        ({"number": "mười hai"}, "Nhập lại số tài khoản: chỉ gồm số và chữ không dấu, tối đa 19."),
        ({"number": "1" * 20}, "Nhập lại số tài khoản: chỉ gồm số và chữ không dấu, tối đa 19."),
        ({"number": "1" * 31}, "Nhập ngắn hơn: tối đa 30 ký tự, đang có 31."),
        ({"holder": ""}, "Nhập tên chủ tài khoản, như hiện trên app ngân hàng."),
        ({"holder": "..."}, "Nhập tên chủ tài khoản bằng chữ."),
        (
            {"holder": "M\N{RIGHT-TO-LEFT OVERRIDE}AU"},
            "Xóa hết chữ trong ô này rồi gõ lại bằng tay.",
        ),
        ({"label": "x" * 41}, "Nhập ngắn hơn: tối đa 40 ký tự, đang có 41."),
    ],
)
def test_a_wrong_entry_says_what_to_do_and_keeps_the_rest(
    visitor: Browser, wrong: dict[str, str], said: str
) -> None:
    answer = visitor.post("/qr/account/970436", **(TYPED | wrong))
    assert answer.status_code == 422
    assert errors(answer) == [said]
    assert "<title>Lỗi:" in answer.text
    kept = {name: value for name, value in TYPED.items() if name not in wrong}
    for value in kept.values():
        assert f'value="{value}"' in answer.text


def test_going_back_finds_what_was_typed(visitor: Browser) -> None:
    visitor.post("/qr/account/970436", **TYPED)
    page = visitor.get("/qr/account/970436").text
    for value in ("1012345678", "NGUYEN THI MAU", "Quầy rau cô Mẫu"):
        assert f'value="{value}"' in page
    assert 'value="1012345678"' not in visitor.get("/qr/account/970405").text


def test_a_browser_that_made_nothing_is_sent_to_begin(visitor: Browser) -> None:
    assert visitor.get("/qr").location == "/qr/bank"
    for path in ("/qr/code.png", "/qr/stand-a5.pdf", "/qr/name", "/qr/account/999999"):
        assert visitor.get(path).status_code == 404
    assert visitor.post("/qr/seen").status_code == 404


def test_no_stand_comes_in_a_size_that_is_none(visitor: Browser) -> None:
    visitor.post("/qr/account/970436", **TYPED)
    for path in ("/qr/stand-a3.pdf", "/qr/stand-a5.png", "/qr/stand-zalo.pdf"):
        assert visitor.get(path).status_code == 404


def test_the_name_is_checked_by_a_tap_or_by_typing_and_never_by_another_name(
    visitor: Browser,
) -> None:
    visitor.post("/qr/account/970436", **TYPED)
    assert visitor.get("/qr/name").status_code == 200
    differs = visitor.post("/qr/name", shown_name="Tran Van Khac")
    assert differs.status_code == 422
    assert "Khoan dùng mã này" in differs.text
    assert 'href="/qr/account/970436"' in differs.text
    assert "Chưa kiểm tra tên" in visitor.get("/qr").text
    assert errors(visitor.post("/qr/name")) == ["Nhập tên mà app ngân hàng hiện ra."]
    assert visitor.post("/qr/name", shown_name="nguyễn thị mẫu").location == "/qr"
    assert "Đã kiểm tra tên ngày 22/11/2026" in visitor.get("/qr").text


def test_another_number_is_a_name_not_seen_yet(visitor: Browser) -> None:
    visitor.post("/qr/account/970436", **TYPED)
    visitor.post("/qr/seen")
    visitor.post("/qr/account/970436", **(TYPED | {"number": "0000000001"}))
    assert "Chưa kiểm tra tên" in visitor.get("/qr").text


def test_what_a_stranger_made_is_hers_after_signing_up(visitor: Browser, session: Session) -> None:
    visitor.post("/qr/account/970436", **TYPED)
    visitor.post("/qr/seen")
    page = visitor.get("/keep").text
    assert 'value="Nguyen Thi Mau"' in page
    answer = visitor.post("/keep", name="Nguyễn Thị Mẫu", phone="0900 000 601", pin=PIN)
    assert answer.location == "/"
    (account,) = accounts(session)
    assert (account.number, account.is_checked) == (PAYEE.number, True)
    assert "Đã giữ mã QR" in visitor.get("/").text
    assert visitor.get("/qr").location == "/qr/accounts"
    assert f"/qr/{account.id}/code.png" in visitor.get("/qr/accounts").text
    assert read(visitor, f"/qr/{account.id}/code.png") == PAID


def test_sending_it_twice_makes_one_of_each(app: Flask, session: Session) -> None:
    phones = [make.phone(app, session) for _ in range(2)]
    for phone in phones:
        phone.post("/qr/account/970436", **TYPED)
        phone.post("/keep", name="Nguyễn Thị Mẫu", phone="0900 000 601", pin=PIN)
    assert len(session.scalars(select(Account)).all()) == 1
    assert len(session.scalars(select(Shop)).all()) == 1
    assert len(accounts(session)) == 1
    assert all(phone.get("/shop").status_code == 200 for phone in phones)


def test_a_known_phone_needs_its_own_pin(visitor: Browser, session: Session) -> None:
    owner = make.account(session, phone="+84900000601")
    make.shop(session, owner)
    visitor.post("/qr/account/970436", **TYPED)
    answer = visitor.post("/keep", name="Ai Đó", phone="0900 000 601", pin="999111")
    assert errors(answer) == ["Số điện thoại và mã không khớp. Kiểm tra cả hai rồi nhập lại."]
    assert accounts(session) == []
    assert visitor.get("/shop").status_code == 303
    assert visitor.post("/keep", name="Ai Đó", phone="0900 000 601", pin=PIN).location == "/"
    assert len(accounts(session)) == 1
    session.refresh(owner)
    assert owner.name == "Nguyễn Thị Mẫu"


def test_a_card_cannot_bring_another_number_in_by_the_visitors_door(
    visitor: Browser, session: Session, clock: StandingClock
) -> None:
    owner = make.account(session, phone="+84900000601")
    make.shop(session, owner)
    helper = make.who(session, make.staff(session, TRAINER))
    card = make_card(session, owner, made_by=helper, now=NOW)
    thief = visitor
    thief.post(f"/c/{card.token}")
    thief.post("/sign-out")
    thief.post("/qr/account/970436", **TYPED)
    thief.post("/keep", name="Ai Đó", phone="0900 000 601", pin=PIN)
    assert accounts(session) == []
    assert "24 giờ sau" in thief.get("/").text


def test_a_seller_with_a_shop_keeps_her_first_code_at_once(app: Flask, session: Session) -> None:
    shop = make.shop(session)
    phone = make.phone(app, session, make.owner_of(session, shop))
    answer = phone.post("/qr/account/970436", **TYPED)
    (account,) = accounts_of(session, shop)
    assert answer.location == f"/qr/{account.id}"


def test_a_code_made_before_signing_in_waits_for_her(app: Flask, session: Session) -> None:
    shop = make.shop(session, make.account(session, phone="+84900000601"))
    phone = make.phone(app, session)
    phone.post("/qr/account/970436", **TYPED)
    phone.sign_in("0900000601")
    assert "Mã QR đang làm dở" in phone.get("/").text
    assert 'href="/qr/account/970436"' in phone.get("/qr").text
    assert 'value="1012345678"' in phone.get("/qr/account/970436").text
    phone.post("/qr/account/970436", **TYPED)
    assert len(accounts_of(session, shop)) == 1
    assert "đang làm dở" not in phone.get("/").text


def test_a_visitors_number_is_in_no_address_and_no_log_line(
    visitor: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = visitor.post("/qr/account/970436", **TYPED)
    page = visitor.get(answer.location).text
    addresses = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    assert not [address for address in addresses if PAYEE.number in address]
    assert PAYEE.number not in "".join(capsys.readouterr())
