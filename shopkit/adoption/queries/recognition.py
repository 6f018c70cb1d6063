"""Decisions and the register of recognitions; what waits for whom; what a stranger may check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.models.recognition import Decision, Recognition, Revocation, Round
from shopkit.adoption.queries.rounds import agreed_to_posting, listed
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.models.register import Household, Person
from shopkit.shops.queries.reach import lies_within

PAGE = 100


@dataclass(frozen=True)
class Entry:
    """A line of the register of recognitions."""

    recognition: Recognition
    household: Household
    decision: Decision


@dataclass(frozen=True)
class Waiting:
    """A decision that waits for a second person, with its round and village."""

    decision: Decision
    round: Round
    village: Village


@dataclass(frozen=True)
class Public:
    """What a stranger who has the serial may know; without a yes of the household, no name."""

    village: Village
    recognition: Recognition
    name: str


def decision_within(session: Session, who: Who, decision_id: UUID, *roles: str) -> Decision:
    found = session.scalars(
        select(Decision).where(
            Decision.id == decision_id, Decision.commune_code.in_(who.codes("commune", *roles))
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(decision_id))
    return found


def round_of_decision(session: Session, decision: Decision) -> Round:
    return session.get_one(Round, decision.round_id)


def waiting_decisions(session: Session, commune_code: str) -> list[Waiting]:
    """The decisions of a commune that somebody entered and nobody confirmed, oldest first."""
    rows = session.execute(
        select(Decision, Round, Village)
        .join(Round, Round.id == Decision.round_id)
        .join(Village, Village.id == Round.village_id)
        .where(
            Decision.commune_code == commune_code,
            Decision.confirmed_at.is_(None),
            Decision.refused_at.is_(None),
        )
        .order_by(Decision.entered_at, Decision.id)
    )
    return [Waiting(*row) for row in rows]


def waiting_revocations(session: Session, commune_code: str) -> list[tuple[Revocation, Entry]]:
    rows = session.execute(
        select(Revocation, Recognition, Household, Decision)
        .join(Recognition, Recognition.id == Revocation.recognition_id)
        .join(Household, Household.id == Recognition.household_id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .where(Revocation.commune_code == commune_code, Revocation.answered_at.is_(None))
        .order_by(Revocation.asked_at, Revocation.id)
    )
    return [(row[0], Entry(row[1], row[2], row[3])) for row in rows]


def in_force(on: date) -> ColumnElement[bool]:
    """The condition that a recognition stands on a day."""
    return (
        (Recognition.valid_from <= on)
        & (Recognition.valid_to >= on)
        & or_(Recognition.revoked_on.is_(None), Recognition.revoked_on > on)
    )


def entries(
    session: Session,
    who: Who,
    *roles: str,
    village_id: UUID | None = None,
    decision_id: UUID | None = None,
    only_in_force_on: date | None = None,
    page: int = 1,
) -> tuple[list[Entry], int]:
    """A page of the register, newest decision first, then by name; and how many there are."""
    conditions = [lies_within(Household, who, *roles)]
    if village_id:
        conditions.append(Household.village_id == village_id)
    if decision_id:
        conditions.append(Recognition.decision_id == decision_id)
    if only_in_force_on:
        conditions.append(in_force(only_in_force_on))
    wanted = (
        select(Recognition, Household, Decision)
        .join(Household, Household.id == Recognition.household_id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .where(*conditions)
    )
    count = session.scalar(select(func.count()).select_from(wanted.subquery()))
    rows = session.execute(
        wanted.order_by(
            Recognition.valid_from.desc(), Decision.number, Household.sort_key, Recognition.id
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Entry(*row) for row in rows], count or 0


def entries_of_decision(session: Session, decision: Decision) -> list[Entry]:
    rows = session.execute(
        select(Recognition, Household)
        .join(Household, Household.id == Recognition.household_id)
        .where(Recognition.decision_id == decision.id)
        .order_by(Household.sort_key, Household.id)
    )
    return [Entry(recognition, household, decision) for recognition, household in rows]


def entry(session: Session, who: Who, recognition_id: UUID, *roles: str) -> Entry:
    row = session.execute(
        select(Recognition, Household, Decision)
        .join(Household, Household.id == Recognition.household_id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .where(
            Recognition.id == recognition_id,
            Recognition.commune_code.in_(who.codes("commune", *roles)),
        )
    ).one_or_none()
    if row is None:
        raise NotFound(str(recognition_id))
    return Entry(*row)


def revocation_within(session: Session, who: Who, revocation_id: UUID, *roles: str) -> Revocation:
    found = session.scalars(
        select(Revocation).where(
            Revocation.id == revocation_id,
            Revocation.commune_code.in_(who.codes("commune", *roles)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(revocation_id))
    return found


def revocations_of(session: Session, recognition: Recognition) -> Sequence[Revocation]:
    return session.scalars(
        select(Revocation)
        .where(Revocation.recognition_id == recognition.id)
        .order_by(Revocation.asked_at, Revocation.id)
    ).all()


def recognitions_of(session: Session, household_id: UUID) -> Sequence[Recognition]:
    """What a household was ever recognised by, newest first."""
    return session.scalars(
        select(Recognition)
        .where(Recognition.household_id == household_id)
        .order_by(Recognition.valid_from.desc(), Recognition.id.desc())
    ).all()


def is_own_household(session: Session, who: Who, decision: Decision) -> bool:
    """Whether a decision would recognise a household that she is one of."""
    one = session.get_one(Round, decision.round_id)
    return bool(own_households(session, who) & {row.household.id for row in listed(session, one)})


def own_households(session: Session, who: Who) -> set[UUID]:
    """The households that somebody is one of: by her account, or by her phone number."""
    phone = select(Account.phone).where(Account.id == who.account_id).scalar_subquery()
    people = session.scalars(
        select(Person.household_id).where(
            or_(Person.account_id == who.account_id, Person.phone == phone)
        )
    )
    homes = session.scalars(select(Household.id).where(Household.phone == phone))
    return {one for one in (*people, *homes) if one}


def public_or_none(session: Session, serial: str) -> Public | None:
    """What the check page says of a serial."""
    row = session.execute(
        select(Recognition, Household, Village)
        .join(Household, Household.id == Recognition.household_id)
        .join(Village, Village.id == Household.village_id)
        .where(Recognition.serial == serial)
    ).one_or_none()
    if row is None:
        return None
    recognition, household, village = row
    agreed = bool(agreed_to_posting(session, [household.id])) and household.erased_at is None
    return Public(village, recognition, household.name if agreed else "")
