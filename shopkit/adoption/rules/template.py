"""The criteria and group definitions that are shipped, to be replaced by the commune's own."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shopkit.adoption.rules.criteria import Line, read_rule

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class GroupLine:
    """What a target group means in one document: the memberships that make a household of it."""

    target_set: str
    commune_code: str
    code: str
    words: str
    kinds: tuple[str, ...]
    document: str
    valid_from: date
    valid_to: date | None
    certainty: str


@cache
def template_lines() -> tuple[Line, ...]:
    """The criteria that a commune starts from; nobody is recognised by them."""
    with (DATA / "criteria_template.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(
                code=row["code"],
                words=row["words"],
                rule=read_rule(row["rule"]),
                threshold=int(row["threshold"]) if row["threshold"] else None,
                least_evidence=row["least_evidence"],
                is_mandatory=row["is_mandatory"] == "yes",
                applies_if=row["applies_if"],
            )
            for row in csv.DictReader(file)
        )


@cache
def example_groups() -> tuple[GroupLine, ...]:
    """The group definitions of both published targets of Ân Tường, five weeks apart."""
    with (DATA / "group_definitions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            GroupLine(
                target_set=row["target_set"],
                commune_code=row["commune_code"],
                code=row["code"],
                words=row["words"],
                kinds=tuple(row["made_of"].split("|")),
                document=row["document"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                certainty=row["certainty"],
            )
            for row in csv.DictReader(file)
        )
