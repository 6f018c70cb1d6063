"""Why somebody is not there yet, where she is sent on to, and what is looked at on a visit."""

from dataclasses import dataclass
from functools import cache

from shopkit.training.rules.told import Choice, choice_from, data


@dataclass(frozen=True)
class Check(Choice):
    """Something to look at on a visit, with what may be found."""

    answers: tuple[Choice, ...] = ()

    def answer_or_none(self, code: str) -> Choice | None:
        return next((one for one in self.answers if one.code == code), None)


@cache
def reasons() -> dict[str, Choice]:
    return {one["code"]: choice_from(one) for one in data("reasons")["why_not"]}


@cache
def referrals() -> dict[str, Choice]:
    return {one["code"]: choice_from(one) for one in data("reasons")["referrals"]}


@cache
def checks() -> dict[str, Check]:
    return {
        one["code"]: Check(
            one["code"],
            {"vi": one["vi"], "en": one["en"]},
            one["icon"],
            tuple(choice_from(answer) for answer in one["answers"]),
        )
        for one in data("reasons")["checks"]
    }
