"""The language of indicators: it counts, or says where it stopped, and does nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkit.adoption.rules.elements import ELEMENTS, KINDS, STRENGTH
from shopkit.adoption.rules.evaluate import AsOf, whole_months
from shopkit.adoption.rules.indicators import (
    all_indicators,
    check_conditions,
    conditions_on,
    indicators_on,
    read_line,
    ready_on,
)
from shopkit.adoption.rules.language import DEEPEST, LONGEST, NotUnderstood, parse

TODAY = date(2026, 11, 22)
CODES = [
    "A01",
    "A02",
    "B01",
    "B02",
    "B03",
    "B04",
    "B05",
    "B06",
    "B07",
    "B08",
    "B09",
    "B10",
    "B11",
    "C01",
    "C02",
    "C03",
    "C04",
    "D01",
    "D02",
    "D03",
    "E01",
    "E02",
    "E03",
    "E04",
    "E05",
    "E06",
    "E07",
    "E08",
    "E09",
    "F01",
    "F02",
    "F03",
    "G01",
    "G02",
    "G03",
    "G04",
    "G05",
    "G06",
    "G07",
    "G08",
    "H01",
    "H02",
    "H03",
    "H04",
    "H05",
    "H06",
    "I01",
    "J01",
    "J02",
    "J04",
]
PIECES = st.sampled_from(
    [
        "count",
        "sum",
        "mean",
        "any",
        "of",
        "latest",
        "has",
        "quarters",
        "number_of",
        "due",
        "followed",
        "months_since",
        "not",
        "and",
        "or",
        "in",
        "within",
        "until",
        "at",
        "least",
        "period",
        "days",
        "months",
        "ago",
        "business",
        "channel",
        "order",
        "household",
        "person",
        "(",
        ")",
        ":",
        ",",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        '"live"',
        '"yes"',
        "1",
        "90",
        "SD",
        "TV",
        "SO",
        "IM",
        "link_check",
        "order",
        "profiled",
        "first_live",
        "type",
        "about",
        "__import__",
        "eval",
        ";",
        ".",
        "*",
        "/",
        "[",
        "]",
        "{",
        "}",
        "lambda",
        "where",
    ]
)


def test_all_fifty_indicators_are_there_and_each_is_understood() -> None:
    assert [one.code for one in indicators_on(TODAY)] == CODES
    check_conditions(conditions_on(TODAY))
    assert len(ready_on(TODAY)) == 45
    for one in all_indicators():
        assert one.name_vi
        assert one.name_en
        assert one.note_vi
        assert one.least_evidence in STRENGTH


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused_with_its_place(text: str) -> None:
    understood_or_refused(text)


@given(st.lists(PIECES, max_size=40))
def test_any_pieces_of_the_language_are_understood_or_refused(pieces: list[str]) -> None:
    understood_or_refused(" ".join(pieces))


def understood_or_refused(text: str) -> None:
    stopped_at, kinds = 1, set()
    try:
        line = read_line(text, conditions_on(TODAY))
        kinds = {part.kind for part in line.parts}
    except NotUnderstood as refused:
        stopped_at = refused.at
    assert 1 <= stopped_at <= len(text) + 1
    assert kinds <= set(KINDS)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("count(business", 15),
        ("count(houses)", 1),
        ("count(business: rich)", 17),
        ('count(business: latest(link_check) = "live")', 17),
        ("count(business: profiled and)", 29),
        ("count(business: profiled) count(business)", 27),
        ('count(business: any(channel: latest(link_check within 90 weeks) = "live"))', 58),
        ('count(business: latest(keeps_book) > "yes")', 36),
        ("count(business: latest(keeps_book) = 3)", 36),
        ("count(business: __import__)", 17),
        ("count(business; profiled)", 15),
        ("sum(order: type where shared)", 1),
    ],
)
def test_a_mistake_is_told_with_the_letter_where_it_stands(text: str, at: int) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_line(text, conditions_on(TODAY))
    assert refused.value.at == at


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        parse("count(business: " + "(" * (DEEPEST + 1) + "active" + ")" * (DEEPEST + 1) + ")")
    with pytest.raises(NotUnderstood):
        parse("count(business: " + "not " * 400 + "active)")
    with pytest.raises(NotUnderstood):
        parse(" " * (LONGEST + 1))


def test_every_element_belongs_to_a_kind_that_there_is() -> None:
    for element in ELEMENTS.values():
        assert element.kind in KINDS
    for kind in KINDS.values():
        assert all(below in KINDS for below in kind.below)


def test_whole_months_are_counted_by_the_calendar() -> None:
    assert whole_months(date(2025, 6, 1), date(2026, 5, 31)) == 11
    assert whole_months(date(2025, 6, 1), date(2026, 6, 1)) == 12
    assert whole_months(date(2025, 2, 28), date(2025, 3, 1)) == 0
    assert whole_months(date(2025, 1, 31), date(2025, 2, 28)) == 0


def test_a_window_never_reaches_before_the_calendar() -> None:
    line = 'count(household: latest(online_filing within 999999999 months) = "yes")'
    assert read_line(line, conditions_on(TODAY)).parts
    assert AsOf(TODAY, TODAY).least == 0
