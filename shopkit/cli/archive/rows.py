"""Rows of a table as lines of JSON, and back."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    column,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.sql.expression import TableClause

from shopkit.cli.archive.columns import KINDS

AT_ONCE = 1000
ALL_BITS = (1 << 256) - 1


class Digest:
    """One number for a set of rows, whatever the order in which they are read."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) & ALL_BITS

    def text(self) -> str:
        return f"{self._sum:064x}"


def plain(name: str, kinds: Mapping[str, str]) -> TableClause:
    """A table that treats its columns by kind alone."""
    return table(name, *(column(each, KINDS[kind].column_type) for each, kind in kinds.items()))


def lines(connection: Connection, name: str, kinds: Mapping[str, str]) -> Iterator[bytes]:
    """Each row as one line, columns in alphabetic order, read in pages."""
    given = plain(name, kinds)
    columns = sorted(kinds)
    to_json = [KINDS[kinds[each]].to_json for each in columns]
    found = connection.execute(
        select(*(as_read(given.c[each], kinds[each]) for each in columns)),
        execution_options={"yield_per": AT_ONCE},
    )
    for row in found:
        kept = {
            each: None if value is None else write(value)
            for each, value, write in zip(columns, row, to_json, strict=True)
        }
        yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def as_read(given: ColumnElement[Any], kind: str) -> ColumnElement[Any]:
    """JSON is read as its text, or a null inside it would look like no value."""
    return cast(given, Text()) if kind == "json" else given


def values(line: bytes, kinds: Mapping[str, str]) -> dict[str, Any]:
    kept = json.loads(line)
    return {
        name: None if kept[name] is None else KINDS[kind].from_json(kept[name])
        for name, kind in kinds.items()
    }


def put(
    connection: Connection, reflected: Table, kinds: Mapping[str, str], given: Iterable[bytes]
) -> Digest:
    """Write lines into an empty table and return the digest of what was given."""
    target = plain(reflected.name, kinds)
    held = HeldBack(reflected)
    digest = Digest()
    batch: list[dict[str, Any]] = []
    for line in given:
        digest.add(line)
        batch.append(held.without_pointers(values(line, kinds)))
        if len(batch) == AT_ONCE:
            connection.execute(insert(target), batch)
            batch = []
    if batch:
        connection.execute(insert(target), batch)
    held.point(connection, target)
    return digest


class HeldBack:
    """Pointers to other rows of the same table, which are set when all rows are there."""

    def __init__(self, reflected: Table) -> None:
        self._keys = [item.name for item in reflected.primary_key.columns]
        self._pointers = [
            key.parent.name
            for key in reflected.foreign_keys
            if key.column.table is reflected and key.parent.nullable
        ]
        self._held: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def without_pointers(self, row: dict[str, Any]) -> dict[str, Any]:
        pointers = {name: row[name] for name in self._pointers if row[name] is not None}
        if pointers:
            self._held.append(({name: row[name] for name in self._keys}, pointers))
        return row | dict.fromkeys(pointers)

    def point(self, connection: Connection, target: TableClause) -> None:
        for key, pointers in self._held:
            found = [target.c[name] == value for name, value in key.items()]
            connection.execute(update(target).where(*found).values(pointers))


def set_counters(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL counts its own numbers on and has not seen the ones just written."""
    if connection.dialect.name != "postgresql":
        return
    for each in tables:
        for name in (item.name for item in each.primary_key.columns):
            counter = connection.scalar(
                text("select pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{each.name}"', "column": name},
            )
            if counter:
                highest = func.coalesce(func.max(each.c[name]), 1)
                connection.execute(select(func.setval(counter, highest)))
