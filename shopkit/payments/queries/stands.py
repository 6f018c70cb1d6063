"""The stands of a shop: what was printed, what hangs where, what pays an account that is over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import PrintedStand
from shopkit.shops.models.shops import Shop


def stand(session: Session, shop: Shop, stand_id: UUID) -> tuple[PrintedStand, PaymentAccount]:
    """A printed stand of this shop and the account it pays."""
    found = session.execute(
        select(PrintedStand, PaymentAccount)
        .join(PaymentAccount, PaymentAccount.id == PrintedStand.account_id)
        .where(PrintedStand.id == stand_id, PrintedStand.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(stand_id))
    printed, account = found
    return printed, account


def stands_of(session: Session, shop: Shop) -> Sequence[PrintedStand]:
    """All that was ever printed, the latest first."""
    return session.scalars(
        select(PrintedStand)
        .where(PrintedStand.shop_id == shop.id)
        .order_by(PrintedStand.printed_at.desc(), PrintedStand.id.desc())
    ).all()


def stands_of_account(session: Session, account: PaymentAccount) -> Sequence[PrintedStand]:
    """What was printed for one account, the latest first."""
    return session.scalars(
        select(PrintedStand)
        .where(PrintedStand.account_id == account.id)
        .order_by(PrintedStand.printed_at.desc(), PrintedStand.id.desc())
    ).all()


def printed_count(session: Session, account: PaymentAccount, format: str) -> int:
    """How often the stand of this account was printed in this format."""
    counted = select(func.count()).where(
        PrintedStand.account_id == account.id, PrintedStand.format == format
    )
    return session.scalar(counted) or 0


def wrong_stands(session: Session, shop: Shop) -> Sequence[tuple[PrintedStand, PaymentAccount]]:
    """Stands of accounts no longer in use that nobody has taken down, the latest first."""
    rows = session.execute(
        select(PrintedStand, PaymentAccount)
        .join(PaymentAccount, PaymentAccount.id == PrintedStand.account_id)
        .where(
            PrintedStand.shop_id == shop.id,
            PrintedStand.taken_down_on.is_(None),
            PaymentAccount.ended_at.is_not(None),
        )
        .order_by(PrintedStand.printed_at.desc(), PrintedStand.id.desc())
    )
    return [(printed, account) for printed, account in rows]
