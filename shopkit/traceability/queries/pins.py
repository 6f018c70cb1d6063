"""Finding scratch numbers: whether a code has one, and the lists for the print shop."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.traceability.models.labels import LabelPin, LabelRun, PinList


def has_pin(session: Session, code: str) -> bool:
    return session.get(LabelPin, code) is not None


def pin_lists_of(session: Session, run: LabelRun) -> Sequence[PinList]:
    return session.scalars(
        select(PinList).where(PinList.run_id == run.id).order_by(PinList.number)
    ).all()
