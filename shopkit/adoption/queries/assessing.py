"""Where households stand with the criteria: what was said, what the house knows, what lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from shopkit.adoption.models.recognition import Assessment
from shopkit.adoption.queries.criteria import Asked, same_questions
from shopkit.adoption.queries.known import Known, known_of, owners
from shopkit.adoption.rules.criteria import Answer, Verdict, standing, verdict
from shopkit.errors import NotFound
from shopkit.scope import Who
from shopkit.shops.models.register import Household
from shopkit.shops.queries.reach import lies_within
from shopkit.text.search import search_text

PAGE = 100
CHUNK = 400

Said = dict[tuple[UUID, str], list[Answer]]


@dataclass(frozen=True)
class Standing:
    """A household with what it meets."""

    household: Household
    verdict: Verdict


def is_resident(on: date) -> ColumnElement[bool]:
    """The condition that a household lived in its village on a day."""
    return (
        (Household.since <= on)
        & or_(Household.until.is_(None), Household.until >= on)
        & Household.erased_at.is_(None)
        & Household.merged_into_id.is_(None)
    )


def household(session: Session, who: Who, household_id: UUID, *roles: str) -> Household:
    """A household within her reach; any other does not exist for her."""
    found = session.scalars(
        select(Household).where(
            Household.id == household_id,
            lies_within(Household, who, *roles),
            Household.erased_at.is_(None),
            Household.merged_into_id.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(str(household_id))
    return found


def households(
    session: Session,
    who: Who,
    *roles: str,
    text: str = "",
    village_id: UUID | None = None,
    page: int = 1,
    on: date,
) -> tuple[Sequence[Household], int]:
    """A page of the households within her reach, by name, and how many there are."""
    conditions = [lies_within(Household, who, *roles), is_resident(on)]
    if village_id:
        conditions.append(Household.village_id == village_id)
    for word in search_text(text).split():
        conditions.append(Household.search_text.contains(word, autoescape=True))
    count = session.scalar(select(func.count()).select_from(Household).where(*conditions))
    found = session.scalars(
        select(Household)
        .where(*conditions)
        .order_by(Household.sort_key, Household.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return found, count or 0


def residents_of(session: Session, village_id: UUID, on: date) -> Sequence[Household]:
    """All households of a village on a day, by name."""
    return session.scalars(
        select(Household)
        .where(Household.village_id == village_id, is_resident(on))
        .order_by(Household.sort_key, Household.id)
    ).all()


def standings_of(
    session: Session, households: Sequence[Household], asked: Asked, on: date
) -> list[Standing]:
    """What each household meets on a day, in the order given."""
    found: list[Standing] = []
    for start in range(0, len(households), CHUNK):
        chunk = households[start : start + CHUNK]
        verdicts = verdicts_of(session, chunk, asked, on)
        found += [Standing(one, verdicts[one.id]) for one in chunk]
    return found


def verdicts_of(
    session: Session, households: Sequence[Household], asked: Asked, on: date
) -> dict[UUID, Verdict]:
    ids = [one.id for one in households]
    if not ids:
        return {}
    said = said_of(session, households[0].commune_code, ids, asked, on)
    known = known_of(session, ids, asked.lines, on)
    owning = owners(session, ids)
    return {
        one: verdict(
            asked.lines, standing_answers(one, asked, said, known, on), owns_business=one in owning
        )
        for one in ids
    }


def standing_answers(
    household_id: UUID, asked: Asked, said: Said, known: Known, on: date
) -> dict[str, Answer | None]:
    return {
        line.code: standing(
            said.get((household_id, line.code), ()), known.get((household_id, line.code)), on
        )
        for line in asked.lines
    }


def said_of(
    session: Session, commune_code: str, ids: Sequence[UUID], asked: Asked, on: date
) -> Said:
    """What was said of these households by household and line, in the order of the days."""
    same = same_questions(session, commune_code, asked.lines)
    said: Said = {}
    for row in assessments_of(session, ids, on):
        code = same.get((row.set_id, row.criterion_code))
        if code is None:
            continue
        so_far = said.setdefault((row.household_id, code), [])
        answer = answer_of(row)
        if answer is None:
            so_far.clear()  # whoever says that she does not know takes back what was said
        else:
            so_far.append(answer)
    return said


def assessments_of(session: Session, ids: Sequence[UUID], on: date) -> Iterable[Assessment]:
    return session.scalars(
        select(Assessment)
        .where(Assessment.household_id.in_(ids), Assessment.assessed_on <= on)
        .order_by(Assessment.assessed_on, Assessment.noted_at, Assessment.id)
    )


def answer_of(row: Assessment) -> Answer | None:
    if row.is_met is None:
        return None
    return Answer(row.is_met, row.evidence, row.assessed_on, row.proof, row.number, row.of_number)


def recorders_of(session: Session, household_id: UUID) -> set[UUID]:
    """Who recorded something seen about a household: none of them settles a comment about it."""
    rows = session.scalars(
        select(Assessment.noted_by_id).where(
            Assessment.household_id == household_id, Assessment.evidence != "SD"
        )
    )
    return {one for one in rows if one}
