"""Finding label runs, their files and their codes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.shops.models import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun


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
