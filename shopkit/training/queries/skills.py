"""What each was last seen to do, and what was seen before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.shops.models.register import Person
from shopkit.training.models.courses import CANCELLED, Course, Meeting
from shopkit.training.models.help import SkillSeen
from shopkit.training.rules.quizzes import Quiz, quizzes
from shopkit.training.rules.skills import Skill, quiz_of, skills_of

MOST_SEEN = 200


def topics_of(session: Session, course: Course) -> Sequence[str]:
    """What the days of a class are about, the first day first."""
    return session.scalars(
        select(Meeting.topic)
        .where(Meeting.course_id == course.id, Meeting.state != CANCELLED)
        .order_by(Meeting.held_on, Meeting.id)
    ).all()


def skills_of_course(session: Session, course: Course) -> list[Skill]:
    return skills_of(course.skills, topics_of(session, course))


def quiz_of_course(session: Session, course: Course) -> Quiz:
    return quizzes()[quiz_of(course.skills, topics_of(session, course))]


def latest_levels(session: Session, person_id: UUID) -> Mapping[str, int]:
    """The last level of each skill; one without an entry nobody has looked at."""
    return levels_of(session, [person_id]).get(person_id, {})


def levels_of(session: Session, person_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    """The last level of each skill for many people at once."""
    wanted = list(person_ids)
    kept = func.coalesce(Person.merged_into_id, Person.id)
    rows = session.execute(
        select(kept, SkillSeen.skill, SkillSeen.level)
        .join(Person, Person.id == SkillSeen.person_id)
        .where(kept.in_(wanted))
        .order_by(SkillSeen.seen_on, SkillSeen.noted_at, SkillSeen.id)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for person_id, skill, level in rows:
        found[person_id][skill] = level
    return found


def seen_of(session: Session, person_id: UUID) -> Sequence[SkillSeen]:
    """All that was seen of somebody, the last first."""
    return session.scalars(
        select(SkillSeen)
        .join(Person, Person.id == SkillSeen.person_id)
        .where(func.coalesce(Person.merged_into_id, Person.id) == person_id)
        .order_by(SkillSeen.seen_on.desc(), SkillSeen.noted_at.desc(), SkillSeen.id.desc())
        .limit(MOST_SEEN)
    ).all()
