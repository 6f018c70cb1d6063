"""Small numbers in all that leaves the commune: kept, and kept from being found; no table, no web.

What is published is said in tables: a figure of one period, its cells by place. Tables that count
the same thing name it alike, so that a base shared by many figures is told in all or in none.
Earlier publications are given with what they told, which nothing takes back.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from shopkit.adoption.rules.cells import Cell, rounded
from shopkit.adoption.rules.hiding import Number, Web
from shopkit.adoption.rules.periods import MONTHS, Period

TOLD, MISSING, HIDDEN, OFF = "value", "missing", "hidden", "off"

# The least number of people, households or businesses that is told, and the least base of a rate.
FEWEST, LEAST_BASE, LEAST_OF_A_MEAN = 5, 10, 10
# Of a sum: more than this part of it by one of them shows what is theirs.
LARGEST_SHARE = Decimal("0.7")
# An untold number may be any of at least five, one of them no small number.
ROOM = 4
# Told twice with a change of 1 to 4, a number shows the few that changed.
ROOM_OF_A_CHANGE = 9

WHOLE = ""
PEOPLE, SUMS, MEANS, OPEN = "k5", "k5+dominance", "n10", "none"
# A base that an organisation published, not we.
OFFICIAL = "official"
STOCK, CUMULATIVE, FLOW = "stock", "cumulative", "flow"
NUMERATOR, DENOMINATOR, VERIFIED = "numerator", "denominator", "verified"
PARTS = (NUMERATOR, DENOMINATOR, VERIFIED)


class Place(NamedTuple):
    """Where a cell stands: a village or the whole, and a part of a breakdown or all of it."""

    village: str = WHOLE
    breakdown: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One number as it leaves the commune."""

    state: str = MISSING
    number: int | None = None


