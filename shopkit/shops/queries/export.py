"""Every record that speaks of one human being, over all features, to be handed to her."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.orm import Session

from shopkit.db.base import Base
from shopkit.shops.rules.subjects import Subject

MOST_ROWS = 5000
# By which columns a row shows that it speaks of her or of what is hers alone.
LINKS = ("shop_id", "person_id", "household_id", "business_id", "account_id", "owner_id")
BY_SUBJECT = "subject_id"
NAMED = frozenset({"shop", "person", "household", "business", "account"})
# Codes and counters without a word about anybody, and work that is already done.
NOT_HERS = frozenset(
    {"label", "label_pin", "pin_list", "label_file", "code_look", "look_hour", "unread", "job"}
)
# What opens doors is not handed out, not even to her.
SECRETS = frozenset(
    {"secret_hash", "token_hash", "totp_secret", "totp_last_step", "secret", "key", "fingerprint"}
)


def of_subject(table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """Which rows of a table speak of her; None where no column can tell."""
    ids = list(subject.ids)
    names = [name for name in (*LINKS, BY_SUBJECT) if name in table.columns]
    conditions = [table.columns[name].in_(ids) for name in names]
    if table.name in NAMED:
        conditions.append(table.columns["id"].in_(ids))
    return or_(*conditions) if conditions else None


def speaking_tables() -> list[Table]:
    """The tables that can speak of somebody, in a fixed order."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_HERS
        and (table.name in NAMED or any(name in table.columns for name in (*LINKS, BY_SUBJECT)))
    ]


def records_of(session: Session, subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """Her rows by table, in the order they were made; at most so many of each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in speaking_tables():
        is_hers = of_subject(table, subject)
        if is_hers is None:
            continue
        shown = [column for column in table.columns if column.name not in SECRETS]
        keys = list(table.primary_key.columns)
        rows = session.connection().execute(
            select(*shown).where(is_hers).order_by(*keys).limit(MOST_ROWS)
        )
        told = [
            {column.name: plain(row._mapping[column]) for column in shown} for row in rows.all()
        ]
        if told:
            found[table.name] = told
    return found


def plain(value: Any) -> Any:
    """A value as JSON takes it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
