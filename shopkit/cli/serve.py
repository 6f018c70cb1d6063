"""`shopkit serve`: the web pages, and by default the background work with them."""

import argparse
import os
import signal
import sys

from flask import Flask
from sqlalchemy.exc import DatabaseError

from shopkit.app import create_app
from shopkit.cli.backup import LAST_BACKUP
from shopkit.cli.common import Commands, Told, opened
from shopkit.cli.log import set_up_log
from shopkit.cli.server import Server
from shopkit.cli.upkeep import Daily
from shopkit.config import Config, read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.db.opening import open_files
from shopkit.jobs.durable import Worker
from shopkit.jobs.work import Bench
from shopkit.traceability.views.remembered import DESK

PATIENCE_S = 30.0


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("serve", help="serve the pages and do the background work")
    command.add_argument(
        "--without-jobs",
        action="store_true",
        help="leave the background work to `shopkit worker` (PostgreSQL)",
    )
    command.set_defaults(run=serve)


def serve(given: argparse.Namespace) -> int:
    set_up_log()
    config = read_config()
    with opened(config) as database:
        refuse_damaged(config, database)
        migrate.check_version(database)
        app = create_app(config, database=database)
        server = Server(app, config)
        worker = None if given.without_jobs else worker_of(app, config, database, "server")
        daily = Daily(database, open_files(config))
        looks = app.extensions[DESK].looks
        daily.start()
        looks.start()
        was_quiet = serve_until_told(server, worker, config)
        daily.stop()
        looks.stop()
    return end_process(was_quiet)


def serve_until_told(server: Server, worker: Worker | None, config: Config) -> bool:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    if worker:
        worker.start()
    print(f"ShopKit is at {config.public_address} (stop with Ctrl+C)", flush=True)
    was_quiet = server.run(PATIENCE_S)
    return (worker is None or worker.stop(PATIENCE_S)) and was_quiet


def worker_of(app: Flask, config: Config, database: Database, role: str) -> Worker:
    bench = Bench(database, open_files(config), app.extensions["shopkit.jobs"])
    return Worker(bench, config, role=role)


def refuse_damaged(config: Config, database: Database) -> None:
    """A damaged SQLite file is found before anybody writes into it."""
    if not database.is_sqlite:
        return
    try:
        with database.engine.connect() as connection:
            found = connection.exec_driver_sql("pragma quick_check(1)").scalar()
    except DatabaseError as error:
        found = error.orig
    if found != "ok":
        raise Told(
            f"The database file is damaged ({found}). Restore {last_backup(config)} into a new "
            "folder: SHOPKIT_DATA=<new folder> shopkit restore <file>"
        )


def last_backup(config: Config) -> str:
    marker = config.data / LAST_BACKUP
    if not marker.is_file():
        return "the newest backup"
    made_at, path = marker.read_text().splitlines()
    return f"{path} (of {made_at[:16]} UTC)"


def end_process(was_quiet: bool) -> int:
    if was_quiet:
        return 0
    # A thread that hangs would keep the interpreter waiting for ever; all it kept is on disk.
    sys.stderr.flush()
    os._exit(1)
