"""What a trainer's phone noted without a network, as it arrives: once, in order, as whose it is."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.accounts.models import Account
from shopkit.journal.models import JournalEntry
from shopkit.scope import TRAINER
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Attendance, Course, Meeting
from shopkit.training.models.help import SkillSeen, SupportEvent, VisitDue
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.make import NEXT_DOOR

KEEP = "Shopkit-Keep"


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


@pytest.fixture
def phone(app: Flask, session: Session, trainer: Account) -> Browser:
    return make.phone(app, session, trainer)


@pytest.fixture
def hall(session: Session, trainer: Account) -> tuple[Course, Meeting, Person]:
    """A class of today with one woman on its list."""
    course = make.course(session, trainer)
    woman = make.person(session, "Trần Thị Thử", village_id=make.village(session).id)
    make.enrolment(session, course, woman)
    return course, make.meeting(session, course), woman


def arrives(
    phone: Browser, path: str, key: str = "", /, *, account: str = "", **told: str
) -> TestResponse:
    """A record of the outbox; of the account that is signed in unless another one is told."""
    phone.session.commit()
    hand = phone.client.get("/api/csrf").get_json()
    headers = {
        "Accept": "application/json",
        "Idempotency-Key": key or uuid4().hex,
        "X-CSRFToken": hand["token"],
        "Shopkit-Account": account or hand["account"],
        "Shopkit-Waited": "1",
    }
    answer = phone.client.post(path, data=told, headers=headers, environ_overrides=phone.environ)
    phone.session.expire_all()
    return answer


def tap(
    phone: Browser, hall: tuple[Course, Meeting, Person], status: str, ago: timedelta, key: str = ""
) -> TestResponse:
    _course, meeting, woman = hall
    return arrives(
        phone,
        f"/meetings/{meeting.id}/tap",
        key,
        tap=f"{woman.id}:{status}",
        noted_at=(NOW - ago).isoformat(),
    )


def noted(session: Session) -> Attendance:
    return session.scalars(select(Attendance)).one()


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_a_tap_is_noted_at_its_own_moment_and_sent_again_changes_nothing(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    first = tap(phone, hall, "present", hours(1), "k1")
    assert first.status_code == 200
    assert first.headers["Idempotency-Key"] == "k1"
    assert first.get_json()["location"] == f"/meetings/{hall[1].id}"
    again = tap(phone, hall, "present", hours(1), "k1").get_json()
    assert again["replay"] is True
    assert noted(session).noted_at == NOW - hours(1)
    told = select(JournalEntry).where(JournalEntry.event == "attendance.noted")
    assert len(session.scalars(told).all()) == 1


def test_the_key_of_a_tap_does_not_carry_another_one(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    tap(phone, hall, "present", hours(1), "k1")
    other = tap(phone, hall, "absent", hours(1), "k1")
    assert other.status_code == 422
    assert other.get_json()["error"] == "key_reused"
    assert noted(session).status == "present"


def test_a_tap_that_waited_does_not_take_back_what_somebody_else_noted_since(
    app: Flask, phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    other = make.phone(app, session, make.staff(session, TRAINER))
    tap(other, hall, "left_early", hours(1))
    late = tap(phone, hall, "present", hours(2))
    assert late.get_json()["status"] == "left_early"
    assert noted(session).status == "left_early"
    tap(phone, hall, "absent", hours(0.5))
    assert noted(session).status == "absent"


def test_a_trainers_own_taps_count_in_the_order_in_which_they_arrive(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    for status in ("present", "late"):
        tap(phone, hall, status, hours(1))
    assert noted(session).status == "late"


def test_a_tap_of_more_than_fourteen_days_ago_fills_only_what_nobody_noted(
    app: Flask, phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    other = make.phone(app, session, make.staff(session, TRAINER))
    tap(other, hall, "absent", hours(1))
    tap(phone, hall, "present", timedelta(days=15))
    assert noted(session).status == "absent"


def test_an_old_tap_of_a_row_that_nobody_noted_is_noted_when_it_comes(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    tap(phone, hall, "present", timedelta(days=15))
    assert (noted(session).status, noted(session).noted_at) == ("present", NOW)


def test_taps_of_one_account_are_not_sent_by_another_nor_seen_by_a_neighbour(
    app: Flask, phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    path, said = f"/meetings/{hall[1].id}/tap", f"{hall[2].id}:present"
    foreign = arrives(phone, path, account="0123456789abcdef", tap=said)
    assert (foreign.status_code, foreign.get_json()["error"]) == (401, "other_account")
    stranger = make.phone(app, session, make.staff(session, TRAINER, NEXT_DOOR))
    assert arrives(stranger, path, tap=said).status_code == 404
    assert session.scalars(select(Attendance)).all() == []


def test_a_tap_for_a_day_that_had_not_come_is_refused_in_a_sentence(
    phone: Browser, session: Session, trainer: Account
) -> None:
    course = make.course(session, trainer, held_on=date(2026, 11, 23))
    woman = make.person(session)
    make.enrolment(session, course, woman)
    path = f"/meetings/{make.meeting(session, course).id}/tap"
    refused = arrives(phone, path, tap=f"{woman.id}:present")
    assert refused.status_code == 409
    assert "chưa tới ngày" in refused.get_json()["message"]


def walk_in(browser: Browser, meeting: Meeting, key: str, **told: str) -> TestResponse:
    values = {"name": "Lê Văn Thử", "village_id": "", "phone": "", "gender": "m"} | told
    at = (NOW - hours(3)).isoformat()
    return arrives(browser, f"/meetings/{meeting.id}/walk-in", key, noted_at=at, **values)


def test_somebody_new_at_the_door_is_on_the_list_once_since_she_came(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    first = walk_in(phone, hall[1], "k1")
    assert first.status_code == 201
    assert first.get_json() == {"key": "k1", "location": f"/meetings/{hall[1].id}"}
    assert walk_in(phone, hall[1], "k1").get_json()["replay"] is True
    person = session.scalars(select(Person).where(Person.name == "Lê Văn Thử")).one()
    assert noted(session).person_id == person.id
    assert noted(session).noted_at == NOW - hours(3)


def test_a_name_that_is_known_is_asked_about_in_words_and_then_chosen(
    phone: Browser, session: Session, hall: tuple[Course, Meeting, Person]
) -> None:
    _course, meeting, woman = hall
    asked = walk_in(phone, meeting, "k1", name=woman.name, gender="f")
    assert asked.status_code == 422
    assert list(asked.get_json()["errors"]) == ["known"]
    assert "trùng tên" in asked.get_json()["errors"]["known"][0]
    assert session.scalars(select(Attendance)).all() == []
    page = phone.post(
        f"/meetings/{meeting.id}/walk-in",
        **{"_key": "k1", "name": woman.name, "village_id": "", "phone": "", "gender": "f"},
        noted_at=(NOW - hours(3)).isoformat(),
    ).text
    assert f'name="known" value="{woman.id}"' in " ".join(page.split())
    assert f'name="noted_at" value="{(NOW - hours(3)).isoformat()}"' in page.replace("&#43;", "+")
    walk_in(phone, meeting, "k2", name=woman.name, gender="f", known=str(woman.id))
    assert noted(session).person_id == woman.id


@pytest.fixture
def due(session: Session, trainer: Account) -> VisitDue:
    """A woman is to be visited today, a week after her class."""
    village = make.village(session, "Thôn Đầm")
    course = make.course(session, trainer, held_on=date(2026, 11, 15))
    woman = make.person(session, "Trần Thị Thử", village_id=village.id)
    make.enrolment(session, course, woman)
    make.attendance(session, course, make.meeting(session, course), woman)
    return make.visit_due(session, woman)


def visit(phone: Browser, due_id: UUID, key: str = "", **told: str) -> TestResponse:
    values = {"place": "stall", "on": "22/11/2026", "outcome": "helped", "skill-payment_qr": "2"}
    return arrives(phone, f"/visits/{due_id}", key, **(values | told))


def test_a_visit_with_its_skill_levels_is_noted_once_on_the_day_it_was_made(
    phone: Browser, session: Session, due: VisitDue
) -> None:
    yesterday = {
        "opened_on": "2026-11-22",
        "on": "2026-11-22",
        "noted_at": (NOW - timedelta(days=1)).isoformat(),
    }
    first = visit(phone, due.id, "k1", **yesterday)
    assert first.status_code == 201
    assert visit(phone, due.id, "k1", **yesterday).get_json()["replay"] is True
    event = session.scalars(select(SupportEvent)).one()
    assert first.get_json()["location"] == f"/help/{event.id}"
    assert (event.on, event.noted_at) == (date(2026, 11, 21), NOW - timedelta(days=1))
    seen = session.scalars(select(SkillSeen)).one()
    assert (seen.skill, seen.level) == ("payment_qr", 2)


def test_a_day_chosen_by_hand_after_the_phones_own_clock_is_believed(
    phone: Browser, session: Session, due: VisitDue
) -> None:
    told = visit(phone, due.id, noted_at=(NOW - timedelta(days=3)).isoformat())
    assert told.status_code == 201
    event = session.scalars(select(SupportEvent)).one()
    assert (event.on, event.noted_at) == (date(2026, 11, 22), NOW)


def test_a_visit_that_somebody_else_noted_in_the_same_words_has_arrived(
    app: Flask, phone: Browser, session: Session, due: VisitDue
) -> None:
    visit(make.phone(app, session, make.staff(session, TRAINER)), due.id)
    first = session.scalars(select(SupportEvent)).one()
    late = visit(phone, due.id)
    assert (late.status_code, late.get_json()["location"]) == (201, f"/help/{first.id}")
    assert len(session.scalars(select(SupportEvent)).all()) == 1


def test_a_visit_that_somebody_else_noted_meanwhile_is_told_field_by_field(
    app: Flask, phone: Browser, session: Session, due: VisitDue
) -> None:
    other = make.staff(session, TRAINER)
    visit(make.phone(app, session, other), due.id)
    told = {"outcome": "not_yet", "why_not": "no_time", "skill-payment_qr": "0"}
    late = visit(phone, due.id, **told)
    assert late.status_code == 409
    words = late.get_json()
    assert words["by"] == other.name
    assert [(one["name"], one["yours"], one["theirs"]) for one in words["clashes"]] == [
        ("outcome", "Chưa", "Làm được khi có người giúp"),
        ("why_not", "không có thời gian", ""),
        ("skill-payment_qr", "Chưa thử", "Tự làm được"),
    ]
    onward = words["elsewhere"]
    assert f"{other.name} đã ghi chuyến thăm này, ngày 22/11/2026" in onward["message"]
    mine = {"place": "stall", "on": "22/11/2026"} | told | onward["fields"]
    assert arrives(phone, onward["url"], **mine).status_code == 201
    assert [one.outcome for one in session.scalars(select(SupportEvent))] == ["helped", "not_yet"]


def test_what_is_missing_in_a_visit_is_told_by_its_field(phone: Browser, due: VisitDue) -> None:
    answer = visit(phone, due.id, outcome="not_yet")
    assert answer.status_code == 422
    assert "Chọn lý do chưa làm được." in answer.get_json()["errors"]["why_not"]


def test_help_outside_a_class_waits_and_arrives_like_a_visit(
    phone: Browser, session: Session, due: VisitDue
) -> None:
    told = {"kind": "visit", "place": "home", "on": "22/11/2026", "outcome": "alone"}
    path = f"/help/new?person={due.person_id}"
    first = arrives(phone, path, "k1", **told)
    assert first.status_code == 201
    assert arrives(phone, path, "k1", **told).get_json()["replay"] is True
    assert len(session.scalars(select(SupportEvent)).all()) == 1


def test_a_phone_keeps_the_pages_of_a_class_and_of_visits(
    phone: Browser, hall: tuple[Course, Meeting, Person], due: VisitDue
) -> None:
    course, meeting, _woman = hall
    paths = (
        "/classes",
        f"/classes/{course.id}",
        f"/classes/{course.id}/code",
        f"/meetings/{meeting.id}",
        f"/meetings/{meeting.id}/walk-in",
        "/visits",
        f"/visits/{due.id}",
        f"/help/new?person={due.person_id}",
    )
    assert [path for path in paths if phone.get(path).headers.get(KEEP) != "1"] == []
    assert KEEP not in phone.get(f"/classes/{course.id}/certificates").headers


def test_the_list_of_classes_has_the_next_days_fetched_ahead(
    phone: Browser, session: Session, trainer: Account, hall: tuple[Course, Meeting, Person]
) -> None:
    course, meeting, _woman = hall
    far = make.meeting(session, make.course(session, trainer, held_on=date(2026, 11, 27)))
    page = phone.get("/classes").text
    for path in (
        f"/meetings/{meeting.id}",
        f"/meetings/{meeting.id}/walk-in",
        f"/classes/{course.id}",
        f"/classes/{course.id}/code",
    ):
        assert f'data-keep href="{path}"' in page
    assert f'data-keep href="/meetings/{far.id}"' not in page


def test_the_code_of_a_class_is_drawn_in_the_page_until_the_class_is_over(
    phone: Browser, session: Session, trainer: Account, hall: tuple[Course, Meeting, Person]
) -> None:
    page = phone.get(f"/classes/{hall[0].id}/code").text
    assert "data:image/svg+xml;base64," in page
    past = make.course(session, trainer, held_on=date(2026, 11, 15))
    assert "data:image/svg+xml" not in phone.get(f"/classes/{past.id}/code").text


def test_the_board_says_when_each_phone_was_last_heard_of(
    app: Flask, phone: Browser, session: Session
) -> None:
    course = make.course(session, make.staff(session, TRAINER))
    seller = make.account(session, phone="+84900000061")
    for name, number in (("Nguyễn Thị Mẫu", "+84900000061"), ("Trần Thị Thử", None)):
        woman = make.person(session, name, phone=number)
        make.enrolment(session, course, woman)
        make.attendance(session, course, make.meeting(session, course), woman)
    board = f"/classes/{course.id}/board"
    assert "Máy gửi lần cuối" not in phone.get(board).text
    make.shop(session, seller)
    sent = make.phone(app, session, seller).post("/shop/name", name="Quán", sells="bánh")
    assert sent.status_code == 303
    page = phone.get(board).text
    assert page.count("Máy gửi lần cuối") == 1
    assert f"Máy gửi lần cuối {NOW + timedelta(hours=7):%H:%M}" in page
