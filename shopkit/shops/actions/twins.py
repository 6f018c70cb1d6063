"""Finding records that look alike, and what a person says about them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from shopkit.journal.write import write
from shopkit.shops.models.register import Household, Person, TwinAnswer, TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.queries.lists import existing_ids
from shopkit.shops.queries.twins import answered_of, near, seen_of
from shopkit.shops.rules.twins import Shelf, Twin


def note_twins_of(
    session: Session,
    record: Household | Person | Business,
    *,
    now: datetime,
    but: Iterable[UUID] = (),
) -> list[TwinFound]:
    """Ask about the records that this one may be the same as; what was asked is not asked again."""
    told = answered_of(session, record.__tablename__, record.id).union(but)
    others = [one for one in near(session, record) if one.id not in told]
    found = [twin_found(record, twin, now=now) for twin in Shelf(others).twins_of(seen_of(record))]
    session.add_all(found)
    session.flush()
    return found


def twin_found(record: Household | Person | Business, twin: Twin, *, now: datetime) -> TwinFound:
    return TwinFound(
        commune_code=record.commune_code,
        kind=record.__tablename__,
        first_id=twin.other.id,
        second_id=record.id,
        village_id=record.village_id,
        why=twin.why,
        likeness=twin.likeness,
        found_at=now,
    )


def say_of_twins(session: Session, twin: TwinFound, *, is_same: bool, now: datetime) -> None:
    """Keep what somebody said; the same said twice is said once."""
    if twin.answered_at:
        return
    actor = session.info.get("actor")
    session.add(
        TwinAnswer(
            commune_code=twin.commune_code,
            kind=twin.kind,
            first_id=twin.first_id,
            second_id=twin.second_id,
            is_same=is_same,
            answered_at=now,
            answered_by_id=actor.account_id if actor else None,
        )
    )
    twin.answered_at = now
    session.flush()
    details = {"kind": twin.kind, "is_same": "yes" if is_same else "no"}
    write(session, twin, "twin.answered", now=now, details=details)


def pass_on(
    session: Session,
    kept: Household | Person | Business,
    double: Household | Person | Business,
    *,
    now: datetime,
) -> None:
    """After a merge: questions about the double are questions about the row that stays."""
    told = answered_of(session, kept.__tablename__, kept.id)
    for twin in session.scalars(waiting_about(double)).all():
        others = {twin.first_id, twin.second_id} - {double.id}
        if not others or others & told or kept.id in others:
            twin.answered_at = now
        elif twin.first_id == double.id:
            twin.first_id = kept.id
        else:
            twin.second_id = kept.id
        told |= others
    session.flush()
    # The row that stays knows more than before, so that others may look like it now.
    of_double = answered_of(session, double.__tablename__, double.id)
    note_twins_of(session, kept, now=now, but=of_double)


def waiting_about(record: Household | Person | Business) -> Select[TwinFound]:
    return (
        select(TwinFound)
        .where(
            TwinFound.kind == record.__tablename__,
            TwinFound.answered_at.is_(None),
            or_(TwinFound.first_id == record.id, TwinFound.second_id == record.id),
        )
        .order_by(TwinFound.id)
    )


def packed_twins(twins: Iterable[Twin]) -> str:
    """Twins of a row that is not kept yet, as text."""
    return " ".join(f"{one.other.id.hex}:{one.likeness}:{one.why}" for one in twins)


def ask_of_many(
    session: Session,
    kind: type[Household] | type[Person] | type[Business],
    commune_code: str,
    told: Sequence[tuple[UUID, UUID | None, str]],
    *,
    now: datetime,
) -> None:
    """Ask about the twins of many new records; `told` names each with its village and its twins."""
    named = [
        (record_id, village_id, one.split(":"))
        for record_id, village_id, twins in told
        for one in twins.split()
    ]
    there = existing_ids(session, kind, (UUID(parts[0]) for _id, _village, parts in named))
    found = [
        TwinFound(
            commune_code=commune_code,
            kind=kind.__tablename__,
            first_id=UUID(parts[0]),
            second_id=record_id,
            village_id=village_id,
            why=parts[2],
            likeness=int(parts[1]),
            found_at=now,
        )
        for record_id, village_id, parts in named
        if UUID(parts[0]) in there
    ]
    session.add_all(found)
    session.flush()
