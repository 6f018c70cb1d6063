"""Moving the database from one version to the next, whole or not at all."""

from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from shopkit.config import folder
from shopkit.db.base import Base
from shopkit.db.engine import Database


class SchemaTooNew(Exception):
    """The database was made by a newer version of the program."""


class SchemaTooOld(Exception):
    """The database waits for `shopkit upgrade`."""


class ForeignKeysBroken(Exception):
    """A migration would have left rows that point at nothing; it was rolled back."""


def alembic_config(connection: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the database to `target`; a failure half-way leaves the old version with its data."""
    move(database, command.upgrade, target)


def downgrade(database: Database, target: str) -> None:
    move(database, command.downgrade, target)


def move(database: Database, step: Any, target: str) -> None:
    with database.writer.connect() as connection:
        raw = connection.connection.dbapi_connection
        if database.is_sqlite:
            # Inside a transaction the pragma does nothing, and with it on a batch rebuild
            # would delete every child row.
            raw.execute("pragma foreign_keys=off")  # type: ignore[union-attr]
        try:
            with connection.begin():
                step(alembic_config(connection), target)
                check_foreign_keys(connection)
        finally:
            if database.is_sqlite:
                raw.execute("pragma foreign_keys=on")  # type: ignore[union-attr]


def check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
    if broken:
        raise ForeignKeysBroken(", ".join(sorted({row[0] for row in broken})))


def run_migrations(context: Any) -> None:
    """Called by migrations/env.py within the transaction that `move` has opened."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        user_module_prefix="types.",
        transactional_ddl=True,
    )
    context.run_migrations()


def head() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def known_versions() -> frozenset[str]:
    """All versions that this program has a way from and to."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def current(engine: Engine) -> str | None:
    """The version of a database; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_version(database: Database) -> None:
    """Refuse to work on a database of another version than ours."""
    found = current(database.engine)
    if found is not None and found not in known_versions():
        raise SchemaTooNew(found)
    if found != head():
        raise SchemaTooOld(found or "empty")


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds, to compare before and after a move."""
    names = sorted(inspect(connection).get_table_names())
    return {
        name: connection.scalar(text(f'select count(*) from "{name}"')) or 0  # noqa: S608  our names
        for name in names
    }
