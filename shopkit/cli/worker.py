"""`shopkit worker`: background work alone, in as many processes and hosts as wanted."""

import argparse
import signal
import threading

from shopkit.app import create_app
from shopkit.cli.common import Commands, opened
from shopkit.cli.log import set_up_log
from shopkit.cli.serve import PATIENCE_S, end_process, worker_of
from shopkit.config import read_config
from shopkit.db import migrate


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("worker", help="do background work only, without pages")
    command.set_defaults(run=work)


def work(_given: argparse.Namespace) -> int:
    set_up_log()
    config = read_config()
    with opened(config) as database:
        migrate.check_version(database)
        app = create_app(config, database=database)
        worker = worker_of(app, config, database, "worker")
        told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        worker.start()
        print(f"ShopKit works in the background as {worker.identity.name}", flush=True)
        told.wait()
        was_quiet = worker.stop(PATIENCE_S)
    return end_process(was_quiet)
