"""Short lessons on staying safe, as data: a story, its signs, what to do and what never."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shopkit.training.rules.told import Choice, data

Lines = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Lesson(Choice):
    """One page to read in three minutes, and the quiz that goes with it."""

    quiz: str = ""
    story: Mapping[str, str] | None = None
    signs: Lines = ()
    do: Lines = ()
    never: Lines = ()
    after: Lines = ()


@cache
def lessons() -> dict[str, Lesson]:
    return {one["code"]: lesson_from(one) for one in data("lessons")}


def lesson_from(one: Mapping[str, Any]) -> Lesson:
    return Lesson(
        one["code"],
        {"vi": one["vi"], "en": one["en"]},
        one["icon"],
        one["quiz"],
        one["story"],
        tuple(one["signs"]),
        tuple(one["do"]),
        tuple(one["never"]),
        tuple(one["after"]),
    )
