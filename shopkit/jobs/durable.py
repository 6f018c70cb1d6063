"""Carrying jobs through crashes with DBOS, on both engines.

DBOS keeps its tables in a file or schema of its own, so the `job` table and its own are two
databases. The `job` row is the truth: it is committed with the request, a worker hands it to DBOS
after that, and looks every half minute for what got lost between the two.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from uuid import UUID

from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    PortableWorkflowError,
    SetEnqueueOptions,
    SetWorkflowID,
    StepOptions,
    WorkflowStatus,
    error,
)
from sqlalchemy.exc import SQLAlchemyError

from shopkit.config import Config
from shopkit.db.files import FilesAway
from shopkit.jobs import bell, roster, work
from shopkit.jobs.identity import claim_identity
from shopkit.jobs.models import QUEUED
from shopkit.jobs.roster import Due
from shopkit.jobs.work import Bench

log = logging.getLogger(__name__)

QUEUE = "jobs"
# DBOS resumes only work of its own version; ours never changes, so old work must stay replayable:
# the workflow and its steps keep their names.
VERSION = "1"
LOOK_EACH_S = 1.0
COMPARE_EACH_S = 30.0
KEPT_FOR_S = 7 * 24 * 3600
CHUNK = 200

STEP: StepOptions = {
    "name": "step",
    "retries_allowed": True,
    "max_attempts": 5,
    "interval_seconds": 1.0,
    "backoff_rate": 2.0,
}


class Paused(BaseException):
    """The process is stopping. Not an Exception: DBOS would take that for the end of the job."""


_worker: "Worker | None" = None


@DBOS.workflow(name="job")
def carry(job_id: str) -> None:
    """Carry a job to its end; after a crash DBOS calls this again."""
    worker = running_worker()
    # Not a step of DBOS: each start counts, the ones after a crash above all.
    with worker.busy():
        goes_on = work.start(worker.bench, UUID(job_id))
    try:
        while goes_on:
            goes_on = DBOS.run_step(STEP, step, job_id)
    except (error.DBOSMaxStepRetriesExceeded, PortableWorkflowError) as failed:
        if isinstance(cause(failed), FilesAway):
            # Its row stays unfinished, and the next comparing hands it over anew.
            log.warning("job %s waits for the store of files", job_id)
            work.put_off(running_worker().bench, UUID(job_id))
            return
        log.error("job %s failed", job_id, exc_info=cause(failed))
        DBOS.run_step(STEP | {"name": "fail"}, fail, job_id)


def cause(failed: Exception) -> Exception:
    """What the last try ran into; after a restart DBOS has only its words."""
    tries = failed.errors if isinstance(failed, error.DBOSMaxStepRetriesExceeded) else []
    return tries[-1] if tries else failed


def step(job_id: str) -> bool:
    worker = running_worker()
    with worker.busy():
        return work.do_next_step(worker.bench, UUID(job_id))


def fail(job_id: str) -> None:
    work.fail(running_worker().bench, UUID(job_id), work.BROKEN)


def running_worker() -> "Worker":
    if _worker is None:
        raise Paused
    return _worker


class Worker:
    """The background work of one process; one process has one."""

    def __init__(self, bench: Bench, config: Config, *, role: str, at_once: int = 2) -> None:
        self.bench = bench
        self._config = config
        self._role = role
        self._at_once = at_once
        self._stopping = threading.Event()
        self._steps = 0
        self._quiet = threading.Condition()
        self._handed: set[str] = set()
        self._looking = threading.Thread(target=self._look_for_work, name="jobs", daemon=True)

    def start(self) -> None:
        """Resume what an earlier process left, then take new work as it comes."""
        global _worker
        self.identity = claim_identity(
            self._config.data / "locks", self._role, is_one_host=self._config.is_sqlite
        )
        _worker = self
        # Without a handler of ours DBOS prints its log past the one of the house.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        DBOS(config=self._settings())
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            partition_concurrency=1,
            worker_concurrency=self._at_once,
            polling_interval_sec=0.5,
        )
        self._looking.start()

    def _settings(self) -> DBOSConfig:
        return DBOSConfig(
            name="shopkit",
            system_database_url=system_url(self._config),
            sys_db_pool_size=5,
            application_version=VERSION,
            executor_id=self.identity.name,
            serializer=DBOSPortableJSONSerializer(),
            # Listening holds a connection of its own, which a pooler in between would break.
            use_listen_notify=False,
            # Messages and schedules of DBOS are not used, so it looks for them seldom; the first
            # cannot be more seldom, because stopping waits for it.
            notification_listener_polling_interval_sec=2.0,
            scheduler_polling_interval_sec=300.0,
            max_executor_threads=self._at_once + 4,
            log_level="WARNING",
        )

    def stop(self, patience_s: float = 30.0) -> bool:
        """Finish the steps in hand and leave the rest for the next start; False if one hangs."""
        global _worker
        self._stopping.set()
        bell.ring()
        self._looking.join()
        with self._quiet:
            is_quiet = self._quiet.wait_for(lambda: self._steps == 0, patience_s)
        _worker = None
        DBOS.destroy()
        with self.bench.database.writing() as session:
            roster.sign_off(session, self.identity.name)
        self.identity.release()
        return is_quiet

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While a step is being done; once the process is stopping none begins."""
        with self._quiet:
            if self._stopping.is_set():
                raise Paused
            self._steps += 1
        try:
            yield
        finally:
            with self._quiet:
                self._steps -= 1
                self._quiet.notify_all()

    def _look_for_work(self) -> None:
        compare_at = 0.0
        while not self._stopping.is_set():
            bell.rung.clear()
            try:
                if time.monotonic() >= compare_at:
                    self._compare()
                    compare_at = time.monotonic() + COMPARE_EACH_S
                self._take_new()
            except (SQLAlchemyError, error.DBOSException):
                log.warning("looking for background work failed; trying again", exc_info=True)
            bell.rung.wait(LOOK_EACH_S)

    def _take_new(self) -> None:
        with self.bench.database.reading() as session:
            new = roster.due(session, is_new=True)
        for each in new:
            if each.workflow_id not in self._handed:
                self._hand_over(each)

    def _hand_over(self, each: Due) -> None:
        """Give a job to DBOS; giving it twice is giving it once, because the id is the same."""
        with (
            SetWorkflowID(each.workflow_id),
            SetEnqueueOptions(queue_partition_key=each.lane),
        ):
            DBOS.enqueue_workflow(QUEUE, carry, str(each.job_id))
        self._handed.add(each.workflow_id)

    def _compare(self) -> None:
        """Hand over what got lost, and take over from workers that are gone."""
        with self.bench.database.writing() as session:
            roster.show_alive(session, self.identity.name)
        with self.bench.database.reading() as session:
            unfinished = roster.due(session, is_new=False)
            living = roster.living(session)
        self._handed.clear()
        take_over_from_all_but(living)
        for chunk in chunks(unfinished):
            known = workflows([each.workflow_id for each in chunk])
            for each in chunk:
                self._compare_one(each, known.get(each.workflow_id))
        forget_old_workflows()

    def _compare_one(self, each: Due, known: WorkflowStatus | None) -> None:
        if known is None:
            self._hand_over(each)
        elif known.status not in ("ENQUEUED", "DELAYED", "PENDING"):
            self._new_round(each)

    def _new_round(self, each: Due) -> None:
        """DBOS holds the job for ended and its row does not.

        An older copy of the database was restored, or the job stumbled before its first step.
        """
        with self.bench.database.writing() as session:
            job = work.locked(session, each.job_id)
            if job is None or job.is_over or job.workflow_id != each.workflow_id:
                return
            job.starts += 1  # its own count of this start was rolled back with what went wrong
            job.rounds += 1
            job.state = QUEUED


