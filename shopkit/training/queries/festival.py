"""How many passed by a stand and tried what: participations, never people."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.queries.reach import lies_within
from shopkit.training.models.courses import FESTIVAL, Course, Meeting, PassersBy

PAGE = 50


def stands_in_reach(session: Session, who: Who, *roles: str) -> Sequence[Course]:
    """The stands of her places, the last one first."""
    return session.scalars(
        select(Course)
        .where(Course.kind == FESTIVAL, lies_within(Course, who, *roles))
        .order_by(Course.starts_on.desc(), Course.id.desc())
        .limit(PAGE)
    ).all()


def stand_in_reach(session: Session, who: Who, course_id: UUID, *roles: str) -> Course:
    found = session.scalars(
        select(Course).where(
            Course.id == course_id, Course.kind == FESTIVAL, lies_within(Course, who, *roles)
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(course_id))
    return found


def passed_by(session: Session, stand: Course) -> Mapping[tuple[UUID, str], int]:
    """How many, by what they tried and gender."""
    rows = session.execute(
        select(PassersBy.meeting_id, PassersBy.gender, func.sum(PassersBy.count))
        .join(Meeting, Meeting.id == PassersBy.meeting_id)
        .where(Meeting.course_id == stand.id)
        .group_by(PassersBy.meeting_id, PassersBy.gender)
    )
    return {(meeting_id, gender): int(count) for meeting_id, gender, count in rows}


def totals_of(session: Session, stands: Sequence[Course]) -> Mapping[UUID, int]:
    rows = session.execute(
        select(Meeting.course_id, func.sum(PassersBy.count))
        .join(PassersBy, PassersBy.meeting_id == Meeting.id)
        .where(Meeting.course_id.in_([one.id for one in stands]))
        .group_by(Meeting.course_id)
    )
    return {course_id: int(count) for course_id, count in rows}


def counted_last_or_none(session: Session, stand: Course) -> PassersBy | None:
    """The last count that was not taken back yet: each one below zero takes the one before it."""
    rows = session.scalars(
        select(PassersBy)
        .join(Meeting, Meeting.id == PassersBy.meeting_id)
        .where(Meeting.course_id == stand.id)
        .order_by(PassersBy.noted_at.desc(), PassersBy.id.desc())
    )
    taken_back = 0
    for one in rows:
        if one.count < 0:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return one
    return None
