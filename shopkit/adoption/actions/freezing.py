"""Keeping figures as they stood, and correcting one by hand with a second person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.models.periods import Asked, FrozenFigure, Submission
from shopkit.adoption.rules.frozen import FrozenCell
from shopkit.db.base import new_id
from shopkit.db.bulk import insert_rows
from shopkit.journal.write import write

Frozen = Iterable[FrozenCell]
COLUMNS = tuple(column.key for column in FrozenFigure.__mapper__.column_attrs)


def freeze(session: Session, report: Submission, figures: Frozen, *, now: datetime) -> None:
    """Keep every figure of a report as it stands at its approval."""
    session.flush()
    rows = [dict.fromkeys(COLUMNS) | row_of(report, one, now) for one in figures]
    insert_rows(session.connection(), FrozenFigure, rows)


def row_of(report: Submission, one: FrozenCell, now: datetime) -> dict[str, object]:
    cell = one.cell
    return {
        "id": new_id(),
        "commune_code": report.commune_code,
        "submission_id": report.id,
        "period": report.period,
        "village_id": report.village_id,
        "indicator": one.indicator,
        "indicator_version": one.version,
        "breakdown": one.breakdown,
        "key": one.key,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "verified": cell.verified,
        "contributors": cell.contributors,
        "largest": cell.largest,
        "printed_why": "",
        "approved_at": now,
    }


def print_instead(
    session: Session, figure: FrozenFigure, asked: Asked, *, second_id: UUID | None, now: datetime
) -> None:
    """Print a corrected figure where a second person agreed; the computed one stays beside it."""
    figure.printed_numerator = asked.number
    figure.printed_why = asked.reason
    figure.printed_by_id = asked.asked_by_id
    figure.printed_seconded_by_id = second_id
    session.flush()
    details = {
        "indicator": figure.indicator,
        "period": figure.period,
        "village_id": str(figure.village_id),
        "breakdown": figure.breakdown,
        "key": figure.key,
    }
    write(session, figure, "figure.corrected", now=now, details=details)
