"""Telling more of a product, one part at a time."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.parts import SALE
from shopkit.errors import Refusal
from shopkit.journal.models import OBSERVED
from shopkit.shops.models.shops import Shop


class SaleNotLower(Refusal):
    """A sale price that is not below the price."""


def tell(
    session: Session,
    shop: Shop,
    product: Product,
    part: str,
    values: dict[str, Any],
    *,
    version: int,
    now: datetime,
) -> None:
    """Keep what she told of a part; what is the same already is left alone.

    Raises ProductChanged when somebody else changed the part meanwhile, SkuTaken, GtinTaken,
    FieldUnfit, and SaleNotLower.
    """
    before = record_of(session, shop, product, address="", on=now.date())
    record = replace(before, **values)
    if record == before:
        return
    if product.is_changed_since(part, version):
        raise ProductChanged(product.id)
    sale, price = record.sale_price_vnd, record.price_vnd
    if part == SALE and sale is not None and (price is None or sale >= price):
        raise SaleNotLower(product.id)
    kept = keep_records(session, shop, [record], now=now, known=[product.id], evidence=OBSERVED)
    outcome = kept.outcomes[0]
    if isinstance(outcome, Refusal):
        raise outcome
    session.flush()
