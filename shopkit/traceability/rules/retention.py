"""How long the records of a batch must be kept, by dated rules that name their document."""

import calendar
import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "retention.csv"


@dataclass(frozen=True)
class Term:
    """How many months, from which day on, and who says so."""

    valid_from: date
    months_after_expiry: int
    months_without_expiry: int
    document: str
    certainty: str


@cache
def terms() -> tuple[Term, ...]:
    """All terms, the latest first."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [
            Term(
                date.fromisoformat(row["valid_from"]),
                int(row["months_after_expiry"]),
                int(row["months_without_expiry"]),
                row["document"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda term: term.valid_from, reverse=True))


def term_on(day: date) -> Term:
    """The term in force on a day; before the first document its term is kept as well."""
    return next((term for term in terms() if term.valid_from <= day), terms()[-1])


def last_day(best_before: date | None, *, began_on: date, today: date) -> date:
    """The last day on which records must be kept; without an expiry it counts from `began_on`."""
    term = term_on(today)
    if best_before is not None:
        return months_later(best_before, term.months_after_expiry)
    return months_later(began_on, term.months_without_expiry)


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
