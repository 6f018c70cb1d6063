"""Setting up an address where a payment service tells of money, and taking what it tells."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shopkit.journal.write import write
from shopkit.payments.actions.accounts import allow_money_change
from shopkit.payments.actions.money import Taken, take_lines
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, MoneyFeed
from shopkit.payments.queries.feeds import account_told_or_none
from shopkit.payments.rules.feeds import Delivery, DeliveryRefused
from shopkit.shops.models import Shop

# "Last heard" needs no more than minutes; writing it each time would double the work.
HEARD_AGAIN_AFTER = timedelta(minutes=1)


def open_feed(session: Session, shop: Shop, account: PaymentAccount, *, now: datetime) -> MoneyFeed:
    """Open an address for the money of an account."""
    allow_money_change(session, shop)
    opened = MoneyFeed(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        account_id=account.id,
        code=secrets.token_hex(12),
        began_at=now,
        turned_at=now,
    )
    session.add(opened)
    session.flush()
    write(session, opened, "money_feed.opened", now=now)
    return opened


def renew_key(session: Session, shop: Shop, feed: MoneyFeed, *, now: datetime) -> None:
    """Give a feed another key; the one before opens nothing from now on."""
    allow_money_change(session, shop)
    feed.turn += 1
    feed.turned_at = now
    write(session, feed, "money_feed.key_renewed", now=now)


def end_feed(session: Session, shop: Shop, feed: MoneyFeed, *, now: datetime) -> None:
    allow_money_change(session, shop)
    if feed.ended_at is None:
        feed.ended_at = now
        write(session, feed, "money_feed.ended", now=now)


def hear(session: Session, feed: MoneyFeed, delivery: Delivery, *, now: datetime) -> Taken:
    """Take what a feed told; told again it changes nothing, money that left is not kept."""
    if feed.heard_at is None or now - feed.heard_at >= HEARD_AGAIN_AFTER:
        feed.heard_at = now
    if not delivery.is_incoming:
        return Taken()
    account = account_told_or_none(session, feed, delivery.accounts)
    if account is None:
        raise DeliveryRefused("other_account")
    return take_lines(session, account, [delivery.told], source=BY_FEED, import_id=None, now=now)


def note_refusal(session: Session, feed: MoneyFeed, reason: str, *, now: datetime) -> None:
    """What the seller sees on the page of the feed, so that a wrong setting is found."""
    found = session.get_one(MoneyFeed, feed.id)
    found.refused_at, found.refused_why = now, reason
