"""`shopkit adoption`: all facts anew from the journal, and the report of a province."""

import argparse
import sys
import time

from sqlalchemy import exists, select

from shopkit import clock
from shopkit.adoption.actions.rebuilding import make_ahead, rebuild
from shopkit.cli.common import Commands, Told, opened, plural
from shopkit.cli.province_report import report
from shopkit.config import read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.places.models import Commune

REBUILD, REPORT = "rebuild", "report"


def add_commands(commands: Commands) -> None:
    command = commands.add_parser(
        "adoption", help="make the facts of communes anew, or print the report of a province"
    )
    command.add_argument(
        "what",
        choices=[REBUILD, REPORT],
        help="rebuild: read the whole journal again; report: print what a province adds up to",
    )
    command.add_argument("--province", default="", help="the two digits of a province (report)")
    command.add_argument("--period", default="", help="2026, 2026-Q3 or 2026-09 (report)")
    command.add_argument("--format", choices=["text", "json"], default="text", help="(report)")
    command.add_argument("--commune", default="", help="the code of one commune; without it, all")
    command.add_argument(
        "--no-figures", action="store_true", help="leave the figures to the pages that show them"
    )
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    if given.what == REPORT:
        return print_report(given)
    config = read_config()
    begun = time.monotonic()
    with opened(config) as database:
        migrate.check_version(database)
        check_commune(database, given.commune)
        count = rebuild(database, commune_code=given.commune, tell=tell)
        read = time.monotonic() - begun
        print(f"{plural(count, 'fact')} made from the journal in {read:.1f} s")
        if not given.no_figures:
            made = make_ahead(database, today=clock.today(), commune_code=given.commune, tell=tell)
            took = time.monotonic() - begun - read
            print(f"Figures of {plural(made, 'commune')} worked out in {took:.1f} s")
    return 0


def check_commune(database: Database, code: str) -> None:
    """Refuse a commune that never was; one that was joined to another still has its journal."""
    with database.reading() as session:
        is_known = not code or session.scalar(select(exists().where(Commune.code == code)))
    if not is_known:
        raise Told(f"{code!r} is not the code of a commune: five digits. Nothing was changed.")


def print_report(given: argparse.Namespace) -> int:
    if not given.province:
        raise Told("Say --province with its two digits, and --period.")
    config = read_config()
    with opened(config) as database:
        migrate.check_version(database)
        print(report(database, given))
    return 0


def tell(what: str, done: int, of: int) -> None:
    """How far it has come, on one line of a terminal and nowhere else."""
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,} {what}", end="\n" if done == of else "", file=sys.stderr)
