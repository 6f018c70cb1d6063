"""What stands behind a code that somebody looks up."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.errors import NotFound
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label


@dataclass(frozen=True)
class Traced:
    """What stands behind a printed code; `is_unit` when the code is one sticker's own."""

    code: str
    batch: Batch
    product: Product
    shop: Shop
    is_unit: bool


def traced(session: Session, code: str) -> Traced:
    """What a code was printed for, by anybody; a code of a batch or of one label."""
    label = session.get(Label, code)
    found = session.execute(
        select(Batch, Product, Shop)
        .join(Product, Product.id == Batch.product_id)
        .join(Shop, Shop.id == Batch.shop_id)
        .where(Batch.id == label.batch_id if label else Batch.trace_code == code)
    ).one_or_none()
    if found is None:
        raise NotFound(code)
    return Traced(code, *found, is_unit=label is not None)
