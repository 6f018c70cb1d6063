"""Rows written down on one engine and read on another, down to the awkward ones."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    inspect,
    select,
)

from shopkit.cli.archive.columns import ColumnUnknown, described, record_tables
from shopkit.cli.archive.rows import lines, put, set_counters
from shopkit.db.base import Base
from shopkit.db.engine import Database
from shopkit.db.types import Moment, Words

metadata = MetaData()
THING = Table(
    "thing_of_test",
    metadata,
    Column("id", Uuid(), primary_key=True),
    Column("words", Words()),
    Column("at", Moment()),
    Column("on", Date()),
    Column("facts", JSON(none_as_null=True)),
    Column("is_so", Boolean()),
    Column("count", Integer()),
    Column("share", Float()),
    Column("raw", LargeBinary()),
)
TREE = Table(
    "tree_of_test",
    metadata,
    Column("id", Integer(), primary_key=True),
    Column("parent_id", ForeignKey("tree_of_test.id")),
)
ODD = MetaData()
Table("odd_of_test", ODD, Column("id", Integer(), primary_key=True), Column("a", Interval()))

IDS = [UUID(int=number) for number in range(1, 4)]
ROWS = [
    {
        "id": IDS[0],
        "words": 'Mắm ruốc "Bà Tư"\nĐặc sản \\ ✓ 🦐',
        "at": datetime(2026, 11, 22, 9, 30, 0, 123456, timezone(timedelta(hours=7))),
        "on": date(2026, 2, 28),
        "facts": {"a": [1, None, "ớ"], "b": {}},
        "is_so": True,
        "count": -5,
        "share": 0.1,
        "raw": bytes(range(256)),
    },
    {"id": IDS[1], "words": "", "facts": JSON.NULL, "is_so": False, "count": 0, "raw": b""},
    {"id": IDS[2]},
]


@pytest.fixture
def tables(database: Database) -> Iterator[dict[str, Table]]:
    with database.writer.begin() as connection:
        metadata.create_all(connection)
    with database.engine.connect() as connection:
        found = {each.name: each for each in record_tables(connection)}
    yield found
    with database.writer.begin() as connection:
        metadata.drop_all(connection)


def moved(database: Database, reflected: Table) -> list[bytes]:
    """Write a table down, empty it, and put it back; returns what was written down."""
    columns = described(reflected)
    with database.writer.begin() as connection:
        kept = list(lines(connection, reflected.name, columns))
        connection.execute(reflected.delete())
        digest = put(connection, reflected, columns, kept)
        set_counters(connection, [reflected])
    assert digest.rows == len(kept)
    return kept


def test_every_kind_of_value_comes_back_as_it_was(
    database: Database, tables: dict[str, Table]
) -> None:
    question = select(THING, THING.c.facts.is_(None)).order_by(THING.c.id)
    with database.writer.begin() as connection:
        for row in ROWS:
            connection.execute(THING.insert().values(row))
        before = connection.execute(question).fetchall()
    moved(database, tables["thing_of_test"])
    with database.engine.connect() as connection:
        assert connection.execute(question).fetchall() == before


def test_a_line_is_the_same_on_both_engines(database: Database, tables: dict[str, Table]) -> None:
    with database.writer.begin() as connection:
        connection.execute(THING.insert().values(ROWS[0]))
    (line,) = moved(database, tables["thing_of_test"])
    assert line.decode() == (
        '{"at":"2026-11-22T02:30:00.123456+00:00","count":-5,'
        '"facts":[{"a":[1,null,"ớ"],"b":{}}],"id":"00000000-0000-0000-0000-000000000001",'
        f'"is_so":true,"on":"2026-02-28","raw":"{RAW}","share":0.1,'
        '"words":"Mắm ruốc \\"Bà Tư\\"\\nĐặc sản \\\\ ✓ 🦐"}\n'
    )


def test_rows_that_point_at_later_rows_of_their_own_table_come_back(
    database: Database, tables: dict[str, Table]
) -> None:
    with database.writer.begin() as connection:
        connection.execute(TREE.insert(), [{"id": 9}, {"id": 2}])
        connection.execute(TREE.update().where(TREE.c.id == 2).values(parent_id=9))
    moved(database, tables["tree_of_test"])
    with database.engine.connect() as connection:
        found = connection.execute(select(TREE).order_by(TREE.c.id)).fetchall()
    assert [tuple(row) for row in found] == [(2, 9), (9, None)]


def test_the_next_number_follows_the_ones_that_came_back(
    database: Database, tables: dict[str, Table]
) -> None:
    with database.writer.begin() as connection:
        connection.execute(TREE.insert(), [{"id": 500}])
    moved(database, tables["tree_of_test"])
    with database.writer.begin() as connection:
        made = connection.execute(TREE.insert().values(parent_id=500)).inserted_primary_key
    assert made == (501,)


def test_a_column_that_backups_do_not_know_is_refused_by_its_name(database: Database) -> None:
    with database.writer.begin() as connection:
        ODD.create_all(connection)
    try:
        with database.engine.connect() as connection:
            (odd,) = [each for each in record_tables(connection) if each.name == "odd_of_test"]
        if database.is_sqlite:
            assert described(odd)["a"] == "moment"  # SQLite keeps an interval as a time
        else:
            with pytest.raises(ColumnUnknown, match=r"odd_of_test\.a"):
                described(odd)
    finally:
        with database.writer.begin() as connection:
            ODD.drop_all(connection)
    assert "odd_of_test" not in inspect(database.engine).get_table_names()
    assert "odd_of_test" not in Base.metadata.tables


RAW = (
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BB"
    "QkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKD"
    "hIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TF"
    "xsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w=="
)
