"""The requests of a shop."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import OPEN, PAID_TWICE, PART_PAID, PaymentRequest
from shopkit.payments.queries.matching import paid_on
from shopkit.shops.models.shops import Shop

PAGE = 100
SHOWN_FOR = timedelta(days=7)


def request(session: Session, shop: Shop, request_id: UUID) -> PaymentRequest:
    found = session.get(PaymentRequest, request_id)
    if found is None or found.shop_id != shop.id:
        raise NotFound(str(request_id))
    return found


def request_with_account(
    session: Session, shop: Shop, request_id: UUID
) -> tuple[PaymentRequest, PaymentAccount]:
    """A request and the account it is to be paid to, which may have ended since."""
    found = request(session, shop, request_id)
    return found, session.get_one(PaymentAccount, found.account_id)


def requests_waiting(session: Session, shop: Shop, now: datetime) -> Sequence[PaymentRequest]:
    """Those for which money may still come, the newest first."""
    is_open = and_(PaymentRequest.state == OPEN, PaymentRequest.expires_at > now)
    lacks_some = PaymentRequest.state == PART_PAID
    return session.scalars(
        select(PaymentRequest)
        .where(PaymentRequest.shop_id == shop.id, or_(is_open, lacks_some))
        .order_by(PaymentRequest.made_at.desc(), PaymentRequest.id.desc())
        .limit(PAGE)
    ).all()


def requests_paid_twice(session: Session, shop: Shop) -> Sequence[PaymentRequest]:
    """Those that got more than was asked, until somebody says what became of it."""
    return session.scalars(
        select(PaymentRequest)
        .where(PaymentRequest.shop_id == shop.id, PaymentRequest.state == PAID_TWICE)
        .order_by(PaymentRequest.made_at.desc(), PaymentRequest.id.desc())
        .limit(PAGE)
    ).all()


def requests_done(session: Session, shop: Shop, now: datetime) -> Sequence[PaymentRequest]:
    """Those of the last days for which nothing is waited any more, the newest first."""
    is_over = and_(PaymentRequest.state == OPEN, PaymentRequest.expires_at <= now)
    is_done = PaymentRequest.state.not_in((OPEN, PART_PAID, PAID_TWICE))
    return session.scalars(
        select(PaymentRequest)
        .where(
            PaymentRequest.shop_id == shop.id,
            or_(is_over, is_done),
            PaymentRequest.made_at > now - SHOWN_FOR,
        )
        .order_by(PaymentRequest.made_at.desc(), PaymentRequest.id.desc())
        .limit(PAGE)
    ).all()


def paid_so_far(session: Session, asked: PaymentRequest) -> int:
    """How much has come for a request, as far as amounts are kept."""
    return paid_on(session, [asked.id]).get(asked.id, 0)


def waiting_count(session: Session, shop: Shop, now: datetime) -> int:
    is_waiting = and_(PaymentRequest.state == OPEN, PaymentRequest.expires_at > now)
    return (
        session.scalar(
            select(func.count())
            .select_from(PaymentRequest)
            .where(PaymentRequest.shop_id == shop.id, is_waiting)
        )
        or 0
    )
