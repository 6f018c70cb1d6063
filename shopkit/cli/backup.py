"""`shopkit backup`, `restore` and `move`: one file that holds everything, and the way back."""

import argparse
import tempfile
from pathlib import Path

from shopkit import clock
from shopkit.app import load_reference
from shopkit.cli.archive.archive import KEY, write_archive
from shopkit.cli.archive.restoring import opened as opened_archive
from shopkit.cli.archive.restoring import restore
from shopkit.cli.common import Commands, Told, opened, plural, program_version
from shopkit.config import Config, database_url, read_config
from shopkit.db import migrate
from shopkit.db.engine import Database, open_database
from shopkit.db.opening import open_files
from shopkit.jobs.identity import running

LAST_BACKUP = "last-backup"


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("backup", help="write all records and files to one file")
    command.add_argument("file", type=Path, help="where to write, for example shop.zip")
    command.add_argument(
        "--without-files", action="store_true", help="records only; files have a backup elsewhere"
    )
    command.set_defaults(run=back_up)
    command = commands.add_parser("restore", help="fill an empty installation from a backup")
    command.add_argument("file", type=Path)
    command.set_defaults(run=bring_back)
    command = commands.add_parser("move", help="move all records to another database")
    command.add_argument(
        "--to", required=True, metavar="URL", help="postgresql://… of an empty one"
    )
    command.set_defaults(run=move)


def back_up(given: argparse.Namespace) -> int:
    config = read_config()
    if not given.file.parent.is_dir():
        raise Told(f"There is no folder {given.file.parent}; make it first.")
    with opened(config) as database:
        manifest = write_archive(
            given.file,
            database,
            schema=schema_of(database),
            program=program_version(),
            now=clock.now(),
            files=None if given.without_files else open_files(config),
            key=config.data / KEY,
        )
    (config.data / LAST_BACKUP).write_text(f"{manifest.made_at}\n{given.file.resolve()}\n")
    print(
        f"Backed up {plural(manifest.rows, 'record')} and {plural(manifest.files, 'file')} to "
        f"{given.file}. It holds names and keys of people: keep it safe, on another machine."
    )
    return 0


def bring_back(given: argparse.Namespace) -> int:
    if not given.file.is_file():
        raise Told(f"There is no file {given.file}.")
    config = read_config()
    refuse_running(config)
    with opened(config) as database, opened_archive(given.file) as archive:
        manifest = restore(archive, database, files=open_files(config), key=config.data / KEY)
        with database.writing() as session:
            load_reference(session)
    print(
        f"Restored {plural(manifest.rows, 'record')} and {plural(manifest.files, 'file')} of "
        f"{manifest.made_at[:16]} UTC, each counted and compared. Now run: shopkit serve"
    )
    return 0


def move(given: argparse.Namespace) -> int:
    """Carry the records over through a backup; the files stay where they are."""
    config = read_config()
    refuse_running(config)
    target_url = database_url(given.to, config.data)
    if target_url == config.database_url:
        raise Told("That is the database in use now; name another one.")
    with tempfile.TemporaryDirectory(dir=config.data) as folder, opened(config) as database:
        path = Path(folder) / "move.zip"
        schema = schema_of(database)
        now = clock.now()
        write_archive(path, database, schema=schema, program=program_version(), now=now)
        target = open_database(target_url)
        try:
            with opened_archive(path) as archive:
                manifest = restore(archive, target)
        finally:
            target.close()
    print(
        f"Moved {plural(manifest.rows, 'record')}, each counted and compared. Set DATABASE_URL to "
        "the new address and start again; the old database was not changed."
    )
    return 0


def schema_of(database: Database) -> str:
    """The version of a database that holds something."""
    found = migrate.current(database.engine)
    if found is None:
        raise Told("There is nothing here yet: the database is empty.")
    return found


def refuse_running(config: Config) -> None:
    names = running(config.data / "locks")
    if names:
        raise Told(f"Stop ShopKit first ({', '.join(names)} is running); nothing was changed.")
