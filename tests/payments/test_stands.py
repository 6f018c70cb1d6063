"""Printed stands: counted, hung up, taken down, and wrong after the account changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import vietqr
from shopkit.clock import local_day
from shopkit.journal.write import entries_of
from shopkit.payments.actions.accounts import confirm_name, replace_account
from shopkit.payments.actions.stands import (
    AccountOver,
    NotPutUpYet,
    print_stand,
    put_up,
    take_down,
)
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import PrintedStand
from shopkit.payments.queries import stands
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW
from tests.make import PAYEE
from tests.paper.pages import pages_of

TODAY = local_day(NOW)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def printed(session: Session, account: PaymentAccount, format: str = "a5") -> PrintedStand:
    return print_stand(session, account, format=format, language="vi", now=NOW)


def test_reprints_are_counted_for_each_size(session: Session, account: PaymentAccount) -> None:
    numbers = [printed(session, account, size).number for size in ("a5", "a5", "card", "a5")]
    assert numbers == [1, 2, 1, 3]
    last = stands.stands_of_account(session, account)[0]
    (entry,) = entries_of(session, [last.id])
    assert (entry.event, entry.details) == ("stand.printed", {"format": "a5", "number": "3"})


def test_a_stand_hangs_from_a_day_that_is_not_to_come(
    session: Session, account: PaymentAccount
) -> None:
    stand = printed(session, account)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(NotPutUpYet):
        put_up(session, stand, put_up_on=tomorrow, put_up_where="", today=TODAY, now=NOW)
    put_up(session, stand, put_up_on=TODAY, put_up_where="cột đầu quầy", today=TODAY, now=NOW)
    assert stand.is_hanging
    take_down(session, stand, on=TODAY, now=NOW)
    take_down(session, stand, on=tomorrow, now=NOW)
    assert stand.taken_down_on == TODAY
    put_up(session, stand, put_up_on=TODAY, put_up_where="nắp hộp tiền", today=TODAY, now=NOW)
    assert stand.is_hanging


def test_after_another_number_the_old_stands_are_wrong_until_taken_down(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    stand = printed(session, account)
    assert not stands.wrong_stands(session, shop)
    new = replace_account(session, shop, account, replace(PAYEE, number="0000000001"), now=NOW)
    printed(session, new)
    assert [one.id for one, _ in stands.wrong_stands(session, shop)] == [stand.id]
    with pytest.raises(AccountOver):
        printed(session, account)
    take_down(session, stand, on=TODAY, now=NOW)
    session.flush()
    assert not stands.wrong_stands(session, shop)


@pytest.mark.parametrize("size", ["a4", "a5", "a6", "card"])
def test_each_size_is_printed_from_the_page_of_the_account(
    phone: Browser, session: Session, account: PaymentAccount, size: str
) -> None:
    assert f"/qr/{account.id}/print/{size}" in phone.get(f"/qr/{account.id}").text
    answer = phone.post(f"/qr/{account.id}/print/{size}")
    page = phone.get(answer.location).text
    assert "In lần 1" in page
    assert "chưa kiểm tra tên chủ tài khoản" in page
    stand = session.scalars(select(PrintedStand)).one()
    (paper,) = pages_of(phone.get(f"/qr/stands/{stand.id}.pdf").data)
    assert [vietqr.decode(text).payment for text in paper.codes] == [PAYEE.payment()]
    assert "Chưa kiểm tra tên chủ tài khoản" in paper.said


def test_a_paper_goes_on_saying_what_it_said(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    before = printed(session, account)
    confirm_name(session, account, shown_name=PAYEE.holder, now=NOW)
    after = printed(session, account)
    said = [pages_of(phone.get(f"/qr/stands/{one.id}.pdf").data)[0].said for one in (before, after)]
    assert "Chưa kiểm tra tên chủ tài khoản" in said[0]
    assert "Đã kiểm tra tên chủ tài khoản" in said[1]
    assert "In lại để bảng ghi đúng" in phone.get(f"/qr/stands/{before.id}").text
    assert "In lại để bảng ghi đúng" not in phone.get(f"/qr/stands/{after.id}").text


def test_where_it_hangs_is_told_on_its_page_and_shown_with_the_account(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    stand = printed(session, account)
    path = f"/qr/stands/{stand.id}"
    assert errors(phone.post(path, put_up_on="2026-12-01", put_up_where="")) == [
        "Chọn hôm nay hoặc một ngày đã qua."
    ]
    assert phone.post(path, put_up_on="20/11/2026", put_up_where="cột đầu quầy").location == path
    for page in (path, f"/qr/{account.id}", "/qr/stands"):
        assert "Dán ngày 20/11/2026: cột đầu quầy" in phone.get(page).text, page
    phone.post(f"{path}/down")
    assert "Đã gỡ ngày 22/11/2026" in phone.get("/qr/stands").text


def test_changing_the_account_lists_the_stands_to_take_down(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    stand = printed(session, account, "a4")
    put_up(session, stand, put_up_on=TODAY, put_up_where="cổng chợ", today=TODAY, now=NOW)
    answer = phone.post(
        f"/qr/account/970405?instead={account.id}",
        number="0000000001",
        holder="Tran Thi Thu",
        label="",
        pin=PIN,
    )
    page = phone.get(answer.location).text
    assert "Còn 1 bảng mã trả về tài khoản cũ" in page
    assert "Bảng A4, …5678" in page
    assert "cổng chợ" in page
    history = phone.get("/qr/history").text
    assert "Dùng từ 22/11/2026 đến 22/11/2026" in history
    assert "Còn 1 bảng mã trả về tài khoản cũ" in history
    assert PAYEE.number not in history
    assert phone.get("/qr/stands").text.count(f'href="/qr/stands/{stand.id}"') == 1
    phone.post(f"/qr/stands/{stand.id}/down")
    assert "trả về tài khoản cũ" not in phone.get("/qr/history").text


def test_nothing_is_printed_for_an_ended_account_or_in_an_unknown_size(
    phone: Browser, session: Session, account: PaymentAccount
) -> None:
    assert phone.post(f"/qr/{account.id}/print/a3").status_code == 404
    phone.post(f"/qr/{account.id}/end", pin=PIN)
    assert phone.post(f"/qr/{account.id}/print/a5").status_code == 404
    for file in ("code.png", "stand-a5.pdf", "stand-zalo.png", "stand-code.svg"):
        assert phone.get(f"/qr/{account.id}/{file}").status_code == 404, file
    page = phone.get(f"/qr/{account.id}").text
    assert "code.png" not in page
    assert PAYEE.number not in page
    assert not session.scalars(select(PrintedStand)).all()


def test_a_bare_code_for_a_print_shop(phone: Browser, account: PaymentAccount) -> None:
    answer = phone.get(f"/qr/{account.id}/stand-code.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_an_account_is_called_by_its_stall(phone: Browser, account: PaymentAccount) -> None:
    phone.post(f"/qr/{account.id}/label", label="Quầy cá")
    assert account.label == "Quầy cá"
    assert "Quầy cá" in phone.get(f"/qr/{account.id}").text


def test_an_account_with_letters_can_be_typed_on_a_phone(phone: Browser) -> None:
    plain = phone.get("/qr/account/970405").text
    assert 'inputmode="numeric"' in plain.split("holder")[0]
    assert "Số tài khoản có chữ?" in plain
    with_letters = phone.get("/qr/account/970405?letters=1").text
    assert 'inputmode="numeric"' not in with_letters.split("holder")[0]


@pytest.mark.parametrize("end", ["", ".pdf"])
def test_a_neighbour_finds_no_stand_of_hers(
    app: Flask, session: Session, account: PaymentAccount, end: str
) -> None:
    stand = printed(session, account)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/qr/stands/{stand.id}{end}").status_code == 404
    assert neighbour.post(f"/qr/stands/{stand.id}/down").status_code == 404
    assert stand.taken_down_on is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("label", "Quầy rau \N{LEAFY GREEN}", "Bỏ ký hiệu \N{LEAFY GREEN}: máy in không in được."),
        ("label", "W" * 40, "Nhập ngắn hơn để in vừa bảng mã."),
        ("holder", "W" * 80, "Nhập ngắn hơn để in vừa bảng mã."),
    ],
)
def test_a_name_that_no_stand_can_carry_is_refused_when_it_is_typed(
    app: Flask, session: Session, field: str, typed: str, said: str
) -> None:
    visitor = make.phone(app, session)
    names = {"number": PAYEE.number, "holder": PAYEE.holder, "label": ""} | {field: typed}
    assert errors(visitor.post("/qr/account/970436", **names)) == [said]


def test_a_stall_is_not_renamed_to_what_cannot_be_printed(
    phone: Browser, account: PaymentAccount
) -> None:
    assert errors(phone.post(f"/qr/{account.id}/label", label="Cá \N{FISH}"))
    assert account.label == ""
