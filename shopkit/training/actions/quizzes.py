"""Keeping what somebody answered, and how many of a class raised their hands."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.models.help import SAFETY, HandsRaised, QuizTaken
from shopkit.training.rules.quizzes import Quiz, is_passed


class AnswersMissing(Refusal):
    """Some questions have no answer."""


class HandsOverSeats(Refusal):
    """More hands than people."""


def take_quiz(
    session: Session,
    person: Person,
    quiz: Quiz,
    *,
    kind: str,
    answers: Mapping[str, str],
    course: Course | None = None,
    by: UUID,
    now: datetime,
) -> QuizTaken:
    """Keep one person's answers to all five questions."""
    known = quiz.known(answers)
    if len(known) < len(quiz.questions):
        raise AnswersMissing(quiz.code)
    taken = QuizTaken(
        person_id=person.id,
        course_id=course.id if course else None,
        quiz=quiz.code,
        kind=kind,
        score=quiz.score(known),
        out_of=len(quiz.questions),
        answers=known,
        taken_on=local_day(now),
        noted_at=now,
        noted_by_id=by,
        commune_code=person.commune_code,
    )
    session.add(taken)
    session.flush()
    details = {
        "person_id": str(person.id),
        "quiz": quiz.code,
        "kind": kind,
        "score": str(taken.score),
        "out_of": str(taken.out_of),
        "on": taken.taken_on.isoformat(),
    }
    write(session, taken, "quiz.taken", now=now, details=details)
    return taken


def pass_lesson(
    session: Session,
    person: Person,
    quiz: Quiz,
    *,
    answers: Mapping[str, str],
    by: UUID,
    now: datetime,
) -> QuizTaken | None:
    """Keep that she passed a lesson, once a day; who has not passed yet leaves no trace."""
    known = quiz.known(answers)
    if not is_passed(quiz.score(known), len(quiz.questions)):
        return None
    before = session.scalars(
        select(QuizTaken).where(
            QuizTaken.person_id == person.id,
            QuizTaken.quiz == quiz.code,
            QuizTaken.kind == SAFETY,
            QuizTaken.taken_on == local_day(now),
        )
    ).first()
    return before or take_quiz(session, person, quiz, kind=SAFETY, answers=answers, by=by, now=now)


def count_hands(
    session: Session,
    meeting: Meeting,
    *,
    kind: str,
    of_count: int,
    right: Mapping[str, int],
    by: UUID,
    now: datetime,
) -> None:
    """Keep how many hands were right for each question; counting again replaces it.

    A count that waited on a phone does not replace one that was made after it.
    """
    if any(count > of_count for count in right.values()):
        raise HandsOverSeats(str(meeting.id))
    before = {
        one.question: one
        for one in session.scalars(
            select(HandsRaised).where(
                HandsRaised.meeting_id == meeting.id, HandsRaised.kind == kind
            )
        )
    }
    if any(one.noted_at > now for one in before.values()):
        return
    for question, count in right.items():
        one = before.get(question)
        if one is None:
            one = HandsRaised(
                meeting_id=meeting.id,
                kind=kind,
                question=question,
                right_count=count,
                of_count=of_count,
                noted_at=now,
                commune_code=meeting.commune_code,
            )
            session.add(one)
        one.right_count, one.of_count = count, of_count
        one.noted_at, one.noted_by_id = now, by
    session.flush()
    details = {"kind": kind, "of": str(of_count), "on": meeting.held_on.isoformat()}
    write(session, meeting, "hands.counted", now=now, details=details)
