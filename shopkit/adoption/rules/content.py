"""A publication as plain data: what is told, by figure and place, and reading it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from shopkit.adoption.rules.indicators import Indicator
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.publishing import factor_of
from shopkit.adoption.rules.suppression import (
    HIDDEN,
    MISSING,
    OFF,
    PARTS,
    TOLD,
    Place,
    Shown,
    ShownCell,
    ShownTable,
)

FORMAT = 1
PLACE_FIELDS = 3


class VillageLike(Protocol):
    """A village, as far as a publication names it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


class ReportedLike(Protocol):
    """Of which period and from how many villages figures were approved."""

    @property
    def period(self) -> Period: ...
    @property
    def villages(self) -> Sequence[VillageLike]: ...
    @property
    def reported(self) -> frozenset[UUID]: ...
    @property
    def expected_count(self) -> int: ...
    @property
    def versions(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Figure:
    """One figure of a publication."""

    code: str
    version: str
    group: str
    names: Mapping[str, str]
    unit: str
    kind: str
    evidence: str
    cells: Mapping[Place, ShownCell]

    @property
    def whole(self) -> ShownCell:
        return self.cells.get(Place(), ShownCell())

    @property
    def is_silent(self) -> bool:
        """Whether nobody reported anything of it."""
        return all(cell.state == MISSING for cell in self.cells.values())

    @property
    def is_off(self) -> bool:
        return self.whole.state == OFF


def content_of(
    *,
    place: Mapping[str, str],
    worked_out: ReportedLike,
    indicators: Sequence[Indicator],
    shown: Mapping[str, ShownTable],
    on: date,
) -> dict[str, object]:
    """All that is told of a period, and nothing that is not."""
    period = worked_out.period
    return {
        "format": FORMAT,
        "commune": dict(place),
        "period": period.code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "published_on": on.isoformat(),
        "reported": [len(worked_out.reported), worked_out.expected_count],
        "villages": [[one.id.hex, one.name] for one in worked_out.villages],
        "figures": [
            told_figure(one, worked_out.versions.get(one.code, one.version), shown[one.code])
            for one in indicators
        ],
    }


def told_figure(indicator: Indicator, version: str, cells: ShownTable) -> dict[str, object]:
    return {
        "code": indicator.code,
        "version": version,
        "group": indicator.group,
        "names": {"vi": indicator.name_vi, "en": indicator.name_en},
        "unit": indicator.unit,
        "kind": indicator.kind,
        "evidence": indicator.least_evidence,
        "factor": factor_of(indicator),
        "cells": [
            [*place, *(told(getattr(cell, part)) for part in PARTS)]
            for place, cell in cells.items()
        ],
    }


def told(shown: Shown) -> int | str | None:
    """A number, or a word that says why there is none; nothing where nobody reported."""
    if shown.state == TOLD:
        return shown.number
    return None if shown.state == MISSING else shown.state


def read(told: object) -> Shown:
    if isinstance(told, int):
        return Shown(TOLD, told)
    return Shown(str(told)) if told in (HIDDEN, OFF) else Shown(MISSING)


def figures_in(content: Mapping[str, Any]) -> list[Figure]:
    """The figures of a publication, in its order."""
    return [figure_in(one) for one in content["figures"]]


def figure_in(one: Mapping[str, Any]) -> Figure:
    cells = {}
    for row in one["cells"]:
        numerator, denominator, verified = map(read, row[PLACE_FIELDS:])
        place = Place(*row[:PLACE_FIELDS])
        cells[place] = ShownCell(numerator, denominator, verified, one["factor"])
    return Figure(
        one["code"], one["version"], one["group"], one["names"], one["unit"], one["kind"],
        one["evidence"], cells,
    )  # fmt: skip


def villages_in(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The villages of a publication: the id of their cells, and the name they had."""
    return [(hex_id, name) for hex_id, name in content["villages"]]
