"""The figures of one village's report: as they are now, and as they were approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shopkit.adoption.models.periods import FrozenFigure
from shopkit.adoption.queries.figures import WHOLE, Figures
from shopkit.adoption.queries.periods import WHOLE_COMMUNE
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.frozen import FrozenCell, FrozenKey, change
from shopkit.adoption.rules.indicators import Indicator, indicators_on


@dataclass(frozen=True)
class ReportLine:
    """One figure of a report: as it is now, and as it was approved where it was."""

    indicator: Indicator
    now: Cell
    frozen: FrozenFigure | None = None

    @property
    def shown(self) -> Cell:
        """What the report says: the approved figure once there is one."""
        return cell_of(self.frozen) if self.frozen else self.now

    @property
    def is_corrected(self) -> bool:
        return self.frozen is not None and self.frozen.printed_numerator is not None

    @property
    def printed(self) -> Cell:
        """What is printed: the corrected figure, where two people agreed on it."""
        if self.frozen is None or self.frozen.printed_numerator is None:
            return self.shown
        return replace(self.shown, numerator=self.frozen.printed_numerator)

    @property
    def change(self) -> int | None:
        """What has moved since it was approved."""
        return change(cell_of(self.frozen), self.now) if self.frozen else 0


def cell_of(frozen: FrozenFigure) -> Cell:
    """An approved figure as it was computed."""
    return Cell(
        frozen.numerator, frozen.denominator, frozen.verified, frozen.contributors, frozen.largest
    )


def place_in(figures: Figures, village_id: UUID) -> UUID:
    """The id under which figures hold a report's village, or the commune itself."""
    return WHOLE if village_id == WHOLE_COMMUNE else village_id


def report_lines(
    figures: Figures, village_id: UUID, day: date, frozen: Mapping[FrozenKey, FrozenFigure]
) -> Sequence[ReportLine]:
    """All indicators of a report, in the order of the catalogue."""
    place = place_in(figures, village_id)
    return [
        ReportLine(one, figures.cell(one.code, place), frozen.get((one.code, "", "")))
        for one in indicators_on(day)
    ]


def cells_to_freeze(figures: Figures, village_id: UUID, day: date) -> list[FrozenCell]:
    """Every figure and part of a figure of a village, with the version it is counted by."""
    place = place_in(figures, village_id)
    cells: list[FrozenCell] = []
    for one in indicators_on(day):
        cells.append(FrozenCell(one.code, one.version, "", "", figures.cell(one.code, place)))
        for breakdown in one.breakdowns:
            for key in figures.keys(one.code, breakdown):
                cell = figures.cell(one.code, place, breakdown, key)
                if not cell.is_missing:
                    cells.append(FrozenCell(one.code, one.version, breakdown, key, cell))
    return cells
