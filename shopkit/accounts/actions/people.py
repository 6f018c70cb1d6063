"""Making an account, giving it hats, and erasing it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import withdraw_all
from shopkit.accounts.actions.sign_ins import TryLater, end_all_sign_ins
from shopkit.accounts.models import (
    PASSWORD,
    PIN,
    Account,
    Attempt,
    Notice,
    RoleGrant,
    SignIn,
    SignInCard,
)
from shopkit.accounts.queries import account_by_phone_or_none, grants_of, seconds_to_wait
from shopkit.accounts.rules.delays import code_key, opening_key, phone_key
from shopkit.accounts.rules.hashing import hashed
from shopkit.accounts.rules.secrets import (
    Weakness,
    as_typed,
    weakness_of_password,
    weakness_of_pin,
)
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import STAFF, Role, Who


class PhoneTaken(Refusal):
    """Somebody has an account with this phone number."""


class SecretWeak(Refusal):
    """The PIN or password is too easy to guess; `weakness` says why."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness.value)
        self.weakness = weakness


class IsNoStaff(Refusal):
    """Somebody signs in with a PIN on this phone number; `name` is hers."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class StaffNeedPassword(Refusal):
    """A hat of staff is for accounts with a password, not with a PIN."""


def sign_up(
    session: Session, *, phone: str, name: str, pin: str, now: datetime, is_practice: bool = False
) -> Account:
    """Make an account of a seller; its phone must be new and its PIN hard to guess."""
    refuse_weak(weakness_of_pin(as_typed(pin), phone))
    person = Account(
        phone=phone,
        name=name,
        secret_hash=hashed(as_typed(pin)),
        secret_kind=PIN,
        is_practice=is_practice,
        made_at=now,
        made_by_id=actor_id(session),
    )
    return opened(session, person)


def allow_opening(session: Session, address: str | None, *, now: datetime) -> None:
    """Refuse who opens one account after another; a class of thirty on one uplink gets in."""
    wait = seconds_to_wait(session, (opening_key(address),), now)
    if wait:
        raise TryLater(wait)


def make_staff(
    session: Session,
    *,
    phone: str,
    name: str,
    roles: Sequence[Role],
    password: str,
    now: datetime,
    is_practice: bool = False,
    is_same_person: bool = False,
) -> Account:
    """Make an account of staff, or give further hats to somebody who has one.

    Who has a password keeps it, and her name. The account of somebody with a PIN is hers: it
    becomes one of staff only where the caller says that it `is_same_person`. A hat that is no
    practice ends what practice accounts are spared.
    """
    person = account_by_phone_or_none(session, phone)
    if person is None:
        refuse_weak(weakness_of_password(as_typed(password), phone, name))
        person = opened(
            session,
            Account(
                phone=phone,
                name=name,
                secret_hash=hashed(as_typed(password)),
                secret_kind=PASSWORD,
                is_practice=is_practice,
                made_at=now,
                made_by_id=actor_id(session),
            ),
        )
    elif person.secret_kind != PASSWORD:
        if not is_same_person:
            raise IsNoStaff(person.name)
        refuse_weak(weakness_of_password(as_typed(password), phone, person.name))
        set_secret(session, person, password, PASSWORD, now)
    person.is_practice = person.is_practice and is_practice
    for role in roles:
        grant_role(
            session, person, role=role.name, scope_kind=role.kind, scope_code=role.code, now=now
        )
    return person


def recover_staff(session: Session, person: Account, *, password: str, now: datetime) -> None:
    """The operator's way back in for staff: new password, new one-time codes, no open sign-in."""
    refuse_weak(weakness_of_password(as_typed(password), person.phone, person.name))
    person.totp_secret = None
    set_secret(session, person, password, PASSWORD, now)
    write(session, person, "account.recovered", now=now)


def set_secret(session: Session, person: Account, secret: str, kind: str, now: datetime) -> None:
    """Replace the PIN or password and end every sign-in."""
    person.secret_hash = hashed(as_typed(secret))
    person.secret_kind = kind
    end_all_sign_ins(session, person, now=now)


def opened(session: Session, person: Account) -> Account:
    """Save a new account; two that race for one phone number cannot both win."""
    if account_by_phone_or_none(session, person.phone):
        raise PhoneTaken
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as problem:
        raise PhoneTaken from problem
    write(session, person, "account.opened", now=person.made_at)
    return person


def refuse_weak(weakness: Weakness | None) -> None:
    if weakness:
        raise SecretWeak(weakness)


def grant_role(
    session: Session,
    person: Account,
    *,
    role: str,
    scope_kind: str,
    scope_code: str = "",
    now: datetime,
) -> RoleGrant:
    """Give a hat; one that is worn already changes nothing."""
    for grant in grants_of(session, person.id):
        if worn(grant) == (role, scope_kind, scope_code):
            return grant
    if role in STAFF and person.secret_kind != PASSWORD:
        raise StaffNeedPassword
    grant = RoleGrant(
        account_id=person.id,
        role=role,
        scope_kind=scope_kind,
        scope_code=scope_code,
        granted_at=now,
        granted_by_id=actor_id(session),
    )
    session.add(grant)
    note_role(session, person, grant, "role.granted", now)
    return grant


def end_role(
    session: Session,
    person: Account,
    *,
    role: str,
    scope_kind: str,
    scope_code: str = "",
    now: datetime,
) -> None:
    """Take a hat off; the very next request goes without it."""
    for grant in grants_of(session, person.id):
        if worn(grant) == (role, scope_kind, scope_code):
            grant.ended_at = now
            note_role(session, person, grant, "role.ended", now)


def worn(grant: RoleGrant) -> tuple[str, str, str]:
    return grant.role, grant.scope_kind, grant.scope_code


def note_role(
    session: Session, person: Account, grant: RoleGrant, event: str, now: datetime
) -> None:
    """Journal a change of hats; where it changes what she may see, she signs in anew."""
    details = {"role": grant.role, "scope": grant.scope_kind, "code": grant.scope_code}
    write(session, person, event, now=now, details=details)
    session.flush()
    if grant.role in STAFF:
        end_all_sign_ins(session, person, now=now)


def forget(session: Session, person: Account, *, now: datetime) -> None:
    """Erase a person: what is left is an empty, closed row that other records may point at."""
    for grant in grants_of(session, person.id):
        grant.ended_at = now
    withdraw_all(session, person.id, now=now)
    session.flush()
    keys = (phone_key(person.phone), code_key(person.id.hex))
    session.execute(delete(Attempt).where(Attempt.key.in_(keys)))
    for table in (SignIn, SignInCard, Notice):
        session.execute(delete(table).where(table.account_id == person.id))
    session.execute(
        update(Account)
        .where(Account.id == person.id)
        .values(
            phone=f"gone-{person.id.hex[-14:]}",
            name="",
            secret_hash="",
            totp_secret=None,
            closed_at=now,
        )
    )
    write(session, person, "account.erased", now=now)


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None
