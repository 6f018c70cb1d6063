"""The guided list of each channel, as data: what to do, in order, and how sure each sentence is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

GUIDES_FILE = Path(__file__).parents[1] / "data" / "guides.json"

OWN_ADVICE, UNCONFIRMED, THIRD_PARTY = "own", "unconfirmed", "third party"
# What else a channel's page leads to.
KIT, FILE, TEMPLATE, PACK = "kit", "file", "template", "pack"
SHARED_MARK = "@"


@dataclass(frozen=True)
class Line:
    """One sentence of a step in each language, and what it rests on."""

    words: Mapping[str, str]
    certainty: str

    def said(self, language: str) -> str:
        return self.words.get(language) or self.words["vi"]


@dataclass(frozen=True)
class Guide:
    """A channel: its name, the domains its addresses lie on, and its steps in order."""

    code: str
    names: Line
    is_first: bool
    domains: tuple[str, ...]
    about: Line
    offers: tuple[str, ...]
    steps: Mapping[str, tuple[Line, ...]]

    def name(self, language: str = "vi") -> str:
        return self.names.said(language)

    @property
    def is_ours(self) -> bool:
        """Whether our own system sees what is sold there."""
        return self.code == OWN_PAGE

    def step_after(self, done: Mapping[str, object]) -> str | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step not in done), None)

    def number_of(self, step: str) -> int:
        return list(self.steps).index(step) + 1


OWN_PAGE = "own_page"


@cache
def told() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(GUIDES_FILE.read_text(encoding="utf-8"))
    return content


@cache
def guides() -> dict[str, Guide]:
    """All channels by their code, those that most sellers here use first."""
    return {one["code"]: guide_from(one) for one in told()["channels"]}


def guide_from(one: Mapping[str, Any]) -> Guide:
    return Guide(
        code=one["code"],
        names=names_of(one["name"]),
        is_first=one["first"],
        domains=tuple(one["domains"]),
        about=Line(one["about"], OWN_ADVICE),
        offers=tuple(one["offers"]),
        steps={step["code"]: lines_of(step["lines"]) for step in one["steps"]},
    )


def names_of(given: str | Mapping[str, str]) -> Line:
    """A name of its own is the same in every language."""
    return Line({"vi": given} if isinstance(given, str) else given, OWN_ADVICE)


def lines_of(given: list[Any]) -> tuple[Line, ...]:
    """The sentences of a step; a name after @ stands for sentences that several channels share."""
    found: list[Line] = []
    for one in given:
        if isinstance(one, str):
            found.extend(lines_of(told()["shared"][one.removeprefix(SHARED_MARK)]))
        else:
            found.append(Line({"vi": one["vi"], "en": one["en"]}, one["certainty"]))
    return tuple(found)


def days_until_stale() -> int:
    """After how many days without a look a listing no longer counts as live."""
    days: int = told()["stale_after_days"]
    return days
