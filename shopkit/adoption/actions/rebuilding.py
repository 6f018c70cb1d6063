"""Making all facts anew from the journal alone, in one stream: nothing kept is looked at."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up, keep_figures
from shopkit.adoption.models.facts import DERIVED, Fact, VillageFigures
from shopkit.adoption.rules.periods import MONTH, QUARTER, YEAR, period_on
from shopkit.adoption.rules.readings import READINGS, Entry, Reading, fact_id, readings_of
from shopkit.db.bulk import insert_columns
from shopkit.db.engine import Database
from shopkit.journal.models import JournalEntry, Unread
from shopkit.places.models import Village
from shopkit.shops.models.register import Household
from shopkit.shops.models.shops import Shop

AT_ONCE = 20_000
Tell = Callable[[str, int, int], None]
NAMES = tuple(column.key for column in Fact.__mapper__.column_attrs)


def quiet(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def rebuild(database: Database, *, commune_code: str = "", tell: Tell = quiet) -> int:
    """Throw away every fact that was read from the journal and read them all again.

    What people noted themselves stays. Returns how many facts there are now. It is one
    transaction: whoever looks meanwhile sees what was before.
    """
    with database.writing() as session:
        hold_still(session)
        forget(session, commune_code)
        count = 0
        last: dict[tuple[UUID, str], UUID] = {}
        whole = count_lines(session, commune_code)
        read = 0
        for lines in portions(session, commune_code):
            count += write_portion(session, lines, last)
            read += len(lines)
            tell("lines", read, whole)
        news = delete(Unread)
        if commune_code:
            news = news.where(Unread.commune_code == commune_code)
        session.execute(news)
    return count


def hold_still(session: Session) -> None:
    """Nobody writes a line of the journal while all of them are read."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE unread IN EXCLUSIVE MODE"))


def forget(session: Session, commune_code: str) -> None:
    facts = delete(Fact).where(Fact.origin == DERIVED)
    figures = delete(VillageFigures)
    if commune_code:
        facts = facts.where(Fact.commune_code == commune_code)
        figures = figures.where(VillageFigures.commune_code == commune_code)
    session.execute(facts.execution_options(synchronize_session=False))
    session.execute(figures.execution_options(synchronize_session=False))


def wanted(commune_code: str) -> list[Any]:
    conditions: list[Any] = [JournalEntry.event.in_(sorted(READINGS))]
    if commune_code:
        conditions.append(JournalEntry.commune_code == commune_code)
    return conditions


def count_lines(session: Session, commune_code: str) -> int:
    rows = session.execute(select(JournalEntry.id).where(*wanted(commune_code)))
    return sum(len(some) for some in rows.partitions(AT_ONCE))


def portions(session: Session, commune_code: str) -> Iterator[list[Entry]]:
    """The lines that say something, in the order in which they were written."""
    after: UUID | None = None
    columns = (
        JournalEntry.id,
        JournalEntry.event,
        JournalEntry.subject_id,
        JournalEntry.shop_id,
        JournalEntry.commune_code,
        JournalEntry.actor_id,
        JournalEntry.evidence,
        JournalEntry.at,
        JournalEntry.details,
    )
    while True:
        asked = select(*columns).where(*wanted(commune_code))
        if after is not None:
            asked = asked.where(JournalEntry.id > after)
        rows = session.execute(asked.order_by(JournalEntry.id).limit(AT_ONCE)).all()
        if not rows:
            return
        after = rows[-1].id
        yield [Entry(*row[:8], row.details or {}) for row in rows]


def write_portion(
    session: Session, lines: Sequence[Entry], last: dict[tuple[UUID, str], UUID]
) -> int:
    """Write what these lines say, column by column; `last` is what stands for each record."""
    columns: dict[str, list[Any]] = {name: [] for name in NAMES}
    for line in lines:
        for reading in readings_of(line):
            add(columns, line, reading, last)
    count = len(columns["id"])
    if count:
        insert_columns(session.connection(), Fact, columns)
    return count


def add(
    columns: dict[str, list[Any]],
    line: Entry,
    reading: Reading,
    last: dict[tuple[UUID, str], UUID],
) -> None:
    own = fact_id(line.id, reading.element, reading.part)
    before: UUID | None = None
    if reading.replaces:
        key = (reading.source_id, reading.element)
        before = last.get(key)
        if reading.is_void and before is None:
            return
        last[key] = own
    for name, value in (
        ("id", own),
        ("commune_code", line.commune_code),
        ("village_id", None),
        ("subject_kind", reading.subject_kind),
        ("subject_id", reading.subject_id),
        ("element", reading.element),
        ("about", reading.about[:40]),
        ("word", reading.word[:40]),
        ("related_id", reading.related_id),
        ("number", reading.number),
        ("valid_on", reading.valid_on),
        ("recorded_at", line.at),
        ("recorded_by_id", line.actor_id),
        ("evidence", reading.evidence),
        ("origin", DERIVED),
        ("source_id", reading.source_id),
        ("entry_id", line.id),
        ("proof_id", None),
        ("supersedes_id", before),
        ("is_void", reading.is_void),
    ):
        columns[name].append(value)


def communes_with_records(session: Session) -> list[str]:
    """Every commune that has villages, households or shops here."""
    found: set[str] = set()
    for column in (Village.commune_code, Household.commune_code, Shop.commune_code):
        found.update(session.scalars(select(column).distinct()))
    return sorted(found - {""})


def make_ahead(
    database: Database, *, today: date, commune_code: str = "", tell: Tell = quiet
) -> int:
    """Work out this month's, quarter's and year's figures, one commune at a time."""
    with database.reading() as session:
        communes = [commune_code] if commune_code else communes_with_records(session)
    periods = [period_on(today, kind) for kind in (MONTH, QUARTER, YEAR)]
    for number, code in enumerate(communes, 1):
        with uncollected(), database.writing() as session:
            catch_up(session, code)
            keep_figures(session, code, *periods, today=today)
        tell("communes", number, len(communes))
    return len(communes)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for rubbish among a commune's records while they are all in use.

    Each look would go through everything that is loaded and find nothing; it took half the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
