"""What laws ask from which day on, as far as it was published when somebody asked."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shopkit.sales.rules.thresholds import REVENUE_FREE, thresholds

DATA = Path(__file__).parents[1] / "data" / "dated_rules.csv"
REVENUE_FREE_WORDS = (
    "Doanh thu năm đến mức này: không phải nộp thuế giá trị gia tăng, thuế thu nhập cá nhân.",
    "Up to this yearly revenue neither value-added tax nor personal income tax is due.",
)


@dataclass(frozen=True)
class DatedRule:
    """A rule with the days it holds, the day it was published, and how well we know its text."""

    code: str
    indicator: str
    amount_vnd: int | None
    valid_from: date
    valid_to: date | None
    published_on: date
    due_on: date | None
    certainty: str
    source: str
    words_vi: str
    words_en: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def dated_rules() -> tuple[DatedRule, ...]:
    """All rules known to the house, in the order in which they were published."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        found = [rule_of(row) for row in csv.DictReader(lines)]
    return tuple(sorted([*found, *revenue_free()], key=lambda one: (one.published_on, one.code)))


def rule_of(row: dict[str, str]) -> DatedRule:
    return DatedRule(
        row["code"],
        row["indicator"],
        int(row["amount_vnd"]) if row["amount_vnd"] else None,
        date.fromisoformat(row["valid_from"]),
        day_or_none(row["valid_to"]),
        date.fromisoformat(row["published_on"]),
        day_or_none(row["due_on"]),
        row["certainty"],
        row["source"],
        row["words_vi"],
        row["words_en"],
    )


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def revenue_free() -> list[DatedRule]:
    """The tax-free revenue, which the sellers' book knows already."""
    return [
        DatedRule(
            REVENUE_FREE,
            "H04",
            one.value_vnd,
            one.valid_from,
            one.valid_to,
            one.published_on,
            None,
            one.certainty,
            one.source,
            *REVENUE_FREE_WORDS,
        )
        for one in thresholds()
        if one.code == REVENUE_FREE
    ]


def rules_for(day: date, asked_on: date) -> list[DatedRule]:
    """What holds on a day by all that was published until somebody asked; a later word replaces."""
    latest: dict[str, DatedRule] = {}
    for one in dated_rules():
        if one.published_on <= asked_on and one.holds_on(day):
            latest[one.code] = one
    return sorted(latest.values(), key=lambda one: (one.due_on or date.max, one.code))
