"""Requests about one's own records, from filing to closed, and what each page lets pass."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account, Consent
from shopkit.accounts.queries import has_consent
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.actions.register import add_person
from shopkit.shops.actions.requests import (
    ExtendedBefore,
    NotThatDay,
    RequestClosed,
    TermOver,
    TooLong,
    answer_request,
    close_request,
    extend_request,
    file_request,
)
from shopkit.shops.models.register import Person
from shopkit.shops.models.requests import DataRequest, SubjectErased
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.consents import business_may_be_counted
from shopkit.shops.queries.export import speaking_tables
from shopkit.shops.queries.requests import clock_of
from shopkit.shops.views.export_words import TABLE_WORDS
from tests import make
from tests.accounts.browser import PIN, Browser, errors
from tests.conftest import NOW, StandingClock

TODAY = date(2026, 11, 22)
ASKED = "/me/data/new/correct"


def person(session: Session, commune_code: str = make.HOANG_LOC) -> Person:
    return add_person(
        session, commune_code=commune_code, village_id=None, name="Lê Thị Thử", now=NOW
    )


def filed(session: Session, kind: str = "erase", subject: Person | None = None) -> DataRequest:
    her = subject or person(session)
    return file_request(
        session,
        subject_kind="person",
        subject_id=her.id,
        commune_code=her.commune_code,
        kind=kind,
        received_on=TODAY,
        now=NOW,
    )


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


@pytest.fixture
def trainer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER))


@pytest.fixture
def seller(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.owner_of(session, make.shop(session, agrees=True)))


def test_the_same_request_while_one_is_open_is_that_one(session: Session) -> None:
    her = person(session)
    assert filed(session, subject=her) is filed(session, subject=her)
    assert filed(session, "see", her) is not filed(session, "erase", her)


def test_a_request_is_received_today_or_before(session: Session) -> None:
    her = person(session)
    for day in (date(2026, 11, 23), date(2020, 1, 1)):
        with pytest.raises(NotThatDay):
            file_request(
                session,
                subject_kind="person",
                subject_id=her.id,
                commune_code=her.commune_code,
                kind="see",
                received_on=day,
                now=NOW,
            )


def test_the_term_is_made_longer_once_by_no_more_than_the_law_lets(
    session: Session, clock: StandingClock
) -> None:
    request = filed(session)
    with pytest.raises(TooLong):
        extend_request(session, request, days=21, why="chờ hồ sơ", now=NOW)
    before = clock_of(request).done_on
    extend_request(session, request, days=20, why="chờ hồ sơ", now=NOW)
    assert (clock_of(request).done_on - before).days == 20
    with pytest.raises(ExtendedBefore):
        extend_request(session, request, days=1, why="nữa", now=NOW)
    late = filed(session)
    with pytest.raises(TermOver):
        extend_request(session, late, days=5, why="quên", now=clock.forward(days=21))


def test_a_closed_request_is_left_alone(session: Session) -> None:
    request = filed(session, "see")
    close_request(session, request, outcome="done", now=NOW)
    with pytest.raises(RequestClosed):
        answer_request(session, request, answer="muộn", now=NOW)
    told = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "data_request.closed")
    ).one()
    assert told.details is not None
    assert (told.details["kind"], told.details["in_time"]) == ("see", "yes")


def test_a_seller_asks_and_the_officer_answers_and_closes(
    seller: Browser, officer: Browser, session: Session
) -> None:
    assert seller.post(ASKED, asks="Sửa tên thành Mẫu").status_code == 303
    assert "Đang chờ xã" in seller.get("/me/data").text
    request = session.scalars(select(DataRequest)).one()
    page = f"/data-requests/{request.id}"
    assert "Sửa tên thành Mẫu" in officer.get(page).text
    assert "Nguyễn Thị Mẫu" in officer.get("/data-requests").text
    assert officer.post(f"{page}/answer", answer="Đã nhận, sẽ sửa.").status_code == 303
    assert officer.post(f"{page}/close", outcome="done", last_words="Đã sửa.").status_code == 303
    assert "Đã sửa." in seller.get("/me/data").text
    assert "Đúng hạn" in officer.get("/data-requests?closed=1").text


def test_a_late_request_is_said_to_be_late(officer: Browser, session: Session) -> None:
    request = filed(session, "see")
    answer_request(session, request, answer="Đã nhận", now=NOW)
    request.received_on = date(2026, 11, 11)
    assert "Trễ 1 ngày" in officer.get("/data-requests").text
    assert "Trễ 1 ngày" in officer.get(f"/data-requests/{request.id}").text
    waiting = officer.get("/commune").text
    assert "1 người xin xem, sửa hay xóa dữ liệu" in waiting
    assert "1 yêu cầu đã quá hạn" in waiting
    close_request(session, request, outcome="done", now=NOW)
    assert "xin xem, sửa" not in officer.get("/commune").text


def test_a_seller_takes_her_request_back(seller: Browser, session: Session) -> None:
    seller.post(ASKED, asks="Sửa tên thành Mẫu")
    request = session.scalars(select(DataRequest)).one()
    assert seller.post(f"/me/data/{request.id}/take-back").status_code == 303
    assert session.scalars(select(DataRequest.outcome)).one() == "taken_back"
    assert seller.post(f"/me/data/{request.id}/take-back").status_code == 404


def test_a_correction_says_what_is_to_be_mended(
    seller: Browser, officer: Browser, session: Session
) -> None:
    wanted = "Viết cần sửa gì, thành gì."
    for blank in ("", " \n "):
        answer = seller.post(ASKED, asks=blank)
        assert (answer.status_code, errors(answer)) == (422, [wanted])
    page = f"/people/{person(session).id}/rights/requests"
    answer = officer.post(page, kind="correct", asks="", received_on="21/11/2026")
    assert (answer.status_code, errors(answer)) == (422, [wanted])
    assert session.scalars(select(DataRequest)).all() == []
    officer.post(page, kind="see", asks="", received_on="21/11/2026")
    assert session.scalars(select(DataRequest.kind)).all() == ["see"]


def test_a_kind_that_is_none_is_not_found(seller: Browser) -> None:
    assert seller.get("/me/data/new/everything").status_code == 404


def test_a_refusal_needs_a_reason_and_a_second_person(
    app: Flask, session: Session, officer: Browser
) -> None:
    writer = make.staff(session, OFFICER)
    make.acting(session, writer)
    request = filed(session)
    page = f"/data-requests/{request.id}/close"
    hers = make.phone(app, session, writer)
    refused = hers.post(page, outcome="done", last_words="")
    assert errors(refused) == [
        "Người ghi yêu cầu không tự quyết. Nhờ người khác, hoặc lãnh đạo cử người thay."
    ]
    assert errors(officer.post(page, outcome="refused", last_words="")) == [
        "Viết lý do để người yêu cầu biết."
    ]
    assert officer.post(page, outcome="done", last_words="").status_code == 303
    assert session.scalars(select(SubjectErased)).one().request_id == request.id


def test_withdrawing_on_request_takes_back_all_she_agreed_to(
    seller: Browser, officer: Browser, session: Session
) -> None:
    seller.post("/me/data/new/withdraw", asks="")
    request = session.scalars(select(DataRequest)).one()
    account_id = request.subject_id
    assert has_consent(session, account_id, "report")
    officer.post(f"/data-requests/{request.id}/close", outcome="done", last_words="")
    assert not has_consent(session, account_id, "report")


def test_days_that_are_no_days_are_answered_with_a_sentence(
    officer: Browser, session: Session
) -> None:
    page = f"/data-requests/{filed(session).id}/extend"
    answer = officer.post(page, days="40", why="bận")
    assert answer.status_code == 422
    assert errors(answer) == ["Thêm nhiều nhất 20 ngày."]


def test_the_list_is_for_the_officer_of_this_commune(
    app: Flask, session: Session, trainer: Browser, seller: Browser
) -> None:
    request = filed(session)
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, make.NEXT_DOOR))
    assert elsewhere.get(f"/data-requests/{request.id}").status_code == 404
    assert "Lê Thị Thử" not in elsewhere.get("/data-requests").text
    for other in (trainer, seller):
        assert other.get("/data-requests").status_code == 404
    leader = make.phone(app, session, make.staff(session, LEADER))
    assert "Lê Thị Thử" in leader.get("/data-requests").text


def test_she_erases_herself_with_her_pin(seller: Browser, session: Session) -> None:
    her = session.scalars(select(Account).where(Account.name == "Nguyễn Thị Mẫu")).one()
    assert seller.get("/me/data/erase").status_code == 200
    wrong = seller.post("/me/data/erase", pin="111222", is_sure="y")
    assert wrong.status_code == 422
    assert seller.post("/me/data/erase", pin=PIN).status_code == 422
    assert seller.post("/me/data/erase", pin=PIN, is_sure="y").status_code == 303
    assert not seller.is_in()
    assert session.get_one(Account, her.id).name == ""


def test_staff_are_not_erased_by_themselves(trainer: Browser) -> None:
    assert trainer.get("/me/data/erase").status_code == 404


def test_her_copy_holds_her_records_and_no_secret(seller: Browser, session: Session) -> None:
    answer = seller.get("/me/data/du-lieu.zip")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        told = json.loads(archive.read("du-lieu.json"))
        page = archive.read("doc-truoc.html").decode()
    assert told["records"]["shop"][0]["name"] == "Bánh gai cô Mẫu"
    assert told["records"]["consent"][0]["purpose"] == "report"
    assert "secret_hash" not in json.dumps(told)
    assert "token_hash" not in json.dumps(told)
    assert "Bánh gai cô Mẫu" in page
    assert "Cửa hàng (1)" in page


def test_every_table_that_speaks_of_somebody_has_a_name_in_her_copy(app: Flask) -> None:
    assert {table.name for table in speaking_tables()} <= set(TABLE_WORDS)


def test_an_officer_hands_out_a_copy_only_while_somebody_asks_to_see_it(
    officer: Browser, session: Session
) -> None:
    see, erasing = filed(session, "see"), filed(session, "erase")
    assert officer.get(f"/data-requests/{see.id}/du-lieu.zip").status_code == 200
    assert officer.get(f"/data-requests/{erasing.id}/du-lieu.zip").status_code == 404


def test_a_consent_on_paper_names_its_sheet_and_is_taken_back_by_word(
    trainer: Browser, session: Session
) -> None:
    her = person(session)
    page = f"/people/{her.id}/rights"
    assert trainer.get(page).status_code == 200
    trainer.post(f"{page}/consents", purposes="training", signed_on="20/11/2026", sheet="cặp số 3")
    kept = session.scalars(select(Consent)).one()
    assert (kept.given_by, kept.signed_on, kept.sheet) == ("paper", date(2026, 11, 20), "cặp số 3")
    assert kept.recorded_by_id is not None
    assert "cặp số 3" in trainer.get(page).text
    trainer.post(f"{page}/consents/training/take-back")
    assert not has_consent(session, her.id, "training")
    assert trainer.post(f"{page}/consents/book/take-back").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("signed_on", "30/11/2026", "Nhập ngày ký: hôm nay hoặc trước đó."),
        ("sheet", "", "Ghi nơi giữ giấy, ví dụ: cặp Hội Phụ nữ số 3."),
        ("purposes", "", "Chọn đúng những điều người này đã đánh dấu trên giấy."),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(
    trainer: Browser, session: Session, field: str, value: str, sentence: str
) -> None:
    her = person(session)
    sent = {"purposes": "training", "signed_on": "20/11/2026", "sheet": "cặp 3"} | {field: value}
    answer = trainer.post(f"/people/{her.id}/rights/consents", **sent)
    assert answer.status_code == 422
    assert errors(answer) == [sentence]
    assert session.scalars(select(Consent)).all() == []


def test_the_sheet_to_sign_is_a_pdf(trainer: Browser, session: Session) -> None:
    answer = trainer.get(f"/people/{person(session).id}/rights/consents.pdf")
    assert answer.data.startswith(b"%PDF")


def test_a_request_spoken_at_the_door_is_written_down(trainer: Browser, session: Session) -> None:
    her = person(session)
    answer = trainer.post(
        f"/people/{her.id}/rights/requests", kind="erase", asks="Xóa giúp", received_on="21/11/2026"
    )
    assert answer.status_code == 303
    kept = session.scalars(select(DataRequest)).one()
    assert (kept.subject_id, kept.received_on, kept.needs_others) == (
        her.id,
        date(2026, 11, 21),
        False,
    )


def test_people_of_another_place_do_not_exist(
    app: Flask, session: Session, trainer: Browser
) -> None:
    far = person(session, make.NEXT_DOOR)
    assert trainer.get(f"/people/{far.id}/rights").status_code == 404
    village, other = make.village(session, "Thôn 1"), make.village(session, "Thôn 2")
    head = make.staff(session, VILLAGE_HEAD, village.id.hex, "village")
    near = add_person(
        session, commune_code=make.HOANG_LOC, village_id=village.id, name="Lê A", now=NOW
    )
    away = add_person(
        session, commune_code=make.HOANG_LOC, village_id=other.id, name="Lê B", now=NOW
    )
    phone = make.phone(app, session, head)
    assert phone.get(f"/people/{near.id}/rights").status_code == 200
    assert phone.get(f"/people/{away.id}/rights").status_code == 404


def test_a_business_counts_by_its_own_yes_or_the_document_of_its_list(session: Session) -> None:
    shop = make.shop(session)
    owner = person(session)
    kinds: dict[str, dict[str, Any]] = {
        "none": {},
        "document": {"legal_basis": "Quyết định 12/QĐ-UBND"},
        "paper": {"owner_id": owner.id},
        "shop": {},
    }
    for name, more in kinds.items():
        session.add(
            Business(
                name=name,
                sort_key=name,
                search_text=name,
                commune_code=make.HOANG_LOC,
                known_at=NOW,
                **more,
            )
        )
    session.flush()
    by_name = {one.name: one for one in session.scalars(select(Business))}
    shop.business_id = by_name["shop"].id
    session.flush()

    def counted() -> set[str]:
        return set(session.scalars(select(Business.name).where(business_may_be_counted())))

    assert counted() == {"document"}
    make.agree(session, shop)
    session.add(
        Consent(
            subject_id=owner.id,
            purpose="report",
            text_version="2026-1",
            given_at=NOW,
            given_by="paper",
        )
    )
    session.flush()
    assert counted() == {"document", "paper", "shop"}
