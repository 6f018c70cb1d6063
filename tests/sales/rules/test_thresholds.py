"""The same year asked about on two days has two answers, each naming its document."""

from datetime import date

from shopkit.sales.rules.thresholds import READ, REVENUE_FREE, SECONDARY, threshold_or_none


def test_in_april_it_was_half_a_milliard() -> None:
    found = threshold_or_none(REVENUE_FREE, date(2026, 4, 1), date(2026, 4, 1))
    assert found
    assert (found.value_vnd, found.certainty) == (500_000_000, READ)
    assert "68/2026" in found.source


def test_since_may_it_is_a_milliard_for_january_too() -> None:
    for day in (date(2026, 1, 15), date(2026, 5, 1), date(2026, 12, 31)):
        found = threshold_or_none(REVENUE_FREE, day, date(2026, 5, 1))
        assert found
        assert (found.value_vnd, found.certainty) == (1_000_000_000, SECONDARY)


def test_before_a_document_was_published_nothing_is_known() -> None:
    assert threshold_or_none(REVENUE_FREE, date(2026, 2, 1), date(2026, 2, 1)) is None
    assert threshold_or_none(REVENUE_FREE, date(2025, 6, 1), date(2026, 11, 22)) is None
    assert threshold_or_none("unheard_of", date(2026, 6, 1), date(2026, 11, 22)) is None
