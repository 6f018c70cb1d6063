"""Erasing one human being everywhere: counts and dates stay, whoever it was is gone.

Each feature hands down how it forgets; whatever they leave, the last pass over every row of hers
takes her name and numbers out of all texts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Table, delete, select, tuple_, update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import forget as forget_account
from shopkit.accounts.models import Account
from shopkit.clock import local_day
from shopkit.db.base import Base
from shopkit.db.engine import wipe_after_commit
from shopkit.db.types import Words
from shopkit.shops.actions.forgetting import forget_register
from shopkit.shops.actions.requests import DONE, close_request
from shopkit.shops.models.requests import DataRequest, SubjectErased
from shopkit.shops.queries.export import of_subject
from shopkit.shops.queries.subjects import subject as subject_of
from shopkit.shops.rules.subjects import Kept, Subject

# Ids, codes and counters: no words stand there.
WITHOUT_WORDS = frozenset({"journal_entry", "fact", "unread", "label", "code_look", "look_hour"})
CHUNK = 500

Keep = Callable[[Session, Subject, date], Kept]
Forget = Callable[..., None]


@dataclass(frozen=True)
class Features:
    """What the features above know: what must be kept of hers, and how each forgets the rest."""

    keep: tuple[Keep, ...] = ()
    forget: tuple[Forget, ...] = ()


def erase(
    session: Session,
    features: Features,
    *,
    subject_kind: str,
    subject_id: UUID,
    request: DataRequest | None = None,
    now: datetime,
) -> SubjectErased:
    """Erase somebody; what must be kept about goods sold stays under the name of the shop."""
    subject = subject_of(session, subject_kind, subject_id)
    for keep in features.keep:
        kept = keep(session, subject, local_day(now))
        subject = replace(subject, kept=together(subject.kept, kept))
    for forget in features.forget:
        forget(session, subject, now=now)
        session.flush()
    forget_register(session, subject, now=now)
    if subject.account_id:
        forget_account(session, session.get_one(Account, subject.account_id), now=now)
        forget_answers(session, subject)
    session.flush()
    take_out_words(session, subject)
    erased = SubjectErased(
        commune_code=subject.commune_code,
        subject_kind=subject.kind,
        subject_id=subject.id,
        request_id=request.id if request else None,
        erased_at=now,
        kept_until=subject.kept.until,
    )
    session.add(erased)
    close_requests(session, subject, now)
    wipe_after_commit(session)
    return erased


def together(one: Kept, other: Kept) -> Kept:
    days = [until for until in (one.until, other.until) if until]
    return Kept(
        max(days, default=None),
        one.shop_ids | other.shop_ids,
        one.product_ids | other.product_ids,
    )


def close_requests(session: Session, subject: Subject, now: datetime) -> None:
    """What she still asked has no records left to be asked of; her own words go too."""
    ids = {subject.id, *subject.person_ids} | (
        {subject.account_id} if subject.account_id else set()
    )
    for request in session.scalars(
        select(DataRequest).where(DataRequest.subject_id.in_(ids)).order_by(DataRequest.id)
    ).all():
        if request.closed_on is None:
            close_request(session, request, outcome=DONE, now=now)
        request.asks = request.answer = request.extended_why = ""
    session.flush()


def forget_answers(session: Session, subject: Subject) -> None:
    """What was answered to her is kept a while, by the web alone; this request is yet without."""
    answers = Base.metadata.tables.get("given_answer")
    if answers is not None and subject.account_id:
        owner = f"a:{subject.account_id.hex}"
        given = delete(answers).where(answers.c.owner == owner, answers.c.status != 0)
        session.connection().execute(given)


def take_out_words(session: Session, subject: Subject) -> None:
    """Take her name and numbers out of every text of every row that is hers."""
    for table in Base.metadata.sorted_tables:
        is_hers = of_subject(table, subject)
        columns = texts_of(table)
        if is_hers is not None and columns and table.name not in WITHOUT_WORDS:
            clean(session, table, columns, is_hers, subject)
    session.expire_all()


def texts_of(table: Table) -> list[str]:
    """The columns in which words may stand; keys and what the shop is called by stay."""
    keys = {column.name for column in table.primary_key.columns}
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, Words | JSON)
        and column.name not in keys
        and not column.foreign_keys
        and not (table.name == "shop" and column.name in ("name", "search_text", "sort_key"))
    ]


def clean(
    session: Session,
    table: Table,
    columns: list[str],
    is_hers: ColumnElement[bool],
    subject: Subject,
) -> None:
    """Rewrite the rows that hold a word of hers; straight to the table, past every log."""
    keys = list(table.primary_key.columns)
    connection = session.connection()
    for chunk in chunks(connection.execute(select(*keys).where(is_hers)).all()):
        found = select(*keys, *(table.columns[name] for name in columns)).where(
            tuple_(*keys).in_([tuple(key) for key in chunk])
        )
        for row in connection.execute(found).all():
            before = {name: row._mapping[table.columns[name]] for name in columns}
            after = {name: subject.words.taken_out_of(value) for name, value in before.items()}
            changed = {name: value for name, value in after.items() if value != before[name]}
            if changed:
                this = [key == row._mapping[key] for key in keys]
                connection.execute(update(table).where(*this).values(changed))


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
