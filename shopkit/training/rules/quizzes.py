"""Questions before and after a class, and what answers are worth: no table, no web."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from shopkit.training.rules.told import Choice, choice_from, data

LEAST_FOR_GAIN = 10
PASSING_SHARE = Decimal("0.8")
ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True)
class Question(Choice):
    """A question with its answers, the right one, and why it is right."""

    answers: tuple[Choice, ...] = ()
    right: str = ""
    because: Mapping[str, str] | None = None

    def why(self, language: str = "vi") -> str:
        words = self.because or {}
        return words.get(language) or words.get("vi", "")

    def said(self, code: str, language: str = "vi") -> str:
        """The words of an answer; empty when it is none of them."""
        return next((one.name(language) for one in self.answers if one.code == code), "")


@dataclass(frozen=True)
class Quiz(Choice):
    """Five questions."""

    questions: tuple[Question, ...] = ()

    def score(self, answers: Mapping[str, str]) -> int:
        return sum(answers.get(one.code) == one.right for one in self.questions)

    def known(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Only the answers that these questions offer."""
        return {
            one.code: answers[one.code]
            for one in self.questions
            if one.said(answers.get(one.code, ""))
        }


@dataclass(frozen=True)
class Gain:
    """How many points more after than before, over those who did both."""

    mean: Decimal | None
    person_count: int

    @property
    def may_leave(self) -> bool:
        """Whether it may be shown outside the commune; few people would be recognised."""
        return self.person_count >= LEAST_FOR_GAIN


@cache
def quizzes() -> dict[str, Quiz]:
    return {one["code"]: quiz_from(one) for one in data("quizzes")}


def quiz_from(one: Mapping[str, Any]) -> Quiz:
    return Quiz(
        one["code"],
        {"vi": one["vi"], "en": one["en"]},
        one["icon"],
        tuple(question_from(number, each) for number, each in enumerate(one["questions"], 1)),
    )


def question_from(number: int, one: Mapping[str, Any]) -> Question:
    """The first answer of the file is the right one; shown they stand in an order of their own."""
    answers = [
        choice_from({"code": letter, **answer})
        for letter, answer in zip("abcd", one["answers"], strict=False)
    ]
    turned = answers[number % len(answers) :] + answers[: number % len(answers)]
    return Question(
        f"q{number}",
        {"vi": one["vi"], "en": one["en"]},
        one["icon"],
        tuple(turned),
        answers[0].code,
        {"vi": one["because_vi"], "en": one["because_en"]},
    )


def is_passed(score: int, out_of: int) -> bool:
    """Four of five."""
    return out_of > 0 and Decimal(score) / out_of >= PASSING_SHARE


def gain(pairs: Iterable[tuple[int, int]]) -> Gain:
    """The mean of after minus before, half up to one place; none without anybody."""
    differences = [after - before for before, after in pairs]
    if not differences:
        return Gain(None, 0)
    mean = Decimal(sum(differences)) / len(differences)
    return Gain(mean.quantize(ONE_PLACE, ROUND_HALF_UP), len(differences))
