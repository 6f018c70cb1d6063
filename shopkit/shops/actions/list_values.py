"""What the values of a kept row say, the same for every kind of list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from shopkit.imports.models import Import
from shopkit.imports.rules.values import Value
from shopkit.shops.actions import lists as shared
from shopkit.shops.queries.lists import (
    Known,
)


def text(values: dict[str, Value], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def uuid_in(values: dict[str, Value], name: str) -> UUID | None:
    told = text(values, name)
    return UUID(told) if told else None


def since_of(brought: Import) -> date:
    """The day of the list: since then its households are known to live here."""
    told = brought.wishes.get(shared.SINCE)
    return date.fromisoformat(told) if told else brought.made_at.date()


def year_in(row: dict[str, Value]) -> int | None:
    year = row.get("birth_year")
    return year if isinstance(year, int) else None


def told_twins(rows: Iterable[dict[str, Value]]) -> list[tuple[UUID, UUID | None, str]]:
    return [
        (UUID(text(one, "id")), uuid_in(one, "village_id"), text(one, "twins"))
        for one in rows
        if text(one, "twins")
    ]


def by_name(known: Iterable[Known]) -> dict[tuple[UUID | None, str], list[Known]]:
    found: dict[tuple[UUID | None, str], list[Known]] = defaultdict(list)
    for one in known:
        found[one.village_id, one.name].append(one)
    return found
