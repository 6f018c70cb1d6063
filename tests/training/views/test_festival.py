"""A festival stand counts participations by what was tried and by gender; nobody is named."""

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.journal.models import JournalEntry
from shopkit.scope import OFFICER, TRAINER
from shopkit.training.models.courses import Course, Meeting, PassersBy
from shopkit.training.queries.festival import passed_by, totals_of
from tests import make
from tests.accounts.browser import Browser, errors
from tests.make import NEXT_DOOR


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


@pytest.fixture
def phone(app: Flask, session: Session, trainer: Account) -> Browser:
    return make.phone(app, session, trainer)


@pytest.fixture
def stand(phone: Browser, session: Session) -> Course:
    phone.post(
        "/festivals/new",
        name="Ngày hội chợ Đầm",
        place="Chợ Đầm",
        held_on="22/11/2026",
        branch_id="",
        topics=["payment_qr", "online_safety"],  # type: ignore[arg-type]
    )
    return session.scalars(select(Course)).one()


def button(session: Session, topic: str = "payment_qr", gender: str = "f") -> str:
    meeting = session.scalars(select(Meeting).where(Meeting.topic == topic)).one()
    return f"{meeting.id}:{gender}"


def test_a_tap_counts_one_by_topic_and_gender(
    phone: Browser, session: Session, stand: Course
) -> None:
    path = f"/festivals/{stand.id}"
    assert "Kiểm tra" not in phone.get(path).text
    for tap in (button(session), button(session), button(session, "online_safety", "m")):
        assert phone.post(f"{path}/count", tap=tap).location == path
    assert sum(passed_by(session, stand).values()) == 3
    assert "Không ghi tên nên không biết bao nhiêu người." in phone.get(path).text
    told = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.event == "passers_by.counted")
        .order_by(JournalEntry.id)
    ).all()
    assert [(one.details or {})["gender"] for one in told] == ["f", "f", "m"]
    assert told[0].details == {
        "on": "2026-11-22",
        "topic": "payment_qr",
        "gender": "f",
        "count": "1",
        "course_id": str(stand.id),
    }
    assert "3 lượt" in phone.get("/festivals").text


def test_undoing_takes_back_the_last_tap_and_then_the_one_before(
    phone: Browser, session: Session, stand: Course
) -> None:
    path = f"/festivals/{stand.id}"
    for gender in ("f", "m", ""):
        phone.post(f"{path}/count", tap=button(session, gender=gender))
    phone.post(f"{path}/undo")
    phone.post(f"{path}/undo")
    counts = {gender: count for (_id, gender), count in passed_by(session, stand).items()}
    assert counts == {"f": 1, "m": 0, "": 0}
    phone.post(f"{path}/count", tap=button(session, gender="m"))
    for _time in range(3):
        phone.post(f"{path}/undo")
    assert totals_of(session, [stand])[stand.id] == 0
    assert "không có gì để bỏ" in phone.get(path).text
    kept = session.scalars(select(PassersBy)).all()
    assert len(kept) == 8, "nothing is erased"


def test_the_same_tap_sent_twice_counts_once(
    phone: Browser, session: Session, stand: Course
) -> None:
    key = uuid4().hex
    for _time in range(2):
        phone.post(f"/festivals/{stand.id}/count", tap=button(session), _key=key)
    assert totals_of(session, [stand])[stand.id] == 1


def test_a_script_is_told_the_numbers(phone: Browser, session: Session, stand: Course) -> None:
    tap, path = button(session), f"/festivals/{stand.id}/count"
    token = phone.get("/api/csrf").get_json()["token"]
    answer = phone.client.post(
        path,
        data={"csrf_token": token, "tap": tap},
        headers={"Accept": "application/json", "Idempotency-Key": uuid4().hex},
    )
    assert answer.get_json() == {"counts": {tap: 1}, "total": 1}


@pytest.mark.parametrize("tap", ["", "x:f", "00000000-0000-7000-8000-000000000000:f"])
def test_a_button_that_is_not_there_is_no_page(
    phone: Browser, session: Session, stand: Course, tap: str
) -> None:
    assert phone.post(f"/festivals/{stand.id}/count", tap=tap).status_code == 404
    assert session.scalars(select(PassersBy)).all() == []


def test_an_unknown_gender_and_a_day_ahead_count_nobody(
    phone: Browser, session: Session, stand: Course
) -> None:
    phone.post(f"/festivals/{stand.id}/count", tap=button(session, gender="x"))
    meeting = session.scalars(select(Meeting).where(Meeting.topic == "payment_qr")).one()
    meeting.held_on = date(2026, 12, 1)
    phone.post(f"/festivals/{stand.id}/count", tap=button(session))
    assert session.scalars(select(PassersBy)).all() == []


def test_a_stand_needs_a_name_and_something_to_try(phone: Browser, session: Session) -> None:
    answer = phone.post("/festivals/new", name=" ", held_on="22/11/2026", branch_id="")
    assert errors(answer) == [
        "Đặt tên gian, ví dụ: Ngày hội chợ Đầm.",
        "Chọn ít nhất một việc để khách thử.",
    ]
    assert session.scalars(select(Course)).all() == []


def test_an_officer_looks_and_counts_nobody_and_others_find_nothing(
    app: Flask, session: Session, stand: Course
) -> None:
    path = f"/festivals/{stand.id}"
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert 'name="tap"' not in officer.get(path).text
    assert officer.post(f"{path}/count", tap=button(session)).status_code == 404
    other = make.phone(app, session, make.staff(session, TRAINER, NEXT_DOOR))
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/undo").status_code == 404
    usual = make.course(session)
    assert officer.get(f"/festivals/{usual.id}").status_code == 404
