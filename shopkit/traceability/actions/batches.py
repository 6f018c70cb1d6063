"""Opening batches, and making their labels as work that survives a crash."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload.serials import new_code
from shopkit.catalog.models.products import Product
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.rules.batches import batch_code, check_dates

LABEL_RUN = "label_run"


class OnlyForMakers(Refusal):
    """Who sells on what others made does not label it as her own."""


def open_batch(
    session: Session,
    shop: Shop,
    product: Product,
    *,
    made_on: date,
    best_before: date | None,
    now: datetime,
) -> Batch:
    """Open a batch of a product of this shop."""
    if not shop.is_maker:
        raise OnlyForMakers
    check_dates(made_on, best_before, local_day(now))
    taken = session.scalars(
        select(Batch.code).where(Batch.shop_id == shop.id, Batch.made_on == made_on)
    )
    batch = Batch(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        product_id=product.id,
        code=batch_code(made_on, taken),
        trace_code=new_code(),
        made_on=made_on,
        best_before=best_before,
        opened_at=now,
    )
    session.add(batch)
    session.flush()
    write(session, batch, "batch.opened", now=now)
    return batch
