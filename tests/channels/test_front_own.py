"""A seller looks after her page: each part, who calls, what money goes where, open or closed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.reading.photos import read
from shopkit.accounts.models import Notice
from shopkit.catalog.models.products import Product
from shopkit.channels.actions import front as actions
from shopkit.channels.models.front import Front
from shopkit.channels.queries.front import face_of, front_or_none
from shopkit.channels.rules.front_text import mark_of
from shopkit.db.files import Files
from shopkit.errors import Conflict, NotFound
from shopkit.journal.models import JournalEntry
from shopkit.payments.actions.accounts import MoneyLocked, NotHerOwn, confirm_name, end_account
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import PIN, Browser
from tests.conftest import NOW

NOTHING = mark_of("")


@pytest.fixture
def her_shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def cake(session: Session, files: Files, her_shop: Shop) -> Product:
    return make.product(session, files, her_shop)


@pytest.fixture
def account(session: Session, her_shop: Shop) -> PaymentAccount:
    return make.payment_account(session, her_shop)


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


def events(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(JournalEntry.event)
            .where(JournalEntry.event.startswith("front."))
            .order_by(JournalEntry.at, JournalEntry.id)
        )
    )


def test_what_she_writes_is_kept_and_noted_without_its_words(
    session: Session, her_shop: Shop
) -> None:
    actions.say(session, her_shop, "about", "Làm bánh từ 1990.", was=NOTHING, now=NOW)
    front = front_or_none(session, her_shop)
    assert front is not None
    assert front.about == "Làm bánh từ 1990."
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "front.changed")).one()
    assert entry.details == {"part": "about"}
    assert entry.shop_id == her_shop.id


def test_saying_the_same_again_changes_nothing(session: Session, her_shop: Shop) -> None:
    actions.say(session, her_shop, "about", "Làm bánh.", was=NOTHING, now=NOW)
    later = NOW + timedelta(hours=1)
    front = actions.say(session, her_shop, "about", "Làm bánh.", was="anything", now=later)
    assert front.changed_at == NOW
    assert events(session) == ["front.changed"]


def test_two_who_write_the_same_part_do_not_overwrite_each_other(
    session: Session, her_shop: Shop
) -> None:
    actions.say(session, her_shop, "about", "Bản một", was=NOTHING, now=NOW)
    with pytest.raises(Conflict):
        actions.say(session, her_shop, "about", "Bản hai", was=NOTHING, now=NOW)
    actions.say(session, her_shop, "returns", "Đổi trong ngày", was=NOTHING, now=NOW)
    actions.say(session, her_shop, "about", "Bản hai", was=mark_of("Bản một"), now=NOW)


def test_the_page_shows_both_versions_before_one_replaces_the_other(
    session: Session, her_shop: Shop, phone: Browser
) -> None:
    actions.say(session, her_shop, "about", "Bản của con gái", was=NOTHING, now=NOW)
    answer = phone.post("/front/tell/about", text="Bản của tôi", was=NOTHING)
    assert answer.status_code == 409
    assert "Bản của con gái" in answer.text
    assert "Bản của tôi" in answer.text
    again = phone.post("/front/tell/about", text="Bản của tôi", was=mark_of("Bản của con gái"))
    assert again.status_code == 303
    assert "Bản của tôi" in phone.get(f"/s/{her_shop.code}").text


def test_she_changes_every_part_on_a_page_of_its_own(
    session: Session, her_shop: Shop, cake: Product, phone: Browser
) -> None:
    given = {
        "about": "Làm bánh.\r\nBán ở chợ.",
        "zalo": "0900 000 001",
        "messenger": "facebook.com/banhgaicomau",
        "platform": "shopee.vn/banhgaicomau",
        "address": "Số 5 ngõ chợ",
        "delivery": "Giao trong xã",
        "returns": "Hỏng thì đổi",
        "complaints": "Gọi cho quầy",
    }
    for part, text in given.items():
        assert phone.get(f"/front/tell/{part}").status_code == 200
        assert phone.post(f"/front/tell/{part}", text=text, was=NOTHING).status_code == 303
    page = phone.get("/front").text
    for part in ("zalo.me/0900000001", "m.me/banhgaicomau", "Giao trong xã"):
        assert part in page
    shown = phone.get(f"/s/{her_shop.code}").text
    assert 'href="https://shopee.vn/banhgaicomau"' in shown
    assert "<p>Bán ở chợ.</p>" in shown
    assert phone.get("/front/tell/nothing").status_code == 404


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("zalo", "javascript:alert(1)"),
        ("zalo", "https://zalo.me.evil.example/x"),
        ("messenger", "https://evil.example/banhgai"),
        ("platform", "javascript:alert(1)"),
        ("platform", "https://shopee.vn@evil.example/"),
        ("platform", "http://127.0.0.1:8000/me"),
        ("platform", "khong phai dia chi"),
        ("about", "\u202edảo chữ"),
        ("about", "dài " * 600),
    ],
)
def test_what_leads_astray_is_asked_for_again(
    session: Session, her_shop: Shop, phone: Browser, part: str, wrong: str
) -> None:
    answer = phone.post(f"/front/tell/{part}", text=wrong, was=NOTHING)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert front_or_none(session, her_shop) is None


def test_she_hides_her_number_or_names_another(
    session: Session, her_shop: Shop, cake: Product, phone: Browser
) -> None:
    assert phone.post("/front/phone", choice="hidden", phone="").status_code == 303
    assert "tel:" not in phone.get(f"/s/{her_shop.code}").text
    phone.post("/front/phone", choice="shown", phone="0900 000 099")
    assert "tel:+84900000099" in phone.get(f"/s/{her_shop.code}").text
    assert phone.post("/front/phone", choice="shown", phone="12").status_code == 422
    assert phone.post("/front/phone", choice="?", phone="").status_code == 422


def test_a_registration_is_shown_as_declared_and_a_citizen_number_never(
    session: Session, her_shop: Shop, cake: Product, phone: Browser
) -> None:
    told = {"business_issuer": "UBND xã Mẫu", "business_issued_on": "05/01/2024"}
    wrong = phone.post("/front/business", business_code="001 099 000 001", **told)
    assert wrong.status_code == 422
    assert "căn cước" in wrong.text
    assert phone.post("/front/business", business_code="26A8001234", **told).status_code == 303
    page = phone.get(f"/s/{her_shop.code}").text
    assert "26A8001234" in page
    assert "05/01/2024" in page
    assert "(tự khai)" in page


def test_no_code_stands_on_the_page_before_she_put_it_there(
    her_shop: Shop, cake: Product, account: PaymentAccount, phone: Browser
) -> None:
    page = phone.get(f"/s/{her_shop.code}").text
    assert account.number not in page
    assert phone.get(f"/s/{her_shop.code}/pay.png").status_code == 404


def test_her_code_on_the_page_pays_her_and_is_on_no_other_page(
    session: Session, her_shop: Shop, cake: Product, account: PaymentAccount, phone: Browser
) -> None:
    batch = make.batch(session, her_shop, cake)
    answer = phone.post("/front/money", account_id=str(account.id), pin=PIN)
    assert answer.status_code == 303
    page = phone.get(f"/s/{her_shop.code}").text
    assert "1012 3456 78" in page
    assert "Chưa ai kiểm tra tên chủ tài khoản" in page
    picture = phone.get(f"/s/{her_shop.code}/pay.png")
    assert [code.text for code in read(picture.data)] == [PAYLOAD]
    for path in (f"/p/{cake.code}", f"/t/{batch.trace_code}"):
        other = phone.get(path).text
        assert "pay.png" not in other
        assert account.number not in other
    assert events(session) == ["front.account_shown"]


PAYLOAD = make.PAYEE.payload()


def test_a_wrong_pin_puts_no_code_on_the_page(
    session: Session, her_shop: Shop, account: PaymentAccount, phone: Browser
) -> None:
    assert phone.post("/front/money", account_id=str(account.id), pin="000000").status_code == 422
    assert phone.post("/front/money", account_id=str(account.id), pin="").status_code == 422
    assert phone.post("/front/money", account_id="x", pin=PIN).status_code == 422
    assert front_or_none(session, her_shop) is None


def test_a_code_of_another_shop_cannot_be_shown(session: Session, her_shop: Shop) -> None:
    theirs = make.payment_account(session, make.shop(session), "0000000001")
    with pytest.raises(NotFound):
        actions.show_account(session, her_shop, theirs, now=NOW)


def test_who_signed_in_by_card_today_puts_no_code_on_the_page(
    session: Session, her_shop: Shop, account: PaymentAccount, phone: Browser
) -> None:
    make.owner_of(session, her_shop).money_locked_until = NOW + timedelta(hours=24)
    assert phone.get("/front/money").status_code == 403
    assert phone.post("/front/money", account_id=str(account.id), pin=PIN).status_code == 403
    assert front_or_none(session, her_shop) is None
    actions.show_account(session, her_shop, account, now=NOW)
    assert "Gỡ khỏi trang" in phone.get("/front").text
    assert phone.post("/front/money/off").status_code == 303
    assert face_of(session, her_shop).pay is None


def test_a_code_goes_by_itself_when_its_account_ends(
    session: Session, her_shop: Shop, cake: Product, account: PaymentAccount, phone: Browser
) -> None:
    actions.show_account(session, her_shop, account, now=NOW)
    assert phone.get(f"/s/{her_shop.code}/pay.png").status_code == 200
    end_account(session, her_shop, account, now=NOW)
    assert account.number not in phone.get(f"/s/{her_shop.code}").text
    assert phone.get(f"/s/{her_shop.code}/pay.png").status_code == 404
    assert "Đã tự gỡ" in phone.get("/front").text


def test_she_takes_her_code_off_and_her_other_phones_hear_of_it(
    session: Session, her_shop: Shop, cake: Product, account: PaymentAccount, phone: Browser
) -> None:
    actions.show_account(session, her_shop, account, now=NOW)
    assert phone.post("/front/money/off").status_code == 303
    assert "pay.png" not in phone.get(f"/s/{her_shop.code}").text
    kinds = set(session.scalars(select(Notice.kind)))
    assert {"front.account_shown", "front.account_taken_off"} <= kinds


def test_who_saw_the_holders_name_is_said_as_it_is(
    session: Session, her_shop: Shop, cake: Product, account: PaymentAccount, phone: Browser
) -> None:
    actions.show_account(session, her_shop, account, now=NOW)
    make.acting(session, make.owner_of(session, her_shop))
    confirm_name(session, account, shown_name="NGUYEN THI MAU", now=NOW)
    assert "Người bán nói đã thấy đúng tên này" in phone.get(f"/s/{her_shop.code}").text
    make.acting(session, make.staff(session, TRAINER))
    confirm_name(session, account, shown_name="NGUYEN THI MAU", now=NOW)
    session.info["actor"] = None
    assert "Cán bộ đã thấy đúng tên này" in phone.get(f"/s/{her_shop.code}").text


def test_a_helper_never_puts_a_code_on_her_page(
    session: Session, her_shop: Shop, account: PaymentAccount
) -> None:
    make.acting(session, make.staff(session, TRAINER))
    with pytest.raises(NotHerOwn):
        actions.show_account(session, her_shop, account, now=NOW)


def test_closing_and_opening_are_noted_once_each(
    session: Session, her_shop: Shop, cake: Product, phone: Browser
) -> None:
    for path in ("/front/close", "/front/close", "/front/open", "/front/open"):
        assert phone.post(path).status_code == 303
    assert events(session) == ["front.closed", "front.opened"]
    assert "Khách đang xem được" in phone.get("/front").text


def test_her_own_view_says_what_others_see_and_why(
    session: Session, her_shop: Shop, cake: Product, phone: Browser
) -> None:
    page = phone.get("/front").text
    assert page.count("Khách không thấy, vì chưa đồng ý.") == 2
    make.agree(session, her_shop, "public_name")
    page = phone.get("/front").text
    assert "Khách thấy, vì đã đồng ý." in page
    assert f'href="/s/{her_shop.code}"' in page
    assert "/me/consents/public_name?next=/front" in page


def test_the_printed_code_leads_to_her_page(her_shop: Shop, phone: Browser) -> None:
    assert phone.get("/front/code").status_code == 200
    drawn = phone.get("/front/code.png")
    address = f"http://127.0.0.1:8000/s/{her_shop.code}"
    assert [code.text for code in read(drawn.data)] == [address]
    assert phone.get("/front/code.svg").mimetype == "image/svg+xml"
    assert phone.get("/front/code.exe").status_code == 404


def test_a_new_shop_is_told_what_opens_its_page(
    app: Flask, session: Session, her_shop: Shop, phone: Browser
) -> None:
    assert "Đăng một sản phẩm là trang tự mở" in phone.get("/front").text
    her_shop.name = ""
    assert "Đặt tên cửa hàng trước" in phone.get("/front").text


def test_the_page_moves_with_its_shop(session: Session, her_shop: Shop) -> None:
    actions.say(session, her_shop, "about", "Làm bánh", was=NOTHING, now=NOW)
    from_shops = session.scalars(select(Front.commune_code)).one()
    assert from_shops == her_shop.commune_code
    assert face_of(session, her_shop).about == "Làm bánh"


def test_money_locked_is_refused_below_the_page_too(
    session: Session, her_shop: Shop, account: PaymentAccount
) -> None:
    owner = make.owner_of(session, her_shop)
    actor = make.who(session, owner)
    session.info["actor"] = type(actor)(
        actor.account_id, actor.name, actor.roles, signed_in_by_card=True
    )
    with pytest.raises(MoneyLocked):
        actions.show_account(session, her_shop, account, now=NOW)
