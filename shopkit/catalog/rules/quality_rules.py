"""What channels publish about good listings, as dated rows that name their source."""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

RULES_FILE = Path(__file__).parents[1] / "data" / "listing_rules.csv"

SHOPEE, TIKTOK, GOOGLE, META = "shopee", "tiktok", "google", "meta"
# Only these publish enough to count points by; the others have findings, and no points.
SCORED = (SHOPEE, TIKTOK, GOOGLE, META)
FIRM = frozenset({"read", "copy"})


class Severity(StrEnum):
    """What a channel does about it: takes no such listing, marks it down, or only advises."""

    REFUSED = "refused"
    COMPLAINT = "complaint"
    ADVICE = "advice"


@dataclass(frozen=True, kw_only=True)
class PublishedRule:
    """A published demand: `measure` within `low` and `high`.

    `weight` is ours and 0 where the rule is only a limit; `holds_level` is the level a listing
    stays at while the rule is broken; `theirs` is what the channel itself calls it.
    """

    code: str
    channel: str
    measure: str
    low: float | None
    high: float | None
    severity: Severity
    weight: int
    holds_level: int | None
    theirs: str
    part: str
    source: str
    certainty: str
    valid_from: date | None
    valid_to: date | None
    known_on: date

    @property
    def is_firm(self) -> bool:
        """Whether the channel's own words were read; only such a rule may refuse."""
        return self.certainty in FIRM

    def holds_on(self, on: date) -> bool:
        if self.valid_from and on < self.valid_from:
            return False
        return self.valid_to is None or on <= self.valid_to

    def is_met_by(self, values: tuple[float, ...]) -> bool:
        """Whether every value lies within the bounds."""
        return all(
            (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
            for value in values
        )


@cache
def published_rules() -> tuple[PublishedRule, ...]:
    """Every row of the data, in its order."""
    with RULES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(rule_from(row) for row in csv.DictReader(file))


@cache
def rules_of(channel: str, on: date) -> tuple[PublishedRule, ...]:
    """The rules of a channel that hold on a day."""
    return tuple(
        rule for rule in published_rules() if rule.channel == channel and rule.holds_on(on)
    )


def rule_from(row: dict[str, str]) -> PublishedRule:
    """A row of the data; a rule nobody has read in the channel's own words only advises."""
    is_firm = row["certainty"] in FIRM
    return PublishedRule(
        code=row["code"],
        channel=row["channel"],
        measure=row["measure"],
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        severity=Severity(row["severity"]) if is_firm else Severity.ADVICE,
        weight=int(row["weight"]),
        holds_level=int(row["holds_level"]) if row["holds_level"] else None,
        theirs=row["theirs"],
        part=row["part"],
        source=row["source"],
        certainty=row["certainty"],
        valid_from=day_or_none(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
        known_on=date.fromisoformat(row["known_on"]),
    )


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
