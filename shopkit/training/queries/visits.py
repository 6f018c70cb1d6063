"""Visits that are due: for a trainer, for a branch, by day and village."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopkit.errors import NotFound
from shopkit.scope import TRAINER, VILLAGE_HEAD, Who
from shopkit.shops.models.branches import Assignment, BranchMember
from shopkit.shops.models.register import Person
from shopkit.shops.queries.reach import lies_within
from shopkit.training.models.courses import Course
from shopkit.training.models.help import VisitDue

PAGE = 100
MINE, BRANCH, ALL_OF_PLACE = "mine", "branch", "all"
WHOSE = (MINE, BRANCH, ALL_OF_PLACE)
VISITORS = (TRAINER, VILLAGE_HEAD)


@dataclass(frozen=True)
class Visit:
    """A visit that is due, with whom and after which class."""

    due: VisitDue
    person: Person
    course: Course


def is_open() -> ColumnElement[bool]:
    """The condition that a visit still waits, told once where two rows of a person were merged."""
    other = aliased(VisitDue)
    is_told_of_kept = exists().where(
        other.course_id == VisitDue.course_id,
        other.after_days == VisitDue.after_days,
        other.person_id == Person.merged_into_id,
        other.dropped_at.is_(None),
    )
    return and_(
        VisitDue.done_by_event_id.is_(None),
        VisitDue.dropped_at.is_(None),
        Person.erased_at.is_(None),
        or_(Person.merged_into_id.is_(None), ~is_told_of_kept),
    )


def in_reach(who: Who) -> ColumnElement[bool]:
    """The condition that the visited person lives in one of her places."""
    return and_(VisitDue.commune_code == Person.commune_code, lies_within(Person, who, *VISITORS))


def of_her_branches(who: Who, on: date) -> ColumnElement[bool]:
    """The condition that a branch of hers ran the class or accompanies the household."""
    me = aliased(Person)
    own = (
        select(BranchMember.branch_id)
        .join(me, me.id == BranchMember.person_id)
        .where(
            me.account_id == who.account_id,
            BranchMember.since <= on,
            or_(BranchMember.until.is_(None), BranchMember.until >= on),
        )
    )
    accompanies = exists().where(
        Assignment.household_id == Person.household_id,
        Assignment.branch_id.in_(own),
        Assignment.until.is_(None),
    )
    return or_(Course.branch_id.in_(own), accompanies)


def conditions_of(
    who: Who, whose: str, village_id: UUID | None, today: date
) -> list[ColumnElement[bool]]:
    conditions = [is_open(), in_reach(who)]
    if whose == MINE:
        conditions.append(VisitDue.trainer_id == who.account_id)
    if whose == BRANCH:
        conditions.append(of_her_branches(who, today))
    if village_id is not None:
        conditions.append(Person.village_id == village_id)
    return conditions


def visits_due(
    session: Session,
    who: Who,
    *,
    whose: str,
    until: date,
    today: date,
    village_id: UUID | None = None,
    page: int = 1,
) -> tuple[Sequence[Visit], int]:
    """A page of the visits due until a day, the longest due first, and how many there are."""
    conditions = [*conditions_of(who, whose, village_id, today), VisitDue.due_on <= until]
    joined = (
        select(VisitDue, Person, Course)
        .join(Person, Person.id == VisitDue.person_id)
        .join(Course, Course.id == VisitDue.course_id)
        .where(*conditions)
    )
    count = session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    rows = session.execute(
        joined.order_by(VisitDue.due_on, Person.village_id, Person.sort_key, VisitDue.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Visit(*row) for row in rows], count


def counts_due(
    session: Session, who: Who, today: date, until: date
) -> Mapping[str, tuple[int, int]]:
    """For each way of asking: how many are due until a day, and how many are late."""
    return {
        whose: (
            count_due(session, who, whose, until, today),
            count_due(session, who, whose, before(today), today),
        )
        for whose in WHOSE
    }


def before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def count_due(session: Session, who: Who, whose: str, until: date, today: date) -> int:
    counted = (
        select(func.count())
        .select_from(VisitDue)
        .join(Person, Person.id == VisitDue.person_id)
        .join(Course, Course.id == VisitDue.course_id)
        .where(*conditions_of(who, whose, None, today), VisitDue.due_on <= until)
    )
    return session.scalar(counted) or 0


def visit_in_reach(session: Session, who: Who, due_id: UUID) -> Visit:
    """A visit of her places, done or not; any other does not exist for her."""
    found = session.execute(
        select(VisitDue, Person, Course)
        .join(Person, Person.id == VisitDue.person_id)
        .join(Course, Course.id == VisitDue.course_id)
        .where(VisitDue.id == due_id, VisitDue.dropped_at.is_(None), in_reach(who))
    ).one_or_none()
    if found is None:
        raise NotFound(str(due_id))
    return Visit(*found)


def open_visit_or_none(session: Session, person_id: UUID, on: date) -> VisitDue | None:
    """The visit a helper makes when she comes to somebody on this day: the oldest that waits."""
    return session.scalars(
        select(VisitDue)
        .where(
            VisitDue.person_id == person_id,
            VisitDue.done_by_event_id.is_(None),
            VisitDue.dropped_at.is_(None),
        )
        .order_by(VisitDue.due_on, VisitDue.after_days)
        .limit(1)
    ).one_or_none()
