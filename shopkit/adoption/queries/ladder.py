"""The ladder of a commune: how far its household businesses have come, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.queries.figures import Beside, add_official
from shopkit.adoption.queries.records import records_of
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.elements import STRENGTH, VERIFIED_FROM
from shopkit.adoption.rules.evaluate import AsOf, Compiler, Hit, Known, Record, said
from shopkit.adoption.rules.indicators import conditions_on
from shopkit.adoption.rules.language import parse_condition
from shopkit.adoption.rules.periods import Period

STEPS = {
    "base": "profiled",
    "supported": 'profiled and any(support: latest(help at least TV) = "channel_onboarding")',
    "live": "live",
    "active": "live and acted",
    "selling": "live and any(order: online_in_period)",
    "due": "profiled and months_since(first_live) >= 12",
    "sustained": (
        "profiled and months_since(first_live) >= 12 and quarters(order: online, 4) >= 3"
    ),
    "ordered": "profiled and any(order: online_in_period)",
    "told_live": (
        "profiled and any(channel: still_open and"
        ' latest(link_check within 90 days at least SD) = "live")'
    ),
    "once_live": (
        'profiled and any(channel: still_open and latest(link_check at least TV) = "live")'
    ),
}


@dataclass(frozen=True)
class Ladder:
    """Each step with its own denominator; `supported` does not contain `live`.

    `unknown` were live when last looked at, too long ago, or say so themselves; `unconfirmed`
    have orders and no channel that was seen live. `coverage` is A02.
    """

    base: int
    supported: Cell
    supported_live: Cell
    supported_not_live: Cell
    self_started: Cell
    live: Cell
    unknown: Cell
    active: Cell
    selling: Cell
    unconfirmed: Cell
    sustained: Cell
    coverage: Cell
    businesses: dict[str, frozenset[UUID]] = field(default_factory=dict)


def ladder(session: Session, commune_code: str, period: Period, *, today: date) -> Ladder:
    """Where the businesses of a commune stand on the last day of a period, or today."""
    day = period.day_for(today)
    as_of = AsOf(period.first, day)
    records = businesses_of(session, commune_code)
    found = {name: holds(text, records, as_of, day) for name, text in STEPS.items()}
    beside = {commune_code: Beside()}
    add_official(session, beside, day)
    return ladder_of(found, beside[commune_code].official.get("A02"))


def businesses_of(session: Session, commune_code: str) -> list[Record]:
    places = records_of(session, commune_code)
    return [record for place in places.values() for record in place.of("business")]


def holds(text: str, records: Sequence[Record], as_of: AsOf, day: date) -> dict[UUID, Hit]:
    test = Compiler(conditions_on(day)).test(parse_condition(text), "business")
    return {
        record.id: Hit(record, 1, proof)
        for record in records
        if (proof := test(record, as_of)) is not None
    }


def step(found: dict[UUID, Hit], base: int | None) -> Cell:
    verified = sum(hit.proof.strength >= VERIFIED_FROM for hit in found.values())
    return Cell(len(found), base, verified)


def ladder_of(found: dict[str, dict[UUID, Hit]], official: int | None) -> Ladder:
    base, supported, live = found["base"], found["supported"], found["live"]
    unknown = {
        key: hit
        for key, hit in (found["told_live"] | found["once_live"]).items()
        if key not in live
    }
    return Ladder(
        base=len(base),
        supported=step(supported, len(base)),
        supported_live=step(among(supported, live), len(supported)),
        supported_not_live=step(without(supported, live), len(supported)),
        self_started=step(without(live, supported), len(live)),
        live=step(live, len(base)),
        unknown=step(unknown, len(base)),
        active=step(found["active"], len(live)),
        selling=step(found["selling"], len(live)),
        unconfirmed=step(without(found["ordered"], live), None),
        sustained=step(found["sustained"], len(found["due"])),
        coverage=Cell(len(base), official, len(base)),
        businesses={name: frozenset(hits) for name, hits in found.items()}
        | {"unknown": frozenset(unknown)},
    )


def among(one: dict[UUID, Hit], other: dict[UUID, Hit]) -> dict[UUID, Hit]:
    return {key: hit for key, hit in one.items() if key in other}


def without(one: dict[UUID, Hit], other: dict[UUID, Hit]) -> dict[UUID, Hit]:
    return {key: hit for key, hit in one.items() if key not in other}


@dataclass(frozen=True)
class Cohort:
    """Businesses whose people were first in a class in one month, and what came of it by today."""

    month: date
    trained: int
    live: int
    live_in_90_days: int
    is_due: bool
    ordered: int
    sustained: int
    is_year_past: bool


def cohorts(session: Session, commune_code: str, *, today: date, months: int = 12) -> list[Cohort]:
    """Class, first live channel, first order, sustained: by the month of the first class."""
    as_of = AsOf(today, today)
    records = [one for one in businesses_of(session, commune_code) if is_profiled(one, as_of)]
    sustained = holds(STEPS["sustained"], records, as_of, today)
    by_month: dict[date, list[Record]] = {}
    for record in records:
        classes = days(record, "class_days", as_of)
        if classes:
            by_month.setdefault(classes[0].replace(day=1), []).append(record)
    newest = sorted(by_month)[-months:]
    return [cohort_of(month, by_month[month], as_of, frozenset(sustained)) for month in newest]


def is_profiled(record: Record, as_of: AsOf) -> bool:
    return bool(record.says["counted"]) and bool(said(record, "active", as_of))


def days(record: Record, name: str, as_of: AsOf) -> list[date]:
    told = said(record, name, as_of)
    facts: Sequence[Known] = told if isinstance(told, list) else ()
    return [fact.valid_on for fact in facts if fact.valid_on <= as_of.day]


def cohort_of(
    month: date, records: Sequence[Record], as_of: AsOf, sustained: frozenset[UUID]
) -> Cohort:
    live = soon = ordered = 0
    for record in records:
        begun = days(record, "class_days", as_of)[0]
        first = [day for day in days(record, "first_live", as_of) if day >= begun]
        live += bool(first)
        soon += bool(first) and first[0] <= begun + timedelta(days=90)
        ordered += has_ordered(record, begun, as_of)
    last = max(days(record, "class_days", as_of)[0] for record in records)
    return Cohort(
        month=month,
        trained=len(records),
        live=live,
        live_in_90_days=soon,
        is_due=last + timedelta(days=90) <= as_of.day,
        ordered=ordered,
        sustained=sum(record.id in sustained for record in records),
        is_year_past=last + timedelta(days=365) <= as_of.day,
    )


def has_ordered(record: Record, since: date, as_of: AsOf) -> bool:
    return any(
        fact.word == "online"
        and since <= fact.valid_on <= as_of.day
        and fact.strength >= STRENGTH["SD"]
        for order in record.below.get("order", ())
        for fact in order.facts.get("order", ())
    )
