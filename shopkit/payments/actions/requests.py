"""Asking for a payment, and no longer asking for it."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopkit.errors import Conflict, Refusal
from shopkit.journal.write import write
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import CANCELLED, EXPIRED, OPEN, PART_PAID, PaymentRequest
from shopkit.payments.rules.memos import new_code
from shopkit.payments.rules.requests import LEAST_VND, LONGEST_WAIT, MOST_VND
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop


class AmountRefused(Refusal):
    """No transfer carries such an amount."""


class AccountEnded(Refusal):
    """The account is paid to no longer; a request for it would mislead."""


class AlreadyPaid(Refusal):
    """Money for it has come; it cannot be called off."""


def ask_payment(
    session: Session,
    shop: Shop,
    account: PaymentAccount,
    *,
    amount_vnd: int,
    purpose: str = "",
    expires_in: timedelta,
    now: datetime,
) -> PaymentRequest:
    """Ask for an amount under a fresh code; nobody is asked twice by the same key."""
    if not LEAST_VND <= amount_vnd <= MOST_VND:
        raise AmountRefused(str(amount_vnd))
    if account.ended_at is not None:
        raise AccountEnded(str(account.id))
    actor: Who | None = session.info.get("actor")
    asked = PaymentRequest(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        account_id=account.id,
        code=unused_code(session, shop),
        amount_vnd=amount_vnd,
        purpose=purpose,
        made_at=now,
        made_by_id=actor.account_id if actor else None,
        expires_at=now + min(expires_in, LONGEST_WAIT),
    )
    session.add(asked)
    session.flush()
    write(session, asked, "payment_request.made", now=now)
    return asked


def unused_code(session: Session, shop: Shop) -> str:
    while True:
        code = new_code()
        taken = select(PaymentRequest.id).where(
            PaymentRequest.shop_id == shop.id, PaymentRequest.code == code
        )
        if session.scalar(taken) is None:
            return code


def cancel_request(
    session: Session, asked: PaymentRequest, *, version: int | None = None, now: datetime
) -> None:
    """Ask no longer; money that comes all the same is shown to a person. Twice is once."""
    if version is not None and version != asked.version:
        raise Conflict(str(asked.id))
    if asked.state == CANCELLED:
        return
    if asked.state not in (OPEN, PART_PAID, EXPIRED):
        raise AlreadyPaid(asked.code)
    asked.state, asked.settled_at = CANCELLED, now
    session.flush()
    write(session, asked, "payment_request.cancelled", now=now)


def expire_requests(session: Session, *, now: datetime) -> int:
    """Note which open requests have run out; pages know it by themselves before that."""
    over = session.scalars(
        select(PaymentRequest.id).where(
            PaymentRequest.state == OPEN, PaymentRequest.expires_at <= now
        )
    ).all()
    if over:
        session.execute(
            update(PaymentRequest)
            .where(PaymentRequest.state == OPEN, PaymentRequest.expires_at <= now)
            .values(state=EXPIRED, version=PaymentRequest.version + 1)
            .execution_options(synchronize_session=False)
        )
    return len(over)
