"""Many rows at once: new ones in one statement, and those that hold one of many values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, bindparam, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from shopkit.db.base import Base
from shopkit.db.types import Words

Row = Mapping[str, Any]
# Databases take only so many values in one question.
AT_ONCE = 1_000


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; each column refuses what it always refuses."""
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        insert_columns(connection, table, columns)


def insert_columns(
    connection: Connection, table: type[Base], columns: Mapping[str, Sequence[Any]]
) -> None:
    """Insert rows that are told column by column, at least one.

    The usual way asks for each row anew how its values are bound. Here a column is made ready as
    a whole, and what all rows share only once: of tens of thousands of rows that is most.
    """
    told = {name: some for name, some in columns.items() if not is_blank(table, name, some)}
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(told))
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"no statement of rows: {compiled}")
    names = compiled.positiontup or list(compiled.params)
    count = len(next(iter(columns.values())))
    ready = [
        made_ready(
            told[name] if name in told else [default_of(table, name)] * count,
            table.__table__.columns[name].type,
            connection.dialect,
        )
        for name in names
    ]
    lines: list[Any] = list(zip(*ready, strict=True))
    if not compiled.positional:
        lines = [dict(zip(names, line, strict=True)) for line in lines]
    connection.exec_driver_sql(str(compiled), lines)


def one_of(column: Any, values: Iterable[Any]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together ask for any of many values, a part of them each."""
    whole = iter(sorted(values))
    while some := list(islice(whole, AT_ONCE)):
        yield column.in_(bindparam(None, some, column.type, expanding=True))


def is_blank(table: type[Base], name: str, values: Sequence[Any]) -> bool:
    """Whether all rows leave a column empty that may be so."""
    column = table.__table__.columns[name]
    is_free = column.nullable and column.default is None and column.server_default is None
    return is_free and values.count(None) == len(values)


def default_of(table: type[Base], name: str) -> object:
    """What a column holds where nothing is told."""
    default = table.__table__.columns[name].default
    if not isinstance(default, ScalarElementColumnDefault):
        raise LookupError(f"{name} has to be told")
    return default.arg


def made_ready(values: Sequence[Any], kind: TypeEngine[Any], dialect: Dialect) -> Sequence[Any]:
    """The values of one column as its type hands them to the driver."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if isinstance(kind, Words):
        bound = {value: process(value) for value in set(values)}
        return [bound[value] for value in values]
    # Rows of one transaction share their ids and moments as objects.
    ready = {id(value): process(value) for value in {id(value): value for value in values}.values()}
    return [ready[id(value)] for value in values]
