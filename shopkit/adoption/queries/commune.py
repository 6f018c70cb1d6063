"""Facts about a commune, read from the journal and from who agreed to be counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from shopkit.adoption.rules.commune import (
    FIGURES,
    IMPORTED,
    KNOWN,
    OPENED,
    SEEN,
    SELF_DECLARED,
    STATES,
    Fact,
    Figure,
    added_up,
    best_facts,
)
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.places.models import Village
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, Who
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.shops import agreed_to_report

CHUNK = 500


@dataclass(frozen=True)
class CommunePage:
    """What the officer sees: a row a village, one without village, and the bare number."""

    villages: Sequence[Village]
    figures: dict[tuple[str, UUID | None], Figure]
    registered_count: int


@dataclass(frozen=True)
class Line:
    """One line of the list behind a figure: who, and the entry that shows it."""

    figure: str
    name: str
    sort_key: str
    village_id: UUID | None
    evidence: str
    entry: JournalEntry | None


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


def behind(
    session: Session, commune_code: str, figure: str, village_id: UUID | None, *, whole: bool
) -> list[Line]:
    """Who stands behind a figure and what shows it, by name; `whole` means all villages."""
    facts = [
        fact
        for fact in best_facts(facts_of(session, commune_code, figures=[figure]))
        if whole or fact.village_id == village_id
    ]
    return sorted(lines_of(session, facts), key=lambda line: (line.sort_key, line.name))


def seen_of(session: Session, shop: Shop) -> list[Line]:
    """What the commune can see of one shop, in the order of the figures; without her yes nothing.

    These are the very lines of the commune's lists.
    """
    facts = best_facts(facts_of(session, shop.commune_code, only=shop))
    return sorted(lines_of(session, facts), key=lambda line: FIGURES.index(line.figure))


def facts_of(
    session: Session,
    commune_code: str,
    *,
    figures: Sequence[str] = FIGURES,
    only: Shop | None = None,
) -> Iterator[Fact]:
    """Every fact that may be counted in a commune today, or those about one shop.

    What lay in a village that was closed lies in the one that took its households, else in none.
    """
    moved = heirs_of(session, commune_code)
    for fact in recorded_facts(session, commune_code, figures, only):
        lies_elsewhere = fact.village_id in moved
        yield fact._replace(village_id=moved[fact.village_id]) if lies_elsewhere else fact


def heirs_of(session: Session, commune_code: str) -> dict[UUID | None, UUID | None]:
    """For each closed village of a commune, the open one that it went into."""
    villages = session.scalars(select(Village).where(Village.commune_code == commune_code)).all()
    went = {one.id: one.merged_into_id for one in villages if not one.is_open}
    heirs: dict[UUID | None, UUID | None] = {}
    for closed in went:
        heir: UUID | None = closed
        while heir in went:
            heir = went[heir]
        heirs[closed] = heir
    return heirs


def recorded_facts(
    session: Session, commune_code: str, figures: Sequence[str], only: Shop | None
) -> Iterator[Fact]:
    counted = [Shop.commune_code == commune_code, agreed_to_report()]
    if only is not None:
        counted.append(Shop.id == only.id)
    elif KNOWN in figures:
        yield from facts_of_register(session, commune_code)
    if KNOWN in figures or OPENED in figures:
        yield from facts_of_shops(session, counted, figures)
    for figure in figures:
        if figure in STATES:
            yield from facts_of_state(session, counted, figure)


def facts_of_register(session: Session, commune_code: str) -> Iterator[Fact]:
    """The businesses on the commune's own list, which it knows without anybody's consent."""
    for row in session.execute(
        select(Business.id, Business.village_id, JournalEntry.id.label("entry_id"))
        .outerjoin(
            JournalEntry,
            (JournalEntry.subject_id == Business.id)
            & (JournalEntry.event == "business.registered"),
        )
        .where(Business.commune_code == commune_code, Business.closed_at.is_(None))
        .order_by(Business.id)
    ):
        yield Fact(KNOWN, row.id, row.village_id, IMPORTED, row.entry_id)


def facts_of_shops(
    session: Session, counted: Sequence[ColumnElement[bool]], figures: Sequence[str]
) -> Iterator[Fact]:
    """That a shop was opened here, and that it is a business the commune knows of."""
    for event, evidence in (("shop.opened", SELF_DECLARED), ("shop.seen", SEEN)):
        for row in session.execute(
            select(JournalEntry.id, Shop.id.label("shop_id"), Shop.village_id, Shop.business_id)
            .join(Shop, Shop.id == JournalEntry.subject_id)
            .where(JournalEntry.event == event, *counted)
            .order_by(JournalEntry.at, JournalEntry.id)
        ):
            if OPENED in figures:
                yield Fact(OPENED, row.shop_id, row.village_id, evidence, row.id)
            if KNOWN in figures:
                known_id = row.business_id or row.shop_id
                yield Fact(KNOWN, known_id, row.village_id, evidence, row.id)


def facts_of_state(
    session: Session, counted: Sequence[ColumnElement[bool]], figure: str
) -> Iterator[Fact]:
    for entry in standing_entries(session, counted, figure):
        yield Fact(figure, entry.shop_id, entry.village_id, entry.evidence, entry.id)


def standing_entries(
    session: Session, counted: Sequence[ColumnElement[bool]], figure: str
) -> Sequence[Row[UUID, UUID, UUID | None, str]]:
    """The last entry about a figure for each record of these shops, where it still counts."""
    opening, closing = STATES[figure]
    rank = func.row_number().over(
        partition_by=JournalEntry.subject_id,
        order_by=(JournalEntry.at.desc(), JournalEntry.id.desc()),
    )
    last = (
        select(
            JournalEntry.id,
            JournalEntry.event,
            JournalEntry.evidence,
            JournalEntry.shop_id,
            JournalEntry.at,
            Shop.village_id,
            rank.label("rank"),
        )
        .join(Shop, Shop.id == JournalEntry.shop_id)
        .where(JournalEntry.event.in_(sorted(opening | closing)), *counted)
        .subquery()
    )
    return session.execute(
        select(last.c.id, last.c.shop_id, last.c.village_id, last.c.evidence)
        .where(last.c.rank == 1, last.c.event.in_(sorted(opening)))
        .order_by(last.c.at, last.c.id)
    ).all()


def lines_of(session: Session, facts: Sequence[Fact]) -> list[Line]:
    """The facts with names and entries."""
    ids = [fact.subject_id for fact in facts]
    names = names_of(session, ids)
    entries = entries_of(session, [fact.entry_id for fact in facts if fact.entry_id])
    return [
        Line(
            fact.figure,
            *names[fact.subject_id],
            fact.village_id,
            fact.evidence,
            entries.get(fact.entry_id) if fact.entry_id else None,
        )
        for fact in facts
    ]


def names_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Names and sort keys of businesses and shops; a shop without a name goes by its owner's."""
    names: dict[UUID, tuple[str, str]] = {}
    for chunk in chunks(ids):
        for business in session.scalars(select(Business).where(Business.id.in_(chunk))):
            names[business.id] = (business.name, business.sort_key)
        for shop in session.scalars(select(Shop).where(Shop.id.in_(chunk))):
            names[shop.id] = (shop.name or shop.owner_name, shop.sort_key)
    return names


def entries_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, JournalEntry]:
    found = (
        session.scalars(select(JournalEntry).where(JournalEntry.id.in_(chunk)))
        for chunk in chunks(ids)
    )
    return {entry.id: entry for entries in found for entry in entries}


def chunks(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
