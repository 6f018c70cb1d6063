"""Telling what is remembered when this process commits a change of a shop."""

from typing import Any
from uuid import UUID
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.orm import Session

from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.recall_mark import change_mark, mark_path_or_none
from shopkit.traceability.models.recalls import Recall, RecalledBatch, RecallVersion
from shopkit.traceability.rules.remembered import Memory

TOUCHED, RECALLED = "touched_shops", "recalls_changed"
RECALLS = (Recall, RecalledBatch, RecallVersion)

_listening: "WeakSet[Memory[Any]]" = WeakSet()


def listen(memory: Memory[Any]) -> None:
    """From now on this memory hears of every commit of this process."""
    _listening.add(memory)


def note_touched(session: Session, _flush: object) -> None:
    """Whose records a flush wrote; what is not of a shop shows after a few seconds."""
    changed = [*session.new, *session.dirty, *session.deleted]
    if any(isinstance(record, RECALLS) for record in changed):
        session.info[RECALLED] = True
    shops = {shop_of(record) for record in changed} - {None}
    if shops:
        session.info.setdefault(TOUCHED, set()).update(shops)


def shop_of(record: object) -> UUID | None:
    found: UUID | None = record.id if isinstance(record, Shop) else getattr(record, "shop_id", None)
    return found


def tell(session: Session) -> None:
    path = mark_path_or_none(session.get_bind().engine) if session.info.pop(RECALLED, 0) else None
    if path:
        change_mark(path)
    for shop_id in session.info.pop(TOUCHED, ()):
        for memory in list(_listening):
            memory.touch(shop_id)


def forget(session: Session) -> None:
    session.info.pop(TOUCHED, None)
    session.info.pop(RECALLED, None)


event.listen(Session, "after_flush", note_touched)
event.listen(Session, "after_commit", tell)
event.listen(Session, "after_rollback", forget)
