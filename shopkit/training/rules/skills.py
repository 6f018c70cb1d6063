"""What is learnt in a class, and how far somebody was seen to do it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shopkit.training.rules.told import Choice, choice_from, data

NOT_TRIED, WITH_HELP, ALONE, CAN_TEACH = range(4)
LEVELS = (NOT_TRIED, WITH_HELP, ALONE, CAN_TEACH)
ABLE = (ALONE, CAN_TEACH)
USUAL_SET = "selling"


@dataclass(frozen=True)
class Skill(Choice):
    """A skill, with what a trainer looks for before she says that somebody can do it."""

    look: Mapping[str, str] | None = None

    def look_for(self, language: str = "vi") -> str:
        words = self.look or {}
        return words.get(language) or words.get("vi", "")


@dataclass(frozen=True)
class SkillSet(Choice):
    """The skills of a kind of class, and the quiz that goes with them."""

    skills: tuple[str, ...] = ()
    quiz: str = ""
    topics: tuple[str, ...] = ()


@cache
def skills() -> dict[str, Skill]:
    return {
        one["code"]: Skill(
            one["code"],
            {"vi": one["vi"], "en": one["en"]},
            one["icon"],
            {"vi": one["look_vi"], "en": one["look_en"]},
        )
        for one in data("skills")["skills"]
    }


@cache
def skill_sets() -> dict[str, SkillSet]:
    """What kinds of classes learn, each five to eight skills."""
    return {
        one["code"]: SkillSet(
            one["code"],
            {"vi": one["vi"], "en": one["en"]},
            one["icon"],
            tuple(one["skills"]),
            one["quiz"],
            tuple(one["topics"]),
        )
        for one in data("skills")["sets"]
    }


@cache
def levels() -> dict[int, Choice]:
    return {one["level"]: choice_from({"code": str(one["level"]), **one}) for one in told_levels()}


@cache
def short_levels() -> dict[int, Choice]:
    """The levels in a word or two, as a cell of a table has room for."""
    return {
        one["level"]: Choice(str(one["level"]), {"vi": one["short_vi"], "en": one["short_en"]})
        for one in told_levels()
    }


def told_levels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data("skills")["levels"]
    return found


def set_of(topics: Iterable[str]) -> SkillSet:
    """The kind of class that teaches these topics; selling where no topic decides."""
    for topic in topics:
        for one in skill_sets().values():
            if topic in one.topics:
                return one
    return skill_sets()[USUAL_SET]


def skills_of(chosen: Sequence[str], topics: Iterable[str] = ()) -> list[Skill]:
    """The skills a class names; those that go with its topics where it names none that we know."""
    known = [skills()[code] for code in chosen if code in skills()]
    return known or [skills()[code] for code in set_of(topics).skills]


def quiz_of(chosen: Iterable[str], topics: Iterable[str] = ()) -> str:
    """The quiz that goes with the topics of a class, or shares most with the skills it names."""
    wanted = set(chosen)
    if not wanted:
        return set_of(topics).quiz
    return max(skill_sets().values(), key=lambda one: len(wanted & set(one.skills))).quiz


def level_after(level: int | None) -> int:
    """The level that one more tap means: from not looked at to not tried, then up, then anew."""
    return NOT_TRIED if level is None or level == CAN_TEACH else level + 1
