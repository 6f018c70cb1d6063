"""A festival stand: people pass by and try something; they are counted and not named."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.errors import Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.shops.models.register import FEMALE, GENDER_UNTOLD, MALE
from shopkit.training.actions.courses import hold_meeting, open_course, plan_meeting
from shopkit.training.models.courses import CANCELLED, FESTIVAL, Course, Meeting, PassersBy
from shopkit.training.queries.festival import counted_last_or_none

GENDERS = (FEMALE, MALE, GENDER_UNTOLD)
MOST_AT_ONCE = 50
STAND_SEATS = 300


class NoStand(Refusal):
    """A class whose people are on a list, a day that has not come, or one that was cancelled."""


class CountUnheard(Refusal):
    """Nobody counts so many at once."""


def open_stand(
    session: Session,
    *,
    commune_code: str,
    name: str,
    place: str,
    held_on: date,
    topics: Sequence[str],
    branch_id: UUID | None,
    trainer_id: UUID,
    now: datetime,
) -> Course:
    """Open a stand for one day, with something to try for each topic."""
    first, *others = topics
    stand = open_course(
        session,
        commune_code=commune_code,
        name=name,
        topic=first,
        held_on=held_on,
        place=place,
        branch_id=branch_id,
        seats=STAND_SEATS,
        kind=FESTIVAL,
        trainer_id=trainer_id,
        now=now,
    )
    for topic in others:
        plan_meeting(session, stand, topic=topic, held_on=held_on, now=now)
    return stand


def count_passer(
    session: Session,
    stand: Course,
    meeting: Meeting,
    *,
    gender: str,
    count: int = 1,
    by: UUID,
    today: date,
    now: datetime,
) -> PassersBy:
    """Count people who tried something; each tap is a row of its own."""
    if stand.kind != FESTIVAL or meeting.state == CANCELLED or meeting.held_on > today:
        raise NoStand(str(meeting.id))
    if gender not in GENDERS or not 1 <= count <= MOST_AT_ONCE:
        raise CountUnheard(str(count))
    passed = kept(session, meeting, gender, count, by=by, now=now)
    hold_meeting(session, meeting, now=now)
    return passed


def uncount_last(session: Session, stand: Course, *, by: UUID, now: datetime) -> PassersBy | None:
    """Take the last count back by one of the same size below zero: nothing is erased."""
    last = counted_last_or_none(session, stand)
    if last is None:
        return None
    meeting = session.get_one(Meeting, last.meeting_id)
    return kept(session, meeting, last.gender, -last.count, by=by, now=now)


def kept(
    session: Session, meeting: Meeting, gender: str, count: int, *, by: UUID, now: datetime
) -> PassersBy:
    passed = PassersBy(
        meeting_id=meeting.id,
        topic=meeting.topic,
        gender=gender,
        count=count,
        noted_at=now,
        noted_by_id=by,
        commune_code=meeting.commune_code,
    )
    session.add(passed)
    session.flush()
    details = {
        "on": meeting.held_on.isoformat(),
        "topic": meeting.topic,
        "gender": gender,
        "count": str(count),
        "course_id": str(meeting.course_id),
    }
    write(session, passed, "passers_by.counted", now=now, evidence=SEEN, details=details)
    return passed
