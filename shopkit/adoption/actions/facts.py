"""Noting what somebody says or saw: a fact stands for ever, a later one takes its place."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import NOTED, Fact, VillageFigures
from shopkit.adoption.queries.asked import NOWHERE
from shopkit.adoption.queries.figures import WHOLE
from shopkit.adoption.queries.places import place_of
from shopkit.adoption.rules.elements import ELEMENTS, STRENGTH
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import Who


class ElementUnknown(Refusal):
    """Nothing of that name can be known."""


class NotYet(Refusal):
    """A fact of a day that has not come."""


def note_fact(
    session: Session,
    *,
    subject_kind: str,
    subject_id: UUID,
    element: str,
    word: str = "",
    number: int | None = None,
    about: str = "",
    source_id: UUID | None = None,
    valid_on: date,
    evidence: str,
    proof_id: UUID | None = None,
    now: datetime,
    supersedes: Fact | None = None,
) -> Fact:
    """Keep what staff or the household say themselves; nobody changes it afterwards."""
    if element not in ELEMENTS or evidence not in STRENGTH:
        raise ElementUnknown(element)
    if valid_on > local_day(now):
        raise NotYet(valid_on.isoformat())
    actor: Who | None = session.info.get("actor")
    commune_code, village_id = place_of(session, subject_kind, subject_id)
    fact = Fact(
        commune_code=commune_code,
        village_id=village_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        element=element,
        about=about,
        word=word,
        number=number,
        valid_on=valid_on,
        recorded_at=now,
        recorded_by_id=actor.account_id if actor else None,
        evidence=evidence,
        origin=NOTED,
        source_id=source_id,
        proof_id=proof_id,
        supersedes_id=supersedes.id if supersedes else None,
    )
    session.add(fact)
    session.flush()
    write(session, fact, "fact.noted", now=now, evidence=evidence, details={"element": element})
    forget_figures(session, commune_code, [village_id])
    return fact


def take_back(session: Session, fact: Fact, *, now: datetime) -> Fact:
    """Say that a noted fact was wrong; both lines stay."""
    actor: Who | None = session.info.get("actor")
    void = Fact(
        commune_code=fact.commune_code,
        village_id=fact.village_id,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        element=fact.element,
        about=fact.about,
        valid_on=fact.valid_on,
        recorded_at=now,
        recorded_by_id=actor.account_id if actor else None,
        evidence=fact.evidence,
        origin=NOTED,
        source_id=fact.source_id,
        supersedes_id=fact.id,
        is_void=True,
    )
    session.add(void)
    session.flush()
    write(session, void, "fact.noted", now=now, details={"element": fact.element})
    forget_figures(session, fact.commune_code, [fact.village_id])
    return void


def forget_figures(
    session: Session, commune_code: str, villages: Iterable[UUID | None] | None
) -> None:
    """Throw away what was worked out of some villages, or of a whole commune with None."""
    gone = delete(VillageFigures).where(VillageFigures.commune_code == commune_code)
    if villages is not None:
        wanted = {WHOLE, *(one or NOWHERE for one in villages)}
        gone = gone.where(VillageFigures.village_id.in_(sorted(wanted)))
    session.execute(gone.execution_options(synchronize_session=False))
