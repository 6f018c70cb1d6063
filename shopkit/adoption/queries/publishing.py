"""What a commune has published, what it could publish next, and how that would look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.publishing import PROPOSED, PUBLISHED, Publication, PublishedCell
from shopkit.adoption.queries.approved import Approved, approved
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.indicators import Indicator, indicators_on
from shopkit.adoption.rules.periods import Period, period_of
from shopkit.adoption.rules.publishing import table_of
from shopkit.adoption.rules.suppression import PARTS, WHOLE, Place, ShownTable, Table, suppress
from shopkit.errors import NotFound
from shopkit.places.models import Commune, Province
from shopkit.places.queries import commune, province

MOST_PUBLICATIONS = 100
# How far back a reader is thought to compare; months, quarters and years within it hang together.
YEARS_COMPARED = 2


@dataclass(frozen=True)
class Out:
    """What would be told of a period, and the tables it was worked out from."""

    approved: Approved
    indicators: Sequence[Indicator]
    tables: Sequence[Table]
    shown: Mapping[str, ShownTable]


def out(session: Session, commune_code: str, period: Period) -> Out:
    """What may be told of a period's approved figures beside all that was published before."""
    found = approved(session, commune_code, period)
    indicators = indicators_on(period.last)
    names = {one.code: one.numerator for one in indicators}
    places = [Place(village.id.hex) for village in found.villages]
    tables = [
        table_of(one, period, with_silence(found.cells.get(one.code, {}), places), names)
        for one in indicators
    ]
    shown = suppress(tables, earlier_tables(session, commune_code, period))
    return Out(
        found, indicators, tables, {table.code: shown[table.code, period.code] for table in tables}
    )


def with_silence(cells: Mapping[Place, Cell], places: Iterable[Place]) -> Mapping[Place, Cell]:
    """The cells, with an empty one for the whole and for each village that told nothing."""
    return {Place(): Cell(), **dict.fromkeys(places, Cell()), **cells}


def earlier_tables(session: Session, commune_code: str, period: Period) -> list[Table]:
    """All that was published of the commune in the years around a period."""
    rows = session.scalars(
        select(PublishedCell)
        .join(Publication, Publication.id == PublishedCell.publication_id)
        .where(
            PublishedCell.commune_code == commune_code,
            Publication.state == PUBLISHED,
            PublishedCell.period >= str(period.first.year - YEARS_COMPARED),
            PublishedCell.period < str(period.last.year + YEARS_COMPARED + 1),
        )
        .order_by(Publication.answered_at, PublishedCell.publication_id, PublishedCell.id)
    )
    kept: dict[tuple[UUID, str], list[PublishedCell]] = {}
    for row in rows:
        kept.setdefault((row.publication_id, row.indicator), []).append(row)
    return [table for some in kept.values() if (table := earlier_table(some))]


def earlier_table(rows: Sequence[PublishedCell]) -> Table | None:
    period = period_of(rows[0].period)
    if period is None:
        return None
    indicators = {one.code: one for one in indicators_on(period.last)}
    indicator = indicators.get(rows[0].indicator)
    if indicator is None:
        return None
    cells, told = {}, {}
    for row in rows:
        place = Place(row.village_id.hex if row.village_id else WHOLE, row.breakdown, row.key)
        cells[place] = Cell(row.numerator, row.denominator, row.verified)
        for part in PARTS:
            if part[0] in row.told + row.kept:
                told[place, part] = part[0] in row.told
    names = {code: one.numerator for code, one in indicators.items()}
    table = table_of(indicator, period, cells, names)
    return Table(
        table.code, period, cells, table.rule, table.kind, table.factor, table.counted,
        table.base, table.within, told=told,
    )  # fmt: skip


def place_on(session: Session, commune_code: str, day: date) -> tuple[Commune, Province]:
    """A commune and its province as they were named on a day."""
    here = commune(session, commune_code, on=day)
    return here, province(session, here.province_code, on=day)


def publications_of(session: Session, commune_code: str) -> Sequence[Publication]:
    """What a commune has published or is about to, the last period first."""
    return session.scalars(
        select(Publication)
        .where(
            Publication.commune_code == commune_code,
            Publication.state.in_((PROPOSED, PUBLISHED)),
        )
        .order_by(Publication.period.desc(), Publication.edition.desc())
        .limit(MOST_PUBLICATIONS)
    ).all()


def publication(session: Session, commune_code: str, publication_id: UUID) -> Publication:
    found = session.get(Publication, publication_id)
    if found is None or found.commune_code != commune_code:
        raise NotFound(publication_id)
    return found


def proposed_or_none(session: Session, commune_code: str, period_code: str) -> Publication | None:
    """What waits to be published by a second person."""
    return session.scalars(
        select(Publication).where(
            Publication.commune_code == commune_code,
            Publication.period == period_code,
            Publication.state == PROPOSED,
        )
    ).one_or_none()


def published(session: Session, commune_code: str, period_code: str = "") -> Publication:
    """What everybody may read of a period, the last edition; without a period the last one."""
    wanted = [Publication.commune_code == commune_code, Publication.state == PUBLISHED]
    if period_code:
        wanted.append(Publication.period == period_code)
    found = session.scalars(
        select(Publication)
        .where(*wanted)
        .order_by(Publication.period.desc(), Publication.edition.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound(commune_code)
    return found


def published_periods(session: Session, commune_code: str) -> list[str]:
    """The periods of which anything is published, the last first."""
    rows = session.scalars(
        select(Publication.period)
        .where(Publication.commune_code == commune_code, Publication.state == PUBLISHED)
        .distinct()
    )
    return sorted(rows, reverse=True)


def edition_count(session: Session, commune_code: str, period_code: str) -> int:
    """How often a period was proposed or published before."""
    highest = session.scalar(
        select(func.max(Publication.edition)).where(
            Publication.commune_code == commune_code, Publication.period == period_code
        )
    )
    return highest or 0


def published_count(session: Session, commune_code: str) -> int:
    """How many publications of a commune everybody may read."""
    count = session.scalar(
        select(func.count())
        .select_from(Publication)
        .where(Publication.commune_code == commune_code, Publication.state == PUBLISHED)
    )
    return count or 0


def communes_published(session: Session) -> Sequence[tuple[str, int, str]]:
    """The communes that have published anything: code, how many periods, and the last one."""
    rows = session.execute(
        select(
            Publication.commune_code,
            func.count(Publication.period.distinct()).label("count"),
            func.max(Publication.period).label("last"),
        )
        .where(Publication.state == PUBLISHED)
        .group_by(Publication.commune_code)
        .order_by(Publication.commune_code)
    )
    return [(row[0], row[1], row[2]) for row in rows]