NOTHING = Shown()


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as it leaves the commune; a figure that is no rate has no denominator."""

    numerator: Shown = NOTHING
    denominator: Shown = NOTHING
    verified: Shown = NOTHING
    factor: int = 0

    @property
    def state(self) -> str:
        """What can be said of the figure itself."""
        if not self.factor:
            return self.numerator.state
        states = {self.numerator.state, self.denominator.state}
        for state in (OFF, MISSING, HIDDEN):
            if state in states:
                return state
        return TOLD if self.denominator.number else MISSING

    @property
    def value(self) -> Decimal | int | None:
        """The figure, where it is told."""
        if self.state != TOLD or self.numerator.number is None:
            return None
        if not self.factor:
            return self.numerator.number
        return rounded(self.numerator.number, self.denominator.number or 0, self.factor)


@dataclass(frozen=True)
class Table:
    """One figure of one period, by place.

    `counted` and `base` name what its numerators and denominators count, `within` other counts of
    which these are some. `factor` is 100 of a percentage, 1 of a mean, 0 of what is no rate.
    `told` holds what an earlier publication told: true where a number was told, false where it was
    kept. `also_kept` are numbers that somebody else has kept, so that they are kept here.
    """

    code: str
    period: Period
    cells: Mapping[Place, Cell]
    rule: str = PEOPLE
    kind: str = STOCK
    factor: int = 0
    counted: str = ""
    base: str = ""
    within: tuple[str, ...] = ()
    is_off: bool = False
    told: Mapping[tuple[Place, str], bool] = field(default_factory=dict)
    also_kept: frozenset[tuple[Place, str]] = frozenset()

    @property
    def is_earlier(self) -> bool:
        return bool(self.told)

    @property
    def is_subset(self) -> bool:
        """Whether what is counted are some of the base."""
        return self.factor == 100 and self.rule != MEANS

    def name(self, part: str) -> str:
        if part == NUMERATOR:
            return self.counted or f"{self.code}.counted"
        if part == DENOMINATOR:
            return self.base or f"{self.code}.base"
        return f"{self.code}.{part}"

    def as_of(self, part: str) -> str:
        """What two tables must share to speak of the same: a day of a stock, a period of a flow."""
        is_state = self.kind in (STOCK, CUMULATIVE) or (
            part == DENOMINATOR and self.kind != "cohort"
        )
        return self.period.last.isoformat() if is_state else self.period.code


Name = tuple[str, str, Place]
ShownTable = Mapping[Place, ShownCell]


def suppress(
    tables: Sequence[Table], earlier: Sequence[Table] = ()
) -> dict[tuple[str, str], ShownTable]:
    """What may be told of each table, by figure and period.

    No number of 1 to 4 people, households or businesses is told or can be worked out, nor how many
    of a base a figure leaves out; no rate over a base below ten; no sum of fewer than five or with
    one that brings more than 70 in a hundred; no change of 1 to 4 since an earlier publication.
    """
    woven = Weaving([*earlier, *tables])
    woven.web.hide()
    return {(table.code, table.period.code): woven.shown(table) for table in tables}


class Weaving:
    """The numbers of tables, and the sums between them that a reader may use."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.web = Web()
        self.tables = [table for table in tables if not table.is_off]
        self.names: dict[tuple[str, str, Place, str], Name] = {}
        for table in self.tables:
            self.take(table)
        for table in self.tables:
            self.join_parts(table)
        self.join_margins()
        self.join_periods()
        self.part_changes()

    def take(self, table: Table) -> None:
        for place, cell in table.cells.items():
            for part in PARTS:
                value = value_of(table, cell, part)
                if value is None:
                    continue
                name = self.free_name((table.name(part), table.as_of(part), place), value, table)
                told = table.told.get((place, part), True)
                is_kept = bool(value) and (place, part) in table.also_kept
                number = Number(
                    value,
                    room=max(room_of(table, cell, part), ROOM if is_kept else 0),
                    reach=FEWEST if part_counts(table, part) else 0,
                    least=None if table.rule == MEANS and part == NUMERATOR else 1,
                    is_told=told,
                    is_settled=table.is_earlier or is_told_by_others(table, part),
                )
                self.ask_more(self.web.add(name, number), number)
                self.names[table.code, table.period.code, place, part] = name

    def free_name(self, name: Name, value: int, table: Table) -> Name:
        """The name, or one of its own where the same was counted differently at another time."""
        counted, day, place = name
        number = 1
        while self.web.has(name) and self.web[name].value != value:
            number += 1
            name = (f"{counted}@{table.code}", f"{day}@{number}", place)
        return name

    def ask_more(self, index: int, number: Number) -> None:
        """A number that stands in several tables is kept if one of them asks for it."""
        kept = self.web.numbers[index]
        kept.room = max(kept.room, number.room)
        kept.reach = max(kept.reach, number.reach)
        if number.is_settled and not number.is_told:
            kept.is_told, kept.is_settled = False, True

    def join_parts(self, table: Table) -> None:
        """A base is what is counted and the rest; a count is what was verified and the rest."""
        for place in table.cells:
            counted = self.names.get((table.code, table.period.code, place, NUMERATOR))
            base = self.names.get((table.code, table.period.code, place, DENOMINATOR))
            seen = self.names.get((table.code, table.period.code, place, VERIFIED))
            if table.is_subset and counted and base:
                self.add_rest(base, counted, is_people=table.rule == PEOPLE)
            if counted and seen:
                self.add_rest(counted, seen, is_people=table.rule == PEOPLE)
            for wider in table.within:
                whole = (wider, table.as_of(NUMERATOR), place)
                if counted and self.web.has(whole):
                    self.add_rest(whole, counted, is_people=table.rule == PEOPLE)

    def add_rest(self, whole: Name, part: Name, *, is_people: bool) -> None:
        """What is left of a whole is never printed, and never to be found where it is small."""
        if whole != part and not self.web.has(("rest", whole, part)):
            self.join_with_rest(("rest", whole, part), whole, [part], is_people=is_people)

    def join_with_rest(
        self, rest: Hashable, whole: Name, parts: Sequence[Name], *, is_people: bool
    ) -> None:
        left = self.web[whole].value - sum(self.web[part].value for part in parts)
        if left < 0:
            return  # they overlap, or were counted anew since: no sum holds
        room = ROOM if is_people and 0 < left < FEWEST else 0
        reach = FEWEST if room else 0
        number = Number(left, room, reach, least=0, is_told=False, is_printed=False)
        self.web.add(rest, number)
        self.web.add_sum(whole, (*parts, rest))

    def join_margins(self) -> None:
        """Villages add up to the whole, and the parts of a breakdown to all of it."""
        by_row: dict[tuple[str, str, str, str], list[Name]] = {}
        by_column: dict[tuple[str, str, str, str], list[Name]] = {}
        for name in dict.fromkeys(self.names.values()):
            counted, day, place = name
            if place.village != WHOLE:
                by_column.setdefault((counted, day, place.breakdown, place.key), []).append(name)
            if place.breakdown:
                by_row.setdefault((counted, day, place.village, place.breakdown), []).append(name)
        for (counted, day, breakdown, key), parts in by_column.items():
            self.join_margin((counted, day, Place(WHOLE, breakdown, key)), parts)
        for (counted, day, village, _breakdown), parts in by_row.items():
            self.join_margin((counted, day, Place(village)), parts)

    def join_margin(self, whole: Name, parts: Sequence[Name]) -> None:
        """Parts add up to their whole, or leave some of it in no part, or overlap."""
        if not self.web.has(whole):
            return
        is_people = self.web[whole].reach == FEWEST
        left = self.web[whole].value - sum(self.web[part].value for part in parts)
        if not left:
            self.web.add_sum(whole, parts)
        elif left > 0:
            self.join_with_rest(("in none", whole, parts[0]), whole, parts, is_people=is_people)
        for part in parts if left < 0 else ():
            self.add_rest(whole, part, is_people=is_people)

    def join_periods(self) -> None:
        """Months add up to their quarter and quarters to their year, where events are counted."""
        flows = [
            table for table in self.tables if table.kind == FLOW and not table.factor
        ]  # distinct people add up to no more than their sum, which no sum here says
        for table in flows:
            within = [
                one
                for one in flows
                if one.code == table.code
                and one.period.kind != table.period.kind
                and table.period.first <= one.period.first
                and one.period.last <= table.period.last
            ]
            kinds = {one.period.kind for one in within}
            for kind in kinds:
                self.join_period(table, [one for one in within if one.period.kind == kind])

    def join_period(self, table: Table, within: Sequence[Table]) -> None:
        for place in table.cells:
            whole = self.names.get((table.code, table.period.code, place, NUMERATOR))
            parts = [
                name
                for one in within
                if (name := self.names.get((one.code, one.period.code, place, NUMERATOR)))
            ]
            if not whole or not parts:
                continue
            is_whole = len(parts) * MONTHS[within[0].period.kind] == MONTHS[table.period.kind]
            if not is_whole:
                rest = ("rest of", whole, within[0].period.kind)
                self.join_with_rest(rest, whole, parts, is_people=table.rule == PEOPLE)
            elif self.web[whole].value == sum(self.web[part].value for part in parts):
                self.web.add_sum(whole, parts)

    def part_changes(self) -> None:
        """What changed by 1 to 4 since it was last told is not told again."""
        told: dict[tuple[str, Place], list[tuple[str, int]]] = {}
        names = list(dict.fromkeys(self.names.values()))
        for counted, day, place in names:
            number = self.web[counted, day, place]
            if number.is_settled and number.is_told:
                at = (bare(day), number.value)
                told.setdefault((bare(counted), place), []).append(at)
        for counted, day, place in names:
            number = self.web[counted, day, place]
            if number.is_settled or number.reach != FEWEST:
                continue
            before = nearest(told.get((bare(counted), place), []), bare(day))
            if any(0 < abs(number.value - value) < FEWEST for value in before):
                number.room = max(number.room, ROOM_OF_A_CHANGE)

    def shown(self, table: Table) -> ShownTable:
        if table.is_off:
            off = ShownCell(Shown(OFF), Shown(OFF), Shown(OFF), table.factor)
            return dict.fromkeys(table.cells, off)
        return {place: self.shown_cell(table, place) for place in table.cells}

    def shown_cell(self, table: Table, place: Place) -> ShownCell:
        """A rate over nothing was not reported, and then no part of it was."""
        cell = ShownCell(
            self.shown_number(table, place, NUMERATOR),
            self.shown_number(table, place, DENOMINATOR),
            self.shown_number(table, place, VERIFIED),
            table.factor,
        )
        return ShownCell(factor=table.factor) if cell.state == MISSING else cell

    def shown_number(self, table: Table, place: Place, part: str) -> Shown:
        name = self.names.get((table.code, table.period.code, place, part))
        if name is None:
            return NOTHING
        number = self.web[name]
        return Shown(TOLD, number.value) if number.is_told else Shown(HIDDEN)


