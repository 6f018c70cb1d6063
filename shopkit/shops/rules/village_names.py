"""Which village a list means: by its name of today, an old name, or the part in brackets."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz, process

from shopkit.places.rules import VILLAGE_KINDS
from shopkit.text.search import search_text

BRACKETS = re.compile(r"\(([^)]*)\)")
LEADING_ZEROS = re.compile(r"\b0+(\d)")
# Words that lists write around a village's name.
FRAME = re.compile(
    r"^(?:[ivx]+|\d+|[a-h]) ?(?=(?:thon|xom|to|tdp|ban|ap|khu|buon|khom|khoi|lang)\b)"
)
OLD = re.compile(r"\b(?:cu|truoc day)\b")
KINDS_FIRST = sorted(VILLAGE_KINDS, key=len, reverse=True)
WORTH_PROPOSING = 60


class How(StrEnum):
    """How a village was known, or why it was not."""

    BY_NAME = "by_name"
    BY_OLD_NAME = "by_old_name"
    MERGED = "merged"
    POINTED_OUT = "pointed_out"
    UNKNOWN = "village_unknown"
    SEVERAL = "village_several"
    SPLIT = "village_split"
    MISSING = "village_missing"


FOUND = frozenset({How.BY_NAME, How.BY_OLD_NAME, How.MERGED, How.POINTED_OUT})


@dataclass(frozen=True)
class Place:
    """A village as lists may name it; `heir` is the one that stands today, None where it split."""

    id: UUID
    name: str
    former: tuple[str, ...] = ()
    is_open: bool = True
    heir: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """The village that is meant, or none and why."""

    how: How
    village_id: UUID | None = None

    @property
    def is_found(self) -> bool:
        return self.how in FOUND


@dataclass
class Gazetteer:
    """All names of one commune's villages, folded; `pointed_out` is what a person said of some."""

    places: Iterable[Place]
    pointed_out: Mapping[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.open: dict[str, set[UUID]] = {}
        self.former: dict[str, set[UUID]] = {}
        self.closed: dict[str, set[UUID | None]] = {}
        self.bare: dict[str, set[UUID]] = {}
        self._known: dict[str, Answer] = {}
        for one in self.places:
            self._put(one)

    def _put(self, one: Place) -> None:
        if not one.is_open:
            for name in (one.name, *one.former):
                self.closed.setdefault(key_of(name), set()).add(one.heir)
            return
        self.open.setdefault(key_of(one.name), set()).add(one.id)
        self.bare.setdefault(bare(key_of(one.name)), set()).add(one.id)
        for name in one.former:
            self.former.setdefault(key_of(name), set()).add(one.id)

    def find(self, typed: str) -> Answer:
        """The village that a cell means."""
        if typed not in self._known:
            self._known[typed] = self._find(typed)
        return self._known[typed]

    def _find(self, typed: str) -> Answer:
        whole = key_of(typed)
        if not whole:
            return Answer(How.MISSING)
        if whole in self.pointed_out:
            return Answer(How.POINTED_OUT, self.pointed_out[whole])
        outside = key_of(BRACKETS.sub(" ", typed))
        answers = [self._named(name) for name in dict.fromkeys((outside, whole)) if name]
        inside = [key_of(OLD.sub(" ", search_text(part))) for part in BRACKETS.findall(typed)]
        answers += [self._named(name) for name in inside if name]
        found = next((one for one in answers if one.is_found), None)
        told = [one for one in answers if one.how != How.UNKNOWN]
        return found or (told[0] if told else Answer(How.UNKNOWN))

    def _named(self, name: str) -> Answer:
        """By the name of today, then an old name, then a village that is no more, then the bare."""
        # A person may have said what a name with "cũ" in it means; only then is the word dropped.
        if not any(name in shelf for shelf in (self.open, self.former, self.closed)):
            name = " ".join(OLD.sub(" ", name).split())
        for shelf, how in ((self.open, How.BY_NAME), (self.former, How.BY_OLD_NAME)):
            if name in shelf:
                return only(shelf[name], how)
        if name in self.closed:
            heirs = self.closed[name]
            if None in heirs:
                return Answer(How.SPLIT)
            return only({one for one in heirs if one}, How.MERGED)
        plain = bare(name)
        if plain in self.bare and (plain == name or has_kind(name)):
            return only(self.bare[plain], How.BY_NAME)
        return Answer(How.UNKNOWN)

    def likeliest(self, typed: str) -> UUID | None:
        """The village whose name is most like this one, to be proposed and never taken alone."""
        names = {name: ids for name, ids in self.open.items() if len(ids) == 1}
        best = process.extractOne(
            key_of(typed), list(names), scorer=fuzz.token_sort_ratio, score_cutoff=WORTH_PROPOSING
        )
        return next(iter(names[best[0]])) if best else None


def only(ids: set[UUID], how: How) -> Answer:
    return Answer(how, next(iter(ids))) if len(ids) == 1 else Answer(How.SEVERAL)


def key_of(typed: str) -> str:
    """A name folded, without numbering before it and without zeros that only pad."""
    folded = LEADING_ZEROS.sub(r"\1", search_text(typed))
    return FRAME.sub("", folded).strip()


def bare(name: str) -> str:
    """The name without the word for its kind: "thon 3" and "tdp 3" are both "3"."""
    for kind in KINDS_FIRST:
        if name.startswith(kind + " "):
            return name[len(kind) + 1 :]
    return name


def has_kind(name: str) -> bool:
    return bare(name) != name


def is_heading(typed: str) -> bool:
    """Whether a line of its own names the village that the rows below it belong to."""
    return len(typed) <= 60 and has_kind(key_of(typed))
