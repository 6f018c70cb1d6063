"""What somebody without an account agrees to on paper, and takes back by word of mouth."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent, withdraw_consent
from shopkit.accounts.rules.purposes import ON_PAPER
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.shops.models.register import Person

PAPER = "paper"


class SignedLater(Refusal):
    """A sheet cannot have been signed after today."""


class NotOnPaper(Refusal):
    """This purpose is asked on a page that does what it says, never on a sheet."""


def note_paper_consents(
    session: Session,
    person: Person,
    *,
    purposes: Sequence[str],
    signed_on: date,
    sheet: str,
    now: datetime,
) -> None:
    """Note each purpose that she ticked on a sheet she signed."""
    if signed_on > local_day(now):
        raise SignedLater
    for purpose in purposes:
        if purpose not in ON_PAPER:
            raise NotOnPaper(purpose)
        give_consent(
            session,
            person.id,
            purpose,
            commune_code=person.commune_code,
            given_by=PAPER,
            signed_on=signed_on,
            sheet=sheet,
            now=now,
        )


def take_back(session: Session, person: Person, purpose: str, *, now: datetime) -> None:
    """She said that she does not want it any more; her word is enough."""
    if purpose not in ON_PAPER:
        raise NotOnPaper(purpose)
    withdraw_consent(session, person.id, purpose, now=now)
    if person.account_id:
        withdraw_consent(session, person.account_id, purpose, now=now)
