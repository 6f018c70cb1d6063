"""Row numbers as people write them behind a signed list."""

import pytest

from shopkit.training.rules.attendance import ABSENT, LATE, LEFT_EARLY, PRESENT
from shopkit.training.rules.rows import (
    RowsBackward,
    RowsTooLong,
    RowsUnreadable,
    RowTwice,
    read_rows,
)


def test_spans_and_single_numbers_are_read_as_they_are_written() -> None:
    read = read_rows("1-12, 14, 17-30").statuses
    assert list(read) == [*range(1, 13), 14, *range(17, 31)]
    assert set(read.values()) == {PRESENT}


@pytest.mark.parametrize(
    "text", ["1–3 5", "1 - 3, 5", "1 đến 3; 5", "1-3\n5", "  1-3 , 5,", "1,2,3,5", "3, 1-3, 5"]
)
def test_what_stands_between_the_numbers_does_not_matter(text: str) -> None:
    assert list(read_rows(text).statuses) == [1, 2, 3, 5]


def test_a_letter_behind_a_number_says_late_early_or_absent() -> None:
    read = read_rows("1, 2m, 3 muộn, 4s, 5 sớm, 6-7v")
    assert read.statuses == {
        1: PRESENT,
        2: LATE,
        3: LATE,
        4: LEFT_EARLY,
        5: LEFT_EARLY,
        6: ABSENT,
        7: ABSENT,
    }


@pytest.mark.parametrize("text", ["abc", "1-", "-3", "0", "1x", "1000", "1-2-3", "mười hai"])
def test_a_piece_that_is_no_row_is_named(text: str) -> None:
    with pytest.raises(RowsUnreadable) as refused:
        read_rows(f"1, {text}, 9")
    assert refused.value.piece


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RowsBackward):
        read_rows("12-1")


def test_one_row_told_in_two_ways_is_refused() -> None:
    with pytest.raises(RowTwice) as refused:
        read_rows("1-5, 3m")
    assert refused.value.number == 3


def test_a_line_longer_than_any_list_is_not_read() -> None:
    with pytest.raises(RowsTooLong):
        read_rows("1," * 300)
