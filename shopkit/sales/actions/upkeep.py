"""What is done once a day: forget buyers, keep no amount without a yes, settle the sums."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from shopkit.accounts.rules.purposes import BOOK
from shopkit.clock import local_day
from shopkit.sales.actions.book import erase_amounts
from shopkit.sales.models import Order, OrderLine, SettledSum
from shopkit.sales.queries.sums import (
    agreed_to,
    communes_that_share,
    is_settled,
    sum_over_consenting,
)
from shopkit.sales.rules.lifetimes import BUYER_KEPT
from shopkit.sales.rules.periods import days_of_quarter, quarter_before
from shopkit.shops.models.shops import Shop

# Late entries of a quarter are waited for; afterwards its sum stands.
SETTLED_AFTER = timedelta(days=10)


def tidy(session: Session, *, now: datetime) -> None:
    """All of it; doing it again changes nothing."""
    forget_buyers(session, now=now)
    erase_unwanted_amounts(session)
    settle_sums(session, now=now)


def forget_buyers(session: Session, *, now: datetime) -> int:
    """Erase who bought, where the last step of the order is long ago."""
    last_step = func.coalesce(
        Order.ended_at, Order.delivered_at, Order.sent_at, Order.packed_at, Order.agreed_at
    )
    noted = or_(
        Order.buyer_name != "",
        Order.buyer_phone != "",
        Order.buyer_address != "",
        Order.note != "",
        Order.parcel_code != "",
    )
    due = session.scalars(select(Order.id).where(last_step < now - BUYER_KEPT, noted)).all()
    for start in range(0, len(due), 500):
        session.execute(
            update(Order)
            .where(Order.id.in_(due[start : start + 500]))
            .values(
                buyer_name="",
                buyer_phone="",
                buyer_address="",
                note="",
                parcel_code="",
                buyer_erased_at=now,
                version=Order.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
    return len(due)


def erase_unwanted_amounts(session: Session) -> None:
    """Where a yes was taken back in another way than on the book's own page, erase too."""
    for kept in (
        select(Order.shop_id).where(Order.amount_vnd.is_not(None)),
        select(OrderLine.shop_id).where(OrderLine.price_vnd.is_not(None)),
    ):
        unwanted = select(Shop.id).where(Shop.id.in_(kept), ~agreed_to(BOOK))
        for shop_id in session.scalars(unwanted).all():
            erase_amounts(session, shop_id)


def settle_sums(session: Session, *, now: datetime) -> None:
    """Fix the sum of the last quarter for each commune where somebody shares."""
    today = local_day(now)
    period = quarter_before(today)
    if today <= days_of_quarter(*period)[1] + SETTLED_AFTER:
        return
    for code in communes_that_share(session):
        if is_settled(session, code, period):
            continue
        found = sum_over_consenting(session, code, period)
        session.add(
            SettledSum(
                commune_code=code,
                year=period[0],
                quarter=period[1],
                settled_at=now,
                hidden_for=found.hidden_for,
                amount_vnd=found.amount_vnd,
                shop_count=found.shop_count,
                order_count=found.order_count,
            )
        )
    session.flush()
