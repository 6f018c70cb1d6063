"""Opening and ending sign-ins, and weighing tries to open one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.models import BY_SECRET, Account, Attempt, SignIn
from shopkit.accounts.queries import account, account_by_phone_or_none, failures, seconds_to_wait
from shopkit.accounts.rules.delays import (
    MANY_FAILURES,
    PHONE_WINDOW,
    address_key,
    phone_key,
)
from shopkit.accounts.rules.hashing import (
    NOBODY,
    hashed,
    is_outdated,
    is_secret,
    new_token,
    token_hash,
)
from shopkit.accounts.rules.secrets import LONGEST_SECRET, as_typed
from shopkit.errors import Refusal


class WrongSecret(Refusal):
    """Phone and PIN or password do not belong together; which of them is wrong stays unsaid."""


class TryLater(Refusal):
    """Too many wrong tries; the next one is heard after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class OpenedSignIn:
    """A new sign-in and its token, which is known only now."""

    sign_in: SignIn
    token: str


def verify_secret(
    session: Session, *, phone: str, secret: str, address: str | None, now: datetime
) -> Account:
    """The account that phone and secret open; an unknown phone takes as long as a known one.

    Changes nothing, so that its slow hash needs no turn to write: the caller goes on with
    `accept_secret`, or keeps a refused try with `note_failure`.
    """
    wait = seconds_to_wait(session, (phone_key(phone), address_key(address)), now)
    if wait:
        raise TryLater(wait)
    person = account_by_phone_or_none(session, phone)
    is_right = is_secret(typed(secret), person.secret_hash if person else NOBODY)
    if person is None or not is_right:
        raise WrongSecret
    return person


def accept_secret(session: Session, account_id: UUID, *, secret: str) -> Account:
    """The account whose secret was verified: its failures are forgotten, an old hash is renewed."""
    person = account(session, account_id)
    session.execute(delete(Attempt).where(Attempt.key == phone_key(person.phone)))
    if is_outdated(person.secret_hash):
        person.secret_hash = hashed(typed(secret))
    return person


def typed(secret: str) -> str:
    """What was typed, as it was hashed; nothing longer than a secret may be reaches the hash."""
    return as_typed(secret)[:LONGEST_SECRET]


def note_failure(session: Session, *, phone: str, address: str | None, now: datetime) -> None:
    """Count a wrong try; the owner of the phone is told once when they become many."""
    note_attempt(session, phone_key(phone), now=now)
    note_attempt(session, address_key(address), now=now)
    count, _last = failures(session, phone_key(phone), now - PHONE_WINDOW)
    person = account_by_phone_or_none(session, phone) if count == MANY_FAILURES else None
    if person:
        tell(session, person.id, kind="sign_in.guessed", now=now)


def note_attempt(session: Session, key: str, *, now: datetime) -> None:
    """Count one wrong try for a phone, an account's codes or an address."""
    session.execute(delete(Attempt).where(Attempt.key == key, Attempt.at <= now - PHONE_WINDOW))
    session.add(Attempt(key=key, at=now))
    session.flush()


def open_sign_in(
    session: Session,
    person: Account,
    *,
    way: str = BY_SECRET,
    device: str = "",
    waits_for_code: bool = False,
    now: datetime,
) -> OpenedSignIn:
    """Open a sign-in; of its token only the hash is kept."""
    token = new_token()
    sign_in = SignIn(
        account_id=person.id,
        token_hash=token_hash(token),
        way=way,
        device=device[:120],
        waits_for_code=waits_for_code,
        opened_at=now,
        seen_at=now,
    )
    session.add(sign_in)
    session.flush()
    return OpenedSignIn(sign_in, token)


def note_seen(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def end_sign_in(sign_in: SignIn, *, now: datetime) -> None:
    sign_in.ended_at = sign_in.ended_at or now


def end_token(session: Session, token: str, *, now: datetime) -> None:
    """End whatever sign-in a token opens; an unknown token ends nothing."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_other_sign_ins(session: Session, sign_in: SignIn, *, now: datetime) -> None:
    """Sign her out everywhere but here."""
    session.execute(
        update(SignIn)
        .where(
            SignIn.account_id == sign_in.account_id,
            SignIn.id != sign_in.id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def end_all_sign_ins(session: Session, person: Account, *, now: datetime) -> None:
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
