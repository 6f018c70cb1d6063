"""What a worker has to look after: jobs not finished, and which workers still live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, type_coerce
from sqlalchemy.orm import Session

from shopkit.db.types import Moment
from shopkit.jobs.models import FAILED, QUEUED, UNFINISHED, Job, JobWorker

DEAD_AFTER = timedelta(minutes=2)
AT_ONCE = 1000


@dataclass(frozen=True)
class Due:
    """A job that somebody has to carry to its end."""

    job_id: UUID
    workflow_id: str
    lane: str


def due(session: Session, *, is_new: bool) -> list[Due]:
    """Jobs nobody has begun, or all that are not finished, oldest first."""
    states = (QUEUED,) if is_new else UNFINISHED
    rows = session.scalars(
        select(Job).where(Job.state.in_(states)).order_by(Job.made_at, Job.id).limit(AT_ONCE)
    )
    return [Due(job.id, job.workflow_id, job.lane) for job in rows]


def show_alive(session: Session, name: str) -> None:
    """Note that a worker lives, by the clock of the database, and forget those long gone."""
    now = database_now(session)
    worker = session.get(JobWorker, name)
    if worker:
        worker.seen_at = now
    else:
        session.add(JobWorker(name=name, seen_at=now))
    session.execute(delete(JobWorker).where(JobWorker.seen_at < now - timedelta(days=1)))


def sign_off(session: Session, name: str) -> None:
    """Note that a worker has stopped, so that others take over at once."""
    session.execute(delete(JobWorker).where(JobWorker.name == name))


def living(session: Session) -> set[str]:
    seen_since = database_now(session) - DEAD_AFTER
    return set(session.scalars(select(JobWorker.name).where(JobWorker.seen_at >= seen_since)))


def database_now(session: Session) -> datetime:
    """The database's own time: workers on several hosts need one clock."""
    return session.execute(select(type_coerce(func.now(), Moment()))).scalar_one()


def waiting_since(session: Session, before: datetime) -> int:
    """How many jobs were asked for before a moment and not yet begun."""
    waiting = select(func.count()).select_from(Job).where(Job.state == QUEUED, Job.made_at < before)
    return session.scalar(waiting) or 0


def failures_since(session: Session, moment: datetime) -> list[tuple[str, str, int]]:
    """What kinds of job failed since a moment, of what, and how often."""
    rows = session.execute(
        select(Job.kind, Job.failure, func.count())
        .where(Job.state == FAILED, Job.finished_at >= moment)
        .group_by(Job.kind, Job.failure)
        .order_by(Job.kind, Job.failure)
    )
    return [(kind, failure, count) for kind, failure, count in rows]
