"""A clean database for each test, quickly: from one that was migrated once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import event, inspect, text

from shopkit.app import load_reference
from shopkit.db import migrate
from shopkit.db.engine import Database, open_database
from tests.postgres import Server

TEMPLATE = "template_of_tests"


class Stage(Protocol):
    """Where tests play: one database, made clean before each."""

    database: Database
    url: str

    def clean(self) -> None: ...


def furnish(url: str) -> None:
    """Make the tables by the migrations and load what every installation knows."""
    database = open_database(url)
    migrate.upgrade(database)
    with database.writing() as session:
        load_reference(session)
    database.close()


@contextmanager
def sqlite_stage(folder: Path) -> Iterator[Stage]:
    template = folder / "template.db"
    furnish(f"sqlite:///{template}")
    with closing(sqlite3.connect(template)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    stage = SqliteStage(template, folder / "test.db")
    yield stage
    stage.database.close()


class SqliteStage:
    """The template's file copied over the last test's; the engine keeps what it has compiled."""

    def __init__(self, template: Path, path: Path) -> None:
        self.template, self.path = template, path
        self.url = f"sqlite:///{path}"
        self.database = open_database(self.url)
        # No test survives a power cut, and only its loss is what FULL would prevent.
        event.listen(
            self.database.engine, "connect", lambda raw, _: raw.execute("pragma synchronous=off")
        )

    def clean(self) -> None:
        self.database.close()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)


@contextmanager
def postgres_stage(server: Server, name: str) -> Iterator[Stage]:
    server.drop(name)
    server.create(name, TEMPLATE)
    stage = PostgresStage(server, name)
    yield stage
    stage.database.close()
    server.drop(name)


class PostgresStage:
    """Rows that a test left are deleted; a database whose reference data was changed is remade."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.url = server.url(name)
        self.database = open_database(self.url)
        self._look_at_template()

    def _look_at_template(self) -> None:
        names = inspect(self.database.engine).get_table_names()
        empty = " union all ".join(
            f"select '{name}' where exists (select 1 from \"{name}\")" for name in names
        )
        with self.database.engine.connect() as connection:
            filled = list(connection.scalars(text(empty)))
        self._filled = " union all ".join(
            ["select '', 0, 0"]
            + [f"select '{t}', count(*), max(xmin::text::bigint) from \"{t}\"" for t in filled]
        )
        self._left = " union all ".join(
            f"select '{name}' where exists (select 1 from \"{name}\")"
            for name in names
            if name not in filled
        )
        self._as_made = self._reference_marks()

    def _reference_marks(self) -> list[tuple[object, ...]]:
        with self.database.engine.connect() as connection:
            return sorted(tuple(row) for row in connection.execute(text(self._filled)))

    def clean(self) -> None:
        if self._reference_marks() != self._as_made:
            self.database.close()
            self.server.drop(self.name)
            self.server.create(self.name, TEMPLATE)
            self._look_at_template()
            return
        with self.database.engine.begin() as connection:
            left = list(connection.scalars(text(self._left)))
            if left:
                # Only this keeps foreign keys out of the way without knowing their order.
                connection.execute(text("set local session_replication_role = replica"))
                connection.execute(text("set local lock_timeout = '5s'"))
            for name in left:
                connection.execute(text(f'delete from "{name}"'))
