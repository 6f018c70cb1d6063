"""What the law says about a year's revenue, as it was known on the day of asking."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "thresholds.csv"
REVENUE_FREE = "revenue_free"
READ, SECONDARY = "read", "secondary"


@dataclass(frozen=True)
class Threshold:
    """An amount that a document sets from a day on; `certainty` is whether we read the document."""

    code: str
    value_vnd: int
    valid_from: date
    valid_to: date | None
    published_on: date
    source: str
    certainty: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def thresholds() -> tuple[Threshold, ...]:
    """All that the house knows, the latest published last."""
    text = DATA.read_text("utf-8")
    found = [
        Threshold(
            code=row["code"],
            value_vnd=int(row["value_vnd"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            published_on=date.fromisoformat(row["published_on"]),
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(found, key=lambda one: one.published_on))


def threshold_or_none(code: str, day: date, asked_on: date) -> Threshold | None:
    """What holds on a day, as far as it was published when somebody asked."""
    known = [
        one
        for one in thresholds()
        if one.code == code and one.published_on <= asked_on and one.holds_on(day)
    ]
    return known[-1] if known else None
