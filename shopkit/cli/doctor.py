"""`shopkit doctor`: is this installation sound, and if not, what to do."""

import argparse
import shutil
import stat
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qr_labels.drawing.fonts import GlyphMissing, text_runs
from shopkit import clock
from shopkit.cli.archive.archive import KEY
from shopkit.cli.backup import LAST_BACKUP
from shopkit.cli.common import Commands, opened, plural
from shopkit.cli.named import named_files
from shopkit.config import Config, folder, read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.db.files import FilesAway
from shopkit.db.opening import open_files
from shopkit.jobs import roster
from shopkit.web.assets import MANIFEST

LEAST_FREE = 1_000_000_000
OLDEST_BACKUP = timedelta(days=2)
STUCK_AFTER = timedelta(minutes=10)
FAILED_SINCE = timedelta(days=7)
CLOCKS_APART = timedelta(minutes=1)
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
PROBES = "probes"
STORE_ADVICE = "look at AWS_ENDPOINT_URL, the bucket's name and the keys, then at the store itself"
HARDEST_WORDS = "Ờ Ễ Ỵ ắ ữ ₫ Ngọc Hường"


@dataclass(frozen=True)
class Found:
    """What one look has found; `advice` is empty where all is well."""

    what: str
    told: str
    advice: str = ""


Look = Callable[[Config, Database], Found]


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("doctor", help="look for what is wrong and say what to do")
    command.set_defaults(run=examine)


def examine(_given: argparse.Namespace) -> int:
    config = read_config()
    is_sound = True
    with opened(config) as database:
        for found in looks(config, database):
            print(f"{'ok ' if not found.advice else 'FIX'}  {found.what:<12} {found.told}")
            if found.advice:
                print(f"     {'':<12} -> {found.advice}")
                is_sound = False
    return 0 if is_sound else 1


def looks(config: Config, database: Database) -> Iterator[Found]:
    """All that is looked at; without tables of our version there is no more to look for."""
    yield from (look(config, database) for look in WITHOUT_TABLES)
    version = schema(database)
    yield version
    if not version.advice:
        yield from (look(config, database) for look in WITH_TABLES)


def secret_key(config: Config, _database: Database) -> Found:
    path = config.data / KEY
    if not path.exists():
        return Found("secret key", "given by SHOPKIT_SECRET_KEY")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Found("secret key", f"{path} can be read by others", f"chmod 600 {path}")
    return Found("secret key", "kept for its owner only")


def address(config: Config, _database: Database) -> Found:
    given = config.public_address
    if config.is_secure or given.startswith(("http://127.", "http://localhost")):
        return Found("address", given)
    return Found(
        "address",
        f"{given} is not encrypted",
        "put a proxy with TLS in front and set SHOPKIT_ADDRESS=https://…",
    )


def help_phone(config: Config, _database: Database) -> Found:
    """A house that is open to people names somebody to call."""
    if config.help_phone or not config.is_secure:
        return Found("help", config.help_phone or "no number yet; needed once people use it")
    return Found("help", "no number to call", "set SHOPKIT_HELP_PHONE to a person's number")


def static_files(_config: Config, _database: Database) -> Found:
    if (folder("static") / MANIFEST).is_file():
        return Found("pages", "styles and scripts are built")
    return Found("pages", "styles and scripts are missing", "python -m shopkit.web.assets")


def fonts(_config: Config, _database: Database) -> Found:
    try:
        text_runs(HARDEST_WORDS)
    except (GlyphMissing, OSError) as error:
        return Found("fonts", str(error), "install the program again, with its fonts")
    return Found("fonts", "all Vietnamese letters can be drawn")


def disk(config: Config, _database: Database) -> Found:
    free = shutil.disk_usage(config.data).free
    told = f"{free / 1e9:.1f} GB free in {config.data}"
    if free < LEAST_FREE:
        return Found("disk", told, "make room before photos and labels can no longer be kept")
    return Found("disk", told)


