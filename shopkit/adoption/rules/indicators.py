"""The indicators as dated data: which version counted on a day, and what it reads."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from shopkit.adoption.rules.elements import (
    Conditions,
    asks_of_period,
    check_sum,
    elements_in,
    needs_flag,
)
from shopkit.adoption.rules.evaluate import Compiler, Measure, measure
from shopkit.adoption.rules.language import Node, NotUnderstood, Sum, parse, parse_condition

COUNT, PERCENT, MILLION_VND, POINTS = "count", "percent", "million_vnd", "points"
FACTORS = {COUNT: 1, PERCENT: 100, MILLION_VND: 1, POINTS: 1}
# What is counted elsewhere than over records: imported, or told by reports and requests.
OFFICIAL = "official"
ELSEWHERE = frozenset({OFFICIAL, "requests", "evidence", "submissions", "overrides"})
ZERO, MISSING = "zero", "missing"
TAX_DUTY, POOR_HOUSEHOLD = "tax_duty", "poor_household"


@dataclass(frozen=True)
class Indicator:
    """One version of an indicator; `silence` says whether nothing known is a 0 or a dash.

    `switch` names what a commune must have switched on before it is counted at all.
    """

    code: str
    version: str
    group: str
    name_vi: str
    name_en: str
    unit: str
    kind: str
    period: str
    numerator: str
    denominator: str
    least_evidence: str
    breakdowns: tuple[str, ...]
    suppression: str
    silence: str
    source_kind: str
    switch: str
    certainty: str
    valid_from: date
    valid_to: date | None
    note_vi: str = ""
    note_en: str = ""

    @property
    def factor(self) -> int:
        return FACTORS[self.unit]

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    @property
    def is_counted_here(self) -> bool:
        return bool(self.numerator) and self.numerator not in ELSEWHERE

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Ready:
    """An indicator whose lines were read and turned into measures."""

    indicator: Indicator
    numerator: tuple[Measure, ...]
    denominator: tuple[Measure, ...]
    elements: frozenset[str]
    is_of_period: bool


def rows_of(name: str) -> list[dict[str, str]]:
    text = files("shopkit.adoption").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """Every version of every indicator, as the files tell them."""
    return tuple(indicator_of(row) for row in rows_of("indicators.csv"))


def indicator_of(row: Mapping[str, str]) -> Indicator:
    told: dict[str, str] = {
        name: row[name] for name in row if name not in ("breakdowns", "valid_from", "valid_to")
    }
    return Indicator(
        **told,
        breakdowns=tuple(part for part in row["breakdowns"].split("|") if part),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
    )


def indicators_on(day: date) -> tuple[Indicator, ...]:
    """The versions that stand on a day, in the order of the catalogue."""
    return tuple(one for one in all_indicators() if one.is_valid_on(day))


def indicator_on(code: str, day: date) -> Indicator | None:
    """The version of one indicator that stands on a day; None where there is none."""
    return next((one for one in indicators_on(day) if one.code == code), None)


@cache
def all_conditions() -> tuple[tuple[str, str, Node, date, date | None], ...]:
    return tuple(
        (
            row["kind"],
            row["name"],
            parse_condition(row["expression"]),
            date.fromisoformat(row["valid_from"]),
            day_or_none(row["valid_to"]),
        )
        for row in rows_of("conditions.csv")
    )


def conditions_on(day: date) -> Conditions:
    """The named conditions that stand on a day."""
    return {
        (kind, name): node
        for kind, name, node, first, last in all_conditions()
        if first <= day and (last is None or day <= last)
    }


def check_conditions(conditions: Conditions) -> None:
    for (kind, _name), node in conditions.items():
        needs_flag(node, kind, conditions)


def read_line(text: str, conditions: Conditions) -> Sum:
    """One line, read and found to ask only what records can answer."""
    line = parse(text)
    check_sum(line, conditions)
    return line


def made_ready(indicator: Indicator, conditions: Conditions) -> Ready:
    """An indicator ready to be counted; raises NotUnderstood."""
    compiler = Compiler(conditions)
    asked: set[str] = set()
    sides: list[tuple[Measure, ...]] = []
    is_of_period = False
    for text in (indicator.numerator, indicator.denominator):
        if not text or text in ELSEWHERE:
            sides.append(())
            continue
        line = read_line(text, conditions)
        sides.append(tuple(measure(part, compiler) for part in line.parts))
        is_of_period |= any(
            asks_of_period(node, conditions, part.kind)
            for part in line.parts
            for node in (part.condition, part.value)
        )
        if len(sides) == 1:
            for part in line.parts:
                asked |= elements_in(part.condition, conditions, part.kind)
                asked |= elements_in(part.value, conditions, part.kind)
    return Ready(indicator, sides[0], sides[1], frozenset(asked), is_of_period)


@cache
def ready_on(day: date) -> tuple[Ready, ...]:
    """All indicators that are counted over records, as they stand on a day."""
    conditions = conditions_on(day)
    return tuple(made_ready(one, conditions) for one in indicators_on(day) if one.is_counted_here)


__all__ = [
    "Indicator",
    "NotUnderstood",
    "Ready",
    "all_indicators",
    "indicator_on",
    "indicators_on",
    "ready_on",
]
