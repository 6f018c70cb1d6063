"""The tables of a database as it says itself, whatever version of the program made it.

A column is described by one of a few kinds, so that a row written down from one engine can be
read by the other.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CHAR,
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.types import BigInteger, TypeEngine

from shopkit.db.types import Moment

# The version is made by the migrations; which processes live is true of one machine only.
NOT_RECORDS = frozenset({"alembic_version", "job_worker"})
UUID_LENGTH = 32


class ColumnUnknown(Exception):
    """A column of a type that backups do not know yet."""


@dataclass(frozen=True)
class Kind:
    """How values of a column are kept in a line of JSON."""

    column_type: TypeEngine[Any]
    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]


def as_is(value: Any) -> Any:
    return value


KINDS: Mapping[str, Kind] = {
    "uuid": Kind(Uuid(), str, UUID),
    "moment": Kind(Moment(), lambda at: at.astimezone(UTC).isoformat(), datetime.fromisoformat),
    "day": Kind(Date(), date.isoformat, date.fromisoformat),
    # JSON may itself hold a null, which is not the same as no value; so it stands in a list.
    "json": Kind(
        JSON(none_as_null=True),
        lambda text_: [json.loads(text_)],
        lambda kept: JSON.NULL if kept[0] is None else kept[0],
    ),
    "flag": Kind(Boolean(), bool, as_is),
    "whole": Kind(BigInteger(), int, as_is),
    "real": Kind(Float(), float, as_is),
    "bytes": Kind(
        LargeBinary(),
        lambda raw: base64.b64encode(raw).decode(),
        lambda kept: base64.b64decode(kept),
    ),
    "text": Kind(String(), str, as_is),
}


def kind_of(column: Column[Any]) -> str:
    """The kind of a reflected column; on SQLite an id is known by its length."""
    given = column.type
    if isinstance(given, Uuid) or (isinstance(given, CHAR) and given.length == UUID_LENGTH):
        return "uuid"
    kinds: list[tuple[type[TypeEngine[Any]], str]] = [
        (JSON, "json"),
        (Boolean, "flag"),
        (DateTime, "moment"),
        (Date, "day"),
        (Integer, "whole"),
        (Float, "real"),
        (LargeBinary, "bytes"),
        (String, "text"),
    ]
    for type_, name in kinds:
        if isinstance(given, type_):
            return name
    raise ColumnUnknown(f"{column.table.name}.{column.name} is of type {given!r}")


def record_tables(connection: Connection) -> list[Table]:
    """The tables that hold records, each after those that it points at."""
    return [each for each in all_tables(connection) if each.name not in NOT_RECORDS]


def all_tables(connection: Connection) -> list[Table]:
    """Every table but those that a full-text index keeps for itself."""
    index_owned: frozenset[str] = frozenset()
    if connection.dialect.name == "sqlite":
        found = text("select name from pragma_table_list where type in ('virtual', 'shadow')")
        index_owned = frozenset(connection.scalars(found))
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name not in index_owned)
    return list(metadata.sorted_tables)


def described(table: Table) -> dict[str, str]:
    """The columns of a table and their kinds."""
    return {column.name: kind_of(column) for column in table.columns}
