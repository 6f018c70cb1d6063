import unicodedata
from time import perf_counter

import pytest

from shopkit.text.letters import (
    MOST_MARKS,
    Flaw,
    TextUnclean,
    flaw_in,
    is_clean,
    lines,
    nfc,
    one_line,
)


def test_decomposed_text_is_composed():
    assert nfc(unicodedata.normalize("NFD", "Hoằng Lộc")) == "Hoằng Lộc"


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("rau\x00", Flaw.NUL),
        ("rau\ud800", Flaw.SURROGATE),
        ("rau\u202emuống", Flaw.BIDI),
        ("rau\u2066", Flaw.BIDI),
        ("rau\x07", Flaw.CONTROL),
        ("rau\x1f", Flaw.CONTROL),
        ("rau\x85", Flaw.CONTROL),
        ("rau\u2028", Flaw.CONTROL),
        ("rau\uffff", Flaw.CONTROL),
        ("rau\ufdd0", Flaw.CONTROL),
        ("a" + "\u0301" * 500, Flaw.MARKS),
    ],
)
def test_what_no_reader_can_see_is_a_flaw(text, flaw):
    assert flaw_in(text) is flaw


@pytest.mark.parametrize(
    "text",
    ["Quầy rau cô Hường", "Niê H'Ƀlun ŏ ƀ", "ខ្មែរ ក្រុង", "ꪼꪕꪒꪾ", "👩‍🌾 rau sạch", "", "Hoa\u200bquả"],
)
def test_every_living_script_is_clean(text):
    assert is_clean(text)


def test_a_letter_may_carry_as_many_marks_as_scripts_need_and_no_more():
    assert is_clean("a" + "\u0301" * MOST_MARKS)
    assert not is_clean("a" + "\u0301" * (MOST_MARKS + 1))


def test_line_breaks_pass_only_where_they_are_asked_for():
    assert flaw_in("một\nhai") is Flaw.CONTROL
    assert is_clean("một\n\thai", may_break_lines=True)
    assert flaw_in("một\x0bhai", may_break_lines=True) is Flaw.CONTROL


def test_pasted_breaks_become_one_space_on_one_line():
    assert one_line(" Rau\u00a0 muống\r\n\tsạch ") == "Rau muống sạch"


def test_one_line_refuses_what_is_not_a_space():
    with pytest.raises(TextUnclean) as refusal:
        one_line("Rau\x1fmuống")
    assert refusal.value.flaw is Flaw.CONTROL


def test_lines_are_parted_by_a_newline_however_they_were_typed():
    assert lines("một\r\nhai\rba\u2028bốn\n\n") == "một\nhai\nba\nbốn"


def test_hostile_marks_are_refused_before_they_cost_time():
    hostile = "a" + "\u0323\u0301" * 200_000
    started = perf_counter()
    with pytest.raises(TextUnclean):
        one_line(hostile)
    assert perf_counter() - started < 1
