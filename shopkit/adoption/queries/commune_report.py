"""All that a commune's report of a period says: for use inside, or as it was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shopkit.adoption.models.targets import OfficialFigure, Target
from shopkit.adoption.queries.approved import Approved, approved
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.periods import open_period_or_none, standings
from shopkit.adoption.queries.province import official_of, targets_on
from shopkit.adoption.queries.publishing import place_on, published
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.content import Figure, content_of, figures_in, villages_in
from shopkit.adoption.rules.frozen import Correction
from shopkit.adoption.rules.indicators import Indicator, indicators_on
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.publishing import factor_of
from shopkit.adoption.rules.submissions import FROZEN, Standing
from shopkit.adoption.rules.suppression import (
    MISSING,
    OFF,
    TOLD,
    Place,
    Shown,
    ShownCell,
    ShownTable,
)
from shopkit.scope import COMMUNE


@dataclass(frozen=True)
class Report:
    """A commune's report: its figures by place, and what stands beside them.

    `is_outside` says that small numbers are kept; `approved_at` is empty while figures still run.
    """

    content: Mapping[str, Any]
    period: Period
    is_outside: bool
    approved_at: datetime | None
    figures: Sequence[Figure]
    villages: Sequence[tuple[str, str]]
    targets: Sequence[Target]
    official: Sequence[OfficialFigure]
    left_out: Sequence[Standing] = ()
    receipt: str = ""
    corrected: Mapping[tuple[str, Place], Correction] = field(default_factory=dict)
    is_summed: bool = False

    @property
    def of_villages(self) -> tuple[int, int] | None:
        """From how many villages, of how many, a total is added up that lacks some of them."""
        told, every = self.content["reported"]
        if self.is_outside or not self.is_summed or told >= every:
            return None
        return told, every

    def figure(self, code: str) -> Figure | None:
        return next((one for one in self.figures if one.code == code), None)


def inside_report(session: Session, commune_code: str, period: Period, *, today: date) -> Report:
    """Every number as it is: the approved ones, or those that still run where none are approved."""
    found = approved(session, commune_code, period)
    if found.is_empty:
        found = running(session, commune_code, period, found, today)
    indicators = indicators_on(period.last)
    here, province = place_on(session, commune_code, period.day_for(today))
    content = content_of(
        place={"code": here.code, "name": here.name, "province": province.name},
        worked_out=found,
        indicators=indicators,
        shown={one.code: open_table(one, found) for one in indicators},
        on=today,
    )
    made = report_of(session, content, period, commune_code, approved_at=found.approved_at)
    is_summed = not (found.is_empty or found.is_whole)
    return replace(made, corrected=found.corrected, is_summed=is_summed)


def running(
    session: Session, commune_code: str, period: Period, empty: Approved, today: date
) -> Approved:
    """The figures as they stand now, in the shape of approved ones."""
    figures = figures_of(session, commune_code, period, today=today)
    cells: dict[str, dict[Place, Cell]] = {}
    for one in indicators_on(period.last):
        if figures.is_off(one):
            continue
        own = {Place(): figures.cell(one.code)}
        for village in figures.villages:
            own[Place(village.id.hex)] = figures.cell(one.code, village.id)
        for breakdown in one.breakdowns:
            for key in figures.keys(one.code, breakdown):
                place = Place("", breakdown, key)
                own[place] = figures.cell(one.code, breakdown=breakdown, key=key)
        cells[one.code] = own
    return Approved(
        period, figures.villages, cells, reported=empty.reported,
        expected_count=empty.expected_count,
    )  # fmt: skip


def open_table(indicator: Indicator, found: Approved) -> ShownTable:
    """A figure with nothing kept; what the commune does not count at all is off."""
    cells = found.cells.get(indicator.code)
    if cells is None:
        return {Place(): ShownCell(*(Shown(OFF if indicator.switch else MISSING),) * 3)}
    factor = factor_of(indicator)
    return {place: open_cell(cell, factor) for place, cell in cells.items()}


def open_cell(cell: Cell, factor: int) -> ShownCell:
    numbers = (cell.numerator, cell.denominator, cell.verified)
    shown = [Shown() if number is None else Shown(TOLD, number) for number in numbers]
    return ShownCell(shown[0], shown[1], shown[2], factor)


def outside_report(session: Session, commune_code: str, period: Period) -> Report:
    """Exactly what was published, and nothing that was not."""
    found = published(session, commune_code, period.code)
    content: Mapping[str, Any] = found.content
    return report_of(
        session, content, period, commune_code, approved_at=found.answered_at,
        is_outside=True, receipt=found.receipt,
    )  # fmt: skip


def report_of(
    session: Session,
    content: Mapping[str, Any],
    period: Period,
    commune_code: str,
    *,
    approved_at: datetime | None,
    is_outside: bool = False,
    receipt: str = "",
) -> Report:
    figures = figures_in(content)
    codes = [one.code for one in figures]
    return Report(
        content,
        period,
        is_outside,
        approved_at,
        figures,
        villages_in(content),
        targets_on(session, COMMUNE, commune_code, codes, period.last),
        official_of(session, COMMUNE, commune_code, codes, period.last),
        () if is_outside else left_out(session, commune_code, period),
        receipt,
    )


def left_out(session: Session, commune_code: str, period: Period) -> list[Standing]:
    """The villages that were asked and whose report is not approved, by name."""
    asked = open_period_or_none(session, commune_code, period.code)
    if asked is None:
        return []
    return [one for one in standings(session, asked) if one.state not in FROZEN]
