"""Bringing a statement by the pages: file, columns, trial run, taking, what failed."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.db.files import Files
from shopkit.imports.actions.clearing import clear_old
from shopkit.imports.models import DROPPED, TAKEN, Import, RememberedColumns
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench, do_all
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine
from shopkit.scope import OFFICER
from shopkit.shops.models.shops import Shop
from shopkit.web.security import LARGEST_BODY
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import StandingClock
from tests.payments import statement_files as wild

ODD = "Khi nào;Viết gì;Bao nhiêu\n22/11/2026;mua banh;30.000\n22/11/2026;mua keo;=1+1\n"


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def send(phone: Browser, account: PaymentAccount, content: bytes, key: str = "") -> TestResponse:
    file = (BytesIO(content), "sao kê.csv")
    fields = {"account": str(account.id), "file": file, "_key": key or uuid4().hex}
    return phone.post("/money/statements", **fields)  # type: ignore[arg-type]  # a file too


def place(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"]


def test_a_file_that_is_understood_is_tried_at_once_and_taken_by_one_tap(
    phone: Browser, account: PaymentAccount, session: Session
) -> None:
    page = place(send(phone, account, wild.two_columns_under_titles()))
    shown = phone.get(page).text
    assert "Lấy 4 khoản tiền vào" in shown
    assert "Tiền ra, không lấy" in shown
    assert not session.scalars(select(BankLine)).all()
    result = phone.get(place(phone.post(page + "/take"))).text
    assert "Đã lấy 4 khoản tiền vào" in result
    assert len(session.scalars(select(BankLine)).all()) == 4
    place(phone.post(page + "/take"))
    assert len(session.scalars(select(BankLine)).all()) == 4


def test_the_rows_that_were_brought_are_gone_when_taken(
    phone: Browser, account: PaymentAccount, session: Session, files: Files
) -> None:
    page = place(send(phone, account, wild.web_page()))
    phone.post(page + "/take")
    brought = session.scalars(select(Import)).one()
    assert (brought.state, brought.rows_file, brought.records_file) == (TAKEN, None, None)
    assert not [path for path in files.root.rglob("*") if path.is_file()]


def test_columns_that_were_pointed_out_once_are_known_the_next_time(
    phone: Browser, account: PaymentAccount
) -> None:
    page = place(send(phone, account, ODD.encode()))
    assert page.endswith("/columns")
    shown = phone.get(page).text
    assert "mua banh" in shown
    assert errors(phone.post(page, came="0", memo="1")) == ["Chọn cột này trong tệp."]
    chosen = {"came": "0", "memo": "1", "credit": "2", "sheet": "0", "heading": "0"}
    trial = phone.get(place(phone.post(page, **chosen))).text
    assert "Lấy 1 khoản tiền vào" in trial
    again = place(send(phone, account, ODD.replace("22/11", "21/11").encode()))
    assert not again.endswith("/columns")


def test_a_file_without_headings_is_taken_by_the_places_of_its_columns(
    phone: Browser, account: PaymentAccount, session: Session
) -> None:
    text = "22/11/2026;mua banh;30.000\n21/11/2026;mua keo;chua biet\n"
    page = place(send(phone, account, text.encode()))
    shown = phone.get(page + "?sheet=0&heading=-1").text
    assert "A: 22/11/2026" in shown
    chosen = {"came": "0", "memo": "1", "credit": "2", "sheet": "0", "heading": "-1"}
    trial = place(phone.post(page, **chosen))
    assert "Lấy 1 khoản tiền vào" in phone.get(trial).text
    assert phone.get(trial + "/failed.xlsx").status_code == 200
    assert not session.scalars(select(RememberedColumns)).all()


def test_the_rows_that_failed_come_back_with_their_reason_first(
    phone: Browser, account: PaymentAccount
) -> None:
    text = "Ngày;Nội dung;Tiền vào\n22/11/2026;mua banh;30.000\n22/11/2026;=mua;=1+1\n"
    page = place(send(phone, account, text.encode()))
    phone.post(page + "/take")
    answer = phone.get(page + "/failed.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Lý do", "Dòng", "Ngày", "Nội dung", "Tiền vào"]
    assert rows[1] == ["Không đọc được cột “Tiền vào”", "3", "22/11/2026", "=mua", "=1+1"]
    phone.post(page + "/drop")
    assert phone.get(page + "/failed.xlsx").status_code == 404


def test_the_file_of_failed_rows_can_be_mended_and_sent_again(
    phone: Browser, account: PaymentAccount, session: Session
) -> None:
    text = "Ngày;Nội dung;Tiền vào\n22/11/2026;mua banh;30.000\n22/11/2026;mua;ba chục\n"
    page = place(send(phone, account, text.encode()))
    phone.post(page + "/take")
    rows = CalamineWorkbook.from_filelike(BytesIO(phone.get(page + "/failed.xlsx").data))
    mended = [[str(cell) for cell in row] for row in rows.get_sheet_by_index(0).to_python()]
    mended[1][4] = "30.000"
    second = place(send(phone, account, wild.text(mended)))
    assert "Lấy 1 khoản tiền vào" in phone.get(second).text


def test_a_file_that_is_none_says_what_to_do(phone: Browser, account: PaymentAccount) -> None:
    answer = send(phone, account, b"%PDF-1.7")
    assert answer.status_code == 422
    assert errors(answer) == ["Tệp này là PDF. Tải lại bản Excel hoặc CSV rồi gửi."]
    answer = phone.post("/money/statements", account=str(account.id))
    assert errors(answer) == ["Chọn tệp Excel hoặc CSV."]


def test_a_file_without_any_table_leads_to_its_columns_and_takes_nothing(
    phone: Browser, account: PaymentAccount
) -> None:
    page = place(send(phone, account, "chỉ một dòng chữ\n".encode()))
    assert phone.get(page).status_code == 200
    assert phone.post(page).status_code == 422
    assert phone.post(page.removesuffix("/columns") + "/take").status_code == 409


def test_sending_twice_with_one_key_brings_one_import(
    phone: Browser, account: PaymentAccount, session: Session
) -> None:
    key = uuid4().hex
    first = place(send(phone, account, wild.web_page(), key))
    assert place(send(phone, account, wild.web_page(), key)) == first
    assert len(session.scalars(select(Import)).all()) == 1


def test_a_large_statement_is_tried_and_taken_in_the_background(
    phone: Browser, account: PaymentAccount, session: Session, bench: Bench
) -> None:
    lines = "".join(f"22/11/2026;khach {n};{1000 + n};\n" for n in range(4_500))
    text = "Ngày;Nội dung;Tiền vào;Tiền ra\n" + lines + "x;y;1;\n"
    page = place(send(phone, account, text.encode()))
    assert page.startswith("/jobs/")
    checking = session.scalars(select(Job)).one().id
    session.commit()
    do_all(bench, checking)
    brought = session.scalars(select(Import)).one()
    session.expire_all()
    assert f"/imports/{brought.id}" in phone.get(page).text
    page = place(phone.post(f"/imports/{brought.id}/take"))
    assert page.startswith("/jobs/")
    waiting = place(phone.get(f"/imports/{brought.id}"))
    assert waiting == page
    taking = session.scalars(select(Job).where(Job.kind == "import_take")).one().id
    session.commit()
    do_all(bench, taking)
    session.expire_all()
    shown = phone.get(f"/imports/{brought.id}").text
    assert "Đã lấy 4.500 khoản tiền vào" in shown
    assert "1 dòng chưa lấy được" in shown


def test_a_neighbour_sees_nothing_and_an_officer_neither(
    phone: Browser, account: PaymentAccount, app: Flask, session: Session
) -> None:
    page = place(send(phone, account, wild.web_page()))
    other = make.shop(session)
    make.payment_account(session, other, "0000000001")
    for person in (make.owner_of(session, other), make.staff(session, OFFICER)):
        stranger = make.phone(app, session, person)
        for path in ("", "/columns", "/failed.xlsx"):
            assert stranger.get(page + path).status_code == 404
        for path in ("/take", "/drop"):
            assert stranger.post(page + path).status_code == 404
    neighbour = make.phone(app, session, make.owner_of(session, other))
    assert send(neighbour, account, wild.web_page()).status_code == 422


def test_what_was_brought_is_forgotten_after_a_week(
    phone: Browser,
    account: PaymentAccount,
    session: Session,
    files: Files,
    clock: StandingClock,
) -> None:
    page = place(send(phone, account, wild.web_page()))
    clear_old(session, files, now=clock.forward(days=6))
    assert session.scalars(select(Import)).one().rows_file
    clear_old(session, files, now=clock.forward(days=2))
    session.commit()
    brought = session.scalars(select(Import)).one()
    assert (brought.state, brought.rows_file) == (DROPPED, None)
    assert "đã xóa" in phone.get(page).text
    for path in ("/columns", "/take"):
        assert re.match(r"303|409", str(phone.post(page + path).status_code))


def test_a_table_larger_than_any_request_is_told_to_be_divided(
    phone: Browser, account: PaymentAccount
) -> None:
    answer = send(phone, account, bytes(LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert "Chia thành nhiều tệp nhỏ hơn" in answer.text
    assert "ảnh" not in re.findall(r'class="lead">([^<]*)<', answer.text)[0]
