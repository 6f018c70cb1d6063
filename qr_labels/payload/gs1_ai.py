"""GS1 application identifiers (AI): the form of each value and which AIs go together.

`data/application-identifiers.csv` states what GS1 General Specifications 25 and the GS1 Barcode
Syntax Dictionary state, in our own notation. A format is a row of parts: type (N digits, X the
82 characters, Y the 39, Z base 64), length or "..most", "?" when it may be left out, and its
rules after a colon.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from qr_labels.payload.gs1_rules import CHARACTERS, RULES

_PART = re.compile(r"([NXYZ])(\.\.)?([0-9]+)(\??)(?::(.+))?")


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a value."""

    kind: str
    least: int
    most: int
    is_optional: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One AI. `paths` are the qualifier sequences a key allows in a path, () among them.

    `requires` holds groups of which each must be met by one of its alternatives, an alternative
    being AIs that must all be there; `excludes` and `requires` may end in "n" for any digit.
    """

    ai: str
    parts: tuple[Part, ...]
    paths: frozenset[tuple[str, ...]]
    may_be_attribute: bool
    requires: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]

    @property
    def is_key(self) -> bool:
        """Whether a Digital Link path may begin with it."""
        return bool(self.paths)

    def fault(self, value: str) -> tuple[str, str] | None:
        """What is wrong with a value: "length", "character" or the rule, and a sentence's end."""
        least = sum(part.least for part in self.parts if not part.is_optional)
        most = sum(part.most for part in self.parts)
        if not least <= len(value) <= most:
            room = f"{least}" if least == most else f"{least} to {most}"
            return "length", f"takes {room} characters, given {len(value)}"
        at = 0
        for part in self.parts:
            text = value[at : at + part.most]
            if (text or not part.is_optional) and (fault := _part_fault(part, text)):
                return fault
            at += len(text)
        return None


def _part_fault(part: Part, text: str) -> tuple[str, str] | None:
    if len(text) < part.least:
        return "length", f"has a part of {len(text)} characters where {part.least} are needed"
    if not CHARACTERS[part.kind].fullmatch(text):
        return "character", f"holds a character that it may not: {text}"
    for name in part.rules:
        if not RULES[name].is_kept(text):
            return name, f"{RULES[name].fault}: {text}"
    return None


@cache
def identifiers() -> dict[str, Identifier]:
    """Every AI by its digits."""
    data = files("qr_labels").joinpath("data", "application-identifiers.csv")
    rows = csv.DictReader(data.read_text(encoding="utf-8").splitlines())
    return {ai: _identifier(ai, row) for row in rows for ai in _range(row["ai"])}


def _range(text: str) -> list[str]:
    first, _, last = text.partition("-")
    return [f"{n:0{len(first)}d}" for n in range(int(first), int(last or first) + 1)]


def _identifier(ai: str, row: dict[str, str]) -> Identifier:
    groups = [group.split() for group in row["requires"].split(" & ") if group]
    return Identifier(
        ai=ai,
        parts=tuple(_part(text) for text in row["format"].split()),
        paths=_paths(row["qualifiers"]) if row["is_key"] else frozenset(),
        may_be_attribute=row["may_be_attribute"] == "yes",
        requires=tuple(tuple(tuple(one.split("+")) for one in group) for group in groups),
        excludes=tuple(row["excludes"].split()),
    )


def _part(text: str) -> Part:
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(f"no format: {text}")
    kind, open_ended, length, optional, rules = match.groups()
    least = 1 if open_ended else int(length)
    return Part(
        kind, least, int(length), bool(optional), tuple((rules or "").split("+")) * bool(rules)
    )


def _paths(text: str) -> frozenset[tuple[str, ...]]:
    """Every choice that keeps the order: "22 10 21 / 235" allows (22, 21) and (235,)."""
    rows = [row.split() for row in text.split("/")]
    return frozenset(
        choice
        for row in rows
        for count in range(len(row) + 1)
        for choice in combinations(row, count)
    )
