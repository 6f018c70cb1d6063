"""What each kind of import wants and does, told by the features when the house is put together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Given, Outcome, Wanted
from shopkit.sheets.cells import Cell

Counted = Callable[[int], str]


class Check(Protocol):
    """One trial run: it is called with portions of rows in the order of the file, and may
    remember what came before; it writes nothing.
    """

    def __call__(self, rows: Sequence[Given]) -> Iterable[Outcome]:
        """Exactly one outcome for each row; good ones carry what is to be kept."""
        ...

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        """Words for what a person should see first; asked at the end, with the rows above."""
        ...


@dataclass
class Kept:
    """What the taking of one portion came to; `more` are further counts with names of their own."""

    added_count: int = 0
    known_count: int = 0
    failed: list[Outcome] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """How the pages of one kind of import speak."""

    title: Callable[[], str]
    column: Callable[[str], str]
    reason: Callable[[str], str]
    warning: Callable[[str], str]
    good: Counted
    take: Counted
    added: Counted
    more: Callable[[str, int], str]
    begin_url: Callable[[], str]
    done_url: Callable[[Import], str]
    done_word: Callable[[], str]


@dataclass(frozen=True)
class Spec:
    """One kind of import.

    `begin_check(session, import)` begins a trial run; good rows of it are kept under the names in
    `kept`. `keep(session, import, portion, now)` then keeps a portion: doing it again must change
    nothing. `leaves_out` may give a reason why a row that could not be read, or lacks what is
    needed, is none at all, as a sum is. `goes_on` says that a row only ends the one before, and
    has added it to that one.
    """

    kind: str
    wanted: Wanted
    kept: tuple[str, ...]
    begin_check: Callable[[Session, Import], Check]
    keep: Callable[[Session, Import, Sequence[Given], datetime], Kept]
    words: Words
    leaves_out: Callable[[Sequence[Cell]], str] = lambda _row: ""
    goes_on: Callable[[Given, Given], bool] = lambda _before, _row: False


class SpecUnknown(Exception):
    """An import of a kind that this version of the program does not know."""


class Specs:
    """The kinds of import this house knows."""

    def __init__(self, specs: Iterable[Spec] = ()) -> None:
        self._specs: dict[str, Spec] = {}
        for spec in specs:
            self.register(spec)

    def register(self, spec: Spec) -> None:
        if spec.kind in self._specs:
            raise ValueError(f"two kinds of import are called {spec.kind}")
        self._specs[spec.kind] = spec

    def __contains__(self, kind: str) -> bool:
        return kind in self._specs

    def spec(self, kind: str) -> Spec:
        if kind not in self._specs:
            raise SpecUnknown(kind)
        return self._specs[kind]
