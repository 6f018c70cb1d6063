"""Noting what a trainer saw somebody do."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Course
from shopkit.training.models.help import SkillSeen
from shopkit.training.rules.skills import LEVELS, skills


class LevelUnknown(Refusal):
    """A skill or a level that is not in our data."""


class OwnSkill(Refusal):
    """Nobody records her own skill."""


def see_skill(
    session: Session,
    by: Who,
    person: Person,
    *,
    skill: str,
    level: int,
    course_id: UUID | None = None,
    seen_on: date | None = None,
    now: datetime,
) -> SkillSeen:
    """Keep what was seen as a row of its own; the latest counts, earlier ones stay."""
    if skill not in skills() or level not in LEVELS:
        raise LevelUnknown(skill)
    if person.account_id == by.account_id:
        raise OwnSkill(skill)
    seen = SkillSeen(
        person_id=person.id,
        course_id=course_id,
        skill=skill,
        level=level,
        seen_on=seen_on or local_day(now),
        noted_at=now,
        noted_by_id=by.account_id,
        commune_code=person.commune_code,
    )
    session.add(seen)
    session.flush()
    write(session, seen, "skill.seen", now=now, evidence=SEEN, details=details_of(seen))
    return seen


def teach(course: Course, chosen: Sequence[str]) -> None:
    """Say which skills a class is about, in the order of our list."""
    course.skills = [code for code in skills() if code in chosen]


def details_of(seen: SkillSeen) -> dict[str, str]:
    details = {
        "person_id": str(seen.person_id),
        "skill": seen.skill,
        "level": str(seen.level),
        "on": seen.seen_on.isoformat(),
    }
    return details | ({"course_id": str(seen.course_id)} if seen.course_id else {})
