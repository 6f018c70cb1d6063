"""A photo of the stand that was taken without a network: read later, told on the first page."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import vietqr
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import StandCheck
from shopkit.payments.rules.checks import MATCHES_SAVED, PAYS_OTHER
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.make import PAYEE
from tests.payments.stickers import empty_table, stand_photo
from tests.waiting import mark, sent_photo

HER, THIEF = vietqr.Payment("970436", PAYEE.number), vietqr.Payment("970422", "0000000001")


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, make.account(session, phone="+84900000601"), agrees=True)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.fixture
def trainer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER))


def looks(session: Session) -> list[StandCheck]:
    return list(session.scalars(select(StandCheck)))


def test_a_photo_sent_later_is_read_and_the_first_page_tells_what_it_showed(
    phone: Browser, session: Session
) -> None:
    key = str(uuid4())
    answer = sent_photo(phone, f"/qr/checks/{key}", stand_photo(HER), key=key)
    assert answer.status_code == 201
    assert answer.get_json()["location"] == f"/qr/checks/{key}"
    assert [(str(one.id), one.result) for one in looks(session)] == [(key, MATCHES_SAVED)]
    home = phone.get("/").text
    assert "mã khớp với tài khoản đã lưu" in home
    assert f'href="/qr/checks/{key}"' in home
    assert "mã khớp với tài khoản đã lưu" in phone.get("/me").text
    assert "Mã khớp với số đã lưu" in phone.get(f"/qr/checks/{key}").text


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        (stand_photo(THIEF), "có mã chuyển tiền cho người khác"),
        (empty_table(), "chưa đọc được mã. Chụp lại"),
    ],
)
def test_bad_news_and_a_photo_without_a_code_are_told_too(
    phone: Browser, photo: bytes, said: str
) -> None:
    sent_photo(phone, f"/qr/checks/{uuid4()}", photo)
    assert said in phone.get("/").text


def test_what_she_sees_at_once_is_not_told_again_on_the_first_page(phone: Browser) -> None:
    sent_photo(phone, f"/qr/checks/{uuid4()}", stand_photo(HER), waited=False)
    assert "Ảnh bảng mã chụp lúc không có mạng" not in phone.get("/").text


def test_a_photo_sent_twice_is_one_look(phone: Browser, session: Session) -> None:
    key, photo = str(uuid4()), stand_photo(HER)
    answers = [sent_photo(phone, f"/qr/checks/{key}", photo, key=key) for _time in range(2)]
    answers.append(sent_photo(phone, f"/qr/checks/{key}", photo))
    assert [one.status_code for one in answers] == [201, 200, 201]
    assert {one.get_json()["location"] for one in answers} == {f"/qr/checks/{key}"}
    assert len(looks(session)) == 1


def test_a_photo_that_cannot_be_opened_is_told_in_a_sentence(
    phone: Browser, session: Session
) -> None:
    refused = sent_photo(phone, f"/qr/checks/{uuid4()}", b"not a photo")
    assert (refused.status_code, refused.get_json()["error"]) == (422, "photo")
    assert "không phải ảnh" in refused.get_json()["message"]
    assert looks(session) == []


def test_a_photo_is_nobody_elses(app: Flask, phone: Browser, session: Session) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    key, photo = str(uuid4()), stand_photo(HER)
    refused = sent_photo(neighbour, f"/qr/checks/{key}", photo, account=mark(phone))
    assert (refused.status_code, refused.get_json()["error"]) == (401, "other_account")
    assert sent_photo(phone, f"/qr/checks/{key}", photo).status_code == 201
    assert sent_photo(neighbour, f"/qr/checks/{key}", photo).status_code == 404
    assert len(looks(session)) == 1


def test_the_page_to_take_it_is_kept_and_says_what_becomes_of_the_photo(phone: Browser) -> None:
    answer = phone.get("/qr/check")
    assert answer.headers["Shopkit-Keep"] == "1"
    assert 'data-photo-url="/qr/checks/{key}"' in answer.text
    assert "Ảnh đã giữ. Có mạng sẽ xem và báo ở trang đầu." in answer.text


def test_a_trainer_on_a_visit_sends_it_later_too(
    trainer: Browser, phone: Browser, session: Session, shop: Shop
) -> None:
    session.commit()
    page = trainer.get(f"/shops/{shop.id}/sticker")
    assert page.headers["Shopkit-Keep"] == "1"
    assert f'data-photo-url="/shops/{shop.id}/sticker/{{key}}"' in page.text
    key = str(uuid4())
    answer = sent_photo(trainer, f"/shops/{shop.id}/sticker/{key}", stand_photo(THIEF), key=key)
    assert answer.get_json()["location"] == f"/shops/{shop.id}/sticker/{key}"
    (look,) = looks(session)
    assert (look.is_visit, look.result) == (True, PAYS_OTHER)
    assert "có mã chuyển tiền cho người khác" in trainer.get("/me").text
    assert sent_photo(phone, f"/shops/{shop.id}/sticker/{key}", stand_photo(HER)).status_code == 404
