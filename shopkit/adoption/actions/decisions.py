"""A signed decision entered by one person and confirmed by another; taking one back likewise."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.criteria import actor_id
from shopkit.adoption.actions.rounds import MeetingAhead, in_state
from shopkit.adoption.models.recognition import (
    Decision,
    Recognition,
    Revocation,
    Round,
)
from shopkit.adoption.queries.recognition import is_own_household, own_households
from shopkit.adoption.queries.rounds import listed, standing_decision_or_none
from shopkit.adoption.rules.rounds import DECIDED, SENT
from shopkit.adoption.rules.serials import new_serial
from shopkit.clock import local_day
from shopkit.errors import NotFound, Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first


class AlreadyEntered(Refusal):
    """The round has a decision that nobody refused."""


class OwnHousehold(Refusal):
    """Nobody decides on the household that she is one of."""


class EndsTooEarly(Refusal):
    """A recognition lasts beyond the day on which it is signed."""


class SignedTooEarly(Refusal):
    """A decision is signed on a complete dossier, not before it came."""


class NobodyLeft(Refusal):
    """A decision recognises at least one household."""


class AlreadyAsked(Refusal):
    """Somebody has asked to take this one back; that is to be answered first."""


class AlreadyRevoked(Refusal):
    """It was taken back before."""


class OutsideItsTime(Refusal):
    """It can only be taken back on a day on which it stands."""


def enter_decision(
    session: Session,
    one: Round,
    *,
    number: str,
    signed_on: date,
    signer: str,
    signer_role: str,
    valid_to: date,
    left_out: Mapping[UUID, str],
    by: Who,
    today: date,
    now: datetime,
) -> Decision:
    """Enter the signed paper; nobody is recognised before a second person confirmed it.

    `left_out` gives the reason of each line of the list that the decision does not name.
    """
    in_state(one, SENT)
    if standing_decision_or_none(session, one):
        raise AlreadyEntered
    refuse_first(by, one.sent_by_id)
    check_days(one, signed_on, valid_to, today)
    proposed = listed(session, one, proposed=True)
    if all(row.line.id in left_out for row in proposed):
        raise NobodyLeft
    if own_households(session, by) & {row.household.id for row in proposed}:
        raise OwnHousehold
    for row in proposed:
        row.line.left_out_why = left_out.get(row.line.id, "")
    made = Decision(
        commune_code=one.commune_code,
        number=number,
        signed_on=signed_on,
        signer=signer,
        signer_role=signer_role,
        round_id=one.id,
        valid_to=valid_to,
        entered_at=now,
        entered_by_id=by.account_id,
    )
    session.add(made)
    session.flush()
    write(session, made, "decision.entered", now=now, details={"round_id": str(one.id)})
    return made


def check_days(one: Round, signed_on: date, valid_to: date, today: date) -> None:
    if signed_on > today:
        raise MeetingAhead
    if one.sent_at and signed_on < local_day(one.sent_at):
        raise SignedTooEarly
    if valid_to <= signed_on:
        raise EndsTooEarly


def confirm_decision(
    session: Session, decision: Decision, *, by: Who, now: datetime
) -> list[Recognition]:
    """A second person holds the entry against the paper; the households are recognised now."""
    if decision.confirmed_at:
        return []
    if decision.refused_at:
        raise NotFound(str(decision.id))
    one = session.get_one(Round, decision.round_id)
    refuse_first(by, decision.entered_by_id, one.sent_by_id)
    if is_own_household(session, by, decision):
        raise OwnHousehold
    decision.confirmed_at, decision.confirmed_by_id = now, by.account_id
    one.state = DECIDED
    made = [
        recognition_of(one, decision, row.household.id)
        for row in listed(session, one, proposed=True)
        if not row.line.left_out_why
    ]
    session.add_all(made)
    session.flush()
    write(session, decision, "decision.confirmed", now=now, details={"round_id": str(one.id)})
    for recognition in made:
        details = {
            "household_id": str(recognition.household_id),
            "from": recognition.valid_from.isoformat(),
            "to": recognition.valid_to.isoformat(),
        }
        write(session, recognition, "recognition.given", now=now, evidence="TV", details=details)
    return made


def recognition_of(one: Round, decision: Decision, household_id: UUID) -> Recognition:
    return Recognition(
        commune_code=one.commune_code,
        decision_id=decision.id,
        household_id=household_id,
        set_id=one.set_id,
        serial=new_serial(one.year),
        valid_from=decision.signed_on,
        valid_to=decision.valid_to,
    )


def refuse_decision(
    session: Session, decision: Decision, *, why: str, by: Who, now: datetime
) -> None:
    """Say that the entry is not what the paper says; it is entered anew."""
    if decision.refused_at:
        return
    if decision.confirmed_at:
        raise NotFound(str(decision.id))
    decision.refused_at, decision.refused_by_id, decision.refused_why = now, by.account_id, why
    session.flush()
    write(session, decision, "decision.refused", now=now)


def ask_revocation(
    session: Session,
    recognition: Recognition,
    *,
    revoked_on: date,
    why: str,
    document: str,
    today: date,
    now: datetime,
) -> Revocation:
    """Ask that a recognition be taken back; it stands until a second person agrees."""
    if recognition.revoked_on:
        raise AlreadyRevoked
    if pending_revocation_or_none(session, recognition):
        raise AlreadyAsked
    if revoked_on > today:
        raise MeetingAhead
    if not recognition.valid_from <= revoked_on <= recognition.valid_to:
        raise OutsideItsTime
    asker = actor_id(session)
    if asker is None:
        raise NotFound
    made = Revocation(
        commune_code=recognition.commune_code,
        recognition_id=recognition.id,
        revoked_on=revoked_on,
        why=why,
        document=document,
        asked_at=now,
        asked_by_id=asker,
    )
    session.add(made)
    session.flush()
    write(session, made, "revocation.asked", now=now)
    return made


def pending_revocation_or_none(session: Session, recognition: Recognition) -> Revocation | None:
    return session.scalars(
        select(Revocation).where(
            Revocation.recognition_id == recognition.id, Revocation.answered_at.is_(None)
        )
    ).first()


def answer_revocation(
    session: Session,
    asked: Revocation,
    *,
    is_granted: bool,
    answer: str = "",
    by: Who,
    now: datetime,
) -> None:
    """A second person agrees, and it ends on its day; or says why not."""
    if asked.answered_at:
        return
    refuse_first(by, asked.asked_by_id)
    recognition = session.get_one(Recognition, asked.recognition_id)
    if recognition.household_id in own_households(session, by):
        raise OwnHousehold
    asked.answered_at, asked.answered_by_id = now, by.account_id
    asked.is_granted, asked.answer = is_granted, answer
    if is_granted:
        recognition.revoked_on = asked.revoked_on
    session.flush()
    details = {"granted": "yes" if is_granted else "no"}
    write(session, asked, "revocation.answered", now=now, details=details)
    if is_granted:
        details = {
            "household_id": str(recognition.household_id),
            "on": asked.revoked_on.isoformat(),
        }
        write(session, recognition, "recognition.revoked", now=now, evidence="TV", details=details)
