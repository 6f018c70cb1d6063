"""Agreeing to a purpose and taking it back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.queries import consents_of, has_answered
from shopkit.accounts.rules.purposes import PURPOSES
from shopkit.journal.write import write
from shopkit.scope import Who


def give_consent(
    session: Session,
    subject_id: UUID,
    purpose: str,
    *,
    shop_id: UUID | None = None,
    commune_code: str = "",
    given_by: str = "self",
    signed_on: date | None = None,
    sheet: str = "",
    now: datetime,
) -> Consent:
    """Note that somebody agrees to a purpose in today's words; agreeing twice changes nothing.

    One on paper names the day it was signed and where the sheet lies.
    """
    text_version = PURPOSES[purpose].text_version
    for consent in consents_of(session, shop_id or subject_id):
        if (consent.purpose, consent.text_version) == (purpose, text_version):
            return consent
    actor: Who | None = session.info.get("actor")
    consent = Consent(
        subject_id=subject_id,
        shop_id=shop_id,
        commune_code=commune_code,
        purpose=purpose,
        text_version=text_version,
        given_at=now,
        given_by=given_by,
        recorded_by_id=actor.account_id if actor else None,
        signed_on=signed_on,
        sheet=sheet,
    )
    session.add(consent)
    session.flush()
    write(session, consent, "consent.given", now=now, details=details_of(consent))
    return consent


def refuse_consent(
    session: Session,
    subject_id: UUID,
    purpose: str,
    *,
    shop_id: UUID | None = None,
    commune_code: str = "",
    now: datetime,
) -> None:
    """Note a no, so that she is not asked again; the journal tells nobody who never agreed."""
    of = shop_id or subject_id
    withdraw_consent(session, of, purpose, now=now)
    if has_answered(session, of, purpose):
        return
    actor: Who | None = session.info.get("actor")
    session.add(
        Consent(
            subject_id=subject_id,
            shop_id=shop_id,
            commune_code=commune_code,
            purpose=purpose,
            text_version=PURPOSES[purpose].text_version,
            given_at=now,
            withdrawn_at=now,
            recorded_by_id=actor.account_id if actor else None,
        )
    )
    session.flush()


def withdraw_consent(session: Session, of: UUID, purpose: str, *, now: datetime) -> None:
    """Take back what a person or a shop agreed to, in whatever words; nothing given, no change."""
    for consent in consents_of(session, of):
        if consent.purpose == purpose:
            withdraw(session, consent, now)


def withdraw_all(session: Session, of: UUID, *, now: datetime) -> None:
    for consent in consents_of(session, of):
        withdraw(session, consent, now)


def withdraw(session: Session, consent: Consent, now: datetime) -> None:
    consent.withdrawn_at = now
    write(session, consent, "consent.withdrawn", now=now, details=details_of(consent))


def details_of(consent: Consent) -> dict[str, str]:
    return {
        "purpose": consent.purpose,
        "text_version": consent.text_version,
        "subject": str(consent.subject_id),
        "given_by": consent.given_by,
    }
