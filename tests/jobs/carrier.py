"""A process that carries jobs, to be killed by tests: `python -m tests.jobs.carrier URL DATA`."""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.config import Config
from shopkit.db.engine import open_database
from shopkit.db.files import Files, FilesAway
from shopkit.db.opening import open_files
from shopkit.jobs import durable
from shopkit.jobs.durable import Worker
from shopkit.jobs.models import Job
from shopkit.jobs.registry import Registry
from shopkit.jobs.work import Bench
from shopkit.journal import write as journal

STEPS = 12


def main(url: str, data: str, pause_s: float) -> None:
    """Carry jobs until SIGTERM; each step is told to the file `trace` before it is made."""
    trace = Path(data) / "trace"

    def make(_session: Session, _files: Files, record_id: UUID, n: int) -> None:
        tell(trace, f"begin {record_id} {n}")
        time.sleep(pause_s)
        tell(trace, f"end {record_id} {n}")

    def fall(_session: Session, _files: Files, record_id: UUID, n: int) -> None:
        tell(trace, f"begin {record_id} {n}")
        raise ConnectionError("the printer is not there")

    def die(_session: Session, _files: Files, record_id: UUID, n: int) -> None:
        tell(trace, f"begin {record_id} {n}")
        os._exit(9)

    def wait(_session: Session, _files: Files, record_id: UUID, n: int) -> None:
        tell(trace, f"begin {record_id} {n}")
        if not (Path(data) / "store-is-back").exists():
            raise FilesAway("the store is not there")

    def stumble(_session: Session, record_id: UUID) -> int:
        tell(trace, f"begin {record_id} -")
        raise ConnectionError("the list is not there")

    registry = Registry()
    registry.register("stumble", steps=stumble, keep=note)
    registry.register("count", steps=lambda _session, _id: STEPS, make=make, keep=note)
    registry.register("fall", steps=lambda _session, _id: STEPS, make=fall, keep=note)
    registry.register("wait", steps=lambda _session, _id: STEPS, make=wait, keep=note)
    registry.register("die", steps=lambda _session, _id: STEPS, make=die, keep=note)
    config = Config(data=Path(data), database_url=url, secret_key="")
    bench = Bench(open_database(url), open_files(config), registry)
    durable.STEP["interval_seconds"] = 0.05
    durable.COMPARE_EACH_S = 0.5
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    worker = Worker(bench, config, role="test")
    worker.start()
    tell(trace, f"up {os.getpid()}")
    told.wait()
    is_quiet = worker.stop(patience_s=10)
    bench.database.close()
    sys.exit(0 if is_quiet else 1)


def note(session: Session, record_id: UUID, n: int, _made: object) -> None:
    job = session.scalars(select(Job).where(Job.record_id == record_id)).one()
    journal.write(session, job, f"step.{n}", now=clock.now())


def tell(trace: Path, line: str) -> None:
    with trace.open("a") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
