"""When two records are surely one, may be one, or are two: told by name, place, phone and age."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz, process

# Folded names that are more alike than this may be one name typed twice.
ALIKE, ALIKE_WITH_PHONE, TURNED_ROUND = 90, 70, 100
# Two people of one name whose years lie further apart are two.
YEARS_APART = 1
# A village of more records than this is compared only by given names, and each name with so many.
MOST_COMPARED = 600
MOST_TWINS = 5


class Why(StrEnum):
    """What two records share."""

    NAME_AND_PHONE = "name_and_phone"
    NAME_AND_YEAR = "name_and_year"
    NAME = "name"
    LIKE_NAME = "like_name"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a record is compared by; `name` is folded."""

    id: UUID
    village_id: UUID | None
    name: str
    phone: str | None = None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """A pair that may be one; `other` was there first."""

    other: Seen
    likeness: int
    why: Why


def is_surely(one: Seen, other: Seen) -> bool:
    """Whether name and village agree and the phone or the year of birth with them."""
    if one.village_id is None or (one.village_id, one.name) != (other.village_id, other.name):
        return False
    if are_apart(one, other):
        return False
    same_phone = one.phone is not None and one.phone == other.phone
    return same_phone or (one.birth_year is not None and one.birth_year == other.birth_year)


def is_same_row(one: Seen, other: Seen) -> bool:
    """Whether phone or year of birth agree under one name and village, and neither disagrees."""
    if (one.village_id, one.name) != (other.village_id, other.name):
        return False
    pairs = ((one.phone, other.phone), (one.birth_year, other.birth_year))
    both = [mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None]
    return bool(both) and all(both)


def are_apart(one: Seen, other: Seen) -> bool:
    """Whether years of birth show that these are two."""
    if one.birth_year is None or other.birth_year is None:
        return False
    return abs(one.birth_year - other.birth_year) > YEARS_APART


def twin_or_none(one: Seen, other: Seen) -> Twin | None:
    """What speaks for these being one, or None; a shared phone alone is a family's."""
    has_same_phone = one.phone is not None and one.phone == other.phone
    # One name with one phone is asked about even so: a year is easily mistyped.
    is_asked_anyway = has_same_phone and one.name == other.name
    if one.id == other.id or (are_apart(one, other) and not is_asked_anyway):
        return None
    likeness = round(fuzz.token_sort_ratio(one.name, other.name))
    if has_same_phone and likeness >= ALIKE_WITH_PHONE:
        return Twin(other, likeness, Why.NAME_AND_PHONE if likeness >= ALIKE else Why.PHONE)
    if one.village_id != other.village_id or one.village_id is None or likeness < ALIKE:
        return None
    # "Hùng" and "Hồng" of one family are like each other and two; a name turned round is one.
    if likeness < TURNED_ROUND and given_name(one.name) != given_name(other.name):
        return None
    if one.birth_year is not None and one.birth_year == other.birth_year:
        return Twin(other, likeness, Why.NAME_AND_YEAR)
    return Twin(other, likeness, Why.NAME if one.name == other.name else Why.LIKE_NAME)


class Shelf:
    """Records laid out by village, given name and phone, so that few are ever compared."""

    def __init__(self, records: Iterable[Seen] = ()) -> None:
        self._by_village: dict[UUID | None, list[Seen]] = {}
        self._by_given_name: dict[tuple[UUID | None, str], list[Seen]] = {}
        self._by_phone: dict[str, list[Seen]] = {}
        for one in records:
            self.put(one)

    def put(self, one: Seen) -> None:
        self._by_village.setdefault(one.village_id, []).append(one)
        self._by_given_name.setdefault((one.village_id, given_name(one.name)), []).append(one)
        if one.phone:
            self._by_phone.setdefault(one.phone, []).append(one)

    def twins_of(self, one: Seen) -> list[Twin]:
        """The likeliest twins of a record among those that were put down before, best first."""
        near = dict.fromkeys(self._alike(one))
        if one.phone:
            near |= dict.fromkeys(self._by_phone.get(one.phone, ())[:MOST_COMPARED])
        found = [twin for other in near if (twin := twin_or_none(one, other))]
        found.sort(key=lambda twin: -twin.likeness)
        return found[:MOST_TWINS]

    def _alike(self, one: Seen) -> Iterator[Seen]:
        if one.village_id is None:
            return
        near: Sequence[Seen] = self._by_village.get(one.village_id, ())
        if len(near) > MOST_COMPARED:
            near = self._by_given_name.get((one.village_id, given_name(one.name)), ())
            near = near[-MOST_COMPARED:]
        for _name, _score, at in process.extract_iter(
            one.name,
            [other.name for other in near],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE,
        ):
            yield near[at]


def given_name(name: str) -> str:
    """The last word of a Vietnamese name."""
    return name.rpartition(" ")[2]