def value_of(table: Table, cell: Cell, part: str) -> int | None:
    if cell.numerator is None:
        return None
    if part == DENOMINATOR:
        return cell.denominator if table.factor else None
    return cell.numerator if part == NUMERATOR else cell.verified


def part_counts(table: Table, part: str) -> bool:
    """Whether a number counts people, households or businesses that are to be protected."""
    if part == DENOMINATOR and table.rule == MEANS:
        return True
    return table.rule == PEOPLE


def is_told_by_others(table: Table, part: str) -> bool:
    """Whether anybody can read a base elsewhere, so that keeping it would keep nothing."""
    return part == DENOMINATOR and table.base == OFFICIAL


def room_of(table: Table, cell: Cell, part: str) -> int:
    """How uncertain a number must be left; nought where it may be told."""
    value = value_of(table, cell, part)
    if not value:
        return 0
    if table.rule == SUMS:
        return room_of_a_sum(cell) if part == NUMERATOR else 0
    if table.rule == MEANS:
        few = (cell.denominator or 0) < LEAST_OF_A_MEAN
        return ROOM if few and part != VERIFIED else 0
    if table.rule == PEOPLE:
        if part == DENOMINATOR and table.base == OFFICIAL:
            return 0
        is_of_few = table.base == OFFICIAL and 0 < (cell.denominator or 0) < LEAST_BASE
        if is_of_few and part == NUMERATOR:
            return ROOM
        fewest = LEAST_BASE if part == DENOMINATOR else FEWEST
        return ROOM if value < fewest else 0
    return 0


def room_of_a_sum(cell: Cell) -> int:
    """A sum of few, or with one that brings most of it, is left open by 30 in a hundred."""
    value, largest = cell.numerator or 0, cell.largest or 0
    is_of_few = cell.contributors is not None and cell.contributors < FEWEST
    is_of_one = Decimal(largest) > LARGEST_SHARE * value
    return max(ROOM, -(-value * 3 // 10)) if is_of_few or is_of_one else 0


def bare(text: str) -> str:
    """A name without what tells two countings of the same apart."""
    return text.split("@")[0]


def nearest(told: Iterable[tuple[str, int]], day: str) -> list[int]:
    """What was told last before a day, and next after it; of a flow, what was told of it before."""
    if len(day) != len("2026-09-30"):
        return [value for on, value in told if on == day]
    days = sorted(one for one in told if len(one[0]) == len(day))
    before = [value for on, value in days if on <= day][-1:]
    after = [value for on, value in days if on > day][:1]
    return before + after
