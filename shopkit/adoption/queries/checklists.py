"""What is asked of villages, and which of them has done what."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.periods import ChecklistItem, ChecklistLine
from shopkit.adoption.rules.checklists import REQUIRED
from shopkit.errors import NotFound


def lines_of(session: Session, commune_code: str) -> Sequence[ChecklistLine]:
    """What a commune asks beside what all ask, in the order in which it was added."""
    return session.scalars(
        select(ChecklistLine)
        .where(ChecklistLine.commune_code == commune_code, ChecklistLine.removed_at.is_(None))
        .order_by(ChecklistLine.added_at, ChecklistLine.id)
    ).all()


def line(session: Session, commune_code: str, line_id: UUID) -> ChecklistLine:
    found = session.get(ChecklistLine, line_id)
    if found is None or found.commune_code != commune_code or found.removed_at:
        raise NotFound(line_id)
    return found


def items_of(session: Session, commune_code: str) -> tuple[str, ...]:
    """All that is asked of the villages of a commune."""
    return (*REQUIRED, *(one.item for one in lines_of(session, commune_code)))


def done_of(session: Session, commune_code: str) -> Mapping[tuple[UUID, str], ChecklistItem]:
    """What the villages of a commune have done, by village and thing."""
    found = session.scalars(
        select(ChecklistItem).where(
            ChecklistItem.commune_code == commune_code, ChecklistItem.undone_at.is_(None)
        )
    )
    return {(one.village_id, one.item): one for one in found}


def done_or_none(session: Session, village_id: UUID, item: str) -> ChecklistItem | None:
    return session.scalars(
        select(ChecklistItem).where(
            ChecklistItem.village_id == village_id,
            ChecklistItem.item == item,
            ChecklistItem.undone_at.is_(None),
        )
    ).first()


def noted(session: Session, commune_code: str, noted_id: UUID) -> ChecklistItem:
    """One thing that a village of this commune has done."""
    found = session.get(ChecklistItem, noted_id)
    if found is None or found.commune_code != commune_code or found.undone_at:
        raise NotFound(noted_id)
    return found
