"""What our data files of skills, quizzes, lessons and reasons hold."""

from datetime import date
from decimal import Decimal

import pytest

from shopkit.training.rules.lessons import lessons
from shopkit.training.rules.quizzes import gain, is_passed, quizzes
from shopkit.training.rules.reasons import checks, reasons, referrals
from shopkit.training.rules.skills import (
    level_after,
    levels,
    quiz_of,
    skill_sets,
    skills,
    skills_of,
)
from shopkit.training.rules.topics import topics
from shopkit.training.rules.visits import due_days, state_on
from shopkit.web.icons import is_icon


def test_every_kind_of_class_has_five_to_eight_known_skills_and_a_quiz() -> None:
    for one in skill_sets().values():
        assert 5 <= len(one.skills) <= 8
        assert set(one.skills) <= set(skills())
        assert one.quiz in quizzes()


def test_every_topic_of_a_set_is_a_topic_of_classes() -> None:
    told = [topic for one in skill_sets().values() for topic in one.topics]
    assert set(told) <= set(topics())
    assert len(told) == len(set(told))


def test_the_skills_that_indicators_name_are_among_ours() -> None:
    assert {"file_online", "online_safety", "payment_qr"} <= set(skills())


@pytest.mark.parametrize("code", quizzes())
def test_every_quiz_has_five_questions_with_three_answers_and_a_reason(code: str) -> None:
    quiz = quizzes()[code]
    assert len(quiz.questions) == 5
    for one in quiz.questions:
        assert len(one.answers) == 3
        for said in ("vi", "en"):
            assert len({answer.name(said) for answer in one.answers}) == 3
            assert one.why(said)
            assert one.said(one.right, said)
    places = [[a.code for a in one.answers].index(one.right) for one in quiz.questions]
    assert len(set(places)) > 1, "the right answer always stands in the same place"


def test_every_lesson_has_its_quiz_and_is_told_in_both_languages() -> None:
    assert set(lessons()) == {
        "fraud",
        "data_theft",
        "fake_news",
        "taken_account",
        "fake_bank_message",
        "sticker_swap",
    }
    for one in lessons().values():
        assert one.quiz in quizzes()
        for lines in (one.signs, one.do, one.never, one.after):
            assert lines
            assert all(line["vi"] and line["en"] for line in lines)


def test_every_icon_of_our_data_can_be_drawn() -> None:
    kinds = (skills(), skill_sets(), reasons(), referrals(), checks(), quizzes(), lessons())
    named = {one.icon for kind in kinds for one in kind.values()}
    named |= {one.icon for quiz in quizzes().values() for one in quiz.questions}
    assert all(is_icon(name) for name in named)


def test_the_reasons_of_the_households_are_there() -> None:
    wanted = {"no_phone", "no_data", "afraid_fraud", "no_time", "sells_enough", "no_product"}
    assert wanted | {"someone_else", "other"} <= set(reasons())
    assert set(checks()) == {"sticker", "shop_page", "last_order", "label"}


def test_one_more_tap_raises_a_level() -> None:
    taps = [None, 0, 1, 2, 3]
    assert [level_after(level) for level in taps] == [0, 1, 2, 3, 0]
    assert sorted(levels()) == [0, 1, 2, 3]


def test_a_class_that_names_no_skills_has_those_of_its_topic() -> None:
    assert skills_of([], ["public_service"])[1].code == "file_online"
    assert [one.code for one in skills_of(["label"], ["public_service"])] == ["label"]
    assert quiz_of([], ["online_safety"]) == "safety"
    assert quiz_of([], ["other"]) == "selling"


def test_a_class_of_31_august_is_visited_on_7_and_30_september() -> None:
    days = due_days([date(2026, 8, 24), date(2026, 8, 31)])
    assert days == {7: date(2026, 9, 7), 30: date(2026, 9, 30)}
    assert due_days([]) == {}


@pytest.mark.parametrize(
    ("due", "state"),
    [("2026-11-21", "overdue"), ("2026-11-22", "today"), ("2026-11-29", "soon"),
     ("2026-11-30", "later")],
)  # fmt: skip
def test_a_visit_is_late_the_day_after_it_was_due(due: str, state: str) -> None:
    assert state_on(date.fromisoformat(due), date(2026, 11, 22)) == state


def test_the_gain_is_a_mean_of_those_with_both_and_says_of_how_many() -> None:
    assert gain([]).mean is None
    found = gain([(1, 4), (2, 2), (3, 5)])
    assert (found.mean, found.person_count, found.may_leave) == (Decimal("1.7"), 3, False)
    assert gain([(4, 1)]).mean == Decimal("-3.0")
    assert gain([(1, 2)] * 10).may_leave


def test_four_of_five_are_a_pass() -> None:
    assert [score for score in range(6) if is_passed(score, 5)] == [4, 5]
    assert not is_passed(0, 0)
