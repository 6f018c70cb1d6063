"""How money, days and numbers look."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from shopkit.web import filters


@pytest.fixture(autouse=True)
def page(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (filters.number(1_234_567), "1.234.567"),
        (filters.number(0), "0"),
        (filters.number(None), "–"),
        (filters.money(1_250_000), "1.250.000\N{NO-BREAK SPACE}₫"),
        (filters.money(None), "–"),
        (filters.day(date(2026, 1, 2)), "02/01/2026"),
        (filters.day(datetime(2026, 11, 21, 18, 0, tzinfo=UTC)), "22/11/2026"),
        (filters.day(None), "–"),
        (filters.moment(datetime(2026, 11, 21, 18, 5, tzinfo=UTC)), "01:05 22/11/2026"),
        (filters.account_grouped("1012345678"), "1012 3456 78"),
        (filters.percent(2, 3), "67\N{NO-BREAK SPACE}%"),
        (filters.percent(0, 3), "0\N{NO-BREAK SPACE}%"),
        (filters.percent(0, 0), "–"),
        (filters.percent(None, 3), "–"),
    ],
)
def test_values_look_as_people_write_them(shown: str, wanted: str) -> None:
    assert shown == wanted


def test_english_pages_group_by_comma_and_keep_the_day(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert filters.number(1_234_567) == "1,234,567"
        assert filters.day(date(2026, 1, 2)) == "02/01/2026"
        assert filters.money_words(25_000) != filters.in_words(25_000)
