"""What looks odd in the lists of a class, for the trainer and for whoever audits it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.clock import LOCAL, local_day
from shopkit.training.models.courses import CANCELLED, Attendance, Course, Meeting
from shopkit.training.queries.lists import attendance_of_course
from shopkit.training.rules.attendance import CAME, is_entered_early, is_entered_late

ENTERED_EARLY, ENTERED_LATE = "entered_early", "entered_late"
OVER_SEATS, TWO_PLACES = "over_seats", "two_places"


@dataclass(frozen=True)
class Flag:
    """One thing that looks odd, at which meeting, and in how many rows."""

    kind: str
    meeting: Meeting
    count: int


def flags_of(session: Session, course: Course, meetings: Sequence[Meeting]) -> list[Flag]:
    """Rows noted too early or too late, more people than seats, people in two places at once."""
    noted: dict[UUID, list[Attendance]] = defaultdict(list)
    for one in attendance_of_course(session, course):
        if one.status in CAME:
            noted[one.meeting_id].append(one)
    found = []
    for meeting in meetings:
        here = noted[meeting.id]
        late = [one for one in here if is_entered_late(meeting.held_on, [local_day(one.noted_at)])]
        begins = beginning_of(meeting)
        counts = {
            ENTERED_EARLY: len([one for one in here if is_entered_early(begins, one.noted_at)]),
            ENTERED_LATE: len(late),
            OVER_SEATS: len(here) if len(here) > course.seats else 0,
            TWO_PLACES: elsewhere_count(session, meeting, here),
        }
        found += [Flag(kind, meeting, count) for kind, count in counts.items() if count]
    return found


def beginning_of(meeting: Meeting) -> datetime | None:
    """When it began; None where no hour was said."""
    if not meeting.begins:
        return None
    return datetime.combine(meeting.held_on, time.fromisoformat(meeting.begins), LOCAL)


def elsewhere_count(session: Session, meeting: Meeting, here: Sequence[Attendance]) -> int:
    """How many of these were noted at another class on the same day at the same hour."""
    if not here:
        return 0
    counted = session.scalar(
        select(func.count(Attendance.person_id.distinct()))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.commune_code == meeting.commune_code,
            Meeting.held_on == meeting.held_on,
            Meeting.begins == meeting.begins,
            Meeting.id != meeting.id,
            Meeting.state != CANCELLED,
            Attendance.status.in_(CAME),
            Attendance.person_id.in_([one.person_id for one in here]),
        )
    )
    return counted or 0
