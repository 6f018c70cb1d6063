"""Changing what a product differs in, and what its forms cost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import OPTIONS, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.record import Form
from shopkit.catalog.rules.variants import Level, combined
from shopkit.errors import Refusal
from shopkit.journal.models import OBSERVED
from shopkit.shops.models.shops import Shop


def set_levels(
    session: Session,
    shop: Shop,
    product: Product,
    *,
    levels: Sequence[Level],
    version: int,
    now: datetime,
) -> None:
    """Say what the product differs in; its forms are all combinations, none where there is none.

    Raises ProductChanged and TooManyForms.
    """
    record = record_of(session, shop, product, address="", on=now.date())
    forms = combined(record, levels)
    names = tuple(name for name, _ in levels)
    set_forms(session, shop, product, names=names, forms=forms, version=version, now=now)


def set_forms(
    session: Session,
    shop: Shop,
    product: Product,
    *,
    names: tuple[str, ...],
    forms: tuple[Form, ...],
    version: int,
    now: datetime,
) -> None:
    """Keep the forms as given, each with what is its own.

    Raises ProductChanged, SkuTaken, GtinTaken and FieldUnfit.
    """
    before = record_of(session, shop, product, address="", on=now.date())
    record = replace(before, option_names=names, forms=forms)
    if record == before:
        return
    if product.is_changed_since(OPTIONS, version):
        raise ProductChanged(product.id)
    kept = keep_records(session, shop, [record], now=now, known=[product.id], evidence=OBSERVED)
    outcome = kept.outcomes[0]
    if isinstance(outcome, Refusal):
        raise outcome
    take_photos(session, product, forms)


def take_photos(session: Session, product: Product, forms: Sequence[Form]) -> None:
    """Give each form the photo chosen for it, or none."""
    chosen = {form.values: form.picture for form in forms}
    for variant in session.scalars(select(Variant).where(Variant.product_id == product.id)):
        picture = chosen[tuple(variant.values)]
        photo_id = UUID(picture.id) if picture else None
        if variant.photo_id != photo_id:
            variant.photo_id = photo_id
    session.flush()
