"""A commune with approved figures, made without the way to them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.actions.freezing import freeze
from shopkit.adoption.actions.publishing import propose_publication, publish
from shopkit.adoption.models.periods import OpenPeriod, Submission
from shopkit.adoption.models.publishing import Publication
from shopkit.adoption.queries.periods import WHOLE_COMMUNE
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.frozen import FrozenCell
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.submissions import APPROVED
from shopkit.db.base import new_id
from shopkit.scope import Who
from tests import make
from tests.conftest import NOW

Cells = Mapping[tuple[str, str, str], Cell]


def approve(
    session: Session,
    period: Period,
    cells: Cells,
    village_id: UUID = WHOLE_COMMUNE,
    *,
    commune_code: str = make.HOANG_LOC,
    now: datetime = NOW,
) -> Submission:
    """A report that was approved with these figures: code, breakdown and part to a cell."""
    report = Submission(
        commune_code=commune_code,
        period=period.code,
        village_id=village_id,
        state=APPROVED,
        first_sent_at=now,
        state_at=now,
        approved_at=now,
    )
    session.add(report)
    session.flush()
    frozen = [FrozenCell(code, "1", by, key, cell) for (code, by, key), cell in cells.items()]
    freeze(session, report, frozen, now=now)
    return report


def ask(session: Session, period: Period, commune_code: str = make.HOANG_LOC) -> None:
    session.add(
        OpenPeriod(commune_code=commune_code, period=period.code, due_on=period.last, opened_at=NOW)
    )
    session.flush()


def published(
    session: Session, period: Period, *, commune_code: str = make.HOANG_LOC, now: datetime = NOW
) -> Publication:
    """Proposed by one and published by another."""
    made = propose_publication(session, somebody(), commune_code, period, now=now)
    publish(session, somebody(), made, now=now)
    session.flush()
    return made


def somebody() -> Who:
    return Who(new_id(), "Trần Thị Thử")
