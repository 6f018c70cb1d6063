"""Our own short list of what is sold, and the kinds and groups of OCOP.

The list is ours; no channel's own numbers are mapped, because none was read from a source that
may be handed on. Of OCOP's groups only those that were read are here: the six kinds are whole.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from shopkit.text.search import search_text

DATA = Path(__file__).parents[1] / "data"
MOST_FOUND = 8
SEPARATOR = " > "


@dataclass(frozen=True)
class Category:
    """A group of goods; `ocop_group` is the one of OCOP that such goods most likely are in."""

    code: str
    vi: str
    en: str
    parent: str
    ocop_group: str
    google_id: str
    google_path: str
    also: str


@dataclass(frozen=True)
class OcopGroup:
    """One of OCOP's kinds, or a group of it that was read; `source` says where."""

    code: str
    vi: str
    en: str
    kind: str
    certainty: str
    source: str


@cache
def categories() -> Mapping[str, Category]:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Category(**{name: row[name] for name in Category.__match_args__})
            for row in csv.DictReader(file)
        }


@cache
def ocop_groups() -> Mapping[str, OcopGroup]:
    with (DATA / "ocop_groups.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: OcopGroup(**{name: row[name] for name in OcopGroup.__match_args__})
            for row in csv.DictReader(file)
        }


def path_of(code: str | None) -> tuple[str, ...]:
    """The names of a category from the widest to its own; empty for none and for unknown ones."""
    found: list[str] = []
    while code and (category := categories().get(code)):
        found.append(category.vi)
        code = category.parent
    return tuple(reversed(found))


def code_of_path(path: str) -> str | None:
    """The category whose whole path, name or code this is."""
    return by_name().get(search_text(path)) or (path if path in categories() else None)


@cache
def by_name() -> Mapping[str, str]:
    names = {search_text(one.vi): code for code, one in categories().items()}
    paths = {search_text(SEPARATOR.join(path_of(code))): code for code in categories()}
    return names | paths


def is_leaf(code: str) -> bool:
    return all(one.parent != code for one in categories().values())


def found_categories(text: str) -> list[Category]:
    """The leaves that typed words or a title speak of, the likeliest first; marks optional.

    A word typed with its marks counts more when it is written so: dầu is not đậu.
    """
    folded, marked = search_text(text).split(), set(text.casefold().split())
    scored = []
    for order, category in enumerate(categories().values()):
        if is_leaf(category.code):
            points = points_of(category, folded, marked)
            if points:
                scored.append((-points, order, category))
    return [category for _, _, category in sorted(scored, key=lambda one: one[:2])][:MOST_FOUND]


def points_of(category: Category, folded: list[str], marked: set[str]) -> int:
    name, words = known_words(category)
    written = set(f"{category.vi} {category.also}".casefold().replace(",", " ").split())
    points = sum(2 if word in name else 1 for word in folded if word in words)
    starts = [word for word in folded[-1:] if len(word) > 1 and word not in words]
    points += sum(1 for word in starts if any(one.startswith(word) for one in words))
    pairs = pairwise(folded)
    points += sum(3 for pair in pairs if " ".join(pair) in search_text(category.also))
    return points + sum(1 for word in marked if not word.isascii() and word in written)


@cache
def known_words(category: Category) -> tuple[frozenset[str], frozenset[str]]:
    name = frozenset(search_text(f"{category.vi} {category.en}").split())
    return name, name | frozenset(search_text(category.also).split())
