"""The yearly report of a province: what its communes' records add up to, and what others told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.queries.figures import figures_of, province_figures
from shopkit.adoption.queries.province import MOST_BESIDE, communes_on
from shopkit.adoption.rules.cells import Cell, added
from shopkit.adoption.rules.indicators import Indicator, indicators_on
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.readings import READINGS
from shopkit.journal.models import JournalEntry
from shopkit.places.models import Commune, Province
from shopkit.places.queries import province as province_named
from shopkit.scope import COMMUNE, PROVINCE
from shopkit.shops.models.branches import DIGITAL_TEAM, Branch, BranchMember

# What the yearly reports of provinces tell, with the parts of it that they name.
REPORTED: Sequence[tuple[str, str, str]] = (
    ("B01", "", ""),
    ("B04", "", ""),
    ("B04", "ocop", "ocop"),
    ("B09", "", ""),
    ("D01", "", ""),
    ("E01", "", ""),
    ("E02", "", ""),
    ("F01", "", ""),
)


@dataclass(frozen=True)
class Told:
    """One figure of the province: what it is, what it adds up to, from how many communes."""

    indicator: Indicator
    breakdown: str
    key: str
    cell: Cell
    commune_count: int


@dataclass(frozen=True)
class ProvinceReport:
    """The figures of a province for a period, the digital teams, and figures of others apart."""

    province: Province
    period: Period
    as_of: date
    communes: Sequence[Commune]
    told: Sequence[Told]
    team_count: int
    member_count: int
    official: Sequence[OfficialFigure]

    def name_of(self, unit_code: str) -> str:
        named = {one.code: one.name for one in self.communes}
        return named.get(unit_code, self.province.name)


def province_report(
    session: Session, province_code: str, period: Period, *, today: date
) -> ProvinceReport:
    """Every figure is added up from records; those that organisations published stand apart."""
    day = period.day_for(today)
    communes = communes_on(session, province_code, day)
    indicators = {one.code: one for one in indicators_on(period.last)}
    wholes = wholes_by_commune(session, province_code, period, today)
    teams, members = digital_teams(session, [one.code for one in communes], day)
    return ProvinceReport(
        province_named(session, province_code, on=day),
        period,
        day,
        communes,
        [
            told_of(indicators[code], breakdown, key, wholes)
            for code, breakdown, key in REPORTED
            if code in indicators
        ],
        teams,
        members,
        official_in(session, province_code, [one.code for one in communes], day),
    )


Wholes = Mapping[str, Mapping[tuple[str, str, str], Cell]]


def wholes_by_commune(session: Session, province_code: str, period: Period, today: date) -> Wholes:
    """Whole figures by commune; those that were not worked out ahead are worked out now."""
    codes = sorted({code for code, _, _ in REPORTED})
    ahead = province_figures(session, province_code, period, codes, today=today)
    day = period.day_for(today)
    known = set(
        session.scalars(select(Fact.commune_code).where(Fact.commune_code.in_(ahead)).distinct())
    )
    found = {}
    for commune_code, figures in ahead.items():
        is_ready = bool(figures.whole) and figures.as_of == day
        if commune_code in known and not is_ready:
            figures = figures_of(session, commune_code, period, today=today)
        found[commune_code] = figures.whole
    return found


def is_unread(session: Session, province_code: str, day: date) -> bool:
    """Whether the journal of a province says something of which no fact was ever made."""
    codes = [one.code for one in communes_on(session, province_code, day)]
    has_facts = select(exists().where(Fact.commune_code.in_(codes)))
    says = select(
        exists().where(JournalEntry.commune_code.in_(codes), JournalEntry.event.in_(READINGS))
    )
    return not session.scalar(has_facts) and bool(session.scalar(says))


def told_of(indicator: Indicator, breakdown: str, key: str, wholes: Wholes) -> Told:
    cells = [whole.get((indicator.code, breakdown, key), Cell()) for whole in wholes.values()]
    count = sum(1 for cell in cells if not cell.is_missing)
    return Told(indicator, breakdown, key, added(cells), count)


def digital_teams(session: Session, commune_codes: Sequence[str], day: date) -> tuple[int, int]:
    """Community digital teams on the register on a day, and who was in them."""
    stands = (
        Branch.commune_code.in_(commune_codes),
        Branch.organisation == DIGITAL_TEAM,
        Branch.since <= day,
        or_(Branch.until.is_(None), Branch.until >= day),
    )
    teams = session.scalar(select(func.count()).select_from(Branch).where(*stands))
    members = session.scalar(
        select(func.count())
        .select_from(BranchMember)
        .join(Branch, Branch.id == BranchMember.branch_id)
        .where(
            *stands,
            BranchMember.since <= day,
            or_(BranchMember.until.is_(None), BranchMember.until >= day),
        )
    )
    return teams or 0, members or 0


def official_in(
    session: Session, province_code: str, commune_codes: Sequence[str], day: date
) -> Sequence[OfficialFigure]:
    """What organisations published of the province and of its communes up to a day."""
    of_province = (OfficialFigure.unit_kind == PROVINCE) & (
        OfficialFigure.unit_code == province_code
    )
    of_commune = (OfficialFigure.unit_kind == COMMUNE) & OfficialFigure.unit_code.in_(commune_codes)
    return session.scalars(
        select(OfficialFigure)
        .where(
            or_(of_province, of_commune),
            OfficialFigure.as_of <= day,
            OfficialFigure.removed_at.is_(None),
        )
        .order_by(
            OfficialFigure.indicator, OfficialFigure.unit_code, OfficialFigure.as_of,
            OfficialFigure.id,
        )
        .limit(MOST_BESIDE)
    ).all()  # fmt: skip
