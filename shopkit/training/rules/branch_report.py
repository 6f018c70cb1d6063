"""What a branch or an organisation can say of its work, and how: no table, no web."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WINDOW_DAYS = 90
LONGEST_DAYS = 366

# Each figure leads to its list by this word.
CLASSES, STANDS, TURNS, PEOPLE = "classes", "stands", "turns", "people"
VISITS, FOLLOW_UPS, BROUGHT = "visits", "follow_ups", "brought"
HOUSEHOLDS, ACCOMPANIED, NOT_YET = "households", "accompanied", "not_yet"
LISTS = (CLASSES, STANDS, TURNS, PEOPLE, VISITS, FOLLOW_UPS, BROUGHT, HOUSEHOLDS, ACCOMPANIED,
         NOT_YET)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """The days of a report, both within."""

    first: date
    last: date

    @property
    def window_first(self) -> date:
        """From which day on help counts as accompanying a household, back from the last day."""
        return self.last - timedelta(days=WINDOW_DAYS - 1)


@dataclass(frozen=True)
class Report:
    """The figures of one report; what nobody recorded is 0 of what is recorded, never a guess."""

    meeting_count: int = 0
    stand_count: int = 0
    turns: int = 0
    passers_by: int = 0
    people: int = 0
    women_turns: int = 0
    women: int = 0
    visit_count: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    follow_up_count: int = 0
    brought_count: int = 0
    promised: int = 0
    household_count: int = 0
    accompanied_count: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def all_turns(self) -> int:
        return self.turns + self.passers_by


def span_of(first: date | None, last: date | None, today: date) -> Span:
    """The days asked for; this quarter where nothing was, never longer than a year."""
    end = min(last or today, today)
    begin = first or date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    if begin > end:
        begin, end = end, begin
    return Span(max(begin, end - timedelta(days=LONGEST_DAYS - 1)), end)


def usual_spans(today: date) -> dict[str, Span]:
    """Spans that people ask for: this month, the month before, this quarter, this year, 90 days."""
    this_month = today.replace(day=1)
    month_before = this_month - timedelta(days=1)
    return {
        "month": Span(this_month, today),
        "month_before": Span(month_before.replace(day=1), month_before),
        "quarter": Span(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today),
        "year": Span(date(today.year, 1, 1), today),
        "window": Span(today - timedelta(days=WINDOW_DAYS - 1), today),
    }
