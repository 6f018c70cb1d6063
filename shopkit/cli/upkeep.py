"""`shopkit upkeep`: once a day the house is tidied; a server does it by itself."""

import argparse
import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from shopkit.app import keep_tidy
from shopkit.cli.common import Commands, opened
from shopkit.config import read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.db.opening import open_files

log = logging.getLogger(__name__)

DAY_S = 24 * 3600.0


def add_commands(commands: Commands) -> None:
    command = commands.add_parser(
        "upkeep", help="forget what has had its time; a running server does it once a day"
    )
    command.set_defaults(run=tidy)


def tidy(_given: argparse.Namespace) -> int:
    config = read_config()
    with opened(config) as database:
        migrate.check_version(database)
        keep_tidy(database, open_files(config))
    print("Old sign-ins, answers and files that nobody holds are gone.")
    return 0


class Daily:
    """Tidies at the start and then once a day, in a thread of its own."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._told.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._told.is_set():
            try:
                keep_tidy(self._database, self._files)
            except (SQLAlchemyError, OSError):
                log.warning("tidying failed; it is tried again tomorrow", exc_info=True)
            self._told.wait(DAY_S)
