"""The accounts of a shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.queries import people_of_shop
from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.rules.codes import PayTo
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_or_none


def accounts_of(session: Session, shop: Shop) -> Sequence[PaymentAccount]:
    """The accounts in use, the first one first."""
    return session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.shop_id == shop.id, PaymentAccount.ended_at.is_(None))
        .order_by(PaymentAccount.began_at, PaymentAccount.id)
    ).all()


def all_accounts_of(session: Session, shop: Shop) -> Sequence[PaymentAccount]:
    """Every account the shop was ever paid to, the one begun last first."""
    return session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.shop_id == shop.id)
        .order_by(PaymentAccount.began_at.desc(), PaymentAccount.id.desc())
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


@dataclass(frozen=True)
class Purse:
    """The shop of whoever asks, its accounts in use, and the one to be replaced."""

    shop: Shop | None
    accounts: Sequence[PaymentAccount] = ()
    old: PaymentAccount | None = None


def purse_of(session: Session, who: Who | None, old_id: UUID | None) -> Purse:
    """Where the money of whoever asks goes; nothing for a visitor and for staff without a shop."""
    shop = shop_or_none(session, who) if who else None
    if shop is None:
        return Purse(None)
    old = account(session, shop, old_id) if old_id else None
    return Purse(shop, accounts_of(session, shop), old)


def pay_to(account: PaymentAccount) -> PayTo:
    return PayTo(
        bin=account.bin,
        number=account.number,
        holder=account.holder,
        label=account.label,
        seen_name=account.seen_name,
        seen_at=account.seen_at,
    )


def seen_by_staff(session: Session, shop: Shop) -> set[UUID]:
    """The accounts of a shop whose holder's name was seen by somebody who is not of the shop."""
    own = set(people_of_shop(session, shop.id))
    return {
        one.id
        for one in all_accounts_of(session, shop)
        if one.seen_by_id is not None and one.seen_by_id not in own
    }
