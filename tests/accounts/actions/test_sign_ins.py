from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.sign_ins import accept_secret, note_failure, verify_secret
from shopkit.accounts.models import Account, Attempt
from shopkit.accounts.rules.hashing import is_outdated
from tests.accounts.browser import PIN
from tests.conftest import StandingClock


def test_a_hash_of_older_settings_is_renewed_when_its_secret_comes_by(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    mau.secret_hash = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash(PIN)
    found = verify_secret(session, phone=mau.phone, secret=PIN, address=None, now=clock.at)
    assert is_outdated(found.secret_hash)

    accept_secret(session, found.id, secret=PIN)

    assert not is_outdated(mau.secret_hash)
    assert verify_secret(session, phone=mau.phone, secret=PIN, address=None, now=clock.at)


def test_success_forgets_the_failures_of_the_phone_but_not_those_of_the_address(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    note_failure(session, phone=mau.phone, address="203.0.113.9", now=clock.at)

    accept_secret(session, mau.id, secret=PIN)

    assert session.scalars(select(Attempt.key)).all() == ["address:203.0.113.9"]


def test_failures_older_than_a_day_are_thrown_away(
    session: Session, mau: Account, clock: StandingClock
) -> None:
    note_failure(session, phone=mau.phone, address=None, now=clock.at)
    note_failure(session, phone=mau.phone, address=None, now=clock.forward(days=1))

    assert set(session.scalars(select(Attempt.at))) == {clock.at}
