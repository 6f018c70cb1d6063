"""One-time codes of staff: enrolling an app, and passing from the password to the door."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.sign_ins import (
    OpenedSignIn,
    TryLater,
    end_sign_in,
    open_sign_in,
)
from shopkit.accounts.models import Account, SignIn
from shopkit.accounts.queries import account, seconds_to_wait
from shopkit.accounts.rules.codes import step_of_code
from shopkit.accounts.rules.delays import code_key
from shopkit.errors import Refusal
from shopkit.journal.write import write


class CodeWrong(Refusal):
    """The one-time code is wrong, too old or was used before."""


class AlreadyEnrolled(Refusal):
    """The account has its authenticator app; only the operator takes it away."""


def enrol(session: Session, person: Account, *, secret: str, code: str, now: datetime) -> None:
    """Bind an authenticator app to the account, proved by a code of it."""
    if person.totp_secret:
        raise AlreadyEnrolled
    step = step_of_code(secret, code, 0, now)
    if step is None:
        raise CodeWrong
    person.totp_secret = secret
    person.totp_last_step = step
    write(session, person, "code.enrolled", now=now)


def verify_code(session: Session, person: Account, code: str, *, now: datetime) -> None:
    """Accept a one-time code once; a refused try is counted by the caller."""
    wait = seconds_to_wait(session, (code_key(person.id.hex),), now)
    if wait:
        raise TryLater(wait)
    if not person.totp_secret:
        raise CodeWrong
    step = step_of_code(person.totp_secret, code, person.totp_last_step, now)
    if step is None or not is_step_taken(session, person, step):
        raise CodeWrong


def is_step_taken(session: Session, person: Account, step: int) -> bool:
    """Use up a step; False when the same code came in by another request meanwhile."""
    taken = session.execute(
        update(Account)
        .where(Account.id == person.id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Account.id)
    )
    return taken.one_or_none() is not None


def open_after_code(session: Session, waiting: SignIn, *, now: datetime) -> OpenedSignIn:
    """Let in the sign-in that waited for its code, under a new token."""
    end_sign_in(waiting, now=now)
    person = account(session, waiting.account_id)
    return open_sign_in(session, person, device=waiting.device, now=now)
