"""Which help text fits which page: the texts by their keys, as the data tell."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HELP = Path(__file__).parent.parent / "data" / "help.csv"


@dataclass(frozen=True)
class Topic:
    """Something people get stuck on; `sound` names a recording that may or may not be there."""

    key: str
    icon: str
    pages: tuple[str, ...]
    sound: str


@cache
def topics() -> tuple[Topic, ...]:
    with HELP.open(encoding="utf-8", newline="") as file:
        return tuple(
            Topic(row["key"], row["icon"], tuple(row["pages"].split()), row["sound"])
            for row in csv.DictReader(file)
        )


def topic_for(endpoint: str) -> Topic | None:
    """The text offered on a page; one that names the page goes before one of its whole feature."""
    feature = endpoint.partition(".")[0]
    for wanted in (endpoint, feature):
        for topic in topics():
            if wanted in topic.pages:
                return topic
    return None
