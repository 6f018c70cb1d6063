"""What products are called by, and which product a code stands for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label
from shopkit.traceability.models.places import ProductCode
from shopkit.traceability.queries.places import place_by_code
from shopkit.traceability.rules.codes import first_code, short_code


def codes_of(session: Session, product: Product) -> Sequence[ProductCode]:
    """Every code that was declared for a product, the latest first."""
    return session.scalars(
        select(ProductCode)
        .where(ProductCode.product_id == product.id)
        .order_by(ProductCode.began_at.desc(), ProductCode.id)
    ).all()


def current_code(session: Session, product: Product, *, is_gs1: bool) -> str | None:
    """The declared code that a product goes by today."""
    return session.scalars(
        select(ProductCode.value)
        .where(
            ProductCode.product_id == product.id,
            ProductCode.is_gs1.is_(is_gs1),
            ProductCode.ended_at.is_(None),
        )
        .order_by(ProductCode.began_at.desc(), ProductCode.id)
        .limit(1)
    ).one_or_none()


def own_code(session: Session, product: Product) -> str:
    """The own code of a product: the one declared, or the one that it has from the beginning."""
    return current_code(session, product, is_gs1=False) or first_code(product.code)


def gtin_or_none(session: Session, product: Product) -> str | None:
    return current_code(session, product, is_gs1=True)


def code_or_none(session: Session, value: str) -> ProductCode | None:
    return session.scalars(select(ProductCode).where(ProductCode.value == value)).one_or_none()


def product_by_code(session: Session, value: str) -> tuple[Product, Shop]:
    """What a product code stands for, for everybody; an old one stands for the same for ever."""
    code = code_or_none(session, value)
    product = session.get(Product, code.product_id) if code else None
    if product is None:
        product = session.scalars(
            select(Product).where(Product.code == short_code("SP-", value))
        ).one_or_none()
        if product is None or first_code(product.code) != value:
            raise NotFound(value)
    return product, session.get_one(Shop, product.shop_id)


def is_first_code(session: Session, value: str) -> bool:
    """Whether a product has this code from its beginning, so that no other may be given it."""
    found = session.scalars(select(Product.code).where(Product.code == short_code("SP-", value)))
    return found.first() is not None


def batch_by_lot_or_none(session: Session, product: Product, lot: str) -> Batch | None:
    return session.scalars(
        select(Batch).where(Batch.product_id == product.id, Batch.code == lot)
    ).one_or_none()


def batch_by_parts(session: Session, product_code: str, place_code: str, lot: str) -> Batch | None:
    """The batch that the parts name; None where product and place are right and the lot is not.

    Any place of the same shop is taken, so that an address printed before a place was set right
    still opens.
    """
    product, shop = product_by_code(session, product_code)
    _place, owner = place_by_code(session, place_code)
    if owner.id != shop.id:
        raise NotFound(place_code)
    return batch_by_lot_or_none(session, product, lot)


def label_in(session: Session, serial: str, *, batch_id: UUID | None, product_id: UUID) -> Label:
    """A single label of this batch, or of any batch of this product."""
    found = session.execute(
        select(Label, Batch).join(Batch, Batch.id == Label.batch_id).where(Label.code == serial)
    ).one_or_none()
    if found is None or found[1].product_id != product_id or batch_id not in (None, found[1].id):
        raise NotFound(serial)
    label: Label = found[0]
    return label
