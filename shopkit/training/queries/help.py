"""What help was given: to whom, by whom, how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account, RoleGrant
from shopkit.errors import NotFound
from shopkit.scope import COMMUNE, TRAINER, Who
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.reach import lies_within
from shopkit.training.models.help import SkillSeen, SupportEvent
from shopkit.training.queries.helped import Helped

PAGE = 100
MOST_SHOWN = 20
MOST_HELPERS = 60


def event_in_reach(session: Session, who: Who, event_id: UUID) -> SupportEvent:
    """One time somebody was helped in her places; any other does not exist for her."""
    found = session.scalars(
        select(SupportEvent).where(
            SupportEvent.id == event_id,
            lies_within(SupportEvent, who),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(event_id))
    return found


def levels_seen_at(session: Session, event: SupportEvent) -> dict[str, int]:
    """The skills that were noted with it, in the same breath."""
    rows = session.execute(
        select(SkillSeen.skill, SkillSeen.level)
        .where(
            SkillSeen.person_id == event.person_id,
            SkillSeen.noted_by_id == event.noted_by_id,
            SkillSeen.noted_at == event.noted_at,
        )
        .order_by(SkillSeen.id)
    )
    return {row.skill: row.level for row in rows}


def noted_by(session: Session, who: Who, page: int = 1) -> Sequence[SupportEvent]:
    """What she has noted herself, the last first."""
    return session.scalars(
        select(SupportEvent)
        .where(
            SupportEvent.noted_by_id == who.account_id,
            lies_within(SupportEvent, who),
        )
        .order_by(SupportEvent.noted_at.desc(), SupportEvent.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()


def help_of(session: Session, helped: Helped) -> Sequence[SupportEvent]:
    """What was done for somebody so far, the last first, what was taken back too."""
    same: list[ColumnElement[bool]] = [false()]
    if helped.person:
        same.append(SupportEvent.person_id == helped.person.id)
    elif helped.household:
        same.append(SupportEvent.household_id == helped.household.id)
    if helped.shop:
        same.append(SupportEvent.shop_id == helped.shop.id)
    return session.scalars(
        select(SupportEvent)
        .where(or_(*same), SupportEvent.commune_code == helped.commune_code)
        .order_by(SupportEvent.on.desc(), SupportEvent.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def own_help(session: Session, who: Who) -> Sequence[SupportEvent]:
    """What is noted of the person who asks and of her shops, and not taken back."""
    mine = select(Person.id).where(Person.account_id == who.account_id)
    return session.scalars(
        select(SupportEvent)
        .where(
            or_(SupportEvent.person_id.in_(mine), SupportEvent.shop_id.in_(who.shop_ids)),
            SupportEvent.undone_at.is_(None),
        )
        .order_by(SupportEvent.on.desc(), SupportEvent.id.desc())
        .limit(PAGE)
    ).all()


def own_event(session: Session, who: Who, event_id: UUID) -> SupportEvent:
    found = next((one for one in own_help(session, who) if one.id == event_id), None)
    if found is None:
        raise NotFound(str(event_id))
    return found


def names_of(session: Session, events: Iterable[SupportEvent]) -> Mapping[UUID, str]:
    """The names of who was helped, by the id of the event, for those who may see the event."""
    events = list(events)
    people = named(session, Person, {one.person_id for one in events})
    households = named(session, Household, {one.household_id for one in events})
    shops = named(session, Shop, {one.shop_id for one in events})
    return {
        one.id: people.get(one.person_id)
        or households.get(one.household_id)
        or shops.get(one.shop_id, "")
        for one in events
    }


def named(
    session: Session, kind: type[Person] | type[Household] | type[Shop], ids: set[UUID | None]
) -> Mapping[UUID | None, str]:
    wanted = [one for one in ids if one is not None]
    rows = session.execute(select(kind.id, kind.name).where(kind.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def account_names(session: Session, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The names of helpers and of those who typed."""
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def branch_names(session: Session, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Branch.id, Branch.name).where(Branch.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def helpers_at(session: Session, commune_code: str) -> Sequence[Account]:
    """Those who help in a commune and may have done what somebody else types."""
    return session.scalars(
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == TRAINER,
            RoleGrant.scope_kind == COMMUNE,
            RoleGrant.scope_code == commune_code,
            RoleGrant.ended_at.is_(None),
            Account.closed_at.is_(None),
        )
        .order_by(Account.name, Account.id)
        .distinct()
        .limit(MOST_HELPERS)
    ).all()