def files_kept(config: Config, _database: Database) -> Found:
    """Whether a file can be written where they are kept, and read again."""
    try:
        files = open_files(config)
        place = files.shelf(PROBES)
        content = uuid.uuid4().bytes
        name = place.put(content)
        is_read = place.read(name) == content
        place.remove(name)
    except FilesAway as error:
        return Found("files", f"{config.store} does not answer ({error})", STORE_ADVICE)
    except OSError as error:
        return Found("files", f"{config.files}: {error.strerror}", "let ShopKit's user write there")
    where = config.store or config.files
    if not is_read:
        return Found("files", f"{where} gives back other bytes than it got", "use another place")
    return Found("files", f"{where} can be written and read")


def files_named(config: Config, database: Database) -> Found:
    """Whether every file that a record names is there."""
    try:
        # Records first: a file is always there before the row that names it.
        with database.reading() as session:
            named = set(named_files(session))
        lacking = named.difference(name for _shelf, name in open_files(config).everything())
    except OSError as error:
        return Found("files named", f"cannot be looked for: {error}", "mend the files first")
    if lacking:
        told = f"{len(lacking)} of {plural(len(named), 'file')} not there, as {min(lacking)}"
        return Found("files named", told, "bring them back from a backup or the store's versions")
    return Found("files named", f"all of {plural(len(named), 'file')} are there")


def backups(config: Config, _database: Database) -> Found:
    path = config.data / LAST_BACKUP
    advice = "run shopkit backup every night and keep the file on another machine"
    if not path.is_file():
        return Found("backup", "none was ever made here", advice)
    age = clock.now() - datetime.fromisoformat(path.read_text().splitlines()[0])
    told = f"the last is {plural(age.days, 'day')} old"
    return Found("backup", told, advice if age > OLDEST_BACKUP else "")


def schema(database: Database) -> Found:
    found, head = migrate.current(database.engine), migrate.head()
    if found == head:
        return Found("version", f"the database is at {head}")
    if found is not None and found not in migrate.known_versions():
        return Found("version", f"the database is of a newer program ({found})", "install that one")
    return Found("version", f"the database is at {found or 'nothing'}", "shopkit upgrade")


def database_file(_config: Config, database: Database) -> Found:
    if not database.is_sqlite:
        return Found("database", "PostgreSQL answers")
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("pragma quick_check(1)").scalar()
        mode = connection.exec_driver_sql("pragma journal_mode").scalar()
    if found != "ok":
        return Found("database", f"damaged: {found}", "shopkit restore <newest backup>")
    if mode != "wal":
        return Found("database", f"journal mode {mode}", "move the data folder to a local disk")
    return Found("database", "the file is sound")


def time_of_day(_config: Config, database: Database) -> Found:
    now = clock.now()
    with database.reading() as session:
        apart = abs(roster.database_now(session) - datetime.now(UTC))
    if now < RELEASED:
        return Found("clock", f"it says {now:%d/%m/%Y}", "set the clock of this machine")
    if apart > CLOCKS_APART:
        return Found("clock", f"the database's differs by {apart}", "let both machines use NTP")
    return Found("clock", f"{now:%d/%m/%Y %H:%M} UTC")


def jobs_waiting(_config: Config, database: Database) -> Found:
    with database.reading() as session:
        count = roster.waiting_since(session, clock.now() - STUCK_AFTER)
    if count:
        return Found(
            "jobs",
            f"{plural(count, 'job')} waiting for more than 10 minutes",
            "is `shopkit serve` or `shopkit worker` running?",
        )
    return Found("jobs", "none is waiting long")


def jobs_failed(_config: Config, database: Database) -> Found:
    with database.reading() as session:
        failed = roster.failures_since(session, clock.now() - FAILED_SINCE)
    if failed:
        told = ", ".join(f"{kind}: {failure} ({count})" for kind, failure, count in failed)
        return Found("failures", f"in the last week {told}", "look for the time in the log")
    return Found("failures", "no job failed in the last week")


WITHOUT_TABLES: tuple[Look, ...] = (
    secret_key,
    address,
    help_phone,
    static_files,
    fonts,
    disk,
    files_kept,
    backups,
)
WITH_TABLES: tuple[Look, ...] = (database_file, time_of_day, jobs_waiting, jobs_failed, files_named)
