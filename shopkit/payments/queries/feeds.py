"""The feeds of a shop, and the one behind an address."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import MoneyFeed
from shopkit.payments.rules.feeds import TOLD_DIFFERENTLY, is_account
from shopkit.shops.models.shops import Shop


def feeds_of(session: Session, shop: Shop) -> Sequence[MoneyFeed]:
    """The feeds in use, the first one first."""
    return session.scalars(
        select(MoneyFeed)
        .where(MoneyFeed.shop_id == shop.id, MoneyFeed.ended_at.is_(None))
        .order_by(MoneyFeed.began_at, MoneyFeed.id)
    ).all()


def feed(session: Session, shop: Shop, feed_id: UUID) -> MoneyFeed:
    found = session.get(MoneyFeed, feed_id)
    if found is None or found.shop_id != shop.id or found.ended_at is not None:
        raise NotFound(str(feed_id))
    return found


def is_told_by_feed(session: Session, account: PaymentAccount) -> bool:
    """Whether a feed tells of this account's money by itself, and was heard already."""
    heard = exists().where(
        MoneyFeed.shop_id == account.shop_id,
        MoneyFeed.account_id == account.id,
        MoneyFeed.ended_at.is_(None),
        MoneyFeed.heard_at.is_not(None),
    )
    return bool(session.scalar(select(heard)))


def told_differently_or_none(
    session: Session, shop: Shop, feed: MoneyFeed, since: datetime
) -> JournalEntry | None:
    """The last time since then that money of the feed's account was told with another amount."""
    return session.scalar(
        select(JournalEntry)
        .where(
            JournalEntry.shop_id == shop.id,
            JournalEntry.subject_id == feed.account_id,
            JournalEntry.event == TOLD_DIFFERENTLY,
            JournalEntry.at >= since,
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(1)
    )


def feed_by_code_or_none(session: Session, code: str) -> MoneyFeed | None:
    """The feed in use at an address; who knows its key speaks for the shop."""
    return session.scalar(
        select(MoneyFeed).where(MoneyFeed.code == code, MoneyFeed.ended_at.is_(None))
    )


def account_told_or_none(
    session: Session, feed: MoneyFeed, numbers: Sequence[str]
) -> PaymentAccount | None:
    """The account of the feed's shop that a delivery names, also one no longer in use.

    The feed's own account comes first, then whichever the number fits alone.
    """
    accounts = session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.shop_id == feed.shop_id)
        .order_by(PaymentAccount.began_at.desc(), PaymentAccount.id.desc())
    ).all()
    fitting = [one for one in accounts if any(is_account(told, one.number) for told in numbers)]
    own = [one for one in fitting if one.id == feed.account_id]
    is_one_number = len({(one.bin, one.number) for one in fitting}) == 1
    return own[0] if own else fitting[0] if is_one_number else None
