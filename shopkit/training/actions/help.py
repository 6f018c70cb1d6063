"""Noting that somebody was helped, by whom and how it ended; taking it back with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.models.branches import Branch
from shopkit.training.actions.skills import see_skill
from shopkit.training.models.help import NOT_YET, ONBOARDING, SupportEvent, VisitDue
from shopkit.training.queries.helped import Helped
from shopkit.training.rules.visits import last_day_in_class


class HelpUndone(Refusal):
    """It was taken back before."""


class DayAhead(Refusal):
    """A day that has not come yet."""


class BeforeClass(Refusal):
    """A visit after a class that would be before it; `day` is the last one she was in class."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class ReasonMissing(Refusal):
    """A "not yet" without why."""


class ChannelMissing(Refusal):
    """Help onto a channel that names none."""


class OwnHelp(Refusal):
    """Nobody records or confirms help for herself as the helper."""


@dataclass(frozen=True)
class Help:
    """What a helper tells of one time she helped."""

    kind: str
    place: str
    on: date
    topic: str = ""
    channel: str = ""
    outcome: str = ""
    why_not: str = ""
    referred_to: str = ""
    note: str = ""
    checks: Mapping[str, str] | None = None
    skills: Mapping[str, int] | None = None
    helped_by_id: UUID | None = None
    branch: Branch | None = None
    is_confirmed: bool = False


def give_help(
    session: Session,
    by: Who,
    helped: Helped,
    told: Help,
    *,
    due: VisitDue | None = None,
    now: datetime,
) -> SupportEvent:
    """Keep one time somebody was helped; a visit that was due is done by it."""
    refuse_untold(by, helped, told, now=now)
    if due is not None:
        refuse_before_class(due, told.on)
    event = event_of(by, helped, told, due, now=now)
    session.add(event)
    if due is not None:
        due.done_by_event_id = event.id
    session.flush()
    note_skills(session, by, helped, told, due, now=now)
    write(session, event, "help.given", now=now, evidence=SEEN, details=details_of(event))
    return event


def event_of(
    by: Who, helped: Helped, told: Help, due: VisitDue | None, *, now: datetime
) -> SupportEvent:
    return SupportEvent(
        kind=told.kind,
        place=told.place,
        on=told.on,
        person_id=helped.person.id if helped.person else None,
        household_id=helped.household.id if helped.household else None,
        business_id=helped.business.id if helped.business else None,
        shop_id=helped.shop.id if helped.shop else None,
        village_id=helped.village_id,
        branch_id=told.branch.id if told.branch else None,
        course_id=due.course_id if due else None,
        topic=told.topic,
        channel=told.channel if told.kind == ONBOARDING else "",
        outcome=told.outcome,
        why_not=told.why_not if told.outcome == NOT_YET else "",
        referred_to=told.referred_to,
        note=told.note,
        checks=dict(told.checks or {}),
        noted_at=now,
        noted_by_id=by.account_id,
        helped_by_id=told.helped_by_id or by.account_id,
        confirmed_at=now if told.is_confirmed else None,
        commune_code=helped.commune_code,
    )


def refuse_untold(by: Who, helped: Helped, told: Help, *, now: datetime) -> None:
    if told.on > local_day(now):
        raise DayAhead(told.on.isoformat())
    if told.outcome == NOT_YET and not told.why_not:
        raise ReasonMissing
    if told.kind == ONBOARDING and not told.channel:
        raise ChannelMissing
    if helped.is_of(by, told.helped_by_id or by.account_id):
        raise OwnHelp


def refuse_before_class(due: VisitDue, on: date) -> None:
    last = last_day_in_class(due.due_on, due.after_days)
    if on < last:
        raise BeforeClass(last)


def note_skills(
    session: Session, by: Who, helped: Helped, told: Help, due: VisitDue | None, *, now: datetime
) -> None:
    """What she was seen to do on the spot."""
    if helped.person is None:
        return
    for skill, level in (told.skills or {}).items():
        see_skill(
            session,
            by,
            helped.person,
            skill=skill,
            level=level,
            course_id=due.course_id if due else None,
            seen_on=told.on,
            now=now,
        )


def details_of(event: SupportEvent) -> dict[str, str]:
    """The event as those who count it read it: ids and machine words."""
    told = {
        "kind": event.kind,
        "place": event.place,
        "on": event.on.isoformat(),
        "topic": event.topic,
        "channel": event.channel,
        "outcome": event.outcome,
        "why_not": event.why_not,
    }
    ids = {
        "person_id": event.person_id,
        "household_id": event.household_id,
        "business_id": event.business_id,
        "shop_id": event.shop_id,
        "branch_id": event.branch_id,
        "course_id": event.course_id,
    }
    return told | {name: str(one) for name, one in ids.items() if one is not None}


def undo_help(
    session: Session, by: Who, event: SupportEvent, *, why: str, now: datetime
) -> SupportEvent:
    """Take back what was noted by mistake; a visit it had done is due again."""
    if event.undone_at is not None:
        raise HelpUndone(str(event.id))
    event.undone_at, event.undone_by_id, event.undone_why = now, by.account_id, why
    dues = session.scalars(select(VisitDue).where(VisitDue.done_by_event_id == event.id))
    for due in dues:
        due.done_by_event_id = None
    write(session, event, "help.undone", now=now, evidence=SEEN, details=details_of(event))
    return event


def confirm_help(session: Session, by: Who, event: SupportEvent, *, now: datetime) -> None:
    """She who was helped says so herself, on her own phone."""
    if event.undone_at is not None:
        raise HelpUndone(str(event.id))
    if event.helped_by_id == by.account_id:
        raise OwnHelp(str(event.id))
    event.confirmed_at, event.confirmed_by_id = now, by.account_id
    write(session, event, "help.confirmed", now=now, details={"kind": event.kind})
