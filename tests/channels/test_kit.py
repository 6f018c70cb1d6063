"""The share kit: what it says, and when it is held back."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.record import Form, Record
from shopkit.catalog.rules.sharing import chat_text, facebook_text, held_back, is_alcohol
from shopkit.channels.models.front import Front
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.text.phones import shown_phone
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW

TODAY = date(2026, 11, 22)
HONEY = Record(
    title="Mật ong bạc hà Hà Giang 500 ml",
    price_vnd=250_000,
    price_unit="chai",
    bullets=("Lấy mật tháng mười một", "Không pha đường"),
    hashtags=("Mật ong", "Hà Giang"),
    shop_name="Ong cô Mẫu",
)


def said(record: Record) -> str:
    return facebook_text(record, phone="0900 000 001", link="https://x.example/p/1", on=TODAY)


def test_the_post_has_name_price_points_contact_and_folded_tags() -> None:
    assert said(HONEY) == (
        "Mật ong bạc hà Hà Giang 500 ml\nGiá: 250.000\u00a0₫ / chai\n\n"
        "• Lấy mật tháng mười một\n• Không pha đường\n\n"
        "Ong cô Mẫu\nGọi 0900 000 001\nhttps://x.example/p/1\n\n#matong #hagiang"
    )


def test_a_chat_has_no_tags() -> None:
    text = chat_text(HONEY, phone="", link="", on=TODAY)
    assert "#" not in text
    assert "Gọi" not in text


def test_a_lower_price_is_told_with_its_last_day() -> None:
    on_sale = replace(HONEY, sale_price_vnd=200_000, sale_from=TODAY, sale_to=date(2026, 11, 30))
    assert "Giá: 200.000\u00a0₫ / chai đến hết ngày 30/11/2026" in said(on_sale)
    over = replace(on_sale, sale_to=date(2026, 11, 21), sale_from=date(2026, 11, 1))
    assert "Giá: 250.000\u00a0₫ / chai\n" in said(over)


def test_several_sizes_are_told_from_the_lowest_to_the_highest() -> None:
    sizes = replace(HONEY, forms=(Form(values=("nhỏ",), price_vnd=90_000), Form(values=("to",))))
    assert "Giá: từ 90.000\u00a0₫ đến 250.000\u00a0₫ / chai" in said(sizes)


def test_words_that_may_not_be_used_hold_it_back() -> None:
    held = held_back(replace(HONEY, description="Mật ong chữa bệnh dạ dày"))
    assert held
    assert [claim.words for claim in held.claims] == ["chữa bệnh"]
    assert held_back(HONEY) is None


@pytest.mark.parametrize(
    "title",
    [
        "Rượu cần",
        "rượu nếp cái hoa vàng",
        "Bia hơi",
        "Ruou can",
        "Chai rượu nếp 500ml",
        "Can 5L rượu gạo",
        "Đặc sản rượu cần",
        "OCOP Rượu mơ",
    ],
)
def test_drinks_with_alcohol_are_held_back(title: str) -> None:
    assert is_alcohol(Record(title=title))


@pytest.mark.parametrize(
    "title", ["Men rượu lá", "Ốc hấp rượu", "Bìa sổ tay", "Vàng mã", "Chén uống rượu gốm", ""]
)
def test_what_only_speaks_of_alcohol_is_not(title: str) -> None:
    assert not is_alcohol(Record(title=title))


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    return make.product(session, files, her_shop)


def test_her_kit_has_two_texts_photos_and_one_link(phone: Browser, product: Product) -> None:
    page = phone.get(f"/products/{product.id}/kit").text
    for words in ("Bài cho Facebook", "Bài cho Zalo", "Tải 1 ảnh", f"/p/{product.code}"):
        assert words in page
    answer = phone.get(f"/products/{product.id}/kit/photos.zip")
    with ZipFile(BytesIO(answer.data)) as pack:
        assert pack.namelist() == ["banh-gai-la-dua-1.jpg"]
        assert pack.read(pack.namelist()[0])[:3] == b"\xff\xd8\xff"
    assert answer.data == phone.get(f"/products/{product.id}/kit/photos.zip").data


def test_a_kit_that_is_held_back_shows_the_words_and_gives_nothing_out(
    phone: Browser, product: Product
) -> None:
    product.description = "Ăn vào khỏi bệnh, chữa bệnh đau lưng"
    for page in ("kit", "share", "published"):
        text = phone.get(f"/products/{product.id}/{page}").text
        assert "chữa bệnh" in text
        assert "<textarea" not in text
    assert phone.get(f"/products/{product.id}/kit/photos.zip").status_code == 404


def test_the_kit_gives_the_number_she_chose_for_buyers(
    phone: Browser, product: Product, her_shop: Shop, session: Session
) -> None:
    session.add(
        Front(
            shop_id=her_shop.id,
            commune_code=her_shop.commune_code,
            phone="+84900000077",
            changed_at=NOW,
        )
    )
    session.commit()
    page = phone.get(f"/products/{product.id}/kit").text
    assert "0900 000 077" in page
    assert shown_phone(her_shop.contact_phone) not in page


def test_alcohol_gets_no_text_and_says_why(phone: Browser, product: Product) -> None:
    product.title = "Rượu ngô men lá"
    for page in ("kit", "share"):
        text = phone.get(f"/products/{product.id}/{page}").text
        assert "không làm bài cho rượu, bia" in text
        assert "<textarea" not in text


def test_a_draft_has_no_kit(phone: Browser, session: Session, her_shop: Shop) -> None:
    draft = make.draft(session, her_shop)
    assert phone.get(f"/products/{draft.id}/kit").status_code == 303
    assert phone.get(f"/products/{draft.id}/kit/photos.zip").status_code == 404
