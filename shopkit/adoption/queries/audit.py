"""Who did what in a commune, as far as its officers may see it, and what a figure rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.models.facts import Fact
from shopkit.clock import day_begins_at
from shopkit.db.base import Base
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.shops import agreed_to_report

PAGE = 100
CHUNK = 500
# A shop's own dealings with its buyers and its bank; no figure shows them one by one.
OWN_AFFAIRS = (
    "order",
    "payment_request",
    "payment",
    "money",
    "money_feed",
    "suspicion",
    "secret",
    "sign_in",
    "card",
    "code",
)
# Kinds whose records have a name that an officer may read.
NAMED = {
    "household": "name",
    "person": "name",
    "business": "name",
    "shop": "name",
    "branch": "name",
    "village": "name",
    "course": "name",
    "product": "title",
    "criteria_set": "name",
}


@dataclass(frozen=True)
class Asked:
    """What is looked for: days, one person, one kind of record, one village, one record."""

    since: date
    until: date
    actor_id: UUID | None = None
    kind: str = ""
    village_id: UUID | None = None
    record_id: UUID | None = None


@dataclass(frozen=True)
class AuditLine:
    """One happening with the names that it speaks of; empty where there is none any more."""

    entry: JournalEntry
    actor: str
    subject: str


def audit_lines(
    session: Session, who: Who, asked: Asked, *, page: int = 1
) -> tuple[list[AuditLine], bool]:
    """A page of what happened, the newest first, and whether there is more."""
    found = session.scalars(
        select(JournalEntry)
        .where(*seen_by(who), *matching(asked))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    return named(session, found[:PAGE]), len(found) > PAGE


def seen_by(who: Who) -> list[ColumnElement[bool]]:
    """Only her communes; of shops only those that agreed, and never their own affairs."""
    return [
        JournalEntry.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER)),
        or_(
            JournalEntry.shop_id.is_(None),
            and_(
                *(JournalEntry.event.not_like(f"{kind}.%") for kind in OWN_AFFAIRS),
                exists().where(Shop.id == JournalEntry.shop_id, agreed_to_report()),
            ),
        ),
    ]


def matching(asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [
        JournalEntry.at >= day_begins_at(asked.since),
        JournalEntry.at < day_begins_at(asked.until + timedelta(days=1)),
    ]
    if asked.actor_id:
        conditions.append(JournalEntry.actor_id == asked.actor_id)
    if asked.kind:
        conditions.append(JournalEntry.subject_kind == asked.kind)
    if asked.record_id:
        conditions.append(JournalEntry.subject_id == asked.record_id)
    if asked.village_id:
        conditions.append(lies_in(asked.village_id))
    return conditions


def lies_in(village_id: UUID) -> ColumnElement[bool]:
    """That the record, or the shop it belongs to, lies in a village."""
    places = [JournalEntry.subject_id == village_id]
    for kind in (Household, Person, Business):
        ids = select(kind.id).where(kind.village_id == village_id)
        places.append(JournalEntry.subject_id.in_(ids))
    shops = select(Shop.id).where(Shop.village_id == village_id)
    return or_(*places, JournalEntry.shop_id.in_(shops))


def named(session: Session, entries: Sequence[JournalEntry]) -> list[AuditLine]:
    actors = {entry.actor_id for entry in entries if entry.actor_id}
    people = {
        row.id: row.name
        for row in session.execute(select(Account.id, Account.name).where(Account.id.in_(actors)))
    }
    records = record_names(session, ((one.subject_kind, one.subject_id) for one in entries))
    shops = record_names(session, (("shop", one.shop_id) for one in entries if one.shop_id))
    return [
        AuditLine(
            entry,
            people.get(entry.actor_id, "") if entry.actor_id else "",
            records.get(entry.subject_id, "") or shops.get(entry.shop_id or entry.id, ""),
        )
        for entry in entries
    ]


def record_names(session: Session, records: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """The names of records of those kinds that have one."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, record_id in records:
        if kind in NAMED:
            by_kind.setdefault(kind, set()).add(record_id)
    names: dict[UUID, str] = {}
    for kind, ids in sorted(by_kind.items()):
        table = Base.metadata.tables[kind]
        ordered = sorted(ids)
        for start in range(0, len(ordered), CHUNK):
            rows = session.connection().execute(
                select(table.c.id, table.c[NAMED[kind]]).where(
                    table.c.id.in_(ordered[start : start + CHUNK])
                )
            )
            names |= {row[0]: row[1] for row in rows}
    return names


def actors_of(session: Session, who: Who, asked: Asked) -> list[tuple[UUID, str]]:
    """Who did anything in these days, by name, for the filter."""
    ids = (
        select(JournalEntry.actor_id)
        .where(*seen_by(who), *matching(asked), JournalEntry.actor_id.is_not(None))
        .distinct()
        .limit(PAGE)
    )
    rows = session.execute(
        select(Account.id, Account.name)
        .where(Account.id.in_(ids), Account.closed_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True)
class Origin:
    """One fact, what it stands in place of, what stands in its place, and the event behind it."""

    fact: Fact
    by: str
    subject: str
    entry: AuditLine | None
    earlier: Sequence[Fact]
    later: Sequence[Fact]


def origin_of(session: Session, who: Who, fact_id: UUID) -> Origin:
    """Where a fact of her communes comes from, down to the event; no other fact exists for her."""
    fact = session.scalars(
        select(Fact).where(
            Fact.id == fact_id, Fact.commune_code.in_(who.codes(COMMUNE, OFFICER, LEADER))
        )
    ).one_or_none()
    if fact is None:
        raise NotFound(str(fact_id))
    entry = session.get(JournalEntry, fact.entry_id) if fact.entry_id else None
    by = session.get(Account, fact.recorded_by_id) if fact.recorded_by_id else None
    earlier = session.get(Fact, fact.supersedes_id) if fact.supersedes_id else None
    later = session.scalars(
        select(Fact)
        .where(Fact.supersedes_id == fact.id)
        .order_by(Fact.recorded_at, Fact.id)
        .limit(PAGE)
    ).all()
    names = record_names(session, [(fact.subject_kind, fact.subject_id)])
    return Origin(
        fact,
        by.name if by else "",
        names.get(fact.subject_id, ""),
        named(session, [entry])[0] if entry else None,
        [earlier] if earlier else [],
        later,
    )
