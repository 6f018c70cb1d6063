"""The figures of a commune by village, and of a province by commune, as of a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import VillageFigures
from shopkit.adoption.models.periods import FrozenFigure, OpenPeriod, Submission
from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.queries.asked import NOWHERE, Place
from shopkit.adoption.queries.records import records_of
from shopkit.adoption.queries.targets import is_switched_on
from shopkit.adoption.rules.cells import Cell, added, percent
from shopkit.adoption.rules.counting import Key, figures_in
from shopkit.adoption.rules.evaluate import AsOf
from shopkit.adoption.rules.indicators import (
    OFFICIAL,
    Indicator,
    indicator_on,
    indicators_on,
    ready_on,
)
from shopkit.adoption.rules.periods import Period
from shopkit.clock import local_day
from shopkit.places.models import Commune, Village
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE
from shopkit.shops.models.requests import DataRequest
from shopkit.shops.rules.clocks import due

WHOLE = UUID(int=(1 << 128) - 1)
NO_CELL = Cell()
EVIDENCE = "J01"
OF_PROFILED = "of_profiled"
Cells = Mapping[Key, Cell]
Places = dict[UUID, Place]
EMPTY: Cells = {}


@dataclass(frozen=True)
class Figures:
    """The figures of one commune and its villages for a period, as of a day."""

    commune_code: str
    period: Period
    as_of: date
    by_village: Mapping[UUID, Cells]
    whole: Cells
    villages: Sequence[Village] = ()
    off: frozenset[str] = frozenset()

    def cell(self, code: str, village_id: UUID = WHOLE, breakdown: str = "", key: str = "") -> Cell:
        """A figure of the commune or of one village; one that nobody reported is missing."""
        if code == EVIDENCE:
            return self.evidence_of(key, village_id)
        cells = self.whole if village_id == WHOLE else self.by_village.get(village_id, {})
        return cells.get((code, breakdown, key), NO_CELL)

    def evidence_of(self, code: str, village_id: UUID = WHOLE) -> Cell:
        """J01: how much of the numerator of a figure, or of all counts, is verified."""
        counted = [
            self.cell(one.code, village_id)
            for one in indicators_on(self.as_of)
            if one.is_counted_here and one.unit in ("count", "percent") and code in ("", one.code)
        ]
        told = added(Cell(one.verified, one.numerator) for one in counted)
        return Cell(told.numerator, told.denominator, told.numerator) if told.denominator else told

    def version_of(self, code: str) -> str:
        """Which version of an indicator stands behind a figure."""
        found = indicator_on(code, self.as_of)
        return found.version if found else ""

    def keys(self, code: str, breakdown: str) -> tuple[str, ...]:
        """What a figure is broken down into, as far as anything stands there."""
        if code == EVIDENCE:
            return tuple(sorted({one for one, by, _key in self.whole if not by}))
        return tuple(sorted(key for one, by, key in self.whole if one == code and by == breakdown))

    def is_off(self, indicator: Indicator) -> bool:
        """Whether the commune has not switched it on; that is neither missing nor nothing."""
        return bool(indicator.switch) and indicator.switch in self.off

    def reported(self, code: str) -> tuple[int, int]:
        """How many villages have a figure here, of how many."""
        told = sum(not self.cell(code, one.id).is_missing for one in self.villages)
        return told, len(self.villages)

    def verified_share(self, code: str, village_id: UUID = WHOLE) -> Any:
        """J01 of one figure, in percent: how much of it rests on more than somebody's word."""
        cell = self.cell(code, village_id)
        return percent(cell.verified, cell.numerator)


def figures_of(
    session: Session,
    commune_code: str,
    period: Period,
    *,
    today: date,
    recorded_until: datetime | None = None,
) -> Figures:
    """The figures of a commune; those of villages that nobody touched are not worked out anew.

    With `recorded_until` they are worked out as they stood then, and nothing kept is looked at.
    """
    day = period.day_for(today)
    villages = villages_of(session, commune_code, on=day)
    off = switched_off(session, commune_code)
    whole: Cells = {}
    if recorded_until is not None:
        found = records_of(session, commune_code, recorded_until=recorded_until)
        by_village = {one.id: EMPTY for one in villages} | {
            one: counted_in(place, period, day, off) for one, place in found.items()
        }
    else:
        by_village, whole = kept_or_counted(session, commune_code, period, day, villages)
    whole = whole or summed(by_village.values())
    beside = told_elsewhere(session, [commune_code], period, day)[commune_code]
    return Figures(
        commune_code, period, day, by_village, overlaid(whole, beside), tuple(villages), off
    )


