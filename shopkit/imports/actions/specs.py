"""What each kind of import wants and does, told by the features when the house is put together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.imports.actions.tally import Tally
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Given, Layout, Outcome, Wanted
from shopkit.sheets.cells import Cell
from shopkit.sheets.rolls import Roll

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


class AnyTrial(Protocol):
    """A trial run of its own making, for rows that mean something only together."""

    tally: Tally
    failed: list[Outcome]
    more: dict[str, int]

    def records(self) -> Iterator[list[Cell]]:
        """What is to be kept, as it will be packed: a number, then the values of `Spec.kept`."""
        ...

    def warnings(self, head: Sequence[Sequence[Cell]]) -> list[str]:
        """As those of a `Check`."""
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

    With `begin_trial` the rows are read by a trial run of its own. `asks` may give the address of
    a question that comes before it. `shown` is what its own pages show beside the usual.
    """

    kind: str
    wanted: Wanted
    kept: tuple[str, ...]
    keep: Callable[[Session, Import, Sequence[Given], datetime], Kept]
    words: Words
    begin_check: Callable[[Session, Import], Check] | None = None
    begin_trial: Callable[[Session, Import, Roll, Layout], AnyTrial] | None = None
    asks: Callable[[Session, Files, Import], str | None] = lambda _session, _files, _import: None
    checked_page: str = "imports/checked.html"
    result_page: str = "imports/result.html"
    shown: Callable[[Session, Files, Import], dict[str, Any]] = lambda _s, _files, _import: {}
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
