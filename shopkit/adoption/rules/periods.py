"""Months, quarters and years, by the calendar of the place."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, QUARTER, YEAR = "month", "quarter", "year"
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
CODE = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?\Z", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`, both within; its code is "2026-09", "2026-Q3" or "2026"."""

    first: date
    last: date
    kind: str

    @property
    def code(self) -> str:
        if self.kind == MONTH:
            return f"{self.first:%Y-%m}"
        if self.kind == QUARTER:
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return str(self.first.year)

    @property
    def before(self) -> "Period":
        return period_on(self.first - timedelta(days=1), self.kind)

    @property
    def after(self) -> "Period":
        return period_on(self.last + timedelta(days=1), self.kind)

    def day_for(self, today: date) -> date:
        """The day as of which it is counted: its last, or today while it runs."""
        return min(self.last, today)


def period_on(day: date, kind: str) -> Period:
    """The period of a kind in which a day lies."""
    months = MONTHS[kind]
    begin = (day.month - 1) // months * months + 1
    end = begin + months - 1
    return Period(date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1]), kind)


def period_of(code: str) -> Period | None:
    """The period of a code; None where there is none."""
    found = CODE.match(code)
    if found is None or not 2000 <= int(found[1]) <= 2100:
        return None
    year, month, quarter = int(found[1]), found[2], found[3]
    if month:
        return period_on(date(year, int(month), 1), MONTH)
    if quarter:
        return period_on(date(year, int(quarter) * 3, 1), QUARTER)
    return period_on(date(year, 1, 1), YEAR)
