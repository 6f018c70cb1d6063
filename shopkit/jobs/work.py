"""Doing a job one step at a time; knows nothing of who calls it, a worker or a test."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.jobs.models import DONE, FAILED, QUEUED, RUNNING, Job
from shopkit.jobs.registry import Kind, KindUnknown, Registry
from shopkit.scope import Who

# How a failure is called; a refusal is called by the name of its class.
UNKNOWN, STUCK, BROKEN = "unknown", "stuck", "broken"
MOST_STARTS = 5


@dataclass(frozen=True)
class Bench:
    """What work is done with."""

    database: Database
    files: Files
    registry: Registry


def start(bench: Bench, job_id: UUID) -> bool:
    """Begin or resume a job; False when it is over.

    Each start without a finished step since counts, so that a step which kills its process is
    given up at last.
    """
    with bench.database.writing() as session:
        job = locked(session, job_id)
        if job is None or job.is_over:
            return False
        job.starts += 1
        if job.starts > MOST_STARTS:
            give_up(job, STUCK, clock.now())
            return False
        try:
            kind = bench.registry.kind(job.kind)
            if job.state == QUEUED:
                act_for(session, job)
                job.total = kind.steps(session, job.record_id)
                job.state = RUNNING
        except KindUnknown:
            give_up(job, UNKNOWN, clock.now())
        except Refusal as refusal:
            give_up(job, type(refusal).__name__, clock.now())
        return not job.is_over


def do_next_step(bench: Bench, job_id: UUID) -> bool:
    """Do the next step of a running job, or its end; True while something is left to do."""
    with bench.database.reading() as session:
        job = session.get(Job, job_id)
        if job is None or job.state != RUNNING:
            return False
        kind, n, made = bench.registry.kind(job.kind), job.done, None
        try:
            if kind.make and n < job.total:
                made = kind.make(session, bench.files, job.record_id, n)
        except Refusal as refusal:
            fail(bench, job_id, type(refusal).__name__)
            return False
    try:
        return _keep_step(bench, kind, job_id, n, made)
    except Refusal as refusal:
        fail(bench, job_id, type(refusal).__name__)
        return False


def _keep_step(bench: Bench, kind: Kind, job_id: UUID, n: int, made: object) -> bool:
    with bench.database.writing() as session:
        job = locked(session, job_id)
        if job is None or job.state != RUNNING:
            return False
        if job.done != n:
            return True  # somebody else did this step while we were making it
        act_for(session, job)
        if n < job.total:
            kind.keep(session, job.record_id, n, made)
            job.done = n + 1
            job.starts = 0
            return True
        if kind.finish:
            kind.finish(session, job.record_id)
        job.state = DONE
        job.finished_at = clock.now()
        return False


def fail(bench: Bench, job_id: UUID, failure: str) -> None:
    """Give a job up for good; nothing of its failed step was kept."""
    with bench.database.writing() as session:
        job = locked(session, job_id)
        if job and not job.is_over:
            give_up(job, failure, clock.now())


def put_off(bench: Bench, job_id: UUID) -> None:
    """Let a job wait for what is away just now; such waiting is no failure of its own."""
    with bench.database.writing() as session:
        job = locked(session, job_id)
        if job and not job.is_over:
            job.starts = 0


def give_up(job: Job, failure: str, now: datetime) -> None:
    job.state = FAILED
    job.failure = failure[:40]
    job.finished_at = now


def act_for(session: Session, job: Job) -> None:
    """What the job changes was done on behalf of the one who asked for it."""
    if job.owner_id:
        session.info["actor"] = Who(account_id=job.owner_id, name="")


def locked(session: Session, job_id: UUID) -> Job | None:
    """The job, held until the transaction ends; SQLite needs no lock, it has one writer."""
    return session.scalar(select(Job).where(Job.id == job_id).with_for_update())


def do_all(bench: Bench, job_id: UUID) -> None:
    """Do a whole job here and now, without a worker."""
    if start(bench, job_id):
        while do_next_step(bench, job_id):
            pass