def switched_off(session: Session, commune_code: str) -> frozenset[str]:
    return frozenset({"tax_duty", "poor_household"}) - is_switched_on(session, commune_code)


def kept_or_counted(
    session: Session,
    commune_code: str,
    period: Period,
    day: date,
    villages: Sequence[Village],
    places: Places | None = None,
) -> tuple[dict[UUID, Cells], Cells]:
    """By village, and added up; what is loaded goes into `places`, for the next period."""
    kept: dict[UUID, Cells] = {
        row.village_id: KeptCells(row.figures)
        for row in session.execute(
            select(VillageFigures.village_id, VillageFigures.figures).where(
                VillageFigures.commune_code == commune_code,
                VillageFigures.period == period.code,
                VillageFigures.as_of == day,
            )
        )
    }
    whole = kept.pop(WHOLE, {})
    missing = {*(one.id for one in villages), NOWHERE} - set(kept)
    if missing:
        loaded = places if places is not None else {}
        if not missing <= set(loaded):
            found = records_of(session, commune_code, missing)
            loaded |= {one: found.get(one, Place()) for one in missing}
        off = switched_off(session, commune_code)
        kept |= {one: counted_in(loaded[one], period, day, off) for one in missing}
        whole = {}
        note_missing(session, commune_code, period, day)
    return kept, whole


def note_missing(session: Session, commune_code: str, period: Period, day: date) -> None:
    """Let whoever can write know that these figures were worked out and not kept."""
    asked = session.info.setdefault("figures_missing", set())
    asked.add((commune_code, period.code, day))


def counted_in(place: Place, period: Period, day: date, off: frozenset[str]) -> Cells:
    """The figures of one village from what is known of it."""
    as_of = AsOf(period.first, day)
    return figures_in(place.records, ready_on(day), as_of, off, place.memo)


def summed(villages: Iterable[Cells]) -> dict[Key, Cell]:
    """Villages added up: numerators with numerators, denominators with denominators."""
    parts: dict[Key, list[Cell]] = {}
    for cells in villages:
        for key, cell in cells.items():
            parts.setdefault(key, []).append(cell)
    return {key: added(some) for key, some in parts.items()}


class KeptCells(Mapping[Key, Cell]):
    """Cells as they were kept, each made only when it is asked for."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.kept = kept

    def __getitem__(self, key: Key) -> Cell:
        return Cell(*self.kept["|".join(key)])

    def __iter__(self) -> Iterator[Key]:
        for name in self.kept:
            code, breakdown, key = name.split("|", 2)
            yield code, breakdown, key

    def __len__(self) -> int:
        return len(self.kept)


def cells_to_keep(cells: Cells) -> dict[str, object]:
    kept: dict[str, object] = {}
    for (code, breakdown, key), cell in cells.items():
        numbers = [
            cell.numerator,
            cell.denominator,
            cell.verified,
            cell.contributors,
            cell.largest,
        ]
        while numbers and numbers[-1] is None:
            numbers.pop()
        kept[f"{code}|{breakdown}|{key}"] = numbers
    return kept


@dataclass
class Beside:
    """What is told elsewhere than by records: official numbers, reports, requests."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    official: dict[str, int] = field(default_factory=dict)


def overlaid(whole: Cells, beside: Beside) -> dict[Key, Cell]:
    """Figures of the commune with their official denominators and what reports tell."""
    found = dict(whole) | beside.cells
    for code, base in beside.official.items():
        cell = found.get((code, "", ""))
        if cell is not None:
            found[code, "", ""] = Cell(
                cell.numerator, base, cell.verified, cell.contributors, cell.largest
            )
    paid, profiled = found.get(("C03", "", "")), found.get(("A02", "", ""))
    if paid is not None and profiled is not None:
        # The second rate of C03, over those who have a profile here.
        second = Cell(paid.numerator, profiled.numerator, paid.verified)
        found["C03", OF_PROFILED, OF_PROFILED] = second
    return found


def told_elsewhere(
    session: Session, commune_codes: Sequence[str], period: Period, day: date
) -> dict[str, Beside]:
    found = {code: Beside() for code in commune_codes}
    add_official(session, found, day)
    add_submissions(session, found, period, day)
    add_overrides(session, found, period)
    add_requests(session, found, period, day)
    return found


