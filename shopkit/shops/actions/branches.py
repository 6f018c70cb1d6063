"""Branches: opening them, who is in them, and giving them households to accompany."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import IMPORTED, SEEN
from shopkit.journal.write import write
from shopkit.shops.actions.households import Nameless, actor_id, check_is_there, check_village
from shopkit.shops.models.branches import Assignment, Branch, BranchMember
from shopkit.shops.models.register import Household, Person
from shopkit.shops.rules.register import ORGANISATIONS
from shopkit.text.order import sort_key
from shopkit.text.search import search_text


class BranchClosed(Refusal):
    """The branch is no more; it takes nobody in."""


class BranchNameTaken(Refusal):
    """The organisation has an open branch of this name in the commune."""


def open_branch(
    session: Session,
    *,
    commune_code: str,
    organisation: str,
    name: str,
    village_id: UUID | None = None,
    promised_count: int = 0,
    since: date,
    list_key: str | None = None,
    now: datetime,
) -> Branch:
    """Put a branch of a union, or a digital team, on the register."""
    if organisation not in ORGANISATIONS:
        raise NotFound(organisation)
    check_village(session, commune_code, village_id)
    branch = Branch(
        commune_code=commune_code,
        organisation=organisation,
        name=name,
        village_id=village_id,
        promised_count=promised_count,
        since=since,
        list_key=list_key,
        known_at=now,
        entered_by_id=actor_id(session),
    )
    index(branch)
    check_name_is_free(session, branch)
    session.add(branch)
    session.flush()
    evidence = IMPORTED if list_key else SEEN
    write(session, branch, "branch.opened", now=now, evidence=evidence, details=told_of(branch))
    return branch


def change_branch(
    session: Session,
    branch: Branch,
    *,
    name: str,
    village_id: UUID | None,
    promised_count: int,
    now: datetime,
) -> bool:
    """Set right what the register says of a branch; False when nothing is different."""
    if (branch.name, branch.village_id, branch.promised_count) == (
        name,
        village_id,
        promised_count,
    ):
        return False
    check_is_open(branch)
    if village_id != branch.village_id:
        check_village(session, branch.commune_code, village_id)
    with session.no_autoflush:
        branch.name, branch.village_id, branch.promised_count = name, village_id, promised_count
        index(branch)
        check_name_is_free(session, branch)
    session.flush()
    write(session, branch, "branch.changed", now=now, details=told_of(branch))
    return True


def close_branch(session: Session, branch: Branch, *, until: date, now: datetime) -> None:
    """End a branch with its members and whom it accompanied."""
    check_is_open(branch)
    branch.until = max(until, branch.since)
    for member in session.scalars(members(branch).order_by(BranchMember.id)).all():
        take_out_member(session, member, until=branch.until, now=now)
    for assignment in session.scalars(assignments(branch).order_by(Assignment.id)).all():
        end_assignment(session, assignment, until=branch.until, now=now)
    session.flush()
    write(session, branch, "branch.closed", now=now, details=told_of(branch))


def members(branch: Branch) -> Select[BranchMember]:
    return select(BranchMember).where(
        BranchMember.branch_id == branch.id, BranchMember.until.is_(None)
    )


def assignments(branch: Branch) -> Select[Assignment]:
    return select(Assignment).where(Assignment.branch_id == branch.id, Assignment.until.is_(None))


def add_member(
    session: Session,
    branch: Branch,
    person: Person,
    *,
    since: date,
    is_leader: bool = False,
    now: datetime,
) -> BranchMember:
    """Take somebody into a branch; who is in it already stays as she is."""
    check_is_open(branch)
    if person.commune_code != branch.commune_code or person.merged_into_id or person.erased_at:
        raise NotFound(str(person.id))
    known = session.scalars(
        select(BranchMember).where(
            BranchMember.branch_id == branch.id,
            BranchMember.person_id == person.id,
            BranchMember.until.is_(None),
        )
    ).first()
    if known:
        known.is_leader = known.is_leader or is_leader
        return known
    made = BranchMember(
        commune_code=branch.commune_code,
        branch_id=branch.id,
        person_id=person.id,
        is_leader=is_leader,
        since=since,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    details = {"person_id": str(person.id), "since": since.isoformat()}
    write(session, branch, "branch.member_added", now=now, details=details)
    return made


def take_out_member(session: Session, member: BranchMember, *, until: date, now: datetime) -> None:
    """End somebody's time in a branch."""
    if member.until:
        return
    member.until = max(until, member.since)
    session.flush()
    branch = session.get_one(Branch, member.branch_id)
    details = {"person_id": str(member.person_id), "until": member.until.isoformat()}
    write(session, branch, "branch.member_left", now=now, details=details)


def assign(
    session: Session, branch: Branch, household: Household, *, since: date, now: datetime
) -> Assignment:
    """Let a branch accompany a household; given twice it is given once."""
    check_is_open(branch)
    check_is_there(household)
    if household.commune_code != branch.commune_code:
        raise NotFound(str(household.id))
    known = session.scalars(
        select(Assignment).where(
            Assignment.branch_id == branch.id,
            Assignment.household_id == household.id,
            Assignment.until.is_(None),
        )
    ).first()
    if known:
        return known
    made = Assignment(
        commune_code=branch.commune_code,
        branch_id=branch.id,
        household_id=household.id,
        since=since,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    details = told_of_assignment(made) | {"since": since.isoformat()}
    write(session, made, "assignment.begun", now=now, evidence=SEEN, details=details)
    return made


def end_assignment(session: Session, assignment: Assignment, *, until: date, now: datetime) -> None:
    """The branch no longer accompanies the household."""
    if assignment.until:
        return
    assignment.until = max(until, assignment.since)
    session.flush()
    details = told_of_assignment(assignment) | {"until": assignment.until.isoformat()}
    write(session, assignment, "assignment.ended", now=now, evidence=SEEN, details=details)


def check_is_open(branch: Branch) -> None:
    if branch.until:
        raise BranchClosed(str(branch.id))


def check_name_is_free(session: Session, branch: Branch) -> None:
    alike = select(Branch.name).where(
        Branch.commune_code == branch.commune_code,
        Branch.organisation == branch.organisation,
        Branch.search_text == branch.search_text,
        Branch.until.is_(None),
        Branch.id != branch.id,
    )
    # Names that differ in marks alone are two, in capitals alone they are one.
    if branch.name.casefold() in {name.casefold() for name in session.scalars(alike)}:
        raise BranchNameTaken(branch.name)


def index(branch: Branch) -> None:
    branch.search_text = search_text(branch.name)[:400]
    if not branch.search_text:
        raise Nameless(branch.name)
    branch.sort_key = sort_key(branch.name)[:1000]


def told_of(branch: Branch) -> dict[str, str]:
    return {
        "organisation": branch.organisation,
        "village_id": str(branch.village_id or ""),
        "promised": str(branch.promised_count),
        "since": branch.since.isoformat(),
        "until": branch.until.isoformat() if branch.until else "",
    }


def told_of_assignment(assignment: Assignment) -> dict[str, str]:
    return {
        "household_id": str(assignment.household_id),
        "branch_id": str(assignment.branch_id),
    }
