"""By when a request about one's own records is to be answered and done."""

from datetime import date

import pytest

from shopkit.shops.models import requests
from shopkit.shops.rules.clocks import (
    due,
    holidays_known_until,
    kinds,
    term_of,
    working_days_later,
)

MONDAY = date(2026, 11, 2)


def test_the_worked_example_of_erasing() -> None:
    alone = due("erase", MONDAY)
    assert alone.answer_on == date(2026, 11, 4)
    assert alone.done_on == date(2026, 11, 22)
    assert due("erase", MONDAY, needs_others=True).done_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("kind", "alone", "with_others", "more"),
    [
        ("see", 10, 15, 10),
        ("correct", 10, 15, 10),
        ("withdraw", 15, 20, 15),
        ("restrict", 15, 20, 15),
        ("erase", 20, 30, 20),
    ],
)
def test_each_kind_has_its_days(kind: str, alone: int, with_others: int, more: int) -> None:
    assert (due(kind, MONDAY).done_on - MONDAY).days == alone
    assert (due(kind, MONDAY, needs_others=True).done_on - MONDAY).days == with_others
    assert (due(kind, MONDAY, extended_days=more).done_on - MONDAY).days == alone + more
    assert term_of(kind, MONDAY).extension_days == more
    assert term_of(kind, MONDAY).certainty == "secondary"


def test_weekends_and_known_holidays_are_no_working_days() -> None:
    assert working_days_later(date(2026, 11, 6), 1) == date(2026, 11, 9)
    assert working_days_later(date(2026, 4, 29), 2) == date(2026, 5, 5)
    assert holidays_known_until() == 2026


def test_what_was_answered_or_closed_late_is_not_in_time() -> None:
    clock = due("see", MONDAY)
    assert clock.is_kept(date(2026, 11, 4), date(2026, 11, 12))
    assert not clock.is_kept(date(2026, 11, 5), date(2026, 11, 12))
    assert not clock.is_kept(date(2026, 11, 4), date(2026, 11, 13))
    assert not clock.is_kept(date(2026, 11, 4), None)


def test_every_kind_of_the_records_has_a_term() -> None:
    assert set(kinds()) == {
        requests.SEE,
        requests.CORRECT,
        requests.WITHDRAW,
        requests.RESTRICT,
        requests.ERASE,
    }


def test_a_request_from_before_the_first_document_has_its_term_too() -> None:
    assert due("see", date(2025, 12, 1)).done_on == date(2025, 12, 11)
