"""`shopkit upgrade`: bring the database to this version, after a backup, whole or not at all."""

import argparse
from pathlib import Path

from shopkit import clock
from shopkit.app import load_reference
from shopkit.cli.archive.archive import write_archive
from shopkit.cli.common import Commands, opened, program_version
from shopkit.config import Config, read_config
from shopkit.db import migrate
from shopkit.db.engine import Database

KEPT = 5


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("upgrade", help="bring the database to this version")
    command.set_defaults(run=upgrade)


def upgrade(_given: argparse.Namespace) -> int:
    config = read_config()
    with opened(config) as database:
        bring_up_to_date(config, database)
    return 0


def bring_up_to_date(config: Config, database: Database) -> None:
    """Upgrade where it is needed, and load what every installation knows."""
    found = migrate.current(database.engine)
    if found is not None and found not in migrate.known_versions():
        raise migrate.SchemaTooNew(found)
    if found != migrate.head():
        if found is not None:
            print(f"Backup before the upgrade: {back_up_before(config, database, found)}")
        before = row_counts(database)
        try:
            migrate.upgrade(database)
        except BaseException:
            print("The upgrade failed and was undone: the version before it goes on working.")
            raise
        print(f"The database is now at version {migrate.head()}.")
        tell_lost_rows(before, row_counts(database))
    with database.writing() as session:
        load_reference(session)


def back_up_before(config: Config, database: Database, found: str) -> Path:
    """Keep the records as they were; files are never changed by an upgrade."""
    now = clock.now()
    folder = config.data / "backups"
    folder.mkdir(exist_ok=True)
    path = folder / f"before-upgrade-{now:%Y%m%d-%H%M%S}.zip"
    write_archive(path, database, schema=found, program=program_version(), now=now)
    for old in sorted(folder.glob("before-upgrade-*.zip"))[:-KEPT]:
        old.unlink()
    return path


def row_counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return migrate.row_counts(connection)


def tell_lost_rows(before: dict[str, int], after: dict[str, int]) -> None:
    for name, count in before.items():
        if after.get(name, 0) < count:
            print(f"Look at table {name}: {count} rows before, {after.get(name, 0)} after.")
