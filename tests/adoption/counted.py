"""Records and facts laid down directly, for what no page could bring about in one afternoon."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import NOTED, Fact
from shopkit.db.base import new_id
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business
from shopkit.training.models.courses import Course
from tests.make import HOANG_LOC

LONG_AGO = datetime(2025, 1, 10, tzinfo=UTC)


def business(session: Session, name: str, village_id: UUID | None = None, **told: object) -> UUID:
    """A business of the register that may be counted."""
    made = Business(
        commune_code=HOANG_LOC,
        village_id=village_id,
        name=name,
        sort_key=name,
        search_text=name,
        known_at=LONG_AGO,
        legal_basis="Danh sách hộ kinh doanh số 1",
    )
    for field, value in told.items():
        setattr(made, field, value)
    session.add(made)
    session.flush()
    return made.id


def household(session: Session, village_id: UUID | None = None, **told: object) -> UUID:
    made = Household(
        commune_code=HOANG_LOC,
        village_id=village_id,
        name="Hộ thử",
        since=date(2020, 1, 1),
        known_at=LONG_AGO,
        list_key=new_id().hex,
    )
    for field, value in told.items():
        setattr(made, field, value)
    session.add(made)
    session.flush()
    return made.id


def person(session: Session, village_id: UUID | None = None, **told: object) -> UUID:
    made = Person(
        commune_code=HOANG_LOC, village_id=village_id, name="Trần Thị Thử", known_at=LONG_AGO
    )
    for field, value in told.items():
        setattr(made, field, value)
    session.add(made)
    session.flush()
    return made.id


def course(session: Session, village_id: UUID | None = None) -> UUID:
    made = Course(
        commune_code=HOANG_LOC,
        village_id=village_id,
        name="Lớp thử",
        trainer_id=new_id(),
        join_code=new_id().hex[:12],
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 1, 1),
        opened_at=LONG_AGO,
    )
    session.add(made)
    session.flush()
    return made.id


def fact(
    session: Session,
    subject: tuple[str, UUID],
    element: str,
    word: str = "",
    *,
    on: date,
    number: int | None = None,
    about: str = "",
    evidence: str = "TV",
    source: UUID | None = None,
    related: UUID | None = None,
    recorded: date | None = None,
    supersedes: Fact | None = None,
    is_void: bool = False,
) -> Fact:
    """One fact, recorded on its own day unless told otherwise."""
    kind, subject_id = subject
    made = Fact(
        commune_code=HOANG_LOC,
        subject_kind=kind,
        subject_id=subject_id,
        element=element,
        word=word,
        number=number,
        about=about,
        related_id=related,
        valid_on=on,
        recorded_at=datetime.combine(recorded or on, time(3), UTC) + timedelta(seconds=1),
        evidence=evidence,
        origin=NOTED,
        source_id=source or new_id(),
        supersedes_id=supersedes.id if supersedes else None,
        is_void=is_void,
    )
    session.add(made)
    session.flush()
    return made
