"""Facts about a commune, read from the journal and from who agreed to be counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.rules.purposes import PURPOSES
from shopkit.adoption.rules import (
    IMPORTED,
    KNOWN,
    OPENED,
    SEEN,
    SELF_DECLARED,
    STATES,
    Fact,
    Figure,
    added_up,
)
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.places.models import Village
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, Who
from shopkit.shops.models import Business, Shop

REPORT = "report"
REGISTER = "register"


@dataclass(frozen=True)
class CommunePage:
    """What the officer sees: a row a village, one without village, and the bare number."""

    villages: Sequence[Village]
    figures: dict[tuple[str, UUID | None], Figure]
    registered_count: int


def own_commune(who: Who, *roles: str) -> str:
    """The commune somebody looks after."""
    codes = who.codes(COMMUNE, *roles)
    if not codes:
        raise NotFound
    return codes[0]


def commune_page(session: Session, commune_code: str) -> CommunePage:
    registered = session.scalar(
        select(func.count()).select_from(Shop).where(Shop.commune_code == commune_code)
    )
    return CommunePage(
        villages=villages_of(session, commune_code),
        figures=added_up(facts_of(session, commune_code)),
        registered_count=registered or 0,
    )


def agreed() -> ColumnElement[bool]:
    """Only shops that agreed to be reported, in words that still stand."""
    return exists().where(
        Consent.shop_id == Shop.id,
        Consent.purpose == REPORT,
        Consent.text_version.in_(PURPOSES[REPORT].covered_by),
        Consent.withdrawn_at.is_(None),
    )


def facts_of(session: Session, commune_code: str) -> Iterator[Fact]:
    """Every fact that may be counted in a commune today."""
    yield from facts_of_register(session, commune_code)
    shops = session.execute(
        select(Shop.id, Shop.village_id, Shop.seen_at, Shop.business_id).where(
            Shop.commune_code == commune_code, agreed()
        )
    ).all()
    for shop in shops:
        evidence = SEEN if shop.seen_at else SELF_DECLARED
        yield Fact(OPENED, shop.id, shop.village_id, evidence)
        yield Fact(KNOWN, shop.business_id or shop.id, shop.village_id, evidence)
    for figure in STATES:
        for entry in standing_entries(session, commune_code, figure):
            yield Fact(figure, entry.shop_id, entry.village_id, entry.evidence, entry.id)


def facts_of_register(session: Session, commune_code: str) -> Iterator[Fact]:
    """Businesses the commune itself put on its register; the others need consent."""
    for business in session.execute(
        select(Business.id, Business.village_id).where(
            Business.commune_code == commune_code,
            Business.source == REGISTER,
            Business.closed_at.is_(None),
        )
    ):
        yield Fact(KNOWN, business.id, business.village_id, IMPORTED)


def standing_entries(session: Session, commune_code: str, figure: str) -> Sequence[Row]:  # type: ignore[type-arg]  # four named columns
    """The last entry about a figure for each record of consenting shops, where it still counts."""
    opening, closing = STATES[figure]
    rank = (
        func.row_number()
        .over(
            partition_by=JournalEntry.subject_id,
            order_by=(JournalEntry.at.desc(), JournalEntry.id.desc()),
        )
        .label("rank")
    )
    last = (
        select(
            JournalEntry.id,
            JournalEntry.event,
            JournalEntry.evidence,
            JournalEntry.shop_id,
            JournalEntry.at,
            Shop.village_id,
            rank,
        )
        .join(Shop, Shop.id == JournalEntry.shop_id)
        .where(
            Shop.commune_code == commune_code,
            JournalEntry.event.in_(sorted(opening | closing)),
            agreed(),
        )
        .subquery()
    )
    return session.execute(
        select(last.c.id, last.c.shop_id, last.c.village_id, last.c.evidence, last.c.at)
        .where(and_(last.c.rank == 1, last.c.event.in_(sorted(opening))))
        .order_by(last.c.at, last.c.id)
    ).all()


@dataclass(frozen=True)
class Behind:
    """One line of the list behind a figure."""

    name: str
    sort_key: str
    village_id: UUID | None
    evidence: str
    entry: JournalEntry | None


def behind(
    session: Session, commune_code: str, figure: str, village_id: UUID | None, *, whole: bool
) -> list[Behind]:
    """Who stands behind a figure and what shows it, by name; `whole` means all villages."""
    best: dict[UUID, Fact] = {}
    for fact in facts_of(session, commune_code):
        if fact.figure == figure and (whole or fact.village_id == village_id):
            best.setdefault(fact.subject_id, fact)
    names = names_of(session, commune_code)
    entries = entries_by_id(session, [fact.entry_id for fact in best.values() if fact.entry_id])
    lines = [
        Behind(*names[fact.subject_id], fact.village_id, fact.evidence, entries.get(fact.entry_id))
        for fact in best.values()
    ]
    return sorted(lines, key=lambda line: (line.sort_key, line.name))


def names_of(session: Session, commune_code: str) -> dict[UUID, tuple[str, str]]:
    """Names and sort keys of the commune's businesses and shops."""
    names: dict[UUID, tuple[str, str]] = {}
    for kind in (Business, Shop):
        for row in session.execute(
            select(kind.id, kind.name, kind.sort_key).where(kind.commune_code == commune_code)
        ):
            names[row.id] = (row.name, row.sort_key)
    return names


def entries_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID | None, JournalEntry]:
    found: dict[UUID | None, JournalEntry] = {}
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        for entry in session.scalars(select(JournalEntry).where(JournalEntry.id.in_(chunk))):
            found[entry.id] = entry
    return found


def seen_of(session: Session, shop: Shop) -> list[Fact]:
    """The facts about one shop that the commune can see now; none without her consent."""
    return [
        fact
        for fact in facts_of(session, shop.commune_code)
        if fact.subject_id in (shop.id, shop.business_id)
    ]
