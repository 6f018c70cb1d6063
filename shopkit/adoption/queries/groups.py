"""Target groups by the document that defines them, and the rate of recognised households in each.

A household may be of several groups of one document: it counts in the rate of each, and once in
the total (worked check 14 of the reference).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import GroupDefinition, Recognition
from shopkit.adoption.queries.assessing import is_resident
from shopkit.adoption.queries.recognition import in_force
from shopkit.adoption.rules.cells import Cell
from shopkit.errors import NotFound
from shopkit.shops.models.register import Household, HouseholdGroup


@dataclass(frozen=True)
class GroupRate:
    """How many households of a group were recognised on a day, by which document's definition."""

    definition: GroupDefinition
    cell: Cell


@dataclass(frozen=True)
class Members:
    """Which households were there on a day, of which kinds, and which were recognised."""

    kinds: dict[UUID, frozenset[str]]
    recognised: frozenset[UUID]

    def rate(self, kinds: Sequence[str] | None = None) -> Cell:
        """Of the households of any of these kinds, those recognised; of all where none is named."""
        wanted = None if kinds is None else set(kinds)
        of = {one for one, own in self.kinds.items() if wanted is None or wanted & own}
        if not of:
            return Cell()
        met = len(of & self.recognised)
        return Cell(met, len(of), met)

    def counts(self) -> Counter[str]:
        """How many households belong to each kind of membership."""
        return Counter(kind for own in self.kinds.values() for kind in own)


def definitions_of(
    session: Session, commune_code: str, target_set: str | None = None
) -> Sequence[GroupDefinition]:
    """The target groups of a commune by the day and name of their document."""
    wanted = select(GroupDefinition).where(
        GroupDefinition.commune_code == commune_code, GroupDefinition.removed_at.is_(None)
    )
    if target_set is not None:
        wanted = wanted.where(GroupDefinition.target_set == target_set)
    return session.scalars(
        wanted.order_by(
            GroupDefinition.valid_from, GroupDefinition.target_set, GroupDefinition.code
        )
    ).all()


def definition(session: Session, commune_code: str, definition_id: UUID) -> GroupDefinition:
    found = session.get(GroupDefinition, definition_id)
    if found is None or found.commune_code != commune_code or found.removed_at:
        raise NotFound(str(definition_id))
    return found


def members_on(
    session: Session, commune_code: str, on: date, village_id: UUID | None = None
) -> Members:
    """The households of a commune, or of a village, on a day."""
    here = [Household.commune_code == commune_code, is_resident(on)]
    if village_id:
        here.append(Household.village_id == village_id)
    kinds: dict[UUID, set[str]] = {
        one: set() for one in session.scalars(select(Household.id).where(*here))
    }
    memberships = session.execute(
        select(HouseholdGroup.household_id, HouseholdGroup.group_code).where(
            HouseholdGroup.commune_code == commune_code,
            HouseholdGroup.since <= on,
            or_(HouseholdGroup.until.is_(None), HouseholdGroup.until >= on),
        )
    )
    for household_id, kind in memberships:
        if household_id in kinds:
            kinds[household_id].add(kind)
    recognised = session.scalars(
        select(Recognition.household_id).where(
            Recognition.commune_code == commune_code, in_force(on)
        )
    )
    return Members({one: frozenset(own) for one, own in kinds.items()}, frozenset(recognised))


def group_rates(
    session: Session, commune_code: str, on: date, target_set: str | None = None
) -> list[GroupRate]:
    """The rate of each target group on a day, by the definitions of its own document."""
    members = members_on(session, commune_code, on)
    return [
        GroupRate(one, members.rate(one.kinds))
        for one in definitions_of(session, commune_code, target_set)
    ]


def total_rate(session: Session, commune_code: str, on: date) -> Cell:
    """Of all households of a commune, those recognised on a day, each counted once."""
    return members_on(session, commune_code, on).rate()
