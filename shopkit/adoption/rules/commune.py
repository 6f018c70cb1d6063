"""Which happenings open and close a state, and how figures are added: no table, no web."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

SELF_DECLARED, SEEN, OBSERVED, IMPORTED = "SD", "TV", "SO", "IM"
# What an officer may call verified: seen by a named person, observed by the house, or imported.
VERIFIED = frozenset({SEEN, OBSERVED, IMPORTED})
STRENGTH = {SELF_DECLARED: 0, SEEN: 1, IMPORTED: 1, OBSERVED: 2}

KNOWN, OPENED, PAYABLE, LIVE, LABELLED = "known", "opened", "payable", "live", "labelled"
FIGURES = (KNOWN, OPENED, PAYABLE, LIVE, LABELLED)

# Per figure: the events that make a record count, and those that make it count no longer.
STATES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    PAYABLE: (
        frozenset({"payment_account.added"}),
        frozenset({"payment_account.ended"}),
    ),
    LIVE: (
        frozenset({"product.published", "product.restored"}),
        frozenset({"product.hidden", "product.unpublished"}),
    ),
    LABELLED: (frozenset({"labels.ready"}), frozenset()),
}


class Fact(NamedTuple):
    """That a household business counts in a figure, where, and the entry that shows it."""

    figure: str
    subject_id: UUID
    village_id: UUID | None
    evidence: str
    entry_id: UUID | None = None


@dataclass
class Figure:
    """A count with what it rests on."""

    by_evidence: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(self.by_evidence.values())

    @property
    def verified_count(self) -> int:
        return sum(count for evidence, count in self.by_evidence.items() if evidence in VERIFIED)


def best_facts(facts: Iterable[Fact]) -> list[Fact]:
    """One fact for each figure and subject: that with the best evidence, the first of equals."""
    best: dict[tuple[str, UUID], Fact] = {}
    for fact in facts:
        key = (fact.figure, fact.subject_id)
        if key not in best or STRENGTH[fact.evidence] > STRENGTH[best[key].evidence]:
            best[key] = fact
    return list(best.values())


def added_up(facts: Iterable[Fact]) -> dict[tuple[str, UUID | None], Figure]:
    """Figures by figure and village; a subject counts once, with its best evidence."""
    figures: dict[tuple[str, UUID | None], Figure] = {}
    for fact in best_facts(facts):
        figures.setdefault((fact.figure, fact.village_id), Figure()).by_evidence[fact.evidence] += 1
    return figures


def total(figures: Mapping[tuple[str, UUID | None], Figure], figure: str) -> Figure:
    """A figure over all villages."""
    whole = Figure()
    for (name, _village), part in figures.items():
        if name == figure:
            whole.by_evidence.update(part.by_evidence)
    return whole
