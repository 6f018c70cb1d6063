"""Records that look alike: where to look for them, and the pairs that wait for an answer."""

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER, VILLAGE_HEAD, Who
from shopkit.shops.models.register import Household, Person, TwinAnswer, TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.reach import lies_within
from shopkit.shops.rules.twins import Seen
from shopkit.text.search import search_text

HOUSEHOLDS, PEOPLE, BUSINESSES = "household", "person", "business"
Record = Household | Person | Business
KINDS: dict[str, type[Household] | type[Person] | type[Business]] = {
    HOUSEHOLDS: Household,
    PEOPLE: Person,
    BUSINESSES: Business,
}
PAGE = 20


def seen_of(record: Record) -> Seen:
    """A record as it is compared with others."""
    year = record.birth_year if isinstance(record, Person) else None
    # A business is also found by its owner, who may have several.
    is_business = isinstance(record, Business)
    name = search_text(record.name) if is_business else record.search_text
    return Seen(record.id, record.village_id, name, record.phone, year)


def is_current(kind: type[Household] | type[Person] | type[Business]) -> ColumnElement[bool]:
    """The condition that a row stands for itself and for somebody."""
    conditions = [kind.merged_into_id.is_(None), kind.erased_at.is_(None)]
    if kind is Business:
        conditions.append(Business.closed_at.is_(None))
    return and_(*conditions)


def near(session: Session, record: Record) -> list[Seen]:
    """The records that one could be a twin of: of its village, or with its phone."""
    kind = KINDS[record.__tablename__]
    places = [kind.village_id == record.village_id] if record.village_id else []
    if record.phone:
        places.append(kind.phone == record.phone)
    if not places:
        return []
    found = session.scalars(
        select(kind)
        .where(
            kind.commune_code == record.commune_code,
            is_current(kind),
            kind.id != record.id,
            or_(*places),
        )
        .order_by(kind.id)
    )
    return [seen_of(one) for one in cast(Sequence[Record], found.all())]


def answered_of(session: Session, kind: str, one_id: UUID) -> set[UUID]:
    """The records that somebody has said are another one than this, or that are asked already."""
    told = select(TwinAnswer.first_id, TwinAnswer.second_id).where(
        TwinAnswer.kind == kind,
        or_(TwinAnswer.first_id == one_id, TwinAnswer.second_id == one_id),
    )
    asked = select(TwinFound.first_id, TwinFound.second_id).where(
        TwinFound.kind == kind,
        or_(TwinFound.first_id == one_id, TwinFound.second_id == one_id),
    )
    rows = [*session.execute(told).all(), *session.execute(asked).all()]
    return {one for row in rows for one in row} - {one_id}


def waiting_twins(
    session: Session, who: Who, *, kind: str = "", page: int = 1
) -> tuple[Sequence[TwinFound], int]:
    """A page of the pairs of her places that nobody has answered, the likeliest first."""
    conditions = [lies_within(TwinFound, who, OFFICER, LEADER, VILLAGE_HEAD)]
    conditions.append(TwinFound.answered_at.is_(None))
    if kind:
        conditions.append(TwinFound.kind == kind)
    count = session.scalar(select(func.count()).select_from(TwinFound).where(*conditions))
    found = session.scalars(
        select(TwinFound)
        .where(*conditions)
        .order_by(TwinFound.likeness.desc(), TwinFound.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def twin_in_reach(session: Session, who: Who, twin_id: UUID, *roles: str) -> TwinFound:
    """A pair of her places, answered or not."""
    found = session.scalars(
        select(TwinFound).where(TwinFound.id == twin_id, lies_within(TwinFound, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(twin_id))
    return found


def records_of_twins(session: Session, twins: Iterable[TwinFound]) -> dict[UUID, Record]:
    """Both records of each pair, by their ids."""
    ids: dict[str, set[UUID]] = {}
    for twin in twins:
        ids.setdefault(twin.kind, set()).update((twin.first_id, twin.second_id))
    records: dict[UUID, Record] = {}
    for kind, some in ids.items():
        model = KINDS[kind]
        rows = cast(
            Sequence[Record], session.scalars(select(model).where(model.id.in_(some))).all()
        )
        records |= {record.id: record for record in rows}
    return records
