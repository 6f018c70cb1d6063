"""How many rows have which fate."""

from dataclasses import dataclass, field
from typing import Any

from shopkit.imports.rules.columns import Outcome

EXAMPLES = 3

FateOf = tuple[str, str, str]


@dataclass
class Tally:
    """How many rows have which fate and why, with the first few of each."""

    counts: dict[FateOf, int] = field(default_factory=dict)
    examples: dict[FateOf, list[int]] = field(default_factory=dict)
    row_count: int = 0

    def note(self, outcome: Outcome) -> None:
        key = (outcome.fate.value, outcome.reason, outcome.column)
        self.counts[key] = self.counts.get(key, 0) + 1
        seen = self.examples.setdefault(key, [])
        if len(seen) < EXAMPLES:
            seen.append(outcome.number)
        self.row_count += 1

    def findings(self) -> list[dict[str, Any]]:
        """Most frequent first."""
        ordered = sorted(self.counts.items(), key=lambda one: -one[1])
        return [
            {"fate": key[0], "reason": key[1], "column": key[2], "count": count}
            | {"rows": self.examples[key]}
            for key, count in ordered
        ]
