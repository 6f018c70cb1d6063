"""Finding batches, runs and codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models import Product
from shopkit.errors import NotFound
from shopkit.shops.models import Shop
from shopkit.traceability.models import Batch, Label, LabelFile, LabelRun


def batches_of(session: Session, shop: Shop) -> Sequence[Batch]:
    """The batches of a shop, newest first."""
    return session.scalars(
        select(Batch)
        .where(Batch.shop_id == shop.id)
        .order_by(Batch.made_on.desc(), Batch.opened_at.desc(), Batch.id.desc())
    ).all()


def batch(session: Session, shop: Shop, batch_id: UUID) -> Batch:
    found = session.scalars(
        select(Batch).where(Batch.id == batch_id, Batch.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(batch_id))
    return found


def runs_of_batch(session: Session, batch: Batch) -> Sequence[LabelRun]:
    return session.scalars(
        select(LabelRun)
        .where(LabelRun.batch_id == batch.id)
        .order_by(LabelRun.asked_at.desc(), LabelRun.id.desc())
    ).all()


def last_stock_or_none(session: Session, shop: Shop) -> str | None:
    """The label stock she printed on last, so that it need not be chosen again."""
    return session.scalar(
        select(LabelRun.stock)
        .where(LabelRun.shop_id == shop.id)
        .order_by(LabelRun.asked_at.desc(), LabelRun.id.desc())
        .limit(1)
    )


def label_run(session: Session, shop: Shop, run_id: UUID) -> LabelRun:
    found = session.scalars(
        select(LabelRun).where(LabelRun.id == run_id, LabelRun.shop_id == shop.id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(run_id))
    return found


def files_of(session: Session, run: LabelRun) -> Sequence[LabelFile]:
    return session.scalars(
        select(LabelFile).where(LabelFile.run_id == run.id).order_by(LabelFile.number)
    ).all()


def file_of(session: Session, run: LabelRun, number: int) -> LabelFile:
    found = session.get(LabelFile, (run.id, number))
    if found is None:
        raise NotFound(f"{run.id}/{number}")
    return found


def codes_of(session: Session, run: LabelRun, positions: range) -> Sequence[str]:
    """The codes of a run at these positions, in the order of the sheet."""
    return session.scalars(
        select(Label.code)
        .where(
            Label.run_id == run.id,
            Label.position >= positions.start,
            Label.position < positions.stop,
        )
        .order_by(Label.position)
    ).all()


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