def system_url(config: Config) -> str:
    """Where DBOS keeps its tables: a file beside ours, or a schema of the same PostgreSQL."""
    if not config.is_sqlite:
        return config.database_url
    path = config.data / "jobs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode=wal")
    return f"sqlite:///{path}"


def take_over_from_all_but(living: set[str]) -> None:
    """Go on with what gone workers had in hand.

    Also where the row is finished and only DBOS was not told: until then its lane stands still.
    """
    for each in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
        if each.executor_id not in living:
            log.warning("taking over job %s from %s", each.workflow_id, each.executor_id)
            DBOS.resume_workflow(each.workflow_id, queue_name=QUEUE)


def workflows(ids: list[str]) -> dict[str, WorkflowStatus]:
    found = DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
    return {each.workflow_id: each for each in found}


def forget_old_workflows() -> None:
    """Only the `job` row is kept for good; DBOS's notes on each step would grow for ever."""
    before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - KEPT_FOR_S))
    old = DBOS.list_workflows(
        completed_before=before, limit=CHUNK, load_input=False, load_output=False
    )
    if old:
        DBOS.delete_workflows([each.workflow_id for each in old])


def chunks(all_due: Sequence[Due]) -> Iterator[Sequence[Due]]:
    for start in range(0, len(all_due), CHUNK):
        yield all_due[start : start + CHUNK]
