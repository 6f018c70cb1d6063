"""What classes teach, as data: each topic with its name in both languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOPICS = Path(__file__).parents[1] / "data" / "topics.csv"
OTHER = "other"


@dataclass(frozen=True)
class Topic:
    """A subject of a class; `why` is where it came from, for whoever keeps the list."""

    code: str
    name_vi: str
    name_en: str
    group: str
    why: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi


@cache
def topics() -> dict[str, Topic]:
    """All topics by code, in the order in which they are offered."""
    with TOPICS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Topic(**row) for row in csv.DictReader(file)}


def topic_name(code: str, language: str) -> str:
    """The name of a topic; one that the list no longer has is shown by its code."""
    found = topics().get(code)
    return found.name(language) if found else code
