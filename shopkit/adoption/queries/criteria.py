"""The sets of criteria of a commune, and the one that is in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import CriteriaSet, Criterion
from shopkit.adoption.rules.criteria import Line, read_rule
from shopkit.adoption.rules.template import template_lines
from shopkit.errors import NotFound


@dataclass(frozen=True)
class Asked:
    """What households are asked on a day: by the set in force, or by the template to try it."""

    lines: tuple[Line, ...]
    by: CriteriaSet | None = None

    @property
    def is_template(self) -> bool:
        return self.by is None

    @property
    def set_id(self) -> UUID | None:
        return self.by.id if self.by else None


def sets_of(session: Session, commune_code: str) -> Sequence[CriteriaSet]:
    """The sets of a commune, newest first; the template is none of them."""
    return session.scalars(
        select(CriteriaSet)
        .where(CriteriaSet.commune_code == commune_code, CriteriaSet.is_template.is_(False))
        .order_by(CriteriaSet.valid_from.desc(), CriteriaSet.made_at.desc(), CriteriaSet.id)
    ).all()


def criteria_set(session: Session, commune_code: str, set_id: UUID) -> CriteriaSet:
    found = session.get(CriteriaSet, set_id)
    if found is None or found.commune_code != commune_code or found.is_template:
        raise NotFound(str(set_id))
    return found


def template_or_none(session: Session, commune_code: str) -> CriteriaSet | None:
    """The commune's copy of the template, once somebody tried it."""
    return session.scalars(
        select(CriteriaSet).where(
            CriteriaSet.commune_code == commune_code, CriteriaSet.is_template.is_(True)
        )
    ).first()


def set_in_force_or_none(session: Session, commune_code: str, on: date) -> CriteriaSet | None:
    """The set that a second person put in force and whose days hold this one."""
    return session.scalars(
        select(CriteriaSet)
        .where(
            CriteriaSet.commune_code == commune_code,
            CriteriaSet.is_template.is_(False),
            CriteriaSet.in_force_at.is_not(None),
            CriteriaSet.valid_from <= on,
            or_(CriteriaSet.valid_to.is_(None), CriteriaSet.valid_to >= on),
        )
        .order_by(CriteriaSet.valid_from.desc(), CriteriaSet.in_force_at.desc())
        .limit(1)
    ).one_or_none()


def waiting_sets(session: Session, commune_code: str) -> Sequence[CriteriaSet]:
    """The sets that somebody asked to put in force."""
    return [
        one
        for one in sets_of(session, commune_code)
        if one.asked_at is not None and one.in_force_at is None
    ]


def criteria_of(session: Session, made: CriteriaSet) -> Sequence[Criterion]:
    return session.scalars(
        select(Criterion)
        .where(Criterion.set_id == made.id)
        .order_by(Criterion.position, Criterion.code)
    ).all()


def criterion(session: Session, made: CriteriaSet, criterion_id: UUID) -> Criterion:
    found = session.get(Criterion, criterion_id)
    if found is None or found.set_id != made.id:
        raise NotFound(str(criterion_id))
    return found


def line_of(row: Criterion) -> Line:
    return Line(
        code=row.code,
        words=row.words,
        rule=read_rule(row.rule),
        threshold=row.threshold,
        least_evidence=row.least_evidence,
        is_mandatory=row.is_mandatory,
        applies_if=row.applies_if,
    )


def asked_by(session: Session, made: CriteriaSet) -> Asked:
    return Asked(tuple(map(line_of, criteria_of(session, made))), made)


def asked_on(session: Session, commune_code: str, on: date) -> Asked:
    """What is asked of the households of a commune on a day."""
    made = set_in_force_or_none(session, commune_code, on)
    return asked_by(session, made) if made else Asked(template_lines())


def same_questions(
    session: Session, commune_code: str, lines: Sequence[Line]
) -> dict[tuple[UUID, str], str]:
    """For each line of any set of the commune that asks the same as one of these: its code here.

    Answers to a question that a new set asks in the same words need not be asked again; a line
    whose words, rule or threshold changed is asked anew.
    """
    here = {line.asks: line.code for line in lines}
    rows = session.scalars(
        select(Criterion)
        .join(CriteriaSet, CriteriaSet.id == Criterion.set_id)
        .where(CriteriaSet.commune_code == commune_code)
    )
    return {
        (row.set_id, row.code): here[asks] for row in rows if (asks := line_of(row).asks) in here
    }
