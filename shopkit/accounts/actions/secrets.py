"""Choosing a new PIN or password."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell_others
from shopkit.accounts.actions.people import refuse_weak
from shopkit.accounts.actions.sign_ins import (
    TryLater,
    WrongSecret,
    end_other_sign_ins,
    typed,
)
from shopkit.accounts.models import BY_CARD, BY_RESETTING_CARD, PASSWORD, Account, SignIn
from shopkit.accounts.queries import is_staff, seconds_to_wait
from shopkit.accounts.rules.delays import phone_key
from shopkit.accounts.rules.hashing import hashed, is_secret
from shopkit.accounts.rules.secrets import (
    as_typed,
    weakness_of_password,
    weakness_of_pin,
)
from shopkit.errors import Refusal
from shopkit.journal.write import write


class NoResettingCard(Refusal):
    """Only a sign-in by a card made for a forgotten PIN sets a new one without the old."""


def check_own_secret(session: Session, person: Account, secret: str, *, now: datetime) -> None:
    """Check the PIN or password of somebody already signed in, under the same growing delay."""
    wait = seconds_to_wait(session, (phone_key(person.phone),), now)
    if wait:
        raise TryLater(wait)
    if not is_secret(typed(secret), person.secret_hash):
        raise WrongSecret


def change_secret(
    session: Session, person: Account, here: SignIn, *, old: str, new: str, now: datetime
) -> None:
    """Choose a new PIN or password; the other phones are signed out and told."""
    check_own_secret(session, person, old, now=now)
    keep_secret(session, person, here, new, now)


def set_new_pin(
    session: Session, person: Account, here: SignIn, *, pin: str, now: datetime
) -> None:
    """Choose a PIN in place of a forgotten one, once, on the phone that a trainer's card opened."""
    if here.way != BY_RESETTING_CARD:
        raise NoResettingCard
    keep_secret(session, person, here, pin, now)
    here.way = BY_CARD


def keep_secret(
    session: Session, person: Account, here: SignIn, secret: str, now: datetime
) -> None:
    plain = as_typed(secret)
    if person.secret_kind == PASSWORD or is_staff(session, person.id):
        refuse_weak(weakness_of_password(plain, person.phone, person.name))
    else:
        refuse_weak(weakness_of_pin(plain, person.phone))
    person.secret_hash = hashed(plain)
    end_other_sign_ins(session, here, now=now)
    tell_others(session, person.id, kind="secret.changed", by=here.id, now=now)
    write(session, person, "secret.changed", now=now)
