"""Noting at once that many were helped in the same way, as a list of one day tells it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.db.bulk import insert_rows
from shopkit.journal.models import SEEN
from shopkit.journal.write import write_each
from shopkit.scope import Who
from shopkit.training.actions.help import Help, details_of, event_of, refuse_untold
from shopkit.training.models.help import SupportEvent
from shopkit.training.queries.helped import Helped

COLUMNS = tuple(
    column.key for column in SupportEvent.__mapper__.column_attrs if column.key != "version"
)


def give_help_to_each(
    session: Session, by: Who, helped: Sequence[Helped], told: Help, *, now: datetime
) -> None:
    """Keep that each of them was helped; no visit that is due ends by it, no skill is told."""
    for one in helped:
        refuse_untold(by, one, told, now=now)
    events = [event_of(by, one, told, None, now=now) for one in helped]
    rows = [{name: getattr(event, name) for name in COLUMNS} | {"version": 1} for event in events]
    insert_rows(session.connection(), SupportEvent, rows)
    write_each(session, events, "help.given", now=now, evidence=SEEN, details=details_of)
