"""Who agreed to what, in an account or on paper: the conditions that decide what may be counted."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Consent
from shopkit.accounts.rules.purposes import PURPOSES, REPORT
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.shops.queries.shops import agreed_to_report


def stands(purpose: str) -> ColumnElement[bool]:
    """The condition that a consent holds today: for this purpose, in words that still stand."""
    return (
        (Consent.purpose == purpose)
        & Consent.text_version.in_(PURPOSES[purpose].covered_by)
        & Consent.withdrawn_at.is_(None)
    )


def person_agrees(purpose: str) -> ColumnElement[bool]:
    """The condition that somebody of the register agreed, on paper or under her account."""
    return exists().where(
        or_(Consent.subject_id == Person.id, Consent.subject_id == Person.account_id),
        stands(purpose),
    )


def business_may_be_counted() -> ColumnElement[bool]:
    """The condition that a business may stand in a figure: by its list's document, or a yes.

    The yes is that of its shop, or one on paper of the business or its owner.
    """
    return or_(
        Business.legal_basis != "",
        exists().where(
            or_(Consent.subject_id == Business.id, Consent.subject_id == Business.owner_id),
            stands(REPORT.code),
        ),
        exists().where(Shop.business_id == Business.id, agreed_to_report()),
    )


def household_agrees(purpose: str, household_id: ColumnElement[object]) -> ColumnElement[bool]:
    """The condition that somebody of a household agreed for it."""
    return exists().where(
        Person.household_id == household_id, Person.erased_at.is_(None), person_agrees(purpose)
    )


def consents_of_person(session: Session, person: Person) -> Sequence[Consent]:
    """All she ever agreed to and took back, the newest first."""
    ids = [person.id, *([person.account_id] if person.account_id else [])]
    return session.scalars(
        select(Consent)
        .where(Consent.subject_id.in_(ids))
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    ).all()
