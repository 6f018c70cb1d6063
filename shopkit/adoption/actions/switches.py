"""Counting something sensitive, on the strength of a document and by two people."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shopkit.adoption.actions.periods import actor_id, needed, propose
from shopkit.adoption.models.periods import Asked
from shopkit.adoption.models.targets import SwitchedOn
from shopkit.adoption.queries.targets import switch_or_none
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write

SWITCH_ON = "switch_on"


class AlreadyOn(Refusal):
    """The commune counts this already, or was asked to."""


class DocumentMissing(Refusal):
    """Nothing sensitive is counted without a document that says so."""


class DocumentAhead(Refusal):
    """A document of a day that has not come yet."""


def ask_to_switch_on(
    session: Session,
    commune_code: str,
    *,
    what: str,
    document: str,
    document_on: date,
    now: datetime,
) -> Asked:
    """Propose to count something sensitive; nothing is counted until a second person agrees."""
    if not document:
        raise DocumentMissing(what)
    if document_on > local_day(now):
        raise DocumentAhead(what)
    if switch_or_none(session, commune_code, what):
        raise AlreadyOn(what)
    switch = SwitchedOn(
        commune_code=commune_code,
        what=what,
        document=document,
        document_on=document_on,
        since=local_day(now),
        switched_by_id=actor_id(session),
        switched_at=now,
    )
    session.add(switch)
    session.flush()
    return propose(session, SWITCH_ON, switch.id, commune_code, reason=needed(document), now=now)


def confirm_switch(session: Session, switch: SwitchedOn, *, now: datetime) -> None:
    switch.confirmed_by_id = actor_id(session)
    switch.since = local_day(now)
    session.flush()
    write(session, switch, "counting.switched_on", now=now, details={"what": switch.what})


def drop_switch(session: Session, switch: SwitchedOn, *, now: datetime) -> None:
    """The second person said no: it was never on."""
    switch.until = local_day(now)
    session.flush()


def switch_off(session: Session, switch: SwitchedOn, *, now: datetime) -> None:
    """Count it no longer; one person is enough to stop."""
    switch.until = local_day(now)
    session.flush()
    write(session, switch, "counting.switched_off", now=now, details={"what": switch.what})
