from dataclasses import replace
from datetime import date

import pytest

from shopkit.onboarding.rules.steps import Done, duties, duties_on, open_steps

ALL_DONE = Done(
    has_code=True,
    has_checked_name=True,
    has_name=True,
    has_kind=True,
    is_maker=True,
    is_placed=True,
    has_draft=False,
    has_listing=True,
    has_batch=True,
    has_labels=True,
    has_answered_report=True,
    has_channel=True,
)


def test_who_has_done_nothing_begins_with_the_code() -> None:
    assert open_steps(Done()) == [
        "make_code",
        "name_shop",
        "say_kind",
        "first_listing",
        "place_shop",
    ]


def test_who_has_done_all_has_nothing_left() -> None:
    assert open_steps(ALL_DONE) == []


@pytest.mark.parametrize(
    ("undone", "steps"),
    [
        ({"has_checked_name": False}, ["check_name"]),
        ({"has_listing": False, "has_draft": True}, ["finish_listing"]),
        ({"has_listing": False, "has_batch": False}, ["first_listing"]),
        ({"has_batch": False, "has_labels": False}, ["open_batch"]),
        ({"has_labels": False}, ["print_labels"]),
        ({"has_labels": False, "is_maker": False}, []),
        ({"has_answered_report": False}, ["answer_report"]),
        ({"has_answered_report": False, "is_placed": False}, ["place_shop"]),
        ({"has_code": False, "has_checked_name": False}, ["make_code"]),
        ({"has_channel": False}, ["begin_channel"]),
        ({"has_channel": False, "has_listing": False}, ["first_listing"]),
    ],
)
def test_a_step_comes_when_it_is_possible_and_not_before(
    undone: dict[str, bool], steps: list[str]
) -> None:
    assert open_steps(replace(ALL_DONE, **undone)) == steps


def test_a_duty_is_spoken_of_until_its_day(  # the last day to do it is the one before
) -> None:
    (duty,) = duties()
    assert (duty.code, duty.before) == ("link_seller_accounts", date(2026, 12, 31))
    for day, is_told in (
        (date(2026, 9, 27), False),
        (date(2026, 9, 28), True),
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),
    ):
        assert (duty in duties_on(day)) is is_told, day


def test_every_duty_says_how_well_it_is_known_and_by_which_document() -> None:
    for duty in duties():
        assert duty.certainty in {"read", "secondary", "unconfirmed"}
        assert duty.document
