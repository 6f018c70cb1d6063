"""The figures of a commune that were approved, whole and village by village."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.periods import FrozenFigure, OpenPeriod, Submission
from shopkit.adoption.queries.periods import WHOLE_COMMUNE
from shopkit.adoption.rules.cells import Cell, added
from shopkit.adoption.rules.frozen import Correction
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.submissions import FROZEN
from shopkit.adoption.rules.suppression import WHOLE, Place
from shopkit.db.bulk import one_of
from shopkit.places.models import Village
from shopkit.places.queries import villages_of

# Of these a whole cannot be added up from villages: the same person may stand in several.
NOT_ADDITIVE = frozenset({"E02", "E06"})


@dataclass(frozen=True)
class Approved:
    """What was approved of one period: cells by figure and place, and who has reported.

    `versions` names the version by which each figure was counted.
    """

    period: Period
    villages: Sequence[Village]
    cells: Mapping[str, Mapping[Place, Cell]]
    versions: Mapping[str, str] = field(default_factory=dict)
    reported: frozenset[UUID] = frozenset()
    expected_count: int = 0
    approved_at: datetime | None = None
    is_whole: bool = False
    corrected: Mapping[tuple[str, Place], Correction] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.approved_at is None

    def cell(self, code: str, place: Place = Place()) -> Cell:  # noqa: B008 - a tuple
        return self.cells.get(code, {}).get(place, Cell())


def approved(session: Session, commune_code: str, period: Period) -> Approved:
    """What stands approved; where the commune's own report is not, its whole is added up."""
    villages = villages_of(session, commune_code, on=period.last)
    reports = session.execute(
        select(Submission.id, Submission.village_id, Submission.state, Submission.approved_at)
        .where(Submission.commune_code == commune_code, Submission.period == period.code)
    ).all()  # fmt: skip
    standing = {one.id: one for one in reports if one.state in FROZEN and one.approved_at}
    found: dict[str, dict[Place, Cell]] = {}
    versions: dict[str, str] = {}
    corrected: dict[tuple[str, Place], Correction] = {}
    for row in frozen_rows(session, commune_code, period.code):
        report = standing.get(row.submission_id)
        if report is not None and report.approved_at == row.approved_at:
            place = Place(place_of(row.village_id), row.breakdown, row.key)
            found.setdefault(row.indicator, {})[place] = printed(row)
            versions[row.indicator] = row.indicator_version
            if row.printed_numerator is not None:
                corrected[row.indicator, place] = Correction(computed(row), row.printed_why)
    is_whole = any(one.village_id == WHOLE_COMMUNE for one in standing.values())
    if not is_whole:
        add_wholes(found)
        corrected |= corrected_wholes(found, corrected)
    return Approved(
        period,
        villages,
        found,
        versions,
        frozenset(one.village_id for one in standing.values()) - {WHOLE_COMMUNE},
        sum(1 for one in reports if one.village_id != WHOLE_COMMUNE),
        max((one.approved_at for one in standing.values()), default=None),
        is_whole,
        corrected,
    )


FrozenRow = Row[
    UUID, UUID, str, str, str, str, int | None, int | None, int | None, int | None, int | None,
    int | None, str, datetime,
]  # fmt: skip


def frozen_rows(session: Session, commune_code: str, period_code: str) -> Iterable[FrozenRow]:
    return session.execute(
        select(
            FrozenFigure.submission_id,
            FrozenFigure.village_id,
            FrozenFigure.indicator,
            FrozenFigure.indicator_version,
            FrozenFigure.breakdown,
            FrozenFigure.key,
            FrozenFigure.numerator,
            FrozenFigure.denominator,
            FrozenFigure.verified,
            FrozenFigure.contributors,
            FrozenFigure.largest,
            FrozenFigure.printed_numerator,
            FrozenFigure.printed_why,
            FrozenFigure.approved_at,
        ).where(FrozenFigure.commune_code == commune_code, FrozenFigure.period == period_code)
    )


def printed(row: FrozenRow) -> Cell:
    """A figure as it is printed: the corrected one, where two people agreed on it."""
    numerator = row.numerator if row.printed_numerator is None else row.printed_numerator
    verified = row.verified
    if verified is not None and numerator is not None:
        verified = min(verified, numerator)
    return Cell(numerator, row.denominator, verified, row.contributors, row.largest)


