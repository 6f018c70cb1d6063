from datetime import date, timedelta

import pytest

from shopkit.traceability.rules.batches import (
    DatesBackwards,
    MadeInFuture,
    MadeTooLongAgo,
    ShelfLifeTooLong,
    TooManyBatches,
    batch_code,
    check_dates,
)

TODAY = date(2026, 11, 22)


def test_the_batches_of_a_day_are_lettered_and_never_a_number() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(batch_code(TODAY, taken))
    assert taken[:2] == ["L261122A", "L261122B"]
    assert taken[22:26] == ["L261122Y", "L261122Z", "L261122AA", "L261122AB"]
    assert not set("IO") & set("".join(code[7:] for code in taken))


def test_a_day_has_an_end_of_codes() -> None:
    taken: list[str] = []
    with pytest.raises(TooManyBatches):
        for _ in range(1000):
            taken.append(batch_code(TODAY, taken))
    assert len(taken) == len(set(taken)) == 600


@pytest.mark.parametrize(
    ("made_on", "best_before"),
    [
        (TODAY, None),
        (TODAY, TODAY),
        (TODAY, TODAY + timedelta(days=1)),
        (TODAY - timedelta(days=3653), None),
        (TODAY, TODAY + timedelta(days=3653)),
    ],
)
def test_dates_that_can_be_true_are_taken(made_on: date, best_before: date | None) -> None:
    check_dates(made_on, best_before, TODAY)


@pytest.mark.parametrize(
    ("made_on", "best_before", "refusal"),
    [
        (TODAY + timedelta(days=1), None, MadeInFuture),
        (TODAY - timedelta(days=3654), None, MadeTooLongAgo),
        (TODAY, TODAY - timedelta(days=1), DatesBackwards),
        (TODAY, TODAY + timedelta(days=3654), ShelfLifeTooLong),
    ],
)
def test_dates_that_must_be_slips_are_refused(
    made_on: date, best_before: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_dates(made_on, best_before, TODAY)
