"""Planning visits: day 7 and day 30 after the last day somebody was in a class."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.shops.models.register import Person
from shopkit.training.models.courses import CAME, CANCELLED, FESTIVAL, Attendance, Course, Meeting
from shopkit.training.models.help import VisitDue
from shopkit.training.queries.courses import KEPT
from shopkit.training.rules.visits import due_days


def plan_visits(
    session: Session, course: Course, person_ids: Iterable[UUID], *, now: datetime
) -> None:
    """Bring the visits of these people in line with what was noted; doing it again changes nothing.

    A visit that was done stays as it is; one of somebody who was not there after all is dropped.
    Where two rows of a person were merged, the row that stays waits for the visits of both.
    A festival stand, which people only pass by, leads to no visits.
    """
    if course.kind == FESTIVAL:
        return
    session.flush()
    wanted = rows_of(session, person_ids)
    attended = days_attended(session, course, wanted)
    planned = visits_planned(session, course, wanted)
    for person_id, kept_id in wanted.items():
        days = due_days(attended.get(person_id, ()) if person_id == kept_id else ())
        for after_days, due in planned[person_id].items():
            settle(due, days.pop(after_days, None), now=now)
        for after_days, due_on in days.items():
            session.add(
                VisitDue(
                    course_id=course.id,
                    person_id=person_id,
                    after_days=after_days,
                    due_on=due_on,
                    trainer_id=course.trainer_id,
                    commune_code=course.commune_code,
                )
            )
    session.flush()


def settle(due: VisitDue, due_on: date | None, *, now: datetime) -> None:
    """Move a visit to its day, or drop it where no day is left."""
    if due.done_by_event_id is not None:
        return
    if due_on is None:
        due.dropped_at = due.dropped_at or now
        return
    due.due_on = due_on
    due.dropped_at = None


def rows_of(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """All rows of these people, each with the row that stays."""
    asked = list(person_ids)
    staying = select(KEPT).where(Person.id.in_(asked))
    rows = session.execute(
        select(Person.id, KEPT).where(
            or_(Person.id.in_(staying), Person.merged_into_id.in_(staying))
        )
    )
    return {row[0]: row[1] for row in rows}


def days_attended(
    session: Session, course: Course, rows: Mapping[UUID, UUID]
) -> dict[UUID, list[date]]:
    """The days on which each person who stays was there, by any of her rows."""
    found: dict[UUID, list[date]] = defaultdict(list)
    noted = session.execute(
        select(Attendance.person_id, Meeting.held_on)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.course_id == course.id,
            Meeting.state != CANCELLED,
            Attendance.person_id.in_(rows),
            Attendance.status.in_(CAME),
        )
    )
    for person_id, held_on in noted:
        found[rows[person_id]].append(held_on)
    return found


def visits_planned(
    session: Session, course: Course, person_ids: Iterable[UUID]
) -> dict[UUID, dict[int, VisitDue]]:
    found: dict[UUID, dict[int, VisitDue]] = defaultdict(dict)
    rows = session.scalars(
        select(VisitDue).where(
            VisitDue.course_id == course.id, VisitDue.person_id.in_(list(person_ids))
        )
    )
    for due in rows:
        found[due.person_id][due.after_days] = due
    return found
