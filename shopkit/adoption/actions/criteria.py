"""Keeping sets of criteria: copied from the template, changed as a draft, in force by two."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import CriteriaSet, Criterion
from shopkit.adoption.queries.criteria import criteria_of, set_in_force_or_none, template_or_none
from shopkit.adoption.rules.criteria import SUBJECTS, Line, written_rule
from shopkit.adoption.rules.template import template_lines
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import Who
from shopkit.shops.rules.two_people import refuse_first

MOST_LINES = 20
TEMPLATE_NAME = "Mẫu"


class InForce(Refusal):
    """A set that was put in force is never changed; a new one takes its place."""


class WithoutDocument(Refusal):
    """Only a set of a document, with its number and day, can be in force."""


class WithoutLines(Refusal):
    """A set asks at least one thing that is needed."""


class CodeTaken(Refusal):
    """Another line of the set has this code."""


class TooManyLines(Refusal):
    """Nobody assesses a household by so many lines."""


class BeforeTheLast(Refusal):
    """A set begins after the one that it replaces."""


class NotAsked(Refusal):
    """Nobody has asked to put it in force yet, or somebody changed it since."""


def start_set(
    session: Session,
    commune_code: str,
    *,
    name: str,
    document: str,
    document_on: date | None,
    signer: str,
    valid_from: date,
    like: CriteriaSet | None = None,
    now: datetime,
) -> CriteriaSet:
    """Begin a set of the commune, with the lines of the template or of an earlier set."""
    made = CriteriaSet(
        commune_code=commune_code,
        name=name,
        document=document,
        document_on=document_on,
        signer=signer,
        valid_from=valid_from,
        made_at=now,
        made_by_id=actor_id(session),
    )
    session.add(made)
    session.flush()
    copy_lines(session, made, like)
    write(session, made, "criteria.started", now=now)
    return made


def template(session: Session, commune_code: str, *, now: datetime) -> CriteriaSet:
    """The commune's own copy of the template, so that what is tried by it has a set."""
    made = template_or_none(session, commune_code)
    if made is None:
        made = CriteriaSet(
            commune_code=commune_code,
            name=TEMPLATE_NAME,
            valid_from=date(2026, 1, 1),
            is_template=True,
            made_at=now,
        )
        session.add(made)
        session.flush()
        copy_lines(session, made, None)
    return made


def copy_lines(session: Session, made: CriteriaSet, like: CriteriaSet | None) -> None:
    if like is None:
        lines = template_lines()
        session.add_all(row_of(made, line, at) for at, line in enumerate(lines, 1))
    else:
        for row in criteria_of(session, like):
            session.add(
                Criterion(
                    commune_code=made.commune_code,
                    set_id=made.id,
                    code=row.code,
                    position=row.position,
                    words=row.words,
                    subject=row.subject,
                    rule=row.rule,
                    threshold=row.threshold,
                    least_evidence=row.least_evidence,
                    is_mandatory=row.is_mandatory,
                    applies_if=row.applies_if,
                )
            )
    session.flush()


def row_of(made: CriteriaSet, line: Line, position: int) -> Criterion:
    return Criterion(
        commune_code=made.commune_code,
        set_id=made.id,
        code=line.code,
        position=position,
        words=line.words,
        subject=SUBJECTS[line.rule.name],
        rule=written_rule(line.rule),
        threshold=line.threshold,
        least_evidence=line.least_evidence,
        is_mandatory=line.is_mandatory,
        applies_if=line.applies_if,
    )


def describe_set(
    session: Session,
    made: CriteriaSet,
    *,
    name: str,
    document: str,
    document_on: date | None,
    signer: str,
    valid_from: date,
    now: datetime,
) -> None:
    """Say which document the set is from; who asked for it before must ask again."""
    open_to_change(made)
    made.name, made.document, made.document_on = name, document, document_on
    made.signer, made.valid_from = signer, valid_from
    session.flush()
    write(session, made, "criteria.changed", now=now)


def add_line(session: Session, made: CriteriaSet, *, line: Line, now: datetime) -> Criterion:
    open_to_change(made)
    rows = criteria_of(session, made)
    if len(rows) >= MOST_LINES:
        raise TooManyLines(MOST_LINES)
    check_code(rows, line.code, None)
    row = row_of(made, line, max((one.position for one in rows), default=0) + 1)
    session.add(row)
    session.flush()
    write(session, made, "criteria.changed", now=now, details={"criterion": line.code})
    return row


def change_line(
    session: Session, made: CriteriaSet, row: Criterion, *, line: Line, now: datetime
) -> None:
    open_to_change(made)
    check_code(criteria_of(session, made), line.code, row.id)
    row.code, row.words, row.rule = line.code, line.words, written_rule(line.rule)
    row.subject, row.threshold = SUBJECTS[line.rule.name], line.threshold
    row.least_evidence, row.is_mandatory = line.least_evidence, line.is_mandatory
    row.applies_if = line.applies_if
    session.flush()
    write(session, made, "criteria.changed", now=now, details={"criterion": line.code})


def remove_line(session: Session, made: CriteriaSet, row: Criterion, *, now: datetime) -> None:
    open_to_change(made)
    session.delete(row)
    session.flush()
    write(session, made, "criteria.changed", now=now, details={"criterion": row.code})


def ask_for_force(session: Session, made: CriteriaSet, *, now: datetime) -> None:
    """Ask that a set be put in force; a second person does it."""
    check_complete(session, made)
    made.asked_at, made.asked_by_id = now, actor_id(session)
    session.flush()
    write(session, made, "criteria.asked", now=now)


def put_in_force(session: Session, made: CriteriaSet, *, by: Who, now: datetime) -> None:
    """Put a set in force from its day on; the one before ends, its decisions stand."""
    if made.in_force_at:
        return
    if made.asked_at is None:
        raise NotAsked
    refuse_first(by, made.asked_by_id, made.made_by_id)
    check_complete(session, made)
    before = set_in_force_or_none(session, made.commune_code, date.max)
    if before:
        if before.valid_from >= made.valid_from:
            raise BeforeTheLast(before.valid_from.isoformat())
        before.valid_to = made.valid_from - timedelta(days=1)
    made.in_force_at, made.in_force_by_id = now, by.account_id
    session.flush()
    details = {"since": made.valid_from.isoformat()}
    write(session, made, "criteria.in_force", now=now, details=details)


def open_to_change(made: CriteriaSet) -> None:
    """Whoever changes a draft takes back that it was asked for."""
    if not made.is_draft:
        raise InForce
    made.asked_at, made.asked_by_id = None, None


def check_complete(session: Session, made: CriteriaSet) -> None:
    if not made.is_draft:
        raise InForce
    if not (made.document and made.document_on):
        raise WithoutDocument
    needed = select(Criterion.id).where(Criterion.set_id == made.id, Criterion.is_mandatory)
    if session.scalar(needed.limit(1)) is None:
        raise WithoutLines


def check_code(rows: Iterable[Criterion], code: str, but: UUID | None) -> None:
    if any(row.code == code and row.id != but for row in rows):
        raise CodeTaken(code)


def actor_id(session: Session) -> UUID | None:
    actor: Who | None = session.info.get("actor")
    return actor.account_id if actor else None
