"""When the page behind a code warns: dated rules, and what they make of what is known."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

RULES = Path(__file__).parent / "data" / "warning_rules.csv"

RED, AMBER, NEUTRAL = "red", "amber", "neutral"
RECALLED, VOID, EXPIRED = "recalled", "void", "expired"
MANY_LOOKS, CLOSE_TOGETHER = "many_looks", "looks_close_together"
MANY_PLACES, NUMBER_AGAIN = "many_places", "number_used_again"
LOOKED_UP_EARLY = "looked_up_early"
# What is said first where several rules speak.
ORDER = (RECALLED, VOID, NUMBER_AGAIN, MANY_PLACES, MANY_LOOKS, CLOSE_TOGETHER, EXPIRED)


@dataclass(frozen=True)
class WarningRule:
    """One rule from a day on: it speaks from so many looks, in so many places, within hours."""

    name: str
    colour: str
    looks: int
    places: int
    hours: int
    is_on: bool
    needs_place: bool
    valid_from: date
    source: str
    certainty: str


@dataclass(frozen=True)
class Hour:
    """So many looks in one hour from one coarse place; the place is empty where none is known."""

    at: datetime
    place: str
    count: int


@dataclass(frozen=True)
class Known:
    """What is known about a code when somebody looks it up."""

    is_unit: bool
    is_recalled: bool = False
    is_void: bool = False
    best_before: date | None = None
    count: int = 0
    hours: tuple[Hour, ...] = ()
    number_count: int = 0


@dataclass(frozen=True)
class Verdict:
    """The colour of the page, and which rules spoke, the gravest first."""

    colour: str
    reasons: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        return self.reasons[0] if self.reasons else ""


@cache
def all_rules() -> tuple[WarningRule, ...]:
    with RULES.open(encoding="utf-8", newline="") as file:
        return tuple(rule_of(row) for row in csv.DictReader(file))


def rule_of(row: dict[str, str]) -> WarningRule:
    return WarningRule(
        row["rule"],
        row["colour"],
        int(row["looks"] or 0),
        int(row["places"] or 0),
        int(row["hours"] or 0),
        row["is_on"] == "1",
        row["needs_place"] == "1",
        date.fromisoformat(row["valid_from"]),
        row["source"],
        row["certainty"],
    )


@lru_cache(maxsize=64)
def rules_on(day: date) -> dict[str, WarningRule]:
    """The rules that are on that day, each in its latest form; before the first, the first."""
    latest: dict[str, WarningRule] = {}
    for rule in sorted(all_rules(), key=lambda one: one.valid_from):
        if rule.valid_from <= day or rule.name not in latest:
            latest[rule.name] = rule
    return {name: rule for name, rule in latest.items() if rule.is_on}


def judge(known: Known, rules: dict[str, WarningRule], *, now: datetime, today: date) -> Verdict:
    """What the page says about a code; a recall stands above everything."""
    spoken = [name for name in ORDER if name in rules and speaks(rules[name], known, now, today)]
    if not spoken:
        return Verdict(NEUTRAL)
    if spoken[0] == RECALLED:
        return Verdict(RED, (RECALLED,))
    colours = {rules[name].colour for name in spoken}
    return Verdict(RED if RED in colours else AMBER, tuple(spoken))


def speaks(rule: WarningRule, known: Known, now: datetime, today: date) -> bool:
    if rule.name == RECALLED:
        return known.is_recalled
    if rule.name == EXPIRED:
        return known.best_before is not None and known.best_before < today
    # The code of a whole batch is looked up by everybody who bought of it: no look is one too many.
    if not known.is_unit:
        return False
    if rule.name == VOID:
        return known.is_void
    if rule.name == NUMBER_AGAIN:
        return known.number_count > 1
    if rule.name == MANY_LOOKS:
        return known.count >= rule.looks
    return is_crowded(rule, within(known.hours, rule, now))


def longest_window(rules: dict[str, WarningRule]) -> timedelta:
    """How far back any rule looks."""
    return timedelta(hours=max((rule.hours for rule in rules.values()), default=0))


def least_looks(rules: dict[str, WarningRule]) -> int:
    """How many looks there must be before any rule asks when they were."""
    return min((rule.looks for rule in rules.values() if rule.hours), default=0)


def within(hours: Iterable[Hour], rule: WarningRule, now: datetime) -> list[Hour]:
    """The hours that a rule looks back on; one that began before its window still counts."""
    since = now - timedelta(hours=rule.hours)
    return [hour for hour in hours if hour.at > since and (hour.place or not rule.needs_place)]


def is_crowded(rule: WarningRule, hours: list[Hour]) -> bool:
    looks = sum(hour.count for hour in hours)
    places = len({hour.place for hour in hours if hour.place})
    return looks >= rule.looks and places >= rule.places
