"""Saying where a household stands with the criteria, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.actions.criteria import actor_id, template
from shopkit.adoption.models.recognition import Assessment
from shopkit.adoption.queries.assessing import assessments_of, verdicts_of
from shopkit.adoption.queries.criteria import Asked, asked_on, same_questions
from shopkit.adoption.rules.criteria import (
    ADULTS_SHARE,
    SAID_FOR,
    SELF_DECLARED,
    TOLD_BY,
    Line,
    is_share_met,
)
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.shops.models.register import Household

# Stands for all criteria together: the house itself holds each against the evidence it needs.
WHOLE_SET = "all"


class EvidenceUnknown(Refusal):
    """What a person says is told by the household or seen by her; she cannot observe for us."""


class MoreThanAll(Refusal):
    """Of so many adults not more can have it."""


class NotYetDay(Refusal):
    """Nobody assesses for a day that has not come, or before the household was there."""


@dataclass(frozen=True)
class Said:
    """What somebody says of one line; `is_met` None takes back what was said."""

    is_met: bool | None
    evidence: str = SELF_DECLARED
    proof: str = ""
    number: int | None = None
    of_number: int | None = None


def assess(
    session: Session,
    household: Household,
    *,
    answers: Mapping[str, Said],
    on: date,
    today: date,
    now: datetime,
) -> list[Assessment]:
    """Note what is new of these answers, each by the code of its line, and return it.

    By the template it can be tried before the commune has a set of its own; that counts nowhere.
    """
    if not household.since <= on <= today:
        raise NotYetDay
    asked = asked_on(session, household.commune_code, on)
    lines = {line.code: line for line in asked.lines}
    set_id = asked.set_id or template(session, household.commune_code, now=now).id
    latest = latest_of(session, household, asked, on)
    noted: list[Assessment] = []
    for code, said in answers.items():
        told = checked(lines[code], said)
        if told is None or is_same(latest.get(code), told, on):
            continue
        noted.append(note(session, household, set_id, code, told, on, now))
    if noted:
        session.flush()
        tell(session, household, asked, noted, on, now)
    return noted


def checked(line: Line, said: Said) -> Said | None:
    """The answer as it is kept: of counted people the house says whether they are enough."""
    if said.evidence not in TOLD_BY:
        raise EvidenceUnknown(said.evidence)
    if line.rule.name != ADULTS_SHARE:
        return Said(said.is_met, said.evidence, said.proof)
    if said.number is None or said.of_number is None:
        return Said(None, said.evidence, said.proof)
    if said.number > said.of_number:
        raise MoreThanAll(line.code)
    is_met = is_share_met(said.number, said.of_number, line.threshold)
    return Said(is_met, said.evidence, said.proof, said.number, said.of_number)


def latest_of(
    session: Session, household: Household, asked: Asked, on: date
) -> dict[str, Assessment]:
    same = same_questions(session, household.commune_code, asked.lines)
    return {
        same[row.set_id, row.criterion_code]: row
        for row in assessments_of(session, [household.id], on)
        if (row.set_id, row.criterion_code) in same
    }


def is_same(before: Assessment | None, said: Said, on: date) -> bool:
    """Whether nothing new is said; what was said a year ago is new when it is said again."""
    if before is None or before.assessed_on <= on - SAID_FOR:
        return said.is_met is None
    if said.is_met is None and before.is_met is None:
        return True
    return said.proof in ("", before.proof) and (
        (before.is_met, before.evidence, before.number, before.of_number)
        == (said.is_met, said.evidence, said.number, said.of_number)
    )


def note(
    session: Session,
    household: Household,
    set_id: UUID,
    code: str,
    said: Said,
    on: date,
    now: datetime,
) -> Assessment:
    row = Assessment(
        commune_code=household.commune_code,
        household_id=household.id,
        set_id=set_id,
        criterion_code=code,
        is_met=said.is_met,
        number=said.number,
        of_number=said.of_number,
        evidence=said.evidence,
        proof=said.proof,
        assessed_on=on,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(row)
    return row


def tell(
    session: Session,
    household: Household,
    asked: Asked,
    noted: list[Assessment],
    on: date,
    now: datetime,
) -> None:
    """Write each answer to the journal, and what the house makes of all of them together."""
    for row in noted:
        word = {True: "yes", False: "no", None: ""}[row.is_met]
        details = details_of(household, row.criterion_code, row.set_id, word, on)
        details["number"] = "" if row.number is None else str(row.number)
        write(session, row, "assessment.noted", now=now, evidence=row.evidence, details=details)
    if asked.set_id is not None:
        verdict = verdicts_of(session, [household], asked, on)[household.id]
        word = "yes" if verdict.meets else "no"
        details = details_of(household, WHOLE_SET, asked.set_id, word, on) | {"meets": word}
        write(session, household, "assessment.noted", now=now, details=details)


def details_of(
    household: Household, criterion: str, set_id: UUID, is_met: str, on: date
) -> dict[str, str]:
    return {
        "household_id": str(household.id),
        "criterion": criterion,
        "set_id": str(set_id),
        "is_met": is_met,
        "on": on.isoformat(),
    }
