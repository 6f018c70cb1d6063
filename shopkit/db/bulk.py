"""Many rows at once: new ones in one statement, and those that hold one of many values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, bindparam, insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from shopkit.db.base import Base
from shopkit.db.types import Words

Row = Mapping[str, Any]
# Databases take only so many values in one question.
AT_ONCE = 1_000


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; each column refuses what it always refuses.

    The usual way asks for each row anew how its values are bound. Here a column is made ready as
    a whole, and what all rows share only once: of tens of thousands of rows that is most.
    """
    if not rows:
        return
    told = [name for name in rows[0] if not is_blank(table, name, rows)]
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=told)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"no statement of rows: {compiled}")
    names = compiled.positiontup or list(compiled.params)
    ready = [column_of(table, name, rows, connection.dialect) for name in names]
    lines: list[Any] = list(zip(*ready, strict=True))
    if not compiled.positional:
        lines = [dict(zip(names, line, strict=True)) for line in lines]
    connection.exec_driver_sql(str(compiled), lines)


def one_of(column: Any, values: Iterable[Any]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together ask for any of many values, a part of them each."""
    whole = iter(sorted(values))
    while some := list(islice(whole, AT_ONCE)):
        yield column.in_(bindparam(None, some, column.type, expanding=True))


def is_blank(table: type[Base], name: str, rows: Sequence[Row]) -> bool:
    """Whether all rows leave a column empty that may be so."""
    column = table.__table__.columns[name]
    is_free = column.nullable and column.default is None and column.server_default is None
    return is_free and all(row[name] is None for row in rows)


def column_of(table: type[Base], name: str, rows: Sequence[Row], dialect: Dialect) -> list[Any]:
    """What the rows hold in one column, else its default, as the driver takes it."""
    column = table.__table__.columns[name]
    if name in rows[0]:
        return made_ready([row[name] for row in rows], column.type, dialect)
    default = column.default
    if default is None or not default.is_scalar:
        raise LookupError(f"{name} has to be told")
    return made_ready([default.arg] * len(rows), column.type, dialect)


def made_ready(values: list[Any], kind: TypeEngine[Any], dialect: Dialect) -> list[Any]:
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if isinstance(kind, Words):
        bound = {value: process(value) for value in set(values)}
        return [bound[value] for value in values]
    # Rows of one transaction share their ids and moments as objects.
    ready = {id(value): process(value) for value in {id(value): value for value in values}.values()}
    return [ready[id(value)] for value in values]
