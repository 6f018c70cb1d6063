"""How often codes were looked up, for their shop and for the page behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.clock import day_begins_at, local_day
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label
from shopkit.traceability.models.looks import CodeLook, LookHour
from shopkit.traceability.rules.looks import HOURS_KEPT
from shopkit.traceability.rules.warnings import Hour

MOST_ROWS = 100
DAYS_SHOWN = 14


@dataclass(frozen=True)
class Total:
    """The looks of all codes of a batch; `code_count` are the codes looked up at least once."""

    count: int
    early_count: int
    code_count: int
    first_at: datetime | None
    last_at: datetime | None


def hours_of(session: Session, code: str, *, since: datetime) -> tuple[Hour, ...]:
    """The looks of one code by hour and place since a moment, oldest first."""
    rows = session.execute(
        select(LookHour.hour, LookHour.place, LookHour.count)
        .where(LookHour.code == code, LookHour.hour >= since)
        .order_by(LookHour.hour, LookHour.place)
    )
    return tuple(Hour(row.hour, row.place, row[2]) for row in rows)


def total_of(session: Session, batch: Batch) -> Total:
    row = session.execute(
        select(
            func.coalesce(func.sum(CodeLook.count), 0),
            func.coalesce(func.sum(CodeLook.early_count), 0),
            func.count(),
            func.min(CodeLook.first_at),
            func.max(CodeLook.last_at),
        ).where(CodeLook.batch_id == batch.id)
    ).one()
    return Total(int(row[0]), int(row[1]), row[2], row[3], row[4])


def days_of(
    session: Session, batch: Batch, *, now: datetime, days: int = DAYS_SHOWN
) -> list[tuple[datetime, int]]:
    """The looks of a batch on each of the last days, oldest first, days without any included."""
    first = day_begins_at(local_day(now) - timedelta(days=days - 1))
    rows = session.execute(
        select(LookHour.hour, func.sum(LookHour.count))
        .where(LookHour.batch_id == batch.id, LookHour.hour >= first)
        .group_by(LookHour.hour)
    )
    counts = [0] * days
    for hour, count in rows:
        counts[(hour - first).days] += int(count)
    return [(first + timedelta(days=at), count) for at, count in enumerate(counts)]


def busiest_codes(session: Session, batch: Batch, *, least: int) -> Sequence[CodeLook]:
    """The codes of single labels looked up at least so often, the most looked up first."""
    return session.scalars(
        select(CodeLook)
        .join(Label, Label.code == CodeLook.code)
        .where(CodeLook.batch_id == batch.id, CodeLook.count >= least)
        .order_by(CodeLook.count.desc(), CodeLook.code)
        .limit(MOST_ROWS)
    ).all()


def early_codes(session: Session, batch: Batch) -> Sequence[CodeLook]:
    """The codes looked up before their labels were activated, the latest first."""
    return session.scalars(
        select(CodeLook)
        .where(CodeLook.batch_id == batch.id, CodeLook.early_count > 0)
        .order_by(CodeLook.last_at.desc(), CodeLook.code)
        .limit(MOST_ROWS)
    ).all()


def positions_of(session: Session, codes: Sequence[str]) -> dict[str, tuple[UUID, int]]:
    """The run and the place on its sheets of some labels."""
    rows = session.execute(
        select(Label.code, Label.run_id, Label.position).where(Label.code.in_(codes))
    )
    return {row.code: (row.run_id, row.position) for row in rows}


def oldest_kept(now: datetime) -> datetime:
    return now - HOURS_KEPT
