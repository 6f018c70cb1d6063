"""What was changed in the records of traceability: append-only, and written by the records."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Index, Update, event, insert, inspect
from sqlalchemy.orm import (
    InstanceState,
    Mapped,
    Mapper,
    ORMExecuteState,
    Session,
    mapped_column,
    object_session,
)

from shopkit import clock
from shopkit.catalog.models.papers import Paper
from shopkit.db.base import Base, KwOnly, Placed, Row, Tag, new_id
from shopkit.scope import Who

MADE, CHANGED = "made", "changed"
# Counted by the database itself, or said by the record's other fields.
NOT_TOLD = frozenset({"id", "version", "shop_id", "commune_code"})
# A shop that moves takes its records along; that it moved stands in the journal.
MOVES = frozenset({"commune_code"})
LONGEST_TOLD = 500


class Kept(KwOnly, kw_only=True):
    """A record whose every change is noted, and which nobody deletes."""


class AppendOnly(Kept, kw_only=True):
    """A record that is never changed either: what is wrong is corrected by a later one."""


class RecordChange(Base, Row, Placed):
    """One change of one record: per field what it was and what it became, as text."""

    __tablename__ = "record_change"
    __table_args__ = (
        Index("ix_record_change_record", "record_id", "at"),
        Index("ix_record_change_batch", "batch_id", "at"),
    )

    shop_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    batch_id: Mapped[UUID | None] = mapped_column(default=None)
    record_kind: Mapped[Tag]
    record_id: Mapped[UUID]
    action: Mapped[Tag]
    fields: Mapped[dict[str, list[str | None]]] = mapped_column(JSON, default_factory=dict)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(default=None)


class KeptRecord(Exception):
    """Records of traceability are deleted by nobody, and what was told is not told anew."""


def note_made(mapper: Mapper[Any], connection: Connection, record: Any) -> None:
    """Note what a new record says."""
    told = {name: [None, text] for name in fields_of(mapper) if (text := as_text(record, name))}
    note(connection, record, MADE, told)


def note_changed(mapper: Mapper[Any], connection: Connection, record: Any) -> None:
    """Note which fields of a record changed; nothing where none did."""
    told = changes_in(inspect(record), fields_of(mapper))
    if told:
        note(connection, record, CHANGED, told)


def changes_in(state: InstanceState[Any], names: list[str]) -> dict[str, list[str | None]]:
    told: dict[str, list[str | None]] = {}
    for name in names:
        history = state.attrs[name].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            told[name] = [written(before), written(history.added[0] if history.added else None)]
    return told


def note(
    connection: Connection, record: Any, action: str, told: dict[str, list[str | None]]
) -> None:
    """Write the line in the flush, and so in the transaction, that changes the record."""
    session = object_session(record)
    actor: Who | None = session.info.get("actor") if session else None
    kind = record.__tablename__
    connection.execute(
        insert(RecordChange).values(
            id=new_id(),
            commune_code=record.commune_code,
            shop_id=record.shop_id,
            batch_id=record.id if kind == "batch" else getattr(record, "batch_id", None),
            record_kind=kind,
            record_id=record.id,
            action=action,
            fields=told,
            at=clock.now(),
            by_id=actor.account_id if actor else None,
        )
    )


def fields_of(mapper: Mapper[Any]) -> list[str]:
    return [column.key for column in mapper.column_attrs if column.key not in NOT_TOLD]


def as_text(record: Any, name: str) -> str | None:
    return written(getattr(record, name))


def written(value: Any) -> str | None:
    """A value as the log tells it; None for what is not there."""
    if value is None or value == "" or value == {} or value == []:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)[:LONGEST_TOLD]
    return str(value)[:LONGEST_TOLD]


def refuse(_mapper: Mapper[Any], _connection: Connection, record: Any) -> None:
    raise KeptRecord(f"{record.__tablename__} {record.id}")


def refuse_change(mapper: Mapper[Any], connection: Connection, record: Any) -> None:
    if changes_in(inspect(record), fields_of(mapper)):
        refuse(mapper, connection, record)


def refuse_in_bulk(state: ORMExecuteState) -> None:
    """Deleting and rewriting many at once would pass by the log, so it is refused as well."""
    if not (state.is_delete or state.is_update) or state.bind_mapper is None:
        return
    kind = state.bind_mapper.class_
    if kind is not RecordChange and not issubclass(kind, Kept):
        return
    if state.is_update and changed_columns(state) <= MOVES:
        return
    raise KeptRecord(kind.__tablename__)


def changed_columns(state: ORMExecuteState) -> set[str]:
    """The columns that a bulk change sets; what it only looks for has other names."""
    assert state.bind_mapper is not None
    assert isinstance(state.statement, Update)
    return set(state.statement.compile().params) & set(state.bind_mapper.columns.keys())


for kept, propagates in ((Kept, True), (Paper, False)):
    event.listen(kept, "before_insert", note_made, propagate=propagates)
    event.listen(kept, "before_update", note_changed, propagate=propagates)
event.listen(Kept, "before_delete", refuse, propagate=True)
for untouchable, propagates in ((AppendOnly, True), (RecordChange, False)):
    event.listen(untouchable, "before_update", refuse_change, propagate=propagates)
event.listen(RecordChange, "before_delete", refuse)
event.listen(Session, "do_orm_execute", refuse_in_bulk)