def computed(row: FrozenRow) -> Cell:
    return Cell(row.numerator, row.denominator, row.verified, row.contributors, row.largest)


def corrected_wholes(
    found: Mapping[str, Mapping[Place, Cell]], corrected: Mapping[tuple[str, Place], Correction]
) -> dict[tuple[str, Place], Correction]:
    """The wholes that were added up from corrected figures, with what the computed ones give."""
    wholes: dict[tuple[str, Place], Correction] = {}
    for (code, place), one in corrected.items():
        at = Place(WHOLE, place.breakdown, place.key)
        whole = found.get(code, {}).get(at)
        if whole is None:
            continue
        known = wholes.get((code, at), Correction(whole, ""))
        moved = (one.computed.numerator or 0) - (found[code][place].numerator or 0)
        told = replace(known.computed, numerator=(known.computed.numerator or 0) + moved)
        wholes[code, at] = Correction(told, "; ".join(filter(None, (known.why, one.why))))
    return wholes


def place_of(village_id: UUID) -> str:
    return WHOLE if village_id == WHOLE_COMMUNE else village_id.hex


def add_wholes(found: dict[str, dict[Place, Cell]]) -> None:
    """The whole from the villages that have reported, part by part."""
    for code, cells in found.items():
        if code in NOT_ADDITIVE:
            continue
        parts: dict[tuple[str, str], list[Cell]] = {}
        for place, cell in cells.items():
            parts.setdefault((place.breakdown, place.key), []).append(cell)
        cells.update({Place(WHOLE, *part): added(some) for part, some in parts.items()})


def approved_periods(session: Session, commune_code: str) -> list[str]:
    """The periods of which anything stands approved, the last first."""
    rows = session.scalars(
        select(Submission.period)
        .where(Submission.commune_code == commune_code, Submission.state.in_(FROZEN))
        .distinct()
    )
    return sorted(rows, reverse=True)


def wholes_of(
    session: Session, commune_codes: Sequence[str], period: Period, codes: Sequence[str]
) -> dict[str, dict[str, Cell]]:
    """The whole figures of many communes for one period, by commune and figure.

    A commune of which nothing is approved is not among them.
    """
    reports = session.execute(
        select(Submission.id, Submission.commune_code, Submission.village_id)
        .where(
            Submission.commune_code.in_(commune_codes),
            Submission.period == period.code,
            Submission.state.in_(FROZEN),
        )
    ).all()  # fmt: skip
    whole = {one.commune_code: one.id for one in reports if one.village_id == WHOLE_COMMUNE}
    found: dict[str, dict[str, list[Cell]]] = {one.commune_code: {} for one in reports}
    wanted = [one.id for one in reports if whole.get(one.commune_code) in (None, one.id)]
    for some in one_of(FrozenFigure.submission_id, wanted):
        for row in session.execute(whole_rows(codes).where(some)):
            if row.commune_code in whole or row.indicator not in NOT_ADDITIVE:
                cells = found[row.commune_code].setdefault(row.indicator, [])
                cells.append(printed(row))
    return {
        code: {indicator: added(cells) for indicator, cells in some.items()}
        for code, some in found.items()
    }


def whole_rows(codes: Sequence[str]) -> Any:
    """The statement for whole figures of reports; the caller says of which."""
    return (
        select(
            FrozenFigure.commune_code,
            FrozenFigure.indicator,
            FrozenFigure.numerator,
            FrozenFigure.denominator,
            FrozenFigure.verified,
            FrozenFigure.contributors,
            FrozenFigure.largest,
            FrozenFigure.printed_numerator,
        )
        .join(Submission, Submission.id == FrozenFigure.submission_id)
        .where(
            FrozenFigure.indicator.in_(codes),
            FrozenFigure.breakdown == "",
            Submission.approved_at == FrozenFigure.approved_at,
        )
    )


def asked_periods(session: Session, commune_codes: Sequence[str]) -> list[str]:
    """The periods that any of these communes asked its villages for, the last first."""
    rows = session.scalars(
        select(OpenPeriod.period).where(OpenPeriod.commune_code.in_(commune_codes)).distinct()
    )
    return sorted(rows, reverse=True)
