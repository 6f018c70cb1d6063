"""What each kind of job does, told by the features when the house is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.db.files import Files

Steps = Callable[[Session, UUID], int]
Make = Callable[[Session, Files, UUID, int], Any]
Keep = Callable[[Session, UUID, int, Any], None]
Finish = Callable[[Session, UUID], None]
Sentence = Callable[[], str]
Address = Callable[[UUID], str]


class KindUnknown(Exception):
    """A job of a kind that this version of the program does not know."""


@dataclass(frozen=True)
class Kind:
    """How a job of this kind is done, and how its page speaks of it."""

    name: str
    steps: Steps
    keep: Keep
    make: Make | None
    finish: Finish | None
    title: Sentence | None
    result: Address | None


class Registry:
    """The kinds of job this house knows."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def register(
        self,
        name: str,
        *,
        steps: Steps,
        keep: Keep,
        make: Make | None = None,
        finish: Finish | None = None,
        title: Sentence | None = None,
        result: Address | None = None,
    ) -> None:
        """Say how jobs called `name` are done.

        `steps(session, record_id)` counts the steps once, when the job begins. For each step `n`
        from 0, `make(session, files, record_id, n)` does the slow part and may only read; then
        `keep(session, record_id, n, made)` writes, briefly, in the transaction that also moves
        the job on. `make` may run again after a crash, so what it writes to files must be the
        same each time. `finish` writes last. A `Refusal` raised by any of them ends the job.
        `title` and `result` are for its page: what is being made, and where it can be seen.
        """
        if name in self._kinds:
            raise ValueError(f"two kinds of job are called {name}")
        self._kinds[name] = Kind(name, steps, keep, make, finish, title, result)

    def __contains__(self, name: str) -> bool:
        return name in self._kinds

    def kind(self, name: str) -> Kind:
        if name not in self._kinds:
            raise KindUnknown(name)
        return self._kinds[name]
