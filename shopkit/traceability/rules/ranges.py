"""From one label of a run to another."""

from collections.abc import Iterable
from dataclasses import dataclass

from shopkit.errors import Refusal


class SpanOutside(Refusal):
    """The run has no such labels."""


@dataclass(frozen=True)
class Span:
    """The labels from one position to another, both included, counted from 0."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def check_within(self, count: int) -> None:
        if not 0 <= self.first <= self.last < count:
            raise SpanOutside(self.first, self.last)


def span_over(positions: Iterable[int]) -> Span:
    """From the first to the last of these, whichever was named first."""
    given = list(positions)
    return Span(min(given), max(given))


def spans_of(positions: Iterable[int]) -> list[Span]:
    """Positions as few spans: neighbours go together."""
    spans: list[Span] = []
    for position in sorted(set(positions)):
        if spans and spans[-1].last + 1 == position:
            spans[-1] = Span(spans[-1].first, position)
        else:
            spans.append(Span(position, position))
    return spans
