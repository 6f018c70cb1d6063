"""The information that traced goods must carry, field by field, and how much of it is there."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ITEMS_FILE = Path(__file__).parent / "data" / "information.csv"
# What a seller is asked for the trace record itself, beside what its label carries.
ASKED = ("origin", "brand", "standards")


@dataclass(frozen=True)
class Item:
    """One field of the decree's list; `is_must` unless the decree says "if there is one"."""

    key: str
    letter: str
    is_must: bool
    in_portal: bool
    source: str
    certainty: str


@dataclass(frozen=True)
class Found:
    """A field with what is known of it; an empty value is a gap."""

    item: Item
    value: str

    @property
    def is_missing(self) -> bool:
        return self.item.is_must and not self.value


@dataclass(frozen=True)
class Information:
    """All fields, in the order of the list."""

    fields: tuple[Found, ...]

    @property
    def missing(self) -> tuple[Found, ...]:
        return tuple(one for one in self.fields if one.is_missing)

    @property
    def percent(self) -> int:
        """The share of the fields that must be there which are, rounded down: 99 is not all."""
        must = [one for one in self.fields if one.item.is_must]
        return 100 * sum(not one.is_missing for one in must) // len(must)


@cache
def items() -> tuple[Item, ...]:
    with ITEMS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Item(
                row["key"],
                row["letter"],
                row["is_must"] == "1",
                row["in_portal"] == "1",
                row["source"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        )


def compare(known: Mapping[str, str], *, without: frozenset[str] = frozenset()) -> Information:
    """What is there of each field; those in `without` cannot be known yet and are left out."""
    return Information(
        tuple(Found(item, known.get(item.key, "")) for item in items() if item.key not in without)
    )
