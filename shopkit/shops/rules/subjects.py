"""Whose records are meant, what of them must be kept, and finding her words in any text."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from shopkit.text.search import fold

ACCOUNT, PERSON = "account", "person"
# A name of one word is too common to be taken out of texts.
LEAST_WORDS = 2
BETWEEN = r"[\s.\-]?"


@dataclass(frozen=True)
class Kept:
    """What the law makes a producer keep about goods already sold, and until when."""

    until: date | None = None
    shop_ids: frozenset[UUID] = frozenset()
    product_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Subject:
    """One human being and what is hers alone; a shop or household of several is not among it."""

    kind: str
    id: UUID
    commune_code: str
    account_id: UUID | None = None
    person_ids: frozenset[UUID] = frozenset()
    household_ids: frozenset[UUID] = frozenset()
    business_ids: frozenset[UUID] = frozenset()
    shop_ids: frozenset[UUID] = frozenset()
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    kept: Kept = field(default_factory=Kept)

    @cached_property
    def ids(self) -> frozenset[UUID]:
        """Every id under which a record may speak of her."""
        accounts = frozenset({self.account_id} if self.account_id else ())
        return accounts | self.person_ids | self.household_ids | self.business_ids | self.shop_ids

    @cached_property
    def words(self) -> "Words":
        return Words(self.names, self.phones)


class Words:
    """Her names and numbers, as they may stand in any text."""

    def __init__(self, names: frozenset[str], phones: frozenset[str]) -> None:
        folded = {" ".join(fold(name).split()) for name in names}
        self._names = sorted(
            (name for name in folded if len(name.split()) >= LEAST_WORDS), key=len, reverse=True
        )
        self._phones = [re.compile(number_pattern(phone)) for phone in sorted(phones)]

    def taken_out(self, text: str) -> str:
        """The text without them, however they were written; the same text where there are none."""
        for pattern in self._phones:
            text = pattern.sub("", text)
        for name in self._names:
            text = without(text, name)
        return text

    def taken_out_of(self, value: Any) -> Any:
        """The same for whatever a record holds: texts, lists, and what goes by keys."""
        if isinstance(value, str):
            return self.taken_out(value)
        if isinstance(value, list):
            return [self.taken_out_of(one) for one in value]
        if isinstance(value, dict):
            return {self.taken_out(key): self.taken_out_of(one) for key, one in value.items()}
        return value


def number_pattern(phone: str) -> str:
    """A Vietnamese number with or without its country code, with the usual gaps."""
    digits = re.sub(r"\D", "", phone).removeprefix("84").lstrip("0")
    return r"(?:\+?84|0)?" + BETWEEN + BETWEEN.join(digits) + r"(?!\d)"


def without(text: str, folded_name: str) -> str:
    """A text without a name, found in any case, with or without marks."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in fold(letter) or "":
            letters.append(" " if plain.isspace() else plain)
            places.append(place)
    haystack, kept_to, parts = "".join(letters), 0, []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, folded_name.split())) + r"(?!\w)"
    for found in re.finditer(pattern, haystack):
        parts.append(text[kept_to : places[found.start()]])
        kept_to = places[found.end() - 1] + 1
    return "".join([*parts, text[kept_to:]])
