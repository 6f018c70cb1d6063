"""The till of a shop: since when it is open, and what came in since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import BOOK
from shopkit.clock import day_begins_at, local_day
from shopkit.payments.models.money import SET_ASIDE, BankLine, TillDay
from shopkit.payments.queries.money import Line, lines_where
from shopkit.shops.models.shops import Shop

MOST_SHOWN = 30


def open_till_or_none(session: Session, shop: Shop) -> TillDay | None:
    return session.scalars(
        select(TillDay)
        .where(TillDay.shop_id == shop.id, TillDay.closed_at.is_(None))
        .order_by(TillDay.opened_at.desc())
        .limit(1)
    ).one_or_none()


def lines_since(session: Session, shop: Shop, since: datetime) -> list[Line]:
    """What came in and was told since then, the newest first, as much as a till shows."""
    return lines_where(session, shop, is_new_since(since), limit=MOST_SHOWN)


def is_new_since(since: datetime) -> ColumnElement[bool]:
    """That money came after a moment, and was not just told then, as an old statement is.

    Some banks give the minute alone, so the minute of the moment counts whole.
    """
    minute = since.replace(second=0, microsecond=0)
    return and_(BankLine.told_at >= since, BankLine.came_at >= minute)


def mark_of_lines(session: Session, shop: Shop, since: datetime) -> str:
    """What changes whenever the lines of a till look different; cheap to ask."""
    count, versions, last = session.execute(
        select(func.count(), func.sum(BankLine.version), func.max(BankLine.told_at)).where(
            BankLine.shop_id == shop.id, is_new_since(since)
        )
    ).one()
    return f"{count}-{versions or 0}-{last.timestamp() if last else 0:.0f}"


@dataclass(frozen=True)
class Sum:
    """What came in today, only where the household keeps its book."""

    count: int
    total_vnd: int | None


def sum_of_today(session: Session, shop: Shop, now: datetime) -> Sum:
    begins_at = day_begins_at(local_day(now))
    count, total = session.execute(
        select(func.count(), func.sum(BankLine.amount_vnd)).where(
            BankLine.shop_id == shop.id,
            BankLine.came_at >= begins_at,
            BankLine.state != SET_ASIDE,
        )
    ).one()
    return Sum(count, int(total or 0) if has_consent(session, shop.id, BOOK.code) else None)
