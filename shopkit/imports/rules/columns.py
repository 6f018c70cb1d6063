"""What an import wants from a table, and what becomes of each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shopkit.imports.rules.values import Kind, Value


@dataclass(frozen=True)
class Column:
    """Something wanted of each row; `known_as` are headings of the wild, folded.

    With `fills_down` a cell that is merged with the one above counts as holding the same. With
    `is_whole` a heading must be one of those known, not only hold one.
    """

    name: str
    kind: Kind
    known_as: tuple[str, ...] = ()
    is_needed: bool = False
    fills_down: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class Wanted:
    """All columns of an import, and groups of which one column is enough.

    A table without any of `told_by` may be anything at all; a person must look at it first.
    """

    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    told_by: tuple[str, ...] = ()

    def missing(self, found: Mapping[str, int]) -> list[str]:
        """The columns that must still be pointed out; of a group the first one."""
        needed = [one.name for one in self.columns if one.is_needed and one.name not in found]
        groups = [group[0] for group in self.one_of if not any(name in found for name in group)]
        return needed + groups

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


# A table whose first row is data already.
NO_HEADING = -1


@dataclass(frozen=True)
class Layout:
    """Where the table lies in the file, and which of its columns is which; all from 0."""

    sheet: int = 0
    heading: int = 0
    height: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    is_day_first: bool = True

    @property
    def first_row(self) -> int:
        return self.heading + self.height


class Fate(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    KNOWN = "known"
    LEFT_OUT = "left_out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Given:
    """A row as it was read; `number` is the one people see beside it, from 1."""

    number: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row, why, and for a good one what is to be kept."""

    number: int
    fate: Fate
    reason: str = ""
    column: str = ""
    values: dict[str, Value] | None = None
