"""Published figures: taken in with their source, and how their rows are read."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shopkit.adoption.actions.official import (
    DayAfterDocument,
    FigureKnown,
    OwnFigure,
    SourceMissing,
    remove_official,
    take_official,
)
from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.queries.targets import official_figures
from shopkit.adoption.rules.cells import percent
from shopkit.adoption.rules.official import number_of, read_number, read_row
from shopkit.clock import LOCAL
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

TODAY = date(2026, 11, 22)


def take(session: Session, **more: Any) -> OfficialFigure:
    values: dict[str, Any] = {
        "indicator": "G05",
        "numerator_hundredths": 2_573_600,
        "denominator": 36_845,
        "as_of": date(2026, 1, 23),
        "organisation": "Công an xã",
        "document": "Báo cáo 12/BC-CAX",
        "document_on": date(2026, 1, 23),
    }
    return take_official(session, HOANG_LOC, **(values | more), now=NOW)


def test_a_published_rate_keeps_both_its_numbers(session: Session) -> None:
    taken = take(session)
    assert taken.denominator
    assert str(percent(taken.numerator_hundredths // 100, taken.denominator)) == "69.85"
    assert official_figures(session, HOANG_LOC, "G05") == [taken]
    assert official_figures(session, NEXT_DOOR) == []


def test_the_same_figure_of_the_same_document_is_taken_once(session: Session) -> None:
    take(session)
    with pytest.raises(FigureKnown):
        take(session)
    take(session, as_of=date(2025, 12, 31))
    assert len(official_figures(session, HOANG_LOC)) == 2


def test_a_day_after_its_document_is_refused(session: Session) -> None:
    with pytest.raises(DayAfterDocument):
        take(session, as_of=date(2026, 6, 30))


def test_a_figure_without_its_source_is_refused(session: Session) -> None:
    with pytest.raises(SourceMissing):
        take(session, document="")
    with pytest.raises(SourceMissing):
        take(session, organisation="")


@pytest.mark.parametrize(
    "organisation",
    ["Xã Hoằng Lộc", "UBND xã Hoằng Lộc", "HĐND và UBND xã Hoằng Lộc", "UBND xã", "hoang loc"],
)
def test_the_own_figures_of_a_commune_are_not_typed(session: Session, organisation: str) -> None:
    with pytest.raises(OwnFigure):
        take(session, organisation=organisation)


@pytest.mark.parametrize(
    "organisation", ["Trạm y tế xã Hoằng Lộc", "UBND tỉnh Thanh Hóa", "Công an xã Hoằng Lộc"]
)
def test_the_figures_of_others_in_the_commune_are_taken(
    session: Session, organisation: str
) -> None:
    assert take(session, organisation=organisation).organisation == organisation


def test_a_figure_taken_by_mistake_can_be_removed_and_taken_again(session: Session) -> None:
    remove_official(session, take(session), now=NOW)
    assert official_figures(session, HOANG_LOC) == []
    take(session)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("25.736", "25736.00"),
        ("25736", "25736.00"),
        ("25 736", "25736.00"),
        ("25,736", "25736.00"),
        ("69,85", "69.85"),
        ("69.85 %", "69.85"),
        ("1.234.567", "1234567.00"),
        ("hai mươi", None),
        ("-5", None),
        ("1e400", None),
        ("", None),
        (None, None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: object, told: str | None) -> None:
    read = number_of(typed)
    assert (None if read is None else str(read)) == told


def test_a_part_cannot_be_larger_than_its_whole() -> None:
    assert read_number("25736", "36845") == (2_573_600, 36_845)
    assert read_number("36845", "25736") == "part_too_large"
    assert read_number("69,85", "100") == "no_number"
    assert read_number("12", "0") == "no_base"
    assert read_number("85", "") == (8_500, None)


def row(**more: object) -> dict[str, Any]:
    moment = datetime(2026, 1, 23, tzinfo=LOCAL)
    return {
        "indicator": "g05",
        "numerator": "25736",
        "denominator": "36845",
        "as_of": moment,
        "organisation": "Công an xã",
        "document": "12/BC-CAX",
        "document_on": moment,
    } | more


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"indicator": "X99"}, "no_indicator"),
        ({"document": None}, "no_source"),
        ({"as_of": None}, "no_day"),
        ({"as_of": datetime(2027, 1, 1, tzinfo=LOCAL)}, "ahead"),
        ({"as_of": datetime(2026, 6, 30, tzinfo=LOCAL)}, "after_document"),
        ({"numerator": "nhiều"}, "no_number"),
    ],
)
def test_a_row_that_says_too_little_fails_with_its_reason(
    more: dict[str, object], reason: str
) -> None:
    assert read_row(row(**more), {"G05"}, TODAY) == reason


def test_a_good_row_is_read_whole() -> None:
    read = read_row(row(), {"G05"}, TODAY)
    assert isinstance(read, dict)
    assert read["indicator"] == "G05"
    assert (read["numerator_hundredths"], read["denominator"]) == (2_573_600, 36_845)
