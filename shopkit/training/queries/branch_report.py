"""The figures of a branch or of an organisation, and the list behind each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.models.branches import Assignment, Branch
from shopkit.shops.models.register import FEMALE, Household, Person
from shopkit.shops.queries.reach import lies_within
from shopkit.training.models.courses import (
    CAME,
    CANCELLED,
    FESTIVAL,
    Attendance,
    Course,
    Meeting,
    PassersBy,
)
from shopkit.training.models.help import FOLLOW_UP, HOME, NOT_YET, ONBOARDING, STALL, SupportEvent
from shopkit.training.queries.courses import KEPT
from shopkit.training.rules import branch_report as rules
from shopkit.training.rules.branch_report import Report, Span

PAGE = 100
HELP_KINDS = {rules.FOLLOW_UPS: FOLLOW_UP, rules.BROUGHT: ONBOARDING}
Asked = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Organiser:
    """Whose report it is: one branch, or all branches of an organisation in a commune."""

    commune_code: str
    branches: tuple[Branch, ...]
    organisation: str
    is_whole: bool = False

    @property
    def ids(self) -> list[UUID]:
        return [one.id for one in self.branches]

    @property
    def name(self) -> str:
        return "" if self.is_whole else self.branches[0].name


def branch_in_reach(session: Session, who: Who, branch_id: UUID, *roles: str) -> Organiser:
    found = session.scalars(
        select(Branch).where(Branch.id == branch_id, lies_within(Branch, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(branch_id))
    return Organiser(found.commune_code, (found,), found.organisation)


def organisation_in(session: Session, commune_code: str, organisation: str) -> Organiser:
    """All branches that an organisation has or had in a commune."""
    found = session.scalars(
        select(Branch)
        .where(Branch.commune_code == commune_code, Branch.organisation == organisation)
        .order_by(Branch.sort_key, Branch.id)
    ).all()
    if not found:
        raise NotFound(organisation)
    return Organiser(commune_code, tuple(found), organisation, is_whole=True)


def organised(organiser: Organiser) -> ColumnElement[bool]:
    """The condition that a class is theirs: held by a branch, or by the organisation as such."""
    by_branch = Course.branch_id.in_(organiser.ids)
    if not organiser.is_whole:
        return by_branch
    as_such = and_(
        Course.commune_code == organiser.commune_code,
        Course.branch_id.is_(None),
        Course.organisation == organiser.organisation,
    )
    return or_(by_branch, as_such)


def day_within(span: Span) -> ColumnElement[bool]:
    return and_(
        Meeting.held_on >= span.first, Meeting.held_on <= span.last, Meeting.state != CANCELLED
    )


def had_somebody() -> ColumnElement[bool]:
    return exists().where(Attendance.meeting_id == Meeting.id, Attendance.status.in_(CAME))


def meetings_held(organiser: Organiser, span: Span) -> Asked:
    """Days of classes on which somebody came."""
    return (
        select(Meeting, Course)
        .join(Course, Course.id == Meeting.course_id)
        .where(organised(organiser), day_within(span), had_somebody())
        .order_by(Meeting.held_on, Meeting.id)
    )


def stands_held(organiser: Organiser, span: Span) -> Asked:
    """What was to be tried at stands, each with how many passed by."""
    return (
        select(Meeting, Course, func.sum(PassersBy.count))
        .join(Course, Course.id == Meeting.course_id)
        .join(PassersBy, PassersBy.meeting_id == Meeting.id)
        .where(organised(organiser), day_within(span), Course.kind == FESTIVAL)
        .group_by(Meeting.id, Course.id)
        .order_by(Meeting.held_on, Meeting.id)
    )


def attended(organiser: Organiser, span: Span, *columns: Any) -> Asked:
    """Rows of who was there."""
    return (
        select(*columns)
        .select_from(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Course, Course.id == Meeting.course_id)
        .join(Person, Person.id == Attendance.person_id)
        .where(organised(organiser), day_within(span), Attendance.status.in_(CAME))
    )


def helped_within(organiser: Organiser, span: Span) -> ColumnElement[bool]:
    """The condition that help was given for them in these days and stands."""
    return and_(
        SupportEvent.branch_id.in_(organiser.ids),
        SupportEvent.on >= span.first,
        SupportEvent.on <= span.last,
        SupportEvent.undone_at.is_(None),
    )


def open_on(last: date) -> ColumnElement[bool]:
    return and_(Assignment.since <= last, or_(Assignment.until.is_(None), Assignment.until >= last))


def is_accompanied(span: Span) -> ColumnElement[bool]:
    """The condition that the branch helped this household of its within the 90 days."""
    return exists().where(
        SupportEvent.branch_id == Assignment.branch_id,
        SupportEvent.household_id == Assignment.household_id,
        SupportEvent.on >= span.window_first,
        SupportEvent.on <= span.last,
        SupportEvent.undone_at.is_(None),
    )


def households(organiser: Organiser, span: Span, *, accompanied: bool) -> Asked:
    """Households that the branches accompany on the last day, each once."""
    conditions = [Assignment.branch_id.in_(organiser.ids), open_on(span.last)]
    if accompanied:
        conditions.append(is_accompanied(span))
    return (
        select(Household)
        .where(
            Household.erased_at.is_(None),
            exists().where(Assignment.household_id == Household.id, *conditions),
        )
        .order_by(Household.sort_key, Household.id)
    )


def report_of(session: Session, organiser: Organiser, span: Span) -> Report:
    """All figures of a report, each from its records."""
    turns, people = counted(session, attended(organiser, span, func.count(), people_count()))
    women = attended(organiser, span, func.count(), people_count())
    women_turns, women_count = counted(session, women.where(Person.gender == FEMALE))
    stands = session.execute(stands_held(organiser, span)).all()
    places = tally(session, organiser, span, SupportEvent.place)
    return Report(
        meeting_count=count_of(session, meetings_held(organiser, span)),
        stand_count=len({course.id for _meeting, course, _count in stands}),
        turns=turns,
        passers_by=sum(int(count) for _meeting, _course, count in stands),
        people=people,
        women_turns=women_turns,
        women=women_count,
        visit_count=sum(places.get(place, 0) for place in (HOME, STALL)),
        places=places,
        follow_up_count=count_of(session, help_events(organiser, span, kind=FOLLOW_UP)),
        brought_count=count_of(session, help_events(organiser, span, kind=ONBOARDING)),
        promised=sum(one.promised_count for one in organiser.branches if one.until is None),
        household_count=count_of(session, households(organiser, span, accompanied=False)),
        accompanied_count=count_of(session, households(organiser, span, accompanied=True)),
        outcomes=tally(session, organiser, span, SupportEvent.outcome),
        reasons=tally(session, organiser, span, SupportEvent.why_not),
    )


def people_count() -> ColumnElement[int]:
    return func.count(KEPT.distinct())


def counted(session: Session, asked: Asked) -> tuple[int, int]:
    turns, people = session.execute(asked).one()
    return int(turns), int(people)


def count_of(session: Session, asked: Asked) -> int:
    return session.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0


def tally(session: Session, organiser: Organiser, span: Span, word: Any) -> dict[str, int]:
    """How often each word was told; what was left empty is not told."""
    rows = session.execute(
        select(word, func.count()).where(helped_within(organiser, span), word != "").group_by(word)
    )
    return {row[0]: int(row[1]) for row in rows}


def help_events(
    organiser: Organiser,
    span: Span,
    *,
    kind: str = "",
    places: Sequence[str] = (),
    outcome: str = "",
    why_not: str = "",
) -> Asked:
    """Help of one kind, at some places, with one outcome, or for one reason."""
    asked = select(SupportEvent).where(helped_within(organiser, span))
    if kind:
        asked = asked.where(SupportEvent.kind == kind)
    if places:
        asked = asked.where(SupportEvent.place.in_(places))
    if outcome:
        asked = asked.where(SupportEvent.outcome == outcome)
    if why_not:
        asked = asked.where(SupportEvent.why_not == why_not)
    return asked.order_by(SupportEvent.on, SupportEvent.id)


def turns_listed(organiser: Organiser, span: Span) -> Asked:
    """Each participation with its person, day and class."""
    return attended(organiser, span, Person.name, Meeting, Course).order_by(
        Meeting.held_on, Person.sort_key, Attendance.id
    )


def people_listed(organiser: Organiser, span: Span) -> Asked:
    """Each person with how often she was there, several rows of one person as one."""
    per_person = (
        attended(organiser, span, KEPT.label("person_id"), func.count().label("turns"))
        .group_by(KEPT)
        .subquery()
    )
    return (
        select(Person.name, Person.village_id, per_person.c.turns)
        .join(per_person, per_person.c.person_id == Person.id)
        .order_by(Person.sort_key, Person.id)
    )


def list_of(organiser: Organiser, span: Span, kind: str, why_not: str = "") -> Asked:
    """What stands behind a figure; the "not yet" of one reason, if one is named."""
    whole: dict[str, Callable[[Organiser, Span], Asked]] = {
        rules.CLASSES: meetings_held,
        rules.STANDS: stands_held,
        rules.TURNS: turns_listed,
        rules.PEOPLE: people_listed,
    }
    if kind in whole:
        return whole[kind](organiser, span)
    if kind in (rules.HOUSEHOLDS, rules.ACCOMPANIED):
        return households(organiser, span, accompanied=kind == rules.ACCOMPANIED)
    if kind == rules.VISITS:
        return help_events(organiser, span, places=(HOME, STALL))
    if kind == rules.NOT_YET:
        return help_events(organiser, span, outcome=NOT_YET, why_not=why_not)
    return help_events(organiser, span, kind=HELP_KINDS[kind])


def page_of(session: Session, asked: Asked, page: int) -> tuple[Sequence[Any], int]:
    """A page of a list and how long the list is."""
    found = session.execute(asked.limit(PAGE).offset((page - 1) * PAGE)).all()
    return found, count_of(session, asked)
