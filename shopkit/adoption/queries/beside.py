"""Figures of a period as they are shown: approved where a village was, else as they run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.queries.approved import NOT_ADDITIVE, Approved, approved
from shopkit.adoption.queries.figures import WHOLE, Figures, figures_of
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.frozen import change
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.suppression import Place
from shopkit.places.models import Village


@dataclass(frozen=True)
class Beside:
    """The running figures of a commune, with those that stand approved laid over them."""

    running: Figures
    found: Approved

    @property
    def villages(self) -> Sequence[Village]:
        return self.running.villages

    @property
    def approved_count(self) -> int:
        return len(self.found.reported)

    def is_approved(self, village_id: UUID) -> bool:
        """Whether the figures of a village, or of the commune itself, stand approved."""
        return self.found.is_whole if village_id == WHOLE else village_id in self.found.reported

    def cell(self, code: str, village_id: UUID = WHOLE, breakdown: str = "", key: str = "") -> Cell:
        """The approved figure of whoever was approved; a total adds up what its villages show."""
        running = self.running.cell(code, village_id, breakdown, key)
        if self.is_approved(village_id):
            place = Place("" if village_id == WHOLE else village_id.hex, breakdown, key)
            return self.found.cell(code, place)
        if village_id == WHOLE and code not in NOT_ADDITIVE:
            return self.total(code, running, breakdown, key)
        return running

    def total(self, code: str, running: Cell, breakdown: str, key: str) -> Cell:
        """The running total, moved by as much as approved figures of villages differ."""
        for village_id in self.found.reported:
            kept = self.found.cell(code, Place(village_id.hex, breakdown, key))
            now = self.running.cell(code, village_id, breakdown, key)
            running = Cell(
                moved(running.numerator, kept.numerator, now.numerator),
                moved(running.denominator, kept.denominator, now.denominator),
                moved(running.verified, kept.verified, now.verified),
            )
        return running

    def change(self, code: str, village_id: UUID, breakdown: str = "", key: str = "") -> int | None:
        """By how much the running figure moved since the approval; 0 where nothing stands."""
        if not self.is_approved(village_id):
            return 0
        now = self.running.cell(code, village_id, breakdown, key)
        place = Place("" if village_id == WHOLE else village_id.hex, breakdown, key)
        correction = self.found.corrected.get((code, place))
        kept = correction.computed if correction else self.found.cell(code, place)
        return change(kept, now)

    def is_corrected(self, code: str, village_id: UUID, breakdown: str = "", key: str = "") -> bool:
        place = Place("" if village_id == WHOLE else village_id.hex, breakdown, key)
        return self.is_approved(village_id) and (code, place) in self.found.corrected


def moved(total: int | None, kept: int | None, now: int | None) -> int | None:
    """A total with one of its parts taken out and another put in its place."""
    if kept is None and now is None:
        return total
    return (total or 0) - (now or 0) + (kept or 0)


def beside(session: Session, commune_code: str, period: Period, *, today: date) -> Beside:
    """The figures of a commune for a period, approved ones first."""
    return Beside(
        figures_of(session, commune_code, period, today=today),
        approved(session, commune_code, period),
    )
