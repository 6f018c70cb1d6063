"""How sales forget a seller: that and when something was sold stays, what and to whom goes."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.sales.actions.book import erase_amounts
from shopkit.sales.models import Order, OrderLine
from shopkit.shops.rules.subjects import Subject


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """No buyer, no goods, no amount; state, day, channel and way of paying stay."""
    ids = list(subject.shop_ids)
    for shop_id in ids:
        erase_amounts(session, shop_id)
    session.execute(
        update(Order)
        .where(Order.shop_id.in_(ids))
        .values(
            channel_number=None,
            carrier="",
            parcel_code="",
            buyer_name="",
            buyer_phone="",
            buyer_address="",
            note="",
            buyer_erased_at=now,
            version=Order.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(update(OrderLine).where(OrderLine.shop_id.in_(ids)).values(title=""))
    session.expire_all()
