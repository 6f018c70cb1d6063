"""Looks at the stands of a shop, and when the next one is due."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.payments.models.stands import PaymentHabits, PrintedStand, StandCheck
from shopkit.payments.queries.accounts import all_accounts_of
from shopkit.payments.rules.checks import ALARMS, EVERY_MONTH, GOOD, TELLING, Own, is_due
from shopkit.shops.models.shops import Shop

MOST_SHOWN = 20


def owned_by(session: Session, shop: Shop) -> list[Own]:
    """The accounts a photo is held against, those no longer in use too."""
    return [
        Own(one.id, one.bin, one.number, one.is_checked, one.ended_at is not None)
        for one in all_accounts_of(session, shop)
    ]


def check(session: Session, shop: Shop, check_id: UUID) -> StandCheck:
    found = session.scalars(
        select(StandCheck).where(StandCheck.id == check_id, StandCheck.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(check_id))
    return found


def check_or_none(session: Session, shop: Shop, check_id: UUID) -> StandCheck | None:
    """The look that a phone gave this id; one of another shop does not exist for her."""
    found = session.get(StandCheck, check_id)
    if found is not None and found.shop_id != shop.id:
        raise NotFound(str(check_id))
    return found


def checks_of(session: Session, shop: Shop) -> Sequence[StandCheck]:
    """The latest looks at the stands, the last one first."""
    return session.scalars(
        select(StandCheck)
        .where(StandCheck.shop_id == shop.id)
        .order_by(StandCheck.checked_at.desc(), StandCheck.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def last_check_or_none(session: Session, shop: Shop) -> StandCheck | None:
    """The last look that told where the money goes."""
    return last_with(session, shop, TELLING)


def alarm_or_none(session: Session, shop: Shop) -> StandCheck | None:
    """The look that found somebody else's code, until a later one finds only hers."""
    last = last_with(session, shop, (*ALARMS, *GOOD))
    return last if last and last.result in ALARMS else None


def last_with(session: Session, shop: Shop, results: Sequence[str]) -> StandCheck | None:
    return session.scalars(
        select(StandCheck)
        .where(StandCheck.shop_id == shop.id, StandCheck.result.in_(results))
        .order_by(StandCheck.checked_at.desc(), StandCheck.id.desc())
        .limit(1)
    ).one_or_none()


def days_between_checks(session: Session, shop: Shop) -> int:
    habits = session.get(PaymentHabits, shop.id)
    return habits.check_every_days if habits else EVERY_MONTH


def is_check_due(session: Session, shop: Shop, now: datetime) -> bool:
    """Whether it is time to photograph the stand again."""
    last = last_with(session, shop, GOOD)
    printed = session.scalars(
        select(PrintedStand.printed_at)
        .where(PrintedStand.shop_id == shop.id, PrintedStand.taken_down_on.is_(None))
        .order_by(PrintedStand.printed_at)
        .limit(1)
    ).all()
    days = days_between_checks(session, shop)
    return is_due(last.checked_at if last else None, printed, days, now)
