"""Targets by their exact operators, two documents with two answers, and the trend."""

from datetime import date
from fractions import Fraction

import pytest

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.targets import example_sets, is_met, trend

DECEMBER, JANUARY = "AT-2025-12", "AT-2026-01"


def asked_of(target_set: str, group: str) -> tuple[str, int]:
    one = next(
        one
        for one in example_sets()[target_set]
        if one.indicator == "G01" and one.group_code == group
    )
    return one.operator, one.value_hundredths


@pytest.mark.parametrize(
    ("target_set", "group", "cell", "met"),
    [
        (DECEMBER, "cadre_party", Cell(197, 200), True),
        (JANUARY, "cadre", Cell(197, 200), False),
        (DECEMBER, "cadre_party", Cell(96, 100), False),
        (JANUARY, "party_youth_pupil8", Cell(96, 100), True),
        (JANUARY, "party_youth_pupil8", Cell(95, 100), False),
        (DECEMBER, "youth_pupil8", Cell(95, 100), False),
        (JANUARY, "women_farmer", Cell(70, 100), True),
        (JANUARY, "women_farmer", Cell(6999, 10_000), False),
        (JANUARY, "women_farmer", Cell(), None),
        (JANUARY, "women_farmer", Cell(0, 0), None),
    ],
)
def test_two_documents_give_two_answers_by_their_own_operators(
    target_set: str, group: str, cell: Cell, met: bool | None
) -> None:
    assert is_met(cell, "percent", *asked_of(target_set, group)) is met


def test_nothing_is_rounded_before_it_is_compared() -> None:
    almost = Cell(94_999, 100_000)
    assert is_met(almost, "percent", ">=", 9_500) is False
    assert is_met(Cell(95_001, 100_000), "percent", ">", 9_500) is True


def test_a_count_and_an_amount_are_compared_in_their_own_units() -> None:
    assert is_met(Cell(1_501), "count", ">", 150_000) is True
    assert is_met(Cell(1_500), "count", ">", 150_000) is False
    assert is_met(Cell(13_570_000_000), "million_vnd", ">=", 1_357_000) is True


def test_each_example_names_its_document() -> None:
    for lines in example_sets().values():
        assert len({one.document for one in lines}) == 1
        assert all(one.document and one.certainty in ("read", "excerpt") for one in lines)


def points(*values: int) -> list[tuple[date, Fraction]]:
    return [(date(2026, month, 28), Fraction(value)) for month, value in enumerate(values, 1)]


def test_a_trend_needs_three_closed_periods() -> None:
    assert trend(points(10, 20), date(2026, 12, 31), "percent") is None
    assert trend([], date(2026, 12, 31), "percent") is None


def test_a_straight_line_is_followed_and_says_from_how_many_points() -> None:
    steady = [(date(2026, 1, day), Fraction(day)) for day in (10, 11, 12)]
    found = trend(steady, date(2026, 1, 20), "count")
    assert found
    assert (found.value, found.point_count) == (Fraction(20), 3)


def test_a_rate_never_leads_beyond_a_hundred_nor_below_nothing() -> None:
    up = trend(points(40, 70, 95), date(2026, 12, 31), "percent")
    down = trend(points(40, 20, 5), date(2026, 12, 31), "percent")
    assert up
    assert down
    assert (up.value, down.value) == (100, 0)


def test_no_trend_is_drawn_to_a_day_gone_by_or_far_away() -> None:
    assert trend(points(1, 2, 3), date(2026, 2, 1), "count") is None
    assert trend(points(1, 2, 3), date(2040, 1, 1), "count") is None
