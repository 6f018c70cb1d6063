"""Setting up an address where a payment service tells of money, and taking what it tells."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.journal.write import write
from shopkit.payments.actions.accounts import allow_money_change
from shopkit.payments.actions.money import take_lines
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, MoneyFeed
from shopkit.payments.queries.feeds import account_told_or_none
from shopkit.payments.rules.feeds import Delivery, DeliveryRefused
from shopkit.payments.rules.money import Told
from shopkit.shops.models.shops import Shop

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


def hear(
    session: Session, feed: MoneyFeed, deliveries: Sequence[Delivery], *, now: datetime
) -> dict[Delivery, DeliveryRefused]:
    """Take what a feed told, and return what was refused.

    Told again it changes nothing; money that left is not kept.
    """
    if feed.heard_at is None or now - feed.heard_at >= HEARD_AGAIN_AFTER:
        feed.heard_at = now
    refused: dict[Delivery, DeliveryRefused] = {}
    came: dict[UUID, tuple[PaymentAccount, list[Told]]] = {}
    accounts: dict[tuple[str, ...], PaymentAccount | None] = {}
    for delivery in deliveries:
        numbers = delivery.accounts
        if numbers not in accounts:
            accounts[numbers] = account_told_or_none(session, feed, numbers)
        account = accounts[numbers]
        if not delivery.is_incoming:
            continue
        if account is None:
            refused[delivery] = DeliveryRefused("other_account")
        else:
            came.setdefault(account.id, (account, []))[1].append(delivery.told)
    for account, told in came.values():
        take_lines(session, account, told, source=BY_FEED, import_id=None, now=now)
    return refused


def note_refusal(session: Session, feed: MoneyFeed, reason: str, *, now: datetime) -> None:
    """What the seller sees on the page of the feed, so that a wrong setting is found."""
    found = session.get_one(MoneyFeed, feed.id)
    found.refused_at, found.refused_why = now, reason
