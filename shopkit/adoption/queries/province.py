"""Communes of a province side by side: approved figures, small numbers kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.publishing import PUBLISHED, Publication, PublishedCell
from shopkit.adoption.models.targets import OfficialFigure, Target
from shopkit.adoption.queries.approved import NOT_ADDITIVE, asked_periods, wholes_of
from shopkit.adoption.queries.figures import province_figures
from shopkit.adoption.rules.cells import Cell, added
from shopkit.adoption.rules.indicators import Indicator, indicators_on
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.publishing import table_of
from shopkit.adoption.rules.suppression import (
    DENOMINATOR,
    NUMERATOR,
    VERIFIED,
    Place,
    ShownTable,
    Table,
    suppress,
)
from shopkit.errors import NotFound
from shopkit.places.models import Commune, Province
from shopkit.places.queries import province as province_named
from shopkit.scope import PROVINCE, PROVINCE_VIEWER, Who

MOST_BESIDE = 200
LETTERS = {NUMERATOR[0]: NUMERATOR, DENOMINATOR[0]: DENOMINATOR, VERIFIED[0]: VERIFIED}


@dataclass(frozen=True)
class Compared:
    """The communes of a province by name as of the period's end, and what may be told of each."""

    province: Province
    period: Period
    communes: Sequence[Commune]
    indicators: Sequence[Indicator]
    shown: Mapping[str, ShownTable]
    reported: frozenset[str]
    is_running: bool


def own_province(who: Who) -> str:
    """The province that somebody looks at."""
    codes = who.codes(PROVINCE, PROVINCE_VIEWER)
    if not codes:
        raise NotFound
    return codes[0]


def communes_on(session: Session, province_code: str, day: date) -> Sequence[Commune]:
    """The communes of a province as they were on a day, in Vietnamese order."""
    return session.scalars(
        select(Commune)
        .where(
            Commune.province_code == province_code,
            Commune.valid_from <= day,
            or_(Commune.valid_to.is_(None), Commune.valid_to >= day),
        )
        .order_by(Commune.sort_key, Commune.code)
    ).all()


def periods_of(session: Session, province_code: str, today: date) -> list[str]:
    """The periods that communes of a province have asked for, the last first."""
    codes = [one.code for one in communes_on(session, province_code, today)]
    return asked_periods(session, codes)


def compared(
    session: Session,
    province_code: str,
    period: Period,
    group: str,
    *,
    today: date,
    is_running: bool = False,
) -> Compared:
    """One group of figures for every commune; `is_running` takes what is not approved yet."""
    day = period.day_for(today)
    communes = communes_on(session, province_code, day)
    indicators = [one for one in indicators_on(period.last) if group in (one.group, "")]
    codes = [one.code for one in indicators]
    if is_running:
        wholes = running(session, province_code, period, codes, today)
    else:
        wholes = wholes_of(session, [one.code for one in communes], period, codes)
    kept = kept_by_communes(session, [one.code for one in communes], period.code, codes)
    names = {one.code: one.numerator for one in indicators_on(period.last)}
    tables = [
        province_table(one, period, communes, wholes, names, kept.get(one.code, frozenset()))
        for one in indicators
    ]
    shown = suppress(tables)
    return Compared(
        province_named(session, province_code, on=day),
        period,
        communes,
        indicators,
        {one.code: shown[one.code, period.code] for one in indicators},
        frozenset(wholes),
        is_running,
    )


def running(
    session: Session, province_code: str, period: Period, codes: Sequence[str], today: date
) -> dict[str, dict[str, Cell]]:
    """What the communes' figures stand at, approved or not."""
    found = province_figures(session, province_code, period, codes, today=today)
    wholes = {
        commune: {code: cell for code in codes if not (cell := figures.cell(code)).is_missing}
        for commune, figures in found.items()
    }
    return {commune: cells for commune, cells in wholes.items() if cells}


def province_table(
    indicator: Indicator,
    period: Period,
    communes: Sequence[Commune],
    wholes: Mapping[str, Mapping[str, Cell]],
    names: Mapping[str, str],
    kept: frozenset[tuple[Place, str]],
) -> Table:
    """One figure, a row for each commune; those that did not report stand there empty."""
    cells = {
        Place(one.code): wholes.get(one.code, {}).get(indicator.code, Cell()) for one in communes
    }
    whole = Cell() if indicator.code in NOT_ADDITIVE else added(cells.values())
    table = table_of(indicator, period, {Place(): whole, **cells}, names)
    return Table(
        table.code, period, {Place(): whole, **cells}, table.rule, table.kind, table.factor,
        table.counted, table.base, table.within, table.is_off, also_kept=kept,
    )  # fmt: skip


def kept_by_communes(
    session: Session, commune_codes: Sequence[str], period_code: str, codes: Sequence[str]
) -> dict[str, frozenset[tuple[Place, str]]]:
    """What the communes kept of their own wholes when they published the period."""
    rows = session.execute(
        select(PublishedCell.commune_code, PublishedCell.indicator, PublishedCell.kept)
        .join(Publication, Publication.id == PublishedCell.publication_id)
        .where(
            PublishedCell.commune_code.in_(commune_codes),
            PublishedCell.period == period_code,
            PublishedCell.indicator.in_(codes),
            PublishedCell.village_id.is_(None),
            PublishedCell.breakdown == "",
            PublishedCell.kept != "",
            Publication.state == PUBLISHED,
        )
    )
    found: dict[str, set[tuple[Place, str]]] = {}
    for row in rows:
        parts = {(Place(row.commune_code), LETTERS[letter]) for letter in row.kept}
        found.setdefault(row.indicator, set()).update(parts)
    return {code: frozenset(some) for code, some in found.items()}


def official_of(
    session: Session, kind: str, unit_code: str, codes: Sequence[str], day: date
) -> Sequence[OfficialFigure]:
    """What organisations published of a unit up to a day, figure by figure."""
    return session.scalars(
        select(OfficialFigure)
        .where(
            OfficialFigure.unit_kind == kind,
            OfficialFigure.unit_code == unit_code,
            OfficialFigure.indicator.in_(codes),
            OfficialFigure.as_of <= day,
            OfficialFigure.removed_at.is_(None),
        )
        .order_by(OfficialFigure.indicator, OfficialFigure.as_of.desc(), OfficialFigure.id)
        .limit(MOST_BESIDE)
    ).all()


def targets_on(
    session: Session, kind: str, unit_code: str, codes: Sequence[str], day: date
) -> Sequence[Target]:
    """What documents of that day or before ask of a unit."""
    return session.scalars(
        select(Target)
        .where(
            Target.unit_kind == kind,
            Target.unit_code == unit_code,
            Target.indicator.in_(codes),
            Target.stated_on <= day,
            Target.removed_at.is_(None),
        )
        .order_by(Target.indicator, Target.stated_on, Target.document, Target.id)
        .limit(MOST_BESIDE)
    ).all()
