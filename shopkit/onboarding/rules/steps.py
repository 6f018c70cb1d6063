"""Which one step comes next, from what a seller has done: no table, no web."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DUTIES = Path(__file__).parent.parent / "data" / "duties.csv"


@dataclass(frozen=True)
class Duty:
    """Something a rule asks of sellers by a day; `certainty` says how well the rule is known."""

    code: str
    before: date
    shown_from: date
    document: str
    certainty: str


@dataclass(frozen=True)
class Done:
    """What a seller has done so far, as the features tell it."""

    has_code: bool = False
    has_checked_name: bool = False
    has_name: bool = False
    has_kind: bool = False
    is_maker: bool = False
    is_placed: bool = False
    has_draft: bool = False
    has_listing: bool = False
    has_batch: bool = False
    has_labels: bool = False
    has_answered_report: bool = False
    has_channel: bool = False


@dataclass(frozen=True)
class Waiting:
    """What waits for her today, counted by the features."""

    strange_codes: int = 0
    reports: int = 0
    money: int = 0
    orders: int = 0
    stands: int = 0
    papers: int = 0
    unseen: int = 0


# In the order in which it matters: a thief at the stall, goods that may be false, money, buyers;
# then what is due.
AT_ONCE = ("strange_codes", "reports", "money", "orders")
WHEN_THERE_IS_TIME = ("stands", "papers", "unseen")


def waiting_steps(waiting: Waiting, names: tuple[str, ...]) -> list[tuple[str, int]]:
    """Which of these wait, and how many."""
    counted = ((name, getattr(waiting, name)) for name in names)
    return [(name, count) for name, count in counted if count]


STEPS: tuple[tuple[str, str], ...] = (
    ("make_code", "has_code"),
    ("check_name", "has_checked_name"),
    ("name_shop", "has_name"),
    ("say_kind", "has_kind"),
    ("finish_listing", "has_listing"),
    ("first_listing", "has_listing"),
    ("place_shop", "is_placed"),
    ("open_batch", "has_batch"),
    ("print_labels", "has_labels"),
    ("answer_report", "has_answered_report"),
    ("begin_channel", "has_channel"),
)
ONLY_FOR_MAKERS = frozenset({"open_batch", "print_labels"})
NEEDS = {
    "check_name": "has_code",
    "finish_listing": "has_draft",
    "begin_channel": "has_listing",
    "open_batch": "has_listing",
    "print_labels": "has_batch",
    "answer_report": "is_placed",
}


def open_steps(done: Done) -> list[str]:
    """The steps still to do, in the order in which they help her most."""
    found = [name for name, mark in STEPS if not getattr(done, mark) and is_possible(name, done)]
    if "finish_listing" in found:
        found.remove("first_listing")
    return found


def is_possible(name: str, done: Done) -> bool:
    if name in ONLY_FOR_MAKERS and not done.is_maker:
        return False
    need = NEEDS.get(name)
    return need is None or bool(getattr(done, need))


@cache
def duties() -> tuple[Duty, ...]:
    """The dated duties that are carried as data."""
    with DUTIES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Duty(
                row["code"],
                date.fromisoformat(row["before"]),
                date.fromisoformat(row["shown_from"]),
                row["document"],
                row["certainty"],
            )
            for row in csv.DictReader(file)
        )


def duties_on(today: date) -> list[Duty]:
    """The duties to speak of today; a deadline `before` a day has passed on that day."""
    return [duty for duty in duties() if duty.shown_from <= today < duty.before]
