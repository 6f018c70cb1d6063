"""Branches of the unions and digital teams: who is in them, whom they accompany."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.scope import VILLAGE, Who
from shopkit.shops.models.branches import Assignment, Branch, BranchMember
from shopkit.shops.models.register import Household, Person
from shopkit.shops.queries.reach import READERS, lies_within

PAGE = 100


@dataclass(frozen=True)
class Strength:
    """How many are in a branch today, and how many households it accompanies of those promised."""

    member_count: int
    household_count: int


def branches_of(session: Session, commune_code: str) -> Sequence[Branch]:
    """The branches of a commune that exist today, by organisation and name."""
    return session.scalars(
        select(Branch)
        .where(Branch.commune_code == commune_code, Branch.until.is_(None))
        .order_by(Branch.organisation, Branch.sort_key, Branch.id)
    ).all()


def branches_in_reach(
    session: Session, who: Who, page: int = 1, organisation: str = ""
) -> tuple[Sequence[Branch], int]:
    """A page of the branches of her places: a village head sees those of her village."""
    conditions = [lies_within(Branch, who), Branch.until.is_(None)]
    if organisation:
        conditions.append(Branch.organisation == organisation)
    count = session.scalar(select(func.count()).select_from(Branch).where(*conditions))
    found = session.scalars(
        select(Branch)
        .where(*conditions)
        .order_by(Branch.organisation, Branch.sort_key, Branch.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def branch_in_reach(session: Session, who: Who, branch_id: UUID, *roles: str) -> Branch:
    found = session.scalars(
        select(Branch).where(Branch.id == branch_id, lies_within(Branch, who, *roles))
    ).one_or_none()
    if found is None:
        raise NotFound(str(branch_id))
    return found


def members_of(session: Session, branch: Branch) -> Sequence[tuple[BranchMember, Person]]:
    """Who is in a branch today, leaders first; erased people are nobody's names."""
    rows = session.execute(
        select(BranchMember, Person)
        .join(Person, Person.id == BranchMember.person_id)
        .where(
            BranchMember.branch_id == branch.id,
            BranchMember.until.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(BranchMember.is_leader.desc(), Person.sort_key, Person.id)
    )
    return [(row[0], row[1]) for row in rows]


def households_of_branch(
    session: Session, branch: Branch, page: int = 1
) -> tuple[Sequence[tuple[Assignment, Household]], int]:
    """A page of the households a branch accompanies today, and how many there are."""
    conditions = (
        Assignment.branch_id == branch.id,
        Assignment.until.is_(None),
        Household.until.is_(None),
        Household.erased_at.is_(None),
    )
    joined = select(Assignment, Household).join(Household, Household.id == Assignment.household_id)
    count = session.scalar(
        select(func.count())
        .select_from(Assignment)
        .join(Household, Household.id == Assignment.household_id)
        .where(*conditions)
    )
    rows = session.execute(
        joined.where(*conditions)
        .order_by(Household.sort_key, Household.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [(row[0], row[1]) for row in rows], count or 0


def accompanying(
    session: Session, household_ids: Iterable[UUID]
) -> dict[UUID, list[tuple[Assignment, Branch]]]:
    """Which branches accompany households today."""
    found: dict[UUID, list[tuple[Assignment, Branch]]] = {}
    rows = session.execute(
        select(Assignment, Branch)
        .join(Branch, Branch.id == Assignment.branch_id)
        .where(Assignment.household_id.in_(list(household_ids)), Assignment.until.is_(None))
        .order_by(Branch.sort_key, Assignment.id)
    )
    for assignment, branch in rows:
        found.setdefault(assignment.household_id, []).append((assignment, branch))
    return found


def strengths_of(session: Session, branches: Iterable[Branch]) -> dict[UUID, Strength]:
    """Members and accompanied households of each branch today."""
    ids = [one.id for one in branches]
    members = counted(
        session.execute(
            select(BranchMember.branch_id, func.count(BranchMember.person_id.distinct()))
            .where(BranchMember.branch_id.in_(ids), BranchMember.until.is_(None))
            .group_by(BranchMember.branch_id)
        )
    )
    households = counted(
        session.execute(
            select(Assignment.branch_id, func.count(Assignment.household_id.distinct()))
            .join(Household, Household.id == Assignment.household_id)
            .where(
                Assignment.branch_id.in_(ids),
                Assignment.until.is_(None),
                Household.until.is_(None),
            )
            .group_by(Assignment.branch_id)
        )
    )
    return {one: Strength(members.get(one, 0), households.get(one, 0)) for one in ids}


def counted(rows: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in rows}


def branches_for(session: Session, who: Who, household: Household) -> Sequence[Branch]:
    """The branches that could accompany a household: those of its village, then of the commune.

    A village head may give it only to a branch of her own village.
    """
    conditions = [
        Branch.commune_code == household.commune_code,
        Branch.until.is_(None),
        or_(Branch.village_id == household.village_id, Branch.village_id.is_(None)),
    ]
    if not any(role.kind != VILLAGE for role in who.roles if role.name in READERS):
        conditions.append(lies_within(Branch, who))
    return session.scalars(
        select(Branch)
        .where(*conditions)
        .order_by(Branch.village_id.is_(None), Branch.organisation, Branch.sort_key, Branch.id)
        .limit(PAGE)
    ).all()
