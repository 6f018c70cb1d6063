"""Calling goods back, and ending a recall."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.traceability.actions.events import actor_id
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.recalls import Recall, RecalledBatch, RecallVersion
from shopkit.traceability.queries.batches import hold_shop, locked
from shopkit.traceability.queries.lineage import made_from, same_goods
from shopkit.traceability.queries.recalls import (
    officers_of,
    own_recall_or_none,
    reached_by,
    reached_by_others,
)

RECALLED = "batch.recalled"
# A safety net only: no shop has as many batches.
MOST_REACHED = 200_000


class AlreadyRecalled(Refusal):
    """Somebody else called this batch back a moment ago; that recall stands."""

    def __init__(self, recall: Recall) -> None:
        super().__init__(str(recall.id))
        self.recall = recall


def recall_batch(
    session: Session,
    batch: Batch,
    *,
    reason: str,
    what_to_do: str,
    reaches_on: bool,
    now: datetime,
) -> Recall:
    """Call a batch back, and with `reaches_on` all that was made from it; buyers see it at once.

    What it was divided into or put together with are the same goods, and always come along.
    """
    hold_shop(session, batch.shop_id)
    locked(session, batch)
    standing = own_recall_or_none(session, batch)
    if standing:
        raise AlreadyRecalled(standing)
    recall = Recall(
        shop_id=batch.shop_id,
        commune_code=batch.commune_code,
        batch_id=batch.id,
        reason=reason,
        what_to_do=what_to_do,
        reaches_on=reaches_on,
        recalled_at=now,
        recalled_by_id=actor_id(session),
    )
    session.add(recall)
    session.flush()
    reach(session, recall, [batch, *others_reached(session, batch, reaches_on=reaches_on)], now)
    raise_version(session)
    tell_of_recall(session, recall, now)
    write(session, recall, "batch.recalled", now=now, details={"batch": str(batch.id)})
    return recall


def others_reached(session: Session, batch: Batch, *, reaches_on: bool) -> list[Batch]:
    if reaches_on:
        return made_from(session, batch, most=MOST_REACHED).others
    return same_goods(session, batch, most=MOST_REACHED)


def widen_recall(session: Session, recall: Recall, *, now: datetime) -> None:
    """Let a standing recall reach all that was made from its batch as well."""
    hold_shop(session, recall.shop_id)
    session.refresh(recall, with_for_update=True)
    if recall.ended_at is not None or recall.reaches_on:
        return
    recall.reaches_on = True
    known = reached_by(session, recall)
    reached = {one.id for one in known}
    others = made_from(session, known[0], most=MOST_REACHED).others
    reach(session, recall, [one for one in others if one.id not in reached], now)
    raise_version(session)
    tell_of_recall(session, recall, now)
    write(session, recall, "batch.recall_widened", now=now, details={"batch": str(known[0].id)})


def reach(session: Session, recall: Recall, batches: Sequence[Batch], now: datetime) -> None:
    """Let a recall reach batches; one that is called back already stays so."""
    for batch in batches:
        session.add(
            RecalledBatch(
                recall_id=recall.id,
                batch_id=batch.id,
                shop_id=batch.shop_id,
                commune_code=batch.commune_code,
            )
        )
        if batch.recalled_at is None:
            batch.recalled_at = now
    session.flush()


def tell_of_recall(session: Session, recall: Recall, now: datetime) -> None:
    """Tell her other phones, and the officers of the commune."""
    people = [*people_of_shop(session, recall.shop_id), *officers_of(session, recall.commune_code)]
    for account_id in dict.fromkeys(people):
        tell(session, account_id, kind=RECALLED, now=now)


def end_recall(session: Session, recall: Recall, *, why: str, now: datetime) -> None:
    """End a recall; a batch that another recall reaches stays called back."""
    hold_shop(session, recall.shop_id)
    session.refresh(recall, with_for_update=True)
    if recall.ended_at is not None:
        return
    recall.ended_at, recall.ended_why = now, why
    session.flush()
    others = reached_by_others(session, recall)
    for batch in reached_by(session, recall):
        if batch.id not in others:
            batch.recalled_at = None
    session.flush()
    raise_version(session)
    write(session, recall, "batch.recall_ended", now=now, details={"batch": str(recall.batch_id)})


def raise_version(session: Session) -> None:
    """Count one up, in the transaction that changes what buyers must see."""
    count_up = update(RecallVersion).values(number=RecallVersion.number + 1)
    if session.scalar(select(RecallVersion.id)) is not None:
        session.execute(count_up)
        return
    try:
        with session.begin_nested():
            session.add(RecallVersion(id=1, number=1))
    except IntegrityError:  # somebody else wrote the first number meanwhile
        session.execute(count_up)
