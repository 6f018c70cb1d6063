"""A stand-in: a hat for some days, given by a leader where nobody else could decide."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import StaffNeedPassword, note_role
from shopkit.accounts.models import PASSWORD, Account, RoleGrant
from shopkit.accounts.queries import grants_of
from shopkit.errors import Refusal
from shopkit.scope import COMMUNE, LEADER, OFFICER, Who

LONGEST_DAYS = 30
HATS = (OFFICER, LEADER)


class NotOneself(Refusal):
    """Nobody stands in for herself."""


class WearsItAlready(Refusal):
    """She has this hat; there is nobody to stand in for."""


class TooManyDays(Refusal):
    """A stand-in is for a while, not for good."""


def name_stand_in(
    session: Session,
    by: Who,
    person: Account,
    *,
    commune_code: str,
    role: str,
    days: int,
    why: str,
    now: datetime,
) -> RoleGrant:
    """Let somebody of the staff decide in another's place for some days; it ends by itself."""
    if person.id == by.account_id:
        raise NotOneself
    if person.secret_kind != PASSWORD:
        raise StaffNeedPassword
    if not 1 <= days <= LONGEST_DAYS:
        raise TooManyDays
    worn = {(grant.role, grant.scope_code) for grant in grants_of(session, person.id)}
    if (role, commune_code) in worn:
        raise WearsItAlready
    grant = RoleGrant(
        account_id=person.id,
        role=role,
        scope_kind=COMMUNE,
        scope_code=commune_code,
        granted_at=now,
        granted_by_id=by.account_id,
        until=now + timedelta(days=days),
        why=why,
    )
    session.add(grant)
    note_role(session, person, grant, "role.granted", now)
    return grant


def end_stand_in(session: Session, grant: RoleGrant, *, now: datetime) -> None:
    """Before its last day; one that ended already stays as it is."""
    if grant.ended_at is None:
        grant.ended_at = now
        note_role(session, session.get_one(Account, grant.account_id), grant, "role.ended", now)
