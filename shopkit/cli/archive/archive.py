"""The file itself: tables as lines, files by their hash, and a list of what must be in it."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from shopkit.cli.archive.columns import KINDS, described, record_tables
from shopkit.cli.archive.rows import Digest, lines
from shopkit.db.engine import Database
from shopkit.db.files import Files, place_of

FORMAT = 1
MANIFEST = "manifest.json"
KEY = "secret.key"
LARGEST_MANIFEST = 10_000_000
PIECE = 1_000_000
# A file by its hash, in the main folder or in an album of its own; never a draft.
KEPT_FILE = re.compile(r"(?P<album>(?!drafts/)(?:[a-z0-9_-]{1,40}/)?)[0-9a-f]{2}/[0-9a-f]{64}")


class ArchiveRefused(Exception):
    """The file is no backup of ours, or not a whole one; the text says what to do."""


@dataclass
class KeptTable:
    """What the list says of a table."""

    columns: dict[str, str]
    rows: int
    digest: str


@dataclass
class Manifest:
    """What a backup holds, so that a restore can be proven whole."""

    schema: str
    made_at: str
    program: str
    format: int = FORMAT
    has_files: bool = True
    files: int = 0
    files_digest: str = ""
    tables: dict[str, KeptTable] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def write_archive(
    path: Path,
    database: Database,
    *,
    schema: str,
    program: str,
    now: datetime,
    files: Files | None = None,
    key: Path | None = None,
) -> Manifest:
    """Write everything to `path`, whole or not at all, while the house goes on working."""
    manifest = Manifest(schema, now.isoformat(), program, has_files=files is not None)
    draft = path.with_name(path.name + ".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds secrets
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                write_tables(archive, database, manifest)
                # After the tables: a file is always there before the row that names it.
                write_files(archive, files, manifest)
                if key and key.is_file():
                    archive.write(key, KEY)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return manifest


def write_tables(archive: zipfile.ZipFile, database: Database, manifest: Manifest) -> None:
    with at_one_moment(database) as connection:
        for table in record_tables(connection):
            columns, digest = described(table), Digest()
            with archive.open(table_name(table.name), "w", force_zip64=True) as out:
                for line in lines(connection, table.name, columns):
                    digest.add(line)
                    out.write(line)
            manifest.tables[table.name] = KeptTable(columns, digest.rows, digest.text())


def at_one_moment(database: Database) -> Connection:
    """A connection whose transaction sees the database as it is now, whatever is written since."""
    connection = database.engine.connect()
    if not database.is_sqlite:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def write_files(archive: zipfile.ZipFile, files: Files | None, manifest: Manifest) -> None:
    if files is None:
        return
    digest = Digest()
    for shelf, name in sorted(files.everything()):
        place = f"{shelf}/{place_of(name)}" if shelf else place_of(name)
        info = zipfile.ZipInfo(f"files/{place}")  # stored as it is: photos are compressed
        on_shelf = files.shelf(shelf) if shelf else files
        with on_shelf.opened(name) as content, archive.open(info, "w", force_zip64=True) as out:
            shutil.copyfileobj(content, out, PIECE)
        digest.add(place.encode())
    manifest.files, manifest.files_digest = digest.rows, digest.text()


class Archive:
    """A backup opened for reading."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self.manifest = read_manifest(zipped)

    def lines(self, table: str) -> Iterator[bytes]:
        with self._open(table_name(table)) as kept:
            yield from kept

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file: the folder that its album is, and its content; foreign names are passed by."""
        for name in self._zipped.namelist():
            album = KEPT_FILE.fullmatch(name.removeprefix("files/"))
            if name.startswith("files/") and album:
                with self._open(name) as kept:
                    yield album["album"], kept.read()

    def key_or_none(self) -> bytes | None:
        if KEY not in self._zipped.namelist():
            return None
        with self._open(KEY) as kept:
            return kept.read(1000)

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._zipped.open(name)
        except KeyError:
            raise ArchiveRefused(f"The backup lacks {name}; use another backup.") from None


def read_manifest(zipped: zipfile.ZipFile) -> Manifest:
    try:
        with zipped.open(MANIFEST) as kept:
            told: dict[str, Any] = json.loads(kept.read(LARGEST_MANIFEST))
        tables = {name: KeptTable(**table) for name, table in told.pop("tables").items()}
        manifest = Manifest(tables=tables, **told)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ArchiveRefused("This zip file is not a backup made by `shopkit backup`.") from None
    if manifest.format != FORMAT:
        raise ArchiveRefused(
            f"The backup is of format {manifest.format}; install a version that reads it."
        )
    unknown = {kind for table in tables.values() for kind in table.columns.values()} - set(KINDS)
    if unknown:
        raise ArchiveRefused(f"The backup holds columns of unknown kinds: {sorted(unknown)}.")
    return manifest


def table_name(table: str) -> str:
    return f"tables/{table}.jsonl"
