"""Names pasted from lists and chats."""

from shopkit.training.rules.pasting import MOST_LINES, LeftOut, Pasted, read_list, read_pasted


def test_numbers_before_names_are_left_out_and_villages_and_phones_are_kept() -> None:
    text = "1. Nguyễn Thị Mẫu, Thôn 1, 0900 000 011\n2) Trần Thị Thử\tThôn Gò\n3 Lê Văn Thử"
    assert read_pasted(text) == [
        Pasted("Nguyễn Thị Mẫu", "Thôn 1", "+84900000011"),
        Pasted("Trần Thị Thử", "Thôn Gò"),
        Pasted("Lê Văn Thử"),
    ]


def test_empty_lines_and_lines_without_a_name_are_passed_over() -> None:
    assert read_pasted("\n  \n---\n12345\n0900000011\n") == []


def test_a_phone_that_cannot_be_called_is_left_out() -> None:
    assert read_pasted("Nguyễn Thị Mẫu, 12345678901") == [Pasted("Nguyễn Thị Mẫu")]


def test_no_more_lines_are_read_than_a_hall_holds() -> None:
    assert len(read_pasted("Nguyễn Thị Mẫu\n" * 5000)) == MOST_LINES


def test_a_name_that_is_too_long_is_left_out_and_not_cut() -> None:
    assert read_list(f"{'y' * 81}\n\n---\n") == (
        [],
        [LeftOut(1, "too_long"), LeftOut(3, "no_name")],
    )
