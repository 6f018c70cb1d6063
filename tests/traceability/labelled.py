"""Labels with codes of their own, without drawing them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload.serials import codes
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelRun
from tests.conftest import NOW


def labels_of(session: Session, batch: Batch, count: int) -> list[Label]:
    """A finished run of so many labels."""
    run = LabelRun(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        count=count,
        stock="avery-l7160",
        asked_at=NOW,
        ready_at=NOW,
    )
    session.add(run)
    session.flush()
    session.add_all(
        Label(
            code=code,
            commune_code=batch.commune_code,
            shop_id=batch.shop_id,
            batch_id=batch.id,
            run_id=run.id,
            position=position,
        )
        for position, code in enumerate(codes(count))
    )
    session.flush()
    return list(
        session.scalars(select(Label).where(Label.run_id == run.id).order_by(Label.position))
    )


def label_of(session: Session, batch: Batch) -> Label:
    return labels_of(session, batch, 1)[0]
