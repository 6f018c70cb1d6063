"""Asking for work, and asking again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.db.engine import after_commit
from shopkit.errors import Refusal
from shopkit.jobs import bell
from shopkit.jobs.models import FAILED, QUEUED, UNFINISHED, Job


class TooManyToday(Refusal):
    """The shop has asked for this kind of work as often as it may in one day."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class JobNotFailed(Refusal):
    """Only a failed job is done again."""


class JobGoesOnElsewhere(Refusal):
    """The same work was asked for anew after it failed."""


def enqueue(
    session: Session,
    kind: str,
    record_id: UUID,
    *,
    owner_id: UUID | None,
    shop_id: UUID | None = None,
    commune_code: str = "",
    total: int = 0,
    a_day: int | None = None,
    now: datetime,
) -> Job:
    """Ask for work on a record, in the transaction that makes it due.

    While such work on the record is unfinished, that job is returned: asking twice does nothing
    twice. `a_day` is how many jobs of this kind one shop may ask for in a day.
    """
    unfinished = unfinished_job_or_none(session, kind, record_id)
    if unfinished:
        return unfinished
    if a_day is not None and asked_today(session, kind, shop_id, now) >= a_day:
        raise TooManyToday(a_day)
    job = Job(
        kind=kind,
        record_id=record_id,
        owner_id=owner_id,
        shop_id=shop_id,
        commune_code=commune_code,
        total=total,
        made_at=now,
    )
    session.add(job)
    session.flush()
    after_commit(session, bell.ring)
    return job


def unfinished_job_or_none(session: Session, kind: str, record_id: UUID) -> Job | None:
    return session.scalar(
        select(Job).where(Job.kind == kind, Job.record_id == record_id, Job.state.in_(UNFINISHED))
    )


def asked_today(session: Session, kind: str, shop_id: UUID | None, now: datetime) -> int:
    """How many jobs of a kind a shop has asked for since midnight in Vietnam."""
    midnight = clock.day_begins_at(clock.local_day(now))
    asked = session.scalar(
        select(func.count())
        .select_from(Job)
        .where(Job.kind == kind, Job.shop_id == shop_id, Job.made_at >= midnight)
    )
    return asked or 0


def begin_again(session: Session, job: Job) -> None:
    """Let a failed job go on from the step where it stopped."""
    if job.state != FAILED:
        raise JobNotFailed(job.id)
    if unfinished_job_or_none(session, job.kind, job.record_id):
        raise JobGoesOnElsewhere(job.id)
    job.state = QUEUED
    job.rounds += 1
    job.starts = 0
    job.failure = ""
    job.finished_at = None
    after_commit(session, bell.ring)
