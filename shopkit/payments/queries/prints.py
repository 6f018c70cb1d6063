"""Papers for many: the stands of a class, and what stands on a price list."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.drawing.stand import Format, draw_stands
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.errors import Refusal
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import pay_to
from shopkit.payments.rules.codes import stand_for
from shopkit.shops.models.shops import Shop

MOST_STANDS, MOST_PRICES = 60, 200


class NothingToPrint(Refusal):
    """None of these shops has an account in use."""


def paid_shops(session: Session, shops: Iterable[Shop]) -> list[tuple[Shop, PaymentAccount]]:
    """The shops that are paid by code, by name, each with the account it has had longest."""
    by_id = {shop.id: shop for shop in shops}
    accounts = session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.shop_id.in_(by_id), PaymentAccount.ended_at.is_(None))
        .order_by(PaymentAccount.began_at.desc(), PaymentAccount.id.desc())
    )
    first = {account.shop_id: account for account in accounts}
    found = [(by_id[shop_id], account) for shop_id, account in first.items()]
    return sorted(found, key=lambda pair: (pair[0].sort_key, pair[0].id))


def class_stands(session: Session, shops: Iterable[Shop], format: Format, language: str) -> bytes:
    """One PDF with the stand of every shop that is paid by code, one to a page, by name.

    Each code is read back from a picture of its page and decodes to its own owner's account.
    """
    paid = paid_shops(session, shops)
    if not paid:
        raise NothingToPrint
    stands = [stand_for(pay_to(account), language) for _shop, account in paid]
    return draw_stands(stands, format)


def goods_to_price(
    session: Session, shop: Shop, product_ids: Collection[UUID] | None = None
) -> Sequence[Product]:
    """The products on show with a price, by name; only some of them when ids are given."""
    wanted = select(Product).where(
        Product.shop_id == shop.id, Product.state == PUBLISHED, Product.price_vnd.is_not(None)
    )
    if product_ids is not None:
        wanted = wanted.where(Product.id.in_(product_ids))
    return session.scalars(wanted.order_by(Product.sort_key, Product.id).limit(MOST_PRICES)).all()
