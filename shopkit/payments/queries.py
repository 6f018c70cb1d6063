"""The accounts of a shop."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.payments.models import PaymentAccount
from shopkit.payments.rules import PayTo
from shopkit.shops.models import Shop


def accounts_of(session: Session, shop: Shop) -> Sequence[PaymentAccount]:
    """The accounts in use, the first one first."""
    return session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.shop_id == shop.id, PaymentAccount.ended_at.is_(None))
        .order_by(PaymentAccount.began_at, PaymentAccount.id)
    ).all()


def account(session: Session, shop: Shop, account_id: UUID) -> PaymentAccount:
    """An account of this shop, also one no longer in use."""
    found = session.scalars(
        select(PaymentAccount).where(
            PaymentAccount.id == account_id, PaymentAccount.shop_id == shop.id
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(account_id))
    return found


def pay_to(account: PaymentAccount) -> PayTo:
    return PayTo(
        bin=account.bin,
        number=account.number,
        holder=account.holder,
        label=account.label,
        seen_name=account.seen_name,
        seen_at=account.seen_at,
    )
