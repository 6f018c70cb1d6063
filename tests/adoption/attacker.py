"""Somebody who has every page that a commune published, and a program that solves inequalities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy
from scipy.optimize import linprog

from shopkit.adoption.rules.suppression import (
    HIDDEN,
    NUMERATOR,
    PARTS,
    TOLD,
    WHOLE,
    Place,
    ShownTable,
    Table,
)

UNBOUNDED = 3
Unknown = tuple[str, str, Place]


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number kept from readers may be."""

    least: float
    most: float

    @property
    def width(self) -> float:
        return self.most - self.least


class Attacker:
    """Knows the tables as told, what adds up to what, and that nought is never kept."""

    def __init__(
        self, tables: Sequence[Table], shown: Mapping[tuple[str, str], ShownTable]
    ) -> None:
        self.columns: dict[Unknown, int] = {}
        self.told: dict[Unknown, int] = {}
        self.equal: list[dict[Unknown, int]] = []
        self.at_most: list[dict[Unknown, int]] = []
        for table in tables:
            self.read(table, shown[table.code, table.period.code])
        for table in tables:
            self.know(table, tables)

    def read(self, table: Table, shown: ShownTable) -> None:
        for place, cell in shown.items():
            for part in PARTS:
                number = getattr(cell, part)
                name = (table.name(part), table.as_of(part), place)
                if number.state == TOLD:
                    self.told[name] = number.number
                if number.state in (TOLD, HIDDEN):
                    self.columns.setdefault(name, len(self.columns))

    def know(self, table: Table, tables: Sequence[Table]) -> None:
        for part in PARTS:
            self.know_margins(table, part)
        for place in table.cells:
            counted = self.name(table, place, NUMERATOR)
            if table.factor == 100:
                self.know_less(counted, self.name(table, place, "denominator"))
            self.know_less(self.name(table, place, "verified"), counted)
            for wider in table.within:
                self.know_less(counted, (wider, table.as_of(NUMERATOR), place))
            if table.kind == "flow" and table.period.kind == "quarter":
                months = [
                    self.name(one, place, NUMERATOR)
                    for one in tables
                    if one.code == table.code
                    and one.period.kind == "month"
                    and table.period.first <= one.period.first <= table.period.last
                ]
                if len(months) == 3:
                    self.know_sum(counted, months)

    def know_margins(self, table: Table, part: str) -> None:
        places = sorted(place for place in table.cells)
        columns = sorted(
            (one for one in places if one.village), key=lambda one: (one.breakdown, one.key)
        )
        for (breakdown, key), column in groupby(columns, key=lambda one: (one.breakdown, one.key)):
            whole = self.name(table, Place(WHOLE, breakdown, key), part)
            self.know_sum(whole, [self.name(table, one, part) for one in column])
        rows = [one for one in places if one.breakdown]
        for (village, _breakdown), row in groupby(
            rows, key=lambda one: (one.village, one.breakdown)
        ):
            whole = self.name(table, Place(village), part)
            self.know_sum(whole, [self.name(table, one, part) for one in row])

    def name(self, table: Table, place: Place, part: str) -> Unknown:
        return (table.name(part), table.as_of(part), place)

    def know_sum(self, whole: Unknown, parts: Iterable[Unknown]) -> None:
        names = [whole, *parts]
        if all(name in self.columns for name in names):
            self.equal.append({whole: 1} | dict.fromkeys(names[1:], -1))

    def know_less(self, less: Unknown, more: Unknown) -> None:
        if less in self.columns and more in self.columns and less != more:
            self.at_most.append({less: 1, more: -1})

    def bounds(self) -> dict[Unknown, Bounds]:
        """For each number kept: how near all that is told brings it."""
        kept = [name for name in self.columns if name not in self.told]
        limits = [
            (self.told[name], self.told[name]) if name in self.told else (1, None)
            for name in self.columns
        ]
        equal, at_most = self.matrix(self.equal), self.matrix(self.at_most)
        found = {}
        for name in kept:
            ends = []
            for sign in (1, -1):
                goal = numpy.zeros(len(self.columns))
                goal[self.columns[name]] = sign
                ends.append(sign * self.least(goal, limits, equal, at_most))
            found[name] = Bounds(ends[0], ends[1])
        return found

    def least(
        self,
        goal: numpy.ndarray,
        limits: Sequence[tuple[int, int | None]],
        equal: numpy.ndarray | None,
        at_most: numpy.ndarray | None,
    ) -> float:
        """The least that a goal may be; without end where there is none."""
        # What is made simpler beforehand is now and then called impossible: asked again as it is.
        for presolve in (True, False):
            answer = linprog(
                goal,
                A_ub=at_most,
                b_ub=None if at_most is None else numpy.zeros(len(self.at_most)),
                A_eq=equal,
                b_eq=None if equal is None else numpy.zeros(len(self.equal)),
                bounds=limits,
                method="highs",
                options={"presolve": presolve},
            )
            if answer.status in (0, UNBOUNDED):
                return float(answer.fun) if answer.status == 0 else -numpy.inf
        raise AssertionError(answer.message)

    def matrix(self, known: Sequence[Mapping[Unknown, int]]) -> numpy.ndarray | None:
        if not known:
            return None
        made = numpy.zeros((len(known), len(self.columns)))
        for row, said in enumerate(known):
            for name, factor in said.items():
                made[row, self.columns[name]] += factor
        return made
