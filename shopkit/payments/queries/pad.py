"""What stands on the amount pad: the goods asked for most."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.errors import NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.rules.requests import LEAST_VND, MOST_VND
from shopkit.shops.models.shops import Shop

MOST_BUTTONS = 6
LONGEST_PURPOSE = 80
RECENT = timedelta(days=60)


def best_products(session: Session, shop: Shop, now: datetime) -> Sequence[Product]:
    """The goods with a price that were asked for most on the pad, then the newest ones."""
    asked: Counter[str] = Counter()
    rows = session.execute(
        select(PaymentRequest.purpose, func.count())
        .where(PaymentRequest.shop_id == shop.id, PaymentRequest.made_at > now - RECENT)
        .group_by(PaymentRequest.purpose)
        .order_by(PaymentRequest.purpose)
    )
    for purpose, times in rows:
        asked[purpose] = times
    priced = session.scalars(
        select(Product)
        .where(
            Product.shop_id == shop.id,
            Product.state == PUBLISHED,
            Product.price_vnd.between(LEAST_VND, MOST_VND),
        )
        .order_by(Product.published_at.desc(), Product.id.desc())
    ).all()
    return sorted(priced, key=lambda one: -asked[purpose_of(one)])[:MOST_BUTTONS]


def purpose_of(product: Product) -> str:
    """How a request made from a product's button remembers it."""
    return product.title[:LONGEST_PURPOSE]


def pad_request(
    session: Session, shop: Shop, request_id: UUID
) -> tuple[PaymentRequest, PaymentAccount]:
    """A request of this shop and the account it asks to pay into."""
    found = session.execute(
        select(PaymentRequest, PaymentAccount)
        .join(PaymentAccount, PaymentAccount.id == PaymentRequest.account_id)
        .where(PaymentRequest.id == request_id, PaymentRequest.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(request_id))
    asked, account = found
    return asked, account
