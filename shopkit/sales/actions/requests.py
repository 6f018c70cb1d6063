"""Asking a buyer to pay an order by transfer, and calling that off."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shopkit.payments.actions.requests import AlreadyPaid, ask_payment, cancel_request
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest
from shopkit.sales.actions.refusals import refuse_if_changed
from shopkit.sales.models import Order
from shopkit.sales.queries.book import keeps_book
from shopkit.shops.models.shops import Shop


def ask_for_order(
    session: Session,
    shop: Shop,
    order: Order,
    account: PaymentAccount,
    *,
    amount_vnd: int,
    purpose: str,
    expires_in: timedelta,
    version: int,
    now: datetime,
) -> PaymentRequest:
    """Ask for the money of an order; what was asked for it before is called off."""
    refuse_if_changed(order, version)
    call_off(session, order, now=now)
    asked = ask_payment(
        session,
        shop,
        account,
        amount_vnd=amount_vnd,
        purpose=purpose,
        expires_in=expires_in,
        now=now,
    )
    order.request_id = asked.id
    if keeps_book(session, shop):
        order.amount_vnd = amount_vnd
    session.flush()
    return asked


def call_off(session: Session, order: Order, *, now: datetime) -> None:
    """Ask the buyer no longer, unless the money is here already or some of it is."""
    asked = session.get(PaymentRequest, order.request_id) if order.request_id else None
    if asked is None:
        return
    try:
        cancel_request(session, asked, now=now)
    except AlreadyPaid:
        return
