"""Five questions before and after: read out, by hands, or on her own phone; and the lessons."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.journal.models import OBSERVED, JournalEntry
from shopkit.scope import TRAINER
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Course
from shopkit.training.models.help import HandsRaised, QuizTaken
from shopkit.training.rules.lessons import lessons
from shopkit.training.rules.quizzes import Quiz, quizzes
from tests import make
from tests.accounts.browser import Browser
from tests.make import NEXT_DOOR

PAYMENT = quizzes()["payment"]


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


def right(quiz: Quiz, wrong: int = 0) -> dict[str, str]:
    """All answers, the first of them wrong ones."""
    found = {one.code: one.right for one in quiz.questions}
    for one in quiz.questions[:wrong]:
        found[one.code] = next(each.code for each in one.answers if each.code != one.right)
    return found


def taken(session: Session) -> list[tuple[str, str, int]]:
    rows = session.scalars(select(QuizTaken).order_by(QuizTaken.noted_at, QuizTaken.id))
    return [(one.quiz, one.kind, one.score) for one in rows]


def test_the_gain_stands_with_how_many_answered_twice(
    phone: Browser, session: Session, course: Course, woman: Person
) -> None:
    path = f"/classes/{course.id}/quiz"
    for moment, wrong in (("before", 4), ("after", 1)):
        answer = phone.post(f"{path}/{moment}/{woman.id}", **right(PAYMENT, wrong))
        assert answer.location == path
    assert taken(session) == [("payment", "before", 1), ("payment", "after", 4)]
    page = phone.get(path).text
    assert "+3,0" in page
    assert "1 người làm cả hai lần" in page
    assert "không đưa ra khỏi xã" in page
    wanted = select(JournalEntry).where(JournalEntry.event == "quiz.taken")
    told = session.scalars(wanted.order_by(JournalEntry.id)).all()
    assert told[-1].evidence == OBSERVED
    assert told[-1].details == {
        "person_id": str(woman.id),
        "quiz": "payment",
        "kind": "after",
        "score": "4",
        "out_of": "5",
        "on": "2026-11-22",
    }


def test_a_question_left_open_is_named_and_nothing_is_kept(
    phone: Browser, session: Session, course: Course, woman: Person
) -> None:
    answers = right(PAYMENT) | {"q2": "", "q5": "zz"}
    answer = phone.post(f"/classes/{course.id}/quiz/before/{woman.id}", **answers)
    assert answer.status_code == 422
    assert "Trả lời nốt câu 2, 5." in answer.text
    assert taken(session) == []


def test_hands_are_a_figure_of_the_class_and_counting_again_replaces_it(
    phone: Browser, session: Session, course: Course
) -> None:
    path = f"/classes/{course.id}/quiz/before/hands"
    hands = {one.code: "7" for one in PAYMENT.questions}
    assert phone.post(path, of_count="30", **hands).status_code == 303
    assert phone.post(path, of_count="30", **(hands | {"q1": "9"})).status_code == 303
    kept = session.scalars(select(HandsRaised).order_by(HandsRaised.question)).all()
    assert [(one.right_count, one.of_count) for one in kept] == [(9, 30)] + [(7, 30)] * 4
    assert "câu 1: 9/30" in phone.get(f"/classes/{course.id}/quiz").text
    assert taken(session) == []


@pytest.mark.parametrize("typed", ["31", "-1", "bảy", "", "99999"])
def test_more_hands_than_people_are_refused(
    phone: Browser, session: Session, course: Course, typed: str
) -> None:
    hands = {one.code: "7" for one in PAYMENT.questions} | {"q3": typed}
    answer = phone.post(f"/classes/{course.id}/quiz/before/hands", of_count="30", **hands)
    assert answer.status_code == 422
    assert "Câu 3: nhập số tay giơ đúng" in answer.text
    assert session.scalars(select(HandsRaised)).all() == []


def test_she_answers_on_her_own_phone_once_she_is_on_the_list(
    app: Flask, session: Session, course: Course, woman: Person
) -> None:
    her = make.account(session, "Lê Thị Thử")
    own, path = make.phone(app, session, her), f"/quiz/{course.join_code}/before"
    assert own.get(path).status_code == 404
    woman.account_id = her.id
    assert "Đừng nhắc" not in own.get(path).text
    own.post(path, **right(PAYMENT))
    assert taken(session) == [("payment", "before", 5)]
    assert "Đã nhận câu trả lời" in own.get(path).text


def test_a_trainer_of_another_commune_reads_no_quiz_out(
    app: Flask, session: Session, course: Course, woman: Person
) -> None:
    other = make.phone(app, session, make.staff(session, TRAINER, NEXT_DOOR))
    for path in ("", "/before/hands", f"/before/{woman.id}"):
        assert other.get(f"/classes/{course.id}/quiz{path}").status_code == 404
    assert make.phone(app, session).get(f"/classes/{course.id}/quiz").status_code == 303


@pytest.mark.parametrize("moment", ["during", "hands"])
def test_there_is_no_other_moment(
    phone: Browser, course: Course, woman: Person, moment: str
) -> None:
    assert phone.get(f"/classes/{course.id}/quiz/{moment}/{woman.id}").status_code == 404


@pytest.mark.parametrize("code", lessons())
def test_everybody_reads_a_lesson_and_answers_its_questions(
    app: Flask, session: Session, code: str
) -> None:
    visitor = make.phone(app, session)
    page = visitor.get(f"/lessons/{code}").text
    assert '<svg class="lesson-picture"' in page
    lesson = lessons()[code]
    assert all(one["vi"] in page for one in (*lesson.signs, *lesson.do))
    quiz = quizzes()[lesson.quiz]
    result = visitor.post(f"/lessons/{code}/quiz", **right(quiz, 1)).text
    assert "Đúng 4 trên 5 câu" in result
    assert "Đăng nhập rồi làm lại" in result
    assert taken(session) == []
    english = visitor.get(f"/lessons/{code}?lang=en").text
    assert lesson.name("en") in english


def test_passing_signed_in_is_kept_once_a_day_and_failing_leaves_no_trace(
    app: Flask, session: Session
) -> None:
    her = make.account(session, "Lê Thị Thử")
    person = make.person(session, "Lê Thị Thử")
    person.account_id = her.id
    own, quiz = make.phone(app, session, her), quizzes()["fraud"]
    assert "Lần này không ghi lại" in own.post("/lessons/fraud/quiz", **right(quiz, 2)).text
    assert taken(session) == []
    for _time in range(2):
        assert "hệ thống đã ghi nhận" in own.post("/lessons/fraud/quiz", **right(quiz)).text
    assert taken(session) == [("fraud", "safety", 5)]
    assert "Đã qua" in own.get("/lessons").text


def test_somebody_whom_the_register_does_not_know_is_told_so(app: Flask, session: Session) -> None:
    own = make.phone(app, session, make.account(session))
    text = own.post("/lessons/fraud/quiz", **right(quizzes()["fraud"])).text
    assert "Chưa ghi được" in text
    assert taken(session) == []


def test_her_phone_number_finds_her_row_in_the_commune_of_her_shop(
    app: Flask, session: Session
) -> None:
    her = make.account(session, "Lê Thị Thử", "+84900000654")
    make.shop(session, her)
    elsewhere = make.person(session, "Lê Thị Thử", commune_code=NEXT_DOOR, phone="+84900000654")
    own = make.phone(app, session, her)
    own.post("/lessons/fraud/quiz", **right(quizzes()["fraud"]))
    assert taken(session) == []
    here = make.person(session, "Lê Thị Thử", phone="+84900000654")
    own.post("/lessons/fraud/quiz", **right(quizzes()["fraud"]))
    assert [one.person_id for one in session.scalars(select(QuizTaken))] == [here.id]
    assert elsewhere.id != here.id


def test_an_unknown_lesson_is_no_page(app: Flask, session: Session) -> None:
    visitor = make.phone(app, session)
    assert visitor.get("/lessons/money-for-nothing").status_code == 404
    assert re.search("Bài học an toàn", visitor.get("/lessons").text)
