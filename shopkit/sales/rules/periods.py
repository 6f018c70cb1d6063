"""A day, a month or a year of the book."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY, MONTH, YEAR = "day", "month", "year"
KINDS = (DAY, MONTH, YEAR)
FIRST_YEAR = 2015


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    kind: str
    first: date
    last: date

    @property
    def before(self) -> date:
        """A day of the period before this one."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def name(self) -> str:
        """2026-11-22, 2026-11 or 2026: for addresses and file names."""
        length = {DAY: 10, MONTH: 7, YEAR: 4}[self.kind]
        return self.first.isoformat()[:length]


def period_of(kind: str, day: date) -> Period:
    """The day, month or year in which a day lies."""
    if kind == DAY:
        return Period(kind, day, day)
    if kind == MONTH:
        last = monthrange(day.year, day.month)[1]
        return Period(kind, day.replace(day=1), day.replace(day=last))
    return Period(YEAR, date(day.year, 1, 1), date(day.year, 12, 31))


def period_named(name: str, today: date) -> Period:
    """The period of a name such as 2026-11; any other text is this month."""
    kind = {10: DAY, 7: MONTH, 4: YEAR}.get(len(name), MONTH)
    try:
        day = date.fromisoformat((name + "-01-01")[:10] if kind == YEAR else (name + "-01")[:10])
    except ValueError:
        return period_of(MONTH, today)
    return period_of(kind, day if day.year >= FIRST_YEAR else today)


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter in which a day lies."""
    return day.year, (day.month + 2) // 3


def quarter_before(day: date) -> tuple[int, int]:
    """The last quarter that was over on a day."""
    year, quarter = quarter_of(day)
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def days_of_quarter(year: int, quarter: int) -> tuple[date, date]:
    first = date(year, 3 * quarter - 2, 1)
    last_month = 3 * quarter
    return first, date(year, last_month, monthrange(year, last_month)[1])
