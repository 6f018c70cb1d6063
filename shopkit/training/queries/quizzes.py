"""Who answered what before and after a class, and what the hall answered with its hands."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import account
from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.models.register import Person
from shopkit.shops.queries.shops import shop_or_none
from shopkit.training.models.courses import Course, Enrolment, Meeting
from shopkit.training.models.help import AFTER, BEFORE, SAFETY, HandsRaised, QuizTaken
from shopkit.training.queries.courses import KEPT
from shopkit.training.rules.quizzes import Gain, gain


def scores_of(session: Session, course: Course) -> Mapping[UUID, Mapping[str, int]]:
    """The first score before and the last one after, by the person that counts today."""
    rows = session.execute(
        select(KEPT, QuizTaken.kind, QuizTaken.score)
        .join(Person, Person.id == QuizTaken.person_id)
        .where(QuizTaken.course_id == course.id, QuizTaken.kind.in_((BEFORE, AFTER)))
        .order_by(QuizTaken.noted_at, QuizTaken.id)
    )
    found: dict[UUID, dict[str, int]] = {}
    for person_id, kind, score in rows:
        told = found.setdefault(person_id, {})
        if kind == AFTER or kind not in told:
            told[kind] = score
    return found


def gain_of(scores: Mapping[UUID, Mapping[str, int]]) -> Gain:
    """The mean gain of those who answered before and after."""
    return gain(
        (told[BEFORE], told[AFTER]) for told in scores.values() if BEFORE in told and AFTER in told
    )


def hands_of(session: Session, meeting: Meeting) -> Mapping[str, Sequence[HandsRaised]]:
    """How many hands were right, by before and after."""
    rows = session.scalars(
        select(HandsRaised)
        .where(HandsRaised.meeting_id == meeting.id)
        .order_by(HandsRaised.question)
    ).all()
    return {kind: [one for one in rows if one.kind == kind] for kind in (BEFORE, AFTER)}


def classmate(session: Session, who: Who, course: Course) -> Person:
    """The person that the one who asks is on the list of a class."""
    found = session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.course_id == course.id,
            Enrolment.ended_at.is_(None),
            Person.account_id == who.account_id,
        )
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound(str(course.id))
    return found


def own_person_or_none(session: Session, who: Who) -> Person | None:
    """Her own row on the register: the one joined to her account, or the only one of her phone.

    By phone only in the commune of her own shop, so that nobody takes a row elsewhere.
    """
    standing = (Person.merged_into_id.is_(None), Person.erased_at.is_(None))
    joined = session.scalars(
        select(Person)
        .where(Person.account_id == who.account_id, *standing)
        .order_by(Person.known_at, Person.id)
        .limit(1)
    ).one_or_none()
    if joined is not None:
        return joined
    shop = shop_or_none(session, who)
    if shop is None or not shop.is_placed:
        return None
    found = session.scalars(
        select(Person)
        .where(
            Person.commune_code == shop.commune_code,
            Person.phone == account(session, who.account_id).phone,
            Person.account_id.is_(None),
            *standing,
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def lessons_passed(session: Session, person: Person) -> set[str]:
    """The quizzes of lessons that somebody has passed."""
    return set(
        session.scalars(
            select(QuizTaken.quiz).where(QuizTaken.person_id == person.id, QuizTaken.kind == SAFETY)
        )
    )
