"""The same said of very many records at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.db.bulk import insert_columns
from shopkit.journal.models import OBSERVED, JournalEntry, Unread
from shopkit.scope import Who

Details = dict[str, str]


def write_of_many(
    session: Session,
    kind: str,
    event: str,
    subject_ids: Sequence[UUID],
    *,
    commune_code: str,
    details: Sequence[Details | None] | None = None,
    evidence: str = OBSERVED,
    now: datetime,
) -> None:
    """Note one event of many records of a commune that belong to no shop.

    `details` are told in the order of the records. Each line waits to be read into facts.
    """
    count = len(subject_ids)
    if not count:
        return
    actor: Who | None = session.info.get("actor")
    actor_id = actor.account_id if actor else None
    ids = [new_id() for _ in range(count)]
    connection = session.connection()
    insert_columns(
        connection,
        JournalEntry,
        {
            "id": ids,
            "commune_code": [commune_code] * count,
            "event": [event] * count,
            "subject_kind": [kind] * count,
            "subject_id": subject_ids,
            "actor_id": [actor_id] * count,
            "evidence": [evidence] * count,
            "at": [now] * count,
            "details": details or [None] * count,
        },
    )
    insert_columns(connection, Unread, {"entry_id": ids, "commune_code": [commune_code] * count})
