"""What counts as met, which days a round has, and what a serial looks like."""

from datetime import date

import pytest

from shopkit.adoption.rules import rounds
from shopkit.adoption.rules.criteria import (
    MET,
    NOT_ASKED,
    NOT_MET,
    UNKNOWN,
    WEAK,
    Answer,
    RuleUnreadable,
    is_share_met,
    read_rule,
    standing,
    verdict,
    written_rule,
)
from shopkit.adoption.rules.serials import new_serial, read_serial
from shopkit.adoption.rules.template import example_groups, template_lines

ON = date(2026, 11, 22)


def said(is_met: bool, evidence: str, on: date = ON) -> Answer:
    return Answer(is_met, evidence, on)


@pytest.mark.parametrize("text", ["told", "adults_share", "member_skill:a|b", "live_or_qr"])
def test_a_rule_is_read_as_it_is_written(text: str) -> None:
    assert written_rule(read_rule(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "member_skill", "member_skill:", "told:x", "member_skill:A B", "x", "member_skill:a|"],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleUnreadable):
        read_rule(text)


@pytest.mark.parametrize(
    ("number", "of_number", "is_met"), [(4, 5, True), (3, 4, False), (0, 0, False), (1, 1, True)]
)
def test_a_share_of_adults_is_reached_exactly(number: int, of_number: int, is_met: bool) -> None:
    assert is_share_met(number, of_number, 80) is is_met


def test_the_newest_word_stands_with_the_best_evidence_that_agrees() -> None:
    seen, told = said(True, "TV", date(2026, 3, 1)), said(True, "SD", date(2026, 9, 1))
    assert standing([seen, told], None, ON) == seen
    assert standing([seen, said(False, "SD")], None, ON) == said(False, "SD")


def test_a_word_is_good_for_a_year() -> None:
    assert standing([said(True, "TV", date(2025, 11, 22))], None, ON) is None
    assert standing([said(True, "TV", date(2025, 11, 23))], None, ON) is not None


def test_the_house_knows_better_than_a_word_but_not_than_a_later_look() -> None:
    known = said(True, "SO", date(2026, 6, 1))
    assert standing([said(False, "SD")], known, ON) == known
    assert standing([said(False, "TV")], known, ON) == said(False, "TV")
    assert standing([said(False, "TV", date(2026, 5, 1))], known, ON) == known


def test_a_household_is_told_what_is_missing_and_what_only_needs_eyes() -> None:
    lines = template_lines()
    answers: dict[str, Answer | None] = {line.code: said(True, "TV") for line in lines}
    answers |= {"C3": said(True, "SD"), "C6": said(False, "TV"), "C1": None}
    found = verdict(lines, answers, owns_business=False)
    assert found.states == {
        "C1": UNKNOWN,
        "C2": MET,
        "C3": WEAK,
        "C4": MET,
        "C5": MET,
        "C6": NOT_MET,
        "C7": NOT_ASKED,
    }
    assert [one.line.code for one in found.missing] == ["C1", "C3", "C6"]
    assert not found.meets


def test_a_line_that_is_not_needed_hinders_nobody() -> None:
    lines = template_lines()
    answers = {line.code: said(True, "TV") for line in lines if line.is_mandatory}
    found = verdict(lines, answers, owns_business=True)
    assert found.meets
    assert found.states["C7"] == UNKNOWN


def test_a_set_of_nothing_is_met_by_nobody() -> None:
    assert not verdict((), {}, owns_business=False).meets


def test_a_list_posted_on_14_november_hangs_ten_full_days_before_the_25th() -> None:
    assert rounds.latest_posting_day(2026) == date(2026, 11, 14)
    assert rounds.last_posted_day(date(2026, 11, 14)) == date(2026, 11, 24)
    assert rounds.may_be_sent_on(date(2026, 11, 14)) == date(2026, 11, 25)


def test_a_decision_is_due_ten_days_after_the_dossier() -> None:
    sent_on = date(2026, 11, 25)
    assert rounds.decide_by(sent_on) == date(2026, 12, 5)
    late = rounds.is_late(rounds.SENT, 2026, None, sent_on, date(2026, 12, 6))
    assert late
    assert not rounds.is_late(rounds.SENT, 2026, None, sent_on, date(2026, 12, 5))
    assert not rounds.is_late(rounds.DECIDED, 2026, None, sent_on, date(2027, 12, 5))


def test_a_recognition_usually_lasts_a_year() -> None:
    assert rounds.usual_end(date(2026, 11, 5)) == date(2027, 11, 4)
    assert rounds.usual_end(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_serial_is_read_as_people_type_it() -> None:
    serial = new_serial(2026)
    assert serial.startswith("GD26-")
    for typed in (serial, serial.lower(), serial.replace("-", ""), f" {serial.replace('-', ' ')} "):
        assert read_serial(typed) == serial
    for typed in ("", "GD26", "GD26-ĐĐĐĐĐĐĐĐ", "x" * 500):
        assert read_serial(typed) == ""


def test_the_example_names_both_documents_and_how_sure_they_are() -> None:
    groups = example_groups()
    assert {one.target_set for one in groups} == {"AT-2025-12", "AT-2026-01"}
    assert {one.certainty for one in groups if one.target_set == "AT-2026-01"} == {"excerpt"}
    party = [one.target_set for one in groups if "party" in one.kinds and "cadre" in one.kinds]
    assert party == ["AT-2025-12"]
