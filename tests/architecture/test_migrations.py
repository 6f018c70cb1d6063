"""The way of the database from nothing to the models and back, on the engine of the run."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, MetaData, Uuid, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.types import Integer

from shopkit.db import migrate
from shopkit.db.base import Base
from shopkit.db.engine import Database, open_database
from tests.conftest import postgres_server

NAME = "of_migrations"
FAMILY = """
    create table mother (id integer primary key, name varchar(20) not null);
    create table child (id integer primary key, mother_id integer not null
        references mother (id) on delete cascade);
    insert into mother values (1, 'Mẫu'), (2, 'Thử');
    insert into child values (10, 1), (11, 1), (12, 2)
"""


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which nothing was ever made."""
    if request.config.getoption("--engine") == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
        return
    server = postgres_server()
    server.drop(NAME)
    server.create(NAME)
    database = open_database(server.url(NAME))
    yield database
    database.close()
    server.drop(NAME)


@pytest.fixture
def family(empty: Database) -> Database:
    with empty.writer.begin() as connection:
        for statement in FAMILY.split(";"):
            connection.execute(text(statement))
    return empty


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_models_say(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_goes_up_down_and_up_again(empty: Database) -> None:
    migrate.upgrade(empty)
    made = tables(empty)
    assert made
    steps = len(migrate.known_versions())
    for _ in range(steps):
        migrate.downgrade(empty, "-1")
    assert tables(empty) == set()
    for _ in range(steps):
        migrate.upgrade(empty, "+1")
    assert tables(empty) == made
    assert migrate.current(empty.engine) == migrate.head()


# One value for each kind of column, so that what points at another row finds it.
SAMPLES: tuple[tuple[type, Any], ...] = (
    (Boolean, True),
    (Integer, 1),
    (DateTime, datetime(2026, 11, 22, 2, 30)),  # noqa: DTZ001  as SQLite holds it
    (Date, date(2026, 11, 22)),
    (Uuid, UUID(int=1)),
    (JSON, {}),
)


def sample(column: Column[Any]) -> Any:
    for kind, value in SAMPLES:
        if isinstance(column.type, kind):
            return value
    return "1"


def fill(database: Database) -> dict[str, int]:
    """Put a row into every table that has none yet; how many rows each table then has."""
    schema = MetaData()
    with database.writer.begin() as connection:
        schema.reflect(connection)
        before = migrate.row_counts(connection)
        for table in schema.sorted_tables:
            if not before[table.name]:
                row = {column.name: sample(column) for column in table.columns}
                connection.execute(table.insert().values(row))
        return migrate.row_counts(connection)


def counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return migrate.row_counts(connection)


def test_every_step_up_and_down_keeps_the_rows_of_the_tables_that_stay(empty: Database) -> None:
    for _ in migrate.known_versions():
        migrate.upgrade(empty, "+1")
        filled = fill(empty)
        assert all(filled.values())
    for _ in range(len(migrate.known_versions()) - 1):
        migrate.downgrade(empty, "-1")
        now = counts(empty)
        assert {name: filled[name] for name in now} == now
    migrate.upgrade(empty)
    assert {name: counts(empty)[name] for name in now} == now


def test_there_is_one_newest_version() -> None:
    assert migrate.head() in migrate.known_versions()


def test_a_rebuilt_table_keeps_the_rows_that_point_at_it(family: Database) -> None:
    def rename(config: AlembicConfig, _target: str) -> None:
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        way = "always" if family.is_sqlite else "never"
        with operations.batch_alter_table("mother", recreate=way) as batch:
            batch.alter_column("name", new_column_name="full_name")

    migrate.move(family, rename, "")
    with family.engine.connect() as connection:
        assert connection.scalar(text("select count(full_name) from mother")) == 2
        assert connection.scalar(text("select count(*) from child")) == 3
        if family.is_sqlite:
            assert connection.scalar(text("pragma foreign_keys")) == 1


def test_a_move_that_fails_half_way_leaves_everything_as_it_was(family: Database) -> None:
    def fail(config: AlembicConfig, _target: str) -> None:
        connection = config.attributes["connection"]
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("mother") as batch:
            batch.drop_column("name")
        connection.execute(text("delete from child"))
        connection.execute(text("select * from no_such_table"))

    with pytest.raises((OperationalError, ProgrammingError)):
        migrate.move(family, fail, "")
    assert tables(family) == {"mother", "child"}
    with family.engine.connect() as connection:
        assert connection.scalar(text("select count(name) from mother")) == 2
        assert connection.scalar(text("select count(*) from child")) == 3


def test_a_move_that_would_orphan_rows_is_undone(family: Database) -> None:
    def orphan(config: AlembicConfig, _target: str) -> None:
        config.attributes["connection"].execute(text("delete from mother where id = 1"))

    if not family.is_sqlite:
        pytest.skip("PostgreSQL keeps its foreign keys on")
    with pytest.raises(migrate.ForeignKeysBroken, match="child"):
        migrate.move(family, orphan, "")
    with family.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from mother")) == 2


def test_a_database_of_a_newer_program_is_refused(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.writer.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'of_tomorrow'"))
    with pytest.raises(migrate.SchemaTooNew, match="of_tomorrow"):
        migrate.check_version(empty)


def test_an_empty_database_asks_for_an_upgrade(empty: Database) -> None:
    with pytest.raises(migrate.SchemaTooOld):
        migrate.check_version(empty)
