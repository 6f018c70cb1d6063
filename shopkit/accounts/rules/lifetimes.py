"""How long a sign-in lives: shorter for those who see more."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Lifetime:
    """`idle` since last seen, `whole` since opened; being seen is noted at most every `noted`."""

    idle: timedelta
    whole: timedelta
    noted: timedelta


OF_SELLER = Lifetime(timedelta(days=14), timedelta(days=90), timedelta(hours=1))
OF_STAFF = Lifetime(timedelta(hours=8), timedelta(days=7), timedelta(minutes=5))

WAIT_FOR_CODE = timedelta(minutes=10)
CARD_LIVES = timedelta(minutes=10)
MONEY_LOCK = timedelta(hours=24)
NOTICES_KEPT = timedelta(days=30)


def lifetime(is_staff: bool) -> Lifetime:
    return OF_STAFF if is_staff else OF_SELLER


def is_over(opened_at: datetime, seen_at: datetime, lived: Lifetime, now: datetime) -> bool:
    """True when a sign-in has been idle or open for too long."""
    return now >= seen_at + lived.idle or now >= opened_at + lived.whole


def is_to_be_noted(seen_at: datetime, lived: Lifetime, now: datetime) -> bool:
    """True when the last sighting is old enough to be written anew."""
    return now >= seen_at + lived.noted


def needs_totp(*, is_staff: bool, is_practice: bool, is_loopback: bool) -> bool:
    """Staff show a one-time code; practice accounts need none on the machine they were made on."""
    return is_staff and not (is_practice and is_loopback)
