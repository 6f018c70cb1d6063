"""`shopkit adoption rebuild`: all facts anew from the journal, and the figures ahead."""

import argparse
import sys
import time

from shopkit import clock
from shopkit.adoption.actions.rebuilding import make_ahead, rebuild
from shopkit.cli.common import Commands, opened, plural
from shopkit.config import read_config
from shopkit.db import migrate

REBUILD = "rebuild"


def add_commands(commands: Commands) -> None:
    command = commands.add_parser(
        "adoption", help="make the facts and figures of communes anew from the journal"
    )
    command.add_argument("what", choices=[REBUILD], help="rebuild: read the whole journal again")
    command.add_argument("--commune", default="", help="the code of one commune; without it, all")
    command.add_argument(
        "--no-figures", action="store_true", help="leave the figures to the pages that show them"
    )
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    config = read_config()
    begun = time.monotonic()
    with opened(config) as database:
        migrate.check_version(database)
        count = rebuild(database, commune_code=given.commune, tell=tell)
        read = time.monotonic() - begun
        print(f"{plural(count, 'fact')} made from the journal in {read:.1f} s")
        if not given.no_figures:
            made = make_ahead(database, today=clock.today(), commune_code=given.commune, tell=tell)
            took = time.monotonic() - begun - read
            print(f"Figures of {plural(made, 'commune')} worked out in {took:.1f} s")
    return 0


def tell(what: str, done: int, of: int) -> None:
    """How far it has come, on one line of a terminal and nowhere else."""
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,} {what}", end="\n" if done == of else "", file=sys.stderr)
