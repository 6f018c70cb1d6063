"""How one layout is read: which heading is which field, and which lines are one product."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shopkit.channels.rules.reading.found import Found, Line, Lines, Terms
from shopkit.sheets.cells import Above, Cell
from shopkit.text.search import search_text

# A line whose product is told by the line before.
GOES_ON = ""


@dataclass(frozen=True)
class Belongs:
    """To which product a line belongs, and by what else other lines may call that product."""

    key: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manner:
    """One layout. `marks` are headings, folded, of which all stand in a file of it.

    `field_of` knows headings with numbers or units in them; a unit is told behind a colon. Of
    `many` fields several columns are one list. `apart` says why a line is no product at all.
    """

    code: str
    fields: Mapping[str, str]
    marks: tuple[frozenset[str], ...]
    belongs: Callable[[Line], Belongs]
    record: Callable[[Lines, Terms], Found]
    field_of: Callable[[str], str | None] = lambda _heading: None
    many: frozenset[str] = frozenset({"photos"})
    apart: Callable[[Line], str] = lambda _line: ""
    is_alone: bool = False
    has_markup: bool = False

    def field(self, heading: str) -> str | None:
        folded = search_text(heading)
        return self.fields.get(folded) or self.field_of(folded)

    def is_recognised(self, headings: Iterable[str]) -> bool:
        """Whether all headings of one of its generations are there."""
        folded = {search_text(heading) for heading in headings}
        return any(marks <= folded for marks in self.marks)


@dataclass(frozen=True)
class Columns:
    """Where the fields stand in one file, the units that headings tell, and what has no place."""

    places: tuple[tuple[int, str], ...]
    units: Mapping[str, str]
    strange: Mapping[int, str] = field(default_factory=dict)
    many: frozenset[str] = frozenset()

    def line(self, number: int, row: Sequence[Cell]) -> Line:
        cells: dict[str, Cell] = {}
        width = len(row)
        for at, name in self.places:
            cell = row[at] if at < width else None
            if cell is None or isinstance(cell, Above):
                continue
            if name in cells and name in self.many:
                cells[name] = f"{cells[name]}\n{cell}"
            elif name not in cells:
                cells[name] = cell
        return Line(number, cells)


def columns_of(manner: Manner, headings: Mapping[int, str]) -> Columns:
    """The columns of a file by its headings; the first of two with one field wins."""
    places: list[tuple[int, str]] = []
    units: dict[str, str] = {}
    strange: dict[int, str] = {}
    for at, heading in headings.items():
        told = manner.field(heading)
        if told is None:
            strange[at] = heading
            continue
        name, _, unit = told.partition(":")
        if unit:
            units.setdefault(name, unit)
        places.append((at, name))
    return Columns(tuple(places), units, strange, manner.many)


class Families:
    """Which lines are one product, in whatever order they come: first heard, then gathered."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.aliases: dict[str, str] = {}
        self._before = ""

    def hear(self, belongs: Belongs) -> None:
        """Note one line; one without a key belongs to the product before."""
        key = belongs.key or self._before
        self._before = key
        self.keys.append(key)
        for alias in belongs.aliases:
            self.aliases.setdefault(alias, key)

    def gathered(self, lines: Iterable[Line]) -> Iterator[list[Line]]:
        """The lines of each product, as soon as its last one has come."""
        keys = [self.aliases.get(key, key) for key in self.keys]
        last = {key: at for at, key in enumerate(keys)}
        open_ones: dict[str, list[Line]] = {}
        for at, line in enumerate(lines):
            key = keys[at]
            open_ones.setdefault(key, []).append(line)
            if last[key] == at:
                yield open_ones.pop(key)
