"""Rows out of JSON: a list of records, each field a column, those of a record inside it joined.

Records that say of which model they are, as a dump of a database does, make a sheet for each.
"""

import json
from collections.abc import Iterator
from typing import Any

from shopkit.sheets.cells import Cell, plain
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.sheets.letters import clean, decoded

DEEPEST = 6
MOST_SHEETS = 60
MODEL, KEY, FIELDS = "model", "pk", "fields"


def documents_of(content: bytes) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    """The sheets of a document; raises SheetRefused, naming the line that is not JSON."""
    text, _codec = decoded(content)
    try:
        told = json.loads(text)
    except json.JSONDecodeError as problem:
        raise SheetRefused(SheetFlaw.NOT_JSON, problem.lineno) from problem
    except ValueError as problem:  # a number of thousands of digits
        raise SheetRefused(SheetFlaw.NOT_JSON) from problem
    records = [one for one in records_in(told) if isinstance(one, dict)]
    if not records:
        raise SheetRefused(SheetFlaw.UNKNOWN)
    sheets: dict[str, list[dict[str, Cell]]] = {}
    for record in records:
        sheets.setdefault(str(record.get(MODEL, "")), []).append(cells_of(record))
    for name, rows in list(sheets.items())[:MOST_SHEETS]:
        yield name, table(rows)


def records_in(told: Any) -> list[Any]:
    """The longest list of the document, at its top or right below."""
    if isinstance(told, list):
        return told
    if not isinstance(told, dict):
        return []
    lists = [value for value in told.values() if isinstance(value, list)]
    return max(lists, key=len, default=[told])


def table(rows: list[dict[str, Cell]]) -> Iterator[list[Cell]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    yield list(names)
    for row in rows:
        yield [row.get(name) for name in names]


def cells_of(record: dict[str, Any]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    fields = record.get(FIELDS)
    if MODEL in record and isinstance(fields, dict):
        record = {KEY: record.get(KEY), **fields}
    put(found, "", record, 0)
    return found


def put(found: dict[str, Cell], path: str, told: Any, depth: int) -> None:
    """Keep a value under the names that lead to it; lists are told as JSON again."""
    if isinstance(told, dict) and depth < DEEPEST and not (path and "blocks" in told):
        for name, value in told.items():
            put(found, f"{path} {name}".strip(), value, depth + 1)
        return
    cell = cell_of(told)
    if cell is not None:
        found[path] = cell


def cell_of(told: Any) -> Cell:
    if isinstance(told, str):
        return clean(told) or None
    if isinstance(told, list) and all(isinstance(one, str | int | float) for one in told):
        return clean(",".join(str(one) for one in told)) or None
    if isinstance(told, dict | list):
        return clean(json.dumps(told, ensure_ascii=False)) if told else None
    return plain(told) if isinstance(told, int | float) else None
