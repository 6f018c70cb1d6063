"""The house's own worker in a process that a power cut may end: `python -m tests.imports.taker`."""

import logging
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.app import create_app
from shopkit.config import Config
from shopkit.db.engine import open_database
from shopkit.db.opening import open_files
from shopkit.jobs import durable
from shopkit.jobs.registry import Kind, Registry
from shopkit.jobs.work import Bench

NEVER = -1


class CutOff(Registry):
    """The kinds of work of the house; in one step the power goes before its commit."""

    def __init__(self, house: Registry, step: int) -> None:
        super().__init__()
        self.house, self.step = house, step

    def kind(self, name: str) -> Kind:
        found = self.house.kind(name)

        def keep(session: Session, record_id: UUID, n: int, made: object) -> None:
            found.keep(session, record_id, n, made)
            session.flush()
            if n == self.step:
                os.kill(os.getpid(), signal.SIGKILL)

        return replace(found, keep=keep)


def main(url: str, data: str, secret: str, cut_in: int) -> None:
    """Do what waits until SIGTERM, or until the power goes."""
    config = Config(data=Path(data), database_url=url, secret_key=secret)
    database = open_database(url)
    app = create_app(config, database=database)
    kinds = CutOff(app.extensions["shopkit.jobs"], cut_in)
    worker = durable.Worker(Bench(database, open_files(config), kinds), config, role="taker")
    durable.COMPARE_EACH_S = 0.5
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    worker.start()
    told.wait()
    worker.stop(patience_s=10)
    database.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
