"""What the label of each kind of goods must carry by law."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GROUPS_FILE = Path(__file__).parent / "data" / "label_groups.csv"
ALWAYS = ("product_name", "responsible", "origin")
# These come from the batch or from other records; the others a seller tells once for the product.
FROM_RECORDS = frozenset(
    ("product_name", "responsible", "origin", "made_on", "made_year", "expiry", "lot")
)


@dataclass(frozen=True)
class Demand:
    """One thing on the label; not `is_must` where the law says "if there is one"."""

    key: str
    is_must: bool


@dataclass(frozen=True)
class Group:
    """A kind of goods, by its number in the list of the decree."""

    key: str
    number: int
    demands: tuple[Demand, ...]
    source: str
    certainty: str

    @property
    def asked(self) -> tuple[Demand, ...]:
        """What a seller tells once for the product."""
        return tuple(one for one in self.demands if one.key not in FROM_RECORDS)


@dataclass(frozen=True)
class Line:
    """A demand with what stands on the label for it."""

    demand: Demand
    value: str

    @property
    def is_missing(self) -> bool:
        return self.demand.is_must and not self.value


@cache
def groups() -> dict[str, Group]:
    """The kinds of goods that households make, in the order of the decree."""
    with GROUPS_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: Group(
                row["key"],
                int(row["number"]),
                tuple(demand(word) for word in (*ALWAYS, *row["items"].split())),
                row["source"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        }


def demand(word: str) -> Demand:
    return Demand(word.removesuffix("?"), not word.endswith("?"))


def label_lines(group: Group, known: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(Line(one, known.get(one.key, "")) for one in group.demands)