def add_official(session: Session, found: Mapping[str, Beside], day: date) -> None:
    """The latest imported number that stands under a figure which asks for one."""
    codes = [one.code for one in indicators_on(day) if one.denominator == OFFICIAL]
    rows = session.execute(
        select(
            OfficialFigure.unit_code,
            OfficialFigure.indicator,
            OfficialFigure.denominator,
        )
        .where(
            OfficialFigure.unit_kind == COMMUNE,
            OfficialFigure.unit_code.in_(list(found)),
            OfficialFigure.indicator.in_(codes),
            OfficialFigure.denominator.is_not(None),
            OfficialFigure.as_of <= day,
            OfficialFigure.removed_at.is_(None),
        )
        .order_by(OfficialFigure.as_of, OfficialFigure.entered_at, OfficialFigure.id)
    )
    for row in rows:
        found[row.unit_code].official[row.indicator] = row.denominator


def add_submissions(
    session: Session, found: Mapping[str, Beside], period: Period, day: date
) -> None:
    """J02: villages that sent by the due date, of those whose reports fell due in the period."""
    rows = session.execute(
        select(Submission.commune_code, Submission.first_sent_at, OpenPeriod.due_on)
        .join(
            OpenPeriod,
            and_(
                OpenPeriod.commune_code == Submission.commune_code,
                OpenPeriod.period == Submission.period,
            ),
        )
        .where(
            Submission.commune_code.in_(list(found)),
            Submission.village_id != NOWHERE,
            OpenPeriod.due_on >= period.first,
            OpenPeriod.due_on < day,
        )
    )
    in_time: dict[str, list[bool]] = {}
    for row in rows:
        sent = row.first_sent_at is not None and local_day(row.first_sent_at) <= row.due_on
        in_time.setdefault(row.commune_code, []).append(sent)
    for code, told in in_time.items():
        found[code].cells["J02", "", ""] = Cell(sum(told), len(told), sum(told))


def add_overrides(session: Session, found: Mapping[str, Beside], period: Period) -> None:
    """J04: cells of approved reports that are printed otherwise than computed."""
    rows = session.execute(
        select(
            FrozenFigure.commune_code,
            func.count(FrozenFigure.printed_by_id).label("printed"),
        )
        .where(FrozenFigure.commune_code.in_(list(found)), FrozenFigure.period == period.code)
        .group_by(FrozenFigure.commune_code)
    )
    for row in rows:
        found[row.commune_code].cells["J04", "", ""] = Cell(row.printed, None, row.printed)


def add_requests(session: Session, found: Mapping[str, Beside], period: Period, day: date) -> None:
    """H06: requests answered within two working days and closed within the days of their kind."""
    rows = session.scalars(
        select(DataRequest).where(
            DataRequest.commune_code.in_(list(found)),
            DataRequest.closed_on.between(period.first, day),
        )
    )
    told: dict[tuple[str, str, str], list[bool]] = {}
    for request in rows:
        good = due(
            request.kind,
            request.received_on,
            needs_others=request.needs_others,
            extended_days=request.extended_days,
        ).is_kept(request.answered_on, request.closed_on)
        told.setdefault((request.commune_code, "", ""), []).append(good)
        told.setdefault((request.commune_code, "request_kind", request.kind), []).append(good)
    for (code, breakdown, key), all_of in told.items():
        cell = Cell(sum(all_of), len(all_of), sum(all_of))
        found[code].cells["H06", breakdown, key] = cell


def province_figures(
    session: Session,
    province_code: str,
    period: Period,
    codes: Collection[str],
    *,
    today: date,
) -> Mapping[str, Figures]:
    """The figures of some indicators for each commune of a province, whole communes only.

    Nothing is worked out here: a commune whose figures are not ready stands with the newest that
    are, which `as_of` tells, or without any.
    """
    day = period.day_for(today)
    communes = list(
        session.scalars(
            select(Commune.code)
            .where(Commune.province_code == province_code, Commune.valid_to.is_(None))
            .order_by(Commune.sort_key, Commune.code)
        )
    )
    rows = session.execute(
        select(VillageFigures.commune_code, VillageFigures.as_of, VillageFigures.figures)
        .where(
            VillageFigures.commune_code.in_(communes),
            VillageFigures.village_id == WHOLE,
            VillageFigures.period == period.code,
            VillageFigures.as_of <= day,
        )
        .order_by(VillageFigures.commune_code, VillageFigures.as_of)
    )
    newest: dict[str, tuple[date, Mapping[str, Any]]] = {
        row.commune_code: (row.as_of, row.figures) for row in rows
    }
    beside = told_elsewhere(session, communes, period, day)
    wanted = set(codes)
    found: dict[str, Figures] = {}
    for code in communes:
        as_of, kept = newest.get(code, (day, {}))
        cells = KeptCells({name: numbers for name, numbers in kept.items() if name[:3] in wanted})
        whole = overlaid(cells, beside[code])
        found[code] = Figures(code, period, as_of, {}, whole)
    return found
