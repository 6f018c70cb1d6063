"""Names by skills: one tap a level, the latest counts, what was seen before stays."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.journal.models import SEEN, JournalEntry
from shopkit.scope import OFFICER, TRAINER
from shopkit.shops.models.register import Person
from shopkit.training.actions.skills import see_skill
from shopkit.training.models.courses import Course
from shopkit.training.models.help import SkillSeen
from shopkit.training.queries.skills import latest_levels
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW
from tests.make import NEXT_DOOR


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


@pytest.fixture
def course(session: Session, trainer: Account) -> Course:
    return make.course(session, trainer)


@pytest.fixture
def woman(session: Session, course: Course) -> Person:
    found = make.person(session, "Lê Thị Thử")
    make.enrolment(session, course, found)
    return found


@pytest.fixture
def phone(app: Flask, session: Session, trainer: Account) -> Browser:
    return make.phone(app, session, trainer)


def test_an_empty_cell_is_not_looked_at_and_each_tap_is_a_row_of_its_own(
    phone: Browser, session: Session, course: Course, woman: Person
) -> None:
    path = f"/classes/{course.id}/skills"
    page = phone.get(path).text
    assert "Lê Thị Thử" in page
    assert "chưa xem" in page
    assert latest_levels(session, woman.id) == {}
    for level in range(3):
        answer = phone.post(path, tap=f"{woman.id}:payment_qr:{level}")
        assert answer.status_code == 303
    assert latest_levels(session, woman.id) == {"payment_qr": 2}
    assert [one.level for one in session.scalars(select(SkillSeen).order_by(SkillSeen.id))] == [
        0,
        1,
        2,
    ]
    wanted = select(JournalEntry).where(JournalEntry.event == "skill.seen")
    told = session.scalars(wanted.order_by(JournalEntry.id)).all()
    assert [one.evidence for one in told] == [SEEN] * 3
    assert told[-1].details == {
        "person_id": str(woman.id),
        "skill": "payment_qr",
        "level": "2",
        "on": "2026-11-22",
        "course_id": str(course.id),
    }
    assert "1 trên 1 người đã xem" in phone.get(path).text


def test_what_was_seen_later_counts_though_it_is_lower(
    session: Session, trainer: Account, woman: Person
) -> None:
    by = make.acting(session, trainer)
    for days, level in ((0, 2), (30, 1)):
        see_skill(
            session, by, woman, skill="payment_qr", level=level, now=NOW + timedelta(days=days)
        )
    assert latest_levels(session, woman.id) == {"payment_qr": 1}


@pytest.mark.parametrize(
    "told", ["{}:payment_qr:4", "{}:payment_qr:two", "{}:flying:1", "nobody:payment_qr:1", ":", ""]
)
def test_a_tap_on_nothing_keeps_nothing(
    phone: Browser, session: Session, course: Course, woman: Person, told: str
) -> None:
    answer = phone.post(f"/classes/{course.id}/skills", tap=told.format(woman.id))
    assert answer.status_code == 422
    assert "Chạm lại vào ô của học viên." in answer.text
    assert session.scalars(select(SkillSeen)).all() == []


def test_nobody_records_her_own_skill(
    phone: Browser, session: Session, course: Course, woman: Person, trainer: Account
) -> None:
    woman.account_id = trainer.id
    answer = phone.post(f"/classes/{course.id}/skills", tap=f"{woman.id}:payment_qr:3")
    assert "Không ai tự chấm cho mình" in answer.text


def test_one_skill_at_a_time_fits_a_phone(
    phone: Browser, session: Session, course: Course, woman: Person
) -> None:
    page = phone.get(f"/classes/{course.id}/skills?only=payment_qr").text
    assert page.count('name="tap"') == 4
    tap = {"tap": f"{woman.id}:payment_qr:3", "only": "payment_qr"}
    answer = phone.post(f"/classes/{course.id}/skills", **tap)
    assert f"only=payment_qr#p-{woman.id}" in str(answer.location)


def test_the_trainer_chooses_three_to_eight_skills(
    phone: Browser, session: Session, course: Course
) -> None:
    path = f"/classes/{course.id}/skills/choose"
    answer = phone.post(path, skills="label")
    assert errors(answer) == ["Chọn từ 3 đến 8 kỹ năng."]
    phone.post(path, skills=["file_online", "online_safety", "label"])  # type: ignore[arg-type]
    session.refresh(course)
    assert course.skills == ["label", "file_online", "online_safety"]
    assert "Nộp hồ sơ trực tuyến" in phone.get(f"/classes/{course.id}/skills").text


def test_others_find_neither_the_matrix_nor_the_person(
    app: Flask, session: Session, course: Course, woman: Person
) -> None:
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert officer.get(f"/classes/{course.id}/skills").status_code == 404
    assert officer.get(f"/people/{woman.id}/skills").status_code == 200
    for person in (
        make.staff(session, TRAINER, NEXT_DOOR),
        make.owner_of(session, make.shop(session)),
    ):
        browser = make.phone(app, session, person)
        tap = {"tap": f"{woman.id}:payment_qr:1"}
        assert browser.get(f"/classes/{course.id}/skills").status_code == 404
        assert browser.post(f"/classes/{course.id}/skills", **tap).status_code == 404
        assert browser.get(f"/people/{woman.id}/skills").status_code == 404
