"""Days, months, years and quarters of the book."""

from datetime import date

import pytest

from shopkit.sales.rules.ledger import Cell, bars_of, total_of, totals_by
from shopkit.sales.rules.periods import (
    DAY,
    MONTH,
    YEAR,
    days_of_quarter,
    period_named,
    period_of,
    quarter_before,
)

TODAY = date(2026, 11, 22)


def test_a_name_gives_back_its_period() -> None:
    for kind in (DAY, MONTH, YEAR):
        period = period_of(kind, TODAY)
        assert period_named(period.name, TODAY) == period
    assert period_of(MONTH, date(2028, 2, 10)).last == date(2028, 2, 29)


@pytest.mark.parametrize("name", ["", "x", "2026-13", "2026-02-30", "0001-01", "abcd", "20261122"])
def test_any_other_text_is_this_month(name: str) -> None:
    assert period_named(name, TODAY) == period_of(MONTH, TODAY)


def test_neighbouring_periods_touch() -> None:
    period = period_of(MONTH, TODAY)
    assert period_of(MONTH, period.before).last == date(2026, 10, 31)
    assert period_of(MONTH, period.after).first == date(2026, 12, 1)


def test_the_quarter_before_january_is_of_the_last_year() -> None:
    assert quarter_before(date(2027, 1, 5)) == (2026, 4)
    assert quarter_before(TODAY) == (2026, 3)
    assert days_of_quarter(2026, 1) == (date(2026, 1, 1), date(2026, 3, 31))


def test_bars_and_totals_add_up_to_the_same() -> None:
    cells = [
        Cell(date(2026, 11, 3), "stall", "cash", 2, 30_000, 0),
        Cell(date(2026, 11, 3), "zalo", "transfer", 1, 50_000, 0),
        Cell(date(2026, 11, 20), "shopee", "platform", 1, 20_000, 1),
    ]
    for kind, count in ((MONTH, 30), (YEAR, 12)):
        bars = bars_of(cells, period_of(kind, TODAY))
        assert len(bars) == count
        assert sum(bar.total_vnd for bar in bars) == total_of(cells).amount_vnd == 100_000
    assert total_of(cells).unpriced_count == 1
    assert list(totals_by(cells, "channel")) == ["zalo", "stall", "shopee"]
