"""By when a request about somebody's own records is to be answered and done, as dated data."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
TERMS, HOLIDAYS = DATA / "request_terms.csv", DATA / "holidays.csv"
SATURDAY = 5


@dataclass(frozen=True)
class Term:
    """The days that a kind of request may take, from which day on, and who says so.

    `days_with_others` holds where somebody beyond the commune must act too; a term may be made
    longer once, by at most `extension_days`.
    """

    kind: str
    valid_from: date
    answer_working_days: int
    days: int
    days_with_others: int
    extension_days: int
    document: str
    certainty: str


@dataclass(frozen=True)
class Due:
    """The last day to answer and the last day to be done."""

    answer_on: date
    done_on: date

    def is_kept(self, answered_on: date | None, closed_on: date | None) -> bool:
        """Whether it was answered and closed in time; what is still open is not kept yet."""
        return (
            answered_on is not None
            and closed_on is not None
            and answered_on <= self.answer_on
            and closed_on <= self.done_on
        )


@cache
def terms() -> tuple[Term, ...]:
    """All terms, the latest of each kind first."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        found = [
            Term(
                row["kind"],
                date.fromisoformat(row["valid_from"]),
                int(row["answer_working_days"]),
                int(row["days"]),
                int(row["days_with_others"]),
                int(row["extension_days"]),
                row["document"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(found, key=lambda term: (term.valid_from, term.kind), reverse=True))


def kinds() -> tuple[str, ...]:
    """The kinds of requests, in the order of the list."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return tuple(dict.fromkeys(row["kind"] for row in csv.DictReader(file)))


def term_of(kind: str, received_on: date) -> Term:
    """The term in force when the request came; before the first document its term is kept too."""
    of_kind = [term for term in terms() if term.kind == kind]
    return next((term for term in of_kind if term.valid_from <= received_on), of_kind[-1])


@cache
def holidays() -> frozenset[date]:
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(file))


def holidays_known_until() -> int:
    """The last year whose public holidays are known; later only weekends are left out."""
    return max(day.year for day in holidays())


def working_days_later(day: date, count: int) -> date:
    """So many working days on: Saturdays, Sundays and known public holidays do not count."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays():
            count -= 1
    return day


def due(kind: str, received_on: date, *, needs_others: bool = False, extended_days: int = 0) -> Due:
    """Both last days, counted from the day it was received."""
    term = term_of(kind, received_on)
    days = term.days_with_others if needs_others else term.days
    return Due(
        working_days_later(received_on, term.answer_working_days),
        received_on + timedelta(days=days + extended_days),
    )
