"""How payments forget a seller: no number, no name, no amount; that and when she was paid stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.db.base import Base
from shopkit.journal.write import write
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine, FingerprintKey, MoneyFeed, Placement
from shopkit.payments.models.requests import EXPIRED, WAITING, PaymentRequest
from shopkit.payments.models.stands import PrintedStand, StandCheck
from shopkit.shops.rules.subjects import Subject


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """End her accounts and feeds and blank what they say."""
    ids = list(subject.shop_ids)
    for account in session.scalars(select(PaymentAccount).where(PaymentAccount.shop_id.in_(ids))):
        if account.ended_at is None:
            account.ended_at = now
            write(session, account, "payment_account.ended", now=now)
        account.number = account.holder = account.label = ""
        account.seen_name = None
    session.flush()
    for line in session.scalars(select(BankLine).where(BankLine.shop_id.in_(ids))):
        # The teller's own number of a payment leads back to her account at the bank.
        line.source_id, line.also_id, line.reference, line.fingerprint = line.id.hex, "", "", ""
        line.memo = line.amount_vnd = None
        line.redacted_at = line.redacted_at or now
    session.flush()
    for kind, values in blank(now):
        session.execute(
            update(kind)
            .where(kind.shop_id.in_(ids))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    waiting = PaymentRequest.shop_id.in_(ids) & PaymentRequest.state.in_(WAITING)
    session.execute(update(PaymentRequest).where(waiting).values(state=EXPIRED, settled_at=now))
    session.execute(delete(FingerprintKey).where(FingerprintKey.shop_id.in_(ids)))
    session.expire_all()


def blank(now: datetime) -> tuple[tuple[Any, dict[str, Any]], ...]:
    """By kind of record, what it holds afterwards."""
    gone: tuple[tuple[type[Base], dict[str, Any]], ...] = (
        (MoneyFeed, {"ended_at": func.coalesce(MoneyFeed.ended_at, now)}),
        (Placement, {"amount_vnd": None}),
        (PaymentRequest, {"purpose": "", "amount_vnd": None, "redacted_at": now}),
        (StandCheck, {"other_bin": "", "other_masked": "", "other_name": "", "remarks": []}),
        (
            PrintedStand,
            {
                "put_up_where": "",
                "taken_down_on": func.coalesce(PrintedStand.taken_down_on, local_day(now)),
            },
        ),
    )
    return gone
