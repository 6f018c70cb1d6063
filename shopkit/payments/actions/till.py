"""Opening and closing the till."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.payments.actions.money import actor_id
from shopkit.payments.models.money import TillDay
from shopkit.payments.queries.till import open_till_or_none
from shopkit.shops.models.shops import Shop


def open_till(session: Session, shop: Shop, *, now: datetime) -> TillDay:
    """Watch what comes in from now on; an open till stays as it is, on all phones of the shop."""
    known = open_till_or_none(session, shop)
    if known:
        return known
    opened = TillDay(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        opened_at=now,
        opened_by_id=actor_id(session),
    )
    session.add(opened)
    session.flush()
    return opened


def close_till(session: Session, shop: Shop, *, now: datetime) -> None:
    known = open_till_or_none(session, shop)
    if known:
        known.closed_at = now
