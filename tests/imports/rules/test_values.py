"""Cells of the wild read as amounts, days and codes; what is unclear is refused, not guessed."""

from datetime import date, datetime

import pytest

from shopkit.clock import LOCAL
from shopkit.imports.rules.values import Kind, Unreadable, Value, read, time_of, typed_moment
from shopkit.sheets.cells import Cell


def at(hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, second, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000,00 VNĐ", 1_250_000),
        ("1250000.0", 1_250_000),
        ("200 000", 200_000),
        ("+200.000 VND", 200_000),
        ("-200,000", -200_000),
        ("(200,000)", -200_000),
        ("5.000-", -5_000),
        ("200.000 đ", 200_000),
        ("0", 0),
        ("-", None),
        (None, None),
        (25_000, 25_000),
        (25_000.0000001, 25_000),
    ],
)
def test_an_amount_in_any_usual_writing(cell: Cell, dong: int | None) -> None:
    assert read(cell, Kind.MONEY) == dong


@pytest.mark.parametrize(
    "cell",
    ["1.250,5", "12.5", "1,25", "1.25.000", "1.250,000", "=1+1", "abc", 12.5, True, "9" * 14],
)
def test_an_amount_that_could_be_another_is_refused(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read(cell, Kind.MONEY)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("22/11/2026 09:30:15", at(9, 30, 15)),
        ("22/11/2026\n09:30:15", at(9, 30, 15)),
        ("09:30:15 22/11/2026", at(9, 30, 15)),
        ("22/11/26 3:05 PM", at(15, 5)),
        ("22.11.2026 9h05", at(9, 5)),
        ("2026-11-22T09:30:00", at(9, 30)),
        ("22-Nov-2026", at()),
        ("20261122093015", at(9, 30, 15)),
        ("22112026", at()),
        ("Ngày 22 tháng 11 năm 2026", at()),
        (46_348.395833, at(9, 30)),
        (20_261_122, at()),
        (date(2026, 11, 22), at()),
    ],
)
def test_a_moment_in_any_usual_writing(cell: Cell, moment: datetime) -> None:
    assert read(cell, Kind.MOMENT) == moment


@pytest.mark.parametrize("cell", ["31/02/2026", "11/22/2026", "hôm qua", "22/11/1026", 5, True])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read(cell, Kind.DAY)


def test_a_month_comes_first_only_where_that_is_known() -> None:
    assert typed_moment("11/22/2026", False) == at()


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (123, Kind.CODE, "123"),
        ("0012", Kind.CODE, "0012"),
        (50, Kind.WHOLE, 50),
        ("1.000", Kind.WHOLE, 1_000),
        ("22/11/2026", Kind.DAY, date(2026, 11, 22)),
    ],
)
def test_codes_texts_and_counts(cell: Cell, kind: Kind, value: Value) -> None:
    assert read(cell, kind) == value


@pytest.mark.parametrize("cell", [12.5, date(2026, 11, 22)])
def test_a_code_is_never_made_of_a_day_or_a_fraction(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read(cell, Kind.CODE)


def test_a_time_of_day_in_a_column_of_its_own() -> None:
    assert time_of("9:05") == (9, 5, 0)
    assert time_of("25:00") is None
    assert time_of("") is None
