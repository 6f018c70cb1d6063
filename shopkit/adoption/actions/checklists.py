"""Noting that a village has done one of the things asked of it, with what proves it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.adoption.actions.periods import actor_id, needed
from shopkit.adoption.models.periods import ChecklistItem, ChecklistLine
from shopkit.adoption.queries.checklists import done_or_none, items_of, lines_of
from shopkit.adoption.rules.checklists import may_be_done_on
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.errors import NotFound, Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write

MOST_OWN = 20


class DayNotPossible(Refusal):
    """It cannot have been done on a day that has not come."""


class DoneBefore(Refusal):
    """The village has done this already."""


class TooManyLines(Refusal):
    """A list of so many things is read by nobody."""


def note_done(
    session: Session,
    commune_code: str,
    village_id: UUID,
    item: str,
    *,
    done_on: date,
    proof: str = "",
    proof_file: str | None = None,
    now: datetime,
) -> ChecklistItem:
    """Note what a village has done, seen by whoever notes it."""
    if item not in items_of(session, commune_code):
        raise NotFound(item)
    if not may_be_done_on(done_on, local_day(now)):
        raise DayNotPossible(item)
    if done_or_none(session, village_id, item):
        raise DoneBefore(item)
    noted = ChecklistItem(
        commune_code=commune_code,
        village_id=village_id,
        item=item,
        done_on=done_on,
        proof=proof,
        proof_file=proof_file,
        noted_at=now,
        noted_by_id=actor_id(session),
    )
    session.add(noted)
    session.flush()
    write(session, noted, "checklist.done", now=now, evidence=SEEN, details=told(noted))
    return noted


def undo(session: Session, noted: ChecklistItem, *, reason: str, now: datetime) -> None:
    """Take back what was noted by mistake; the reason stays."""
    noted.undone_why = needed(reason)
    noted.undone_at = now
    session.flush()
    write(session, noted, "checklist.undone", now=now, evidence=SEEN, details=told(noted))


def told(noted: ChecklistItem) -> dict[str, str]:
    return {
        "village_id": str(noted.village_id),
        "item": noted.item,
        "on": noted.done_on.isoformat(),
    }


def add_line(session: Session, commune_code: str, *, words: str, now: datetime) -> ChecklistLine:
    """A thing that this commune asks of its villages beside what all communes ask."""
    if len(lines_of(session, commune_code)) >= MOST_OWN:
        raise TooManyLines(commune_code)
    line = ChecklistLine(
        commune_code=commune_code,
        item=f"own-{new_id().hex[-12:]}",
        words=words,
        added_at=now,
        added_by_id=actor_id(session),
    )
    session.add(line)
    session.flush()
    write(session, line, "checklist.line_added", now=now)
    return line


def remove_line(session: Session, line: ChecklistLine, *, now: datetime) -> None:
    """Ask it no longer; what villages have done of it stays on record."""
    line.removed_at = now
    session.flush()
    write(session, line, "checklist.line_removed", now=now)
