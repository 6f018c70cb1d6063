"""Filling an empty database and folder from a backup, and proving that all of it is there."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, select, table, text

from shopkit.cli.archive.archive import Archive, ArchiveRefused, Manifest
from shopkit.cli.archive.columns import all_tables, record_tables
from shopkit.cli.archive.rows import Digest, lines, put, set_counters
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.db.files import Files


class TargetNotEmpty(Exception):
    """A restore never writes over anything."""


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a backup; what is cut off or damaged is refused in one sentence."""
    try:
        with zipfile.ZipFile(path) as zipped:
            yield Archive(zipped)
    except (zipfile.BadZipFile, EOFError):
        raise ArchiveRefused(f"{path.name} is damaged or cut off; use another backup.") from None


def restore(
    archive: Archive, database: Database, *, files: Files | None = None, key: Path | None = None
) -> Manifest:
    """Put a backup into an empty database, at the version it was made, then bring it to ours."""
    manifest = archive.manifest
    refuse_unless_known(manifest)
    refuse_unless_empty(database)
    if files is not None:
        restore_files(archive, files)
    try:
        clear(database)
        migrate.upgrade(database, manifest.schema)
        restore_tables(archive, database)
        prove(manifest, database)
    except BaseException:
        clear(database)
        raise
    migrate.upgrade(database)
    kept_key = archive.key_or_none()
    if key and kept_key:
        write_key(key, kept_key)
    return manifest


def refuse_unless_known(manifest: Manifest) -> None:
    if manifest.schema not in migrate.known_versions():
        raise ArchiveRefused(
            f"The backup was made by a newer version ({manifest.program}, schema "
            f"{manifest.schema}); install that version or a later one, then restore."
        )


def refuse_unless_empty(database: Database) -> None:
    with database.engine.connect() as connection:
        for each in record_tables(connection):
            if connection.execute(select(text("1")).select_from(table(each.name)).limit(1)).first():
                raise TargetNotEmpty(each.name)


def clear(database: Database) -> None:
    """Take out the tables of a database that holds no records."""
    with database.writer.begin() as connection:
        for each in reversed(all_tables(connection)):
            each.drop(connection)


def restore_tables(archive: Archive, database: Database) -> None:
    with database.writer.begin() as connection:
        tables = record_tables(connection)
        for each in reversed(tables):
            connection.execute(each.delete())  # what a migration has put there itself
        for each in tables:
            kept = archive.manifest.tables.get(each.name)
            if kept is None:
                raise ArchiveRefused(f"The backup lacks the table {each.name}.")
            digest = put(connection, each, kept.columns, archive.lines(each.name))
            if (digest.rows, digest.text()) != (kept.rows, kept.digest):
                raise ArchiveRefused(f"The table {each.name} was changed inside the backup.")
        set_counters(connection, tables)


def prove(manifest: Manifest, database: Database) -> None:
    """Read everything back and compare it with the list."""
    with database.engine.connect() as connection:
        known = inspect(connection).get_table_names()
        for name, kept in manifest.tables.items():
            if name not in known:
                raise ArchiveRefused(f"The table {name} of the backup has no place here.")
            if counted(connection, name, kept.columns) != (kept.rows, kept.digest):
                raise ArchiveRefused(f"The table {name} did not arrive whole; try again.")


def counted(connection: Connection, name: str, columns: dict[str, str]) -> tuple[int, str]:
    digest = Digest()
    for line in lines(connection, name, columns):
        digest.add(line)
    return digest.rows, digest.text()


def restore_files(archive: Archive, files: Files) -> None:
    """Put the files back under the hash of what really arrived, and compare with the list."""
    digest = Digest()
    for album, content in archive.files():
        name = (files.shelf(album.rstrip("/")) if album else files).put(content)
        digest.add(f"{album}{name[:2]}/{name}".encode())
    promised = (archive.manifest.files, archive.manifest.files_digest)
    if archive.manifest.has_files and (digest.rows, digest.text()) != promised:
        raise ArchiveRefused("Files are missing or damaged in the backup; use another one.")


def write_key(path: Path, content: bytes) -> None:
    """The key of the old machine, so that signed links and sessions go on working."""
    draft = path.with_name(path.name + ".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    os.replace(draft, path)
