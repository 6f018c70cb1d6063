"""Codes that are read aloud."""

import re

from shopkit.training.rules.codes import (
    LETTERS,
    new_join_code,
    new_serial,
    read_join_code,
    read_serial,
    shown_join_code,
)


def test_a_code_has_six_letters_that_sound_apart() -> None:
    for _number in range(200):
        assert re.fullmatch(f"[{LETTERS}]{{6}}", new_join_code())
    assert not set(LETTERS) & set("AEIOUFJZ0O1I")


def test_a_code_is_read_however_it_was_typed() -> None:
    assert read_join_code(" bcd-ghk ") == "BCDGHK"
    assert read_join_code(shown_join_code("BCDGHK")) == "BCDGHK"
    assert read_join_code("BCDGH") == read_join_code("BCDGHO") == read_join_code("") == ""


def test_a_serial_is_read_with_or_without_its_dashes() -> None:
    serial = new_serial()
    assert read_serial(serial.replace("-", "").lower()) == serial
    assert read_serial(f"{serial}2") == read_serial("0000-0000-0000") == ""
