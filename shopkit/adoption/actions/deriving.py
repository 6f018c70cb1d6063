"""Reading what is new in the journal into facts, entry by entry."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, aliased

from shopkit.adoption.actions.facts import forget_figures
from shopkit.adoption.models.facts import DERIVED, Fact, VillageFigures
from shopkit.adoption.queries.figures import (
    WHOLE,
    Places,
    cells_to_keep,
    kept_or_counted,
    summed,
)
from shopkit.adoption.queries.touched import Touched, touched_by
from shopkit.adoption.rules.periods import Period
from shopkit.adoption.rules.readings import Entry, Reading, fact_id, readings_of
from shopkit.db.bulk import insert_rows, one_of
from shopkit.journal.models import JournalEntry, Unread
from shopkit.places.queries import villages_of

AT_ONCE = 2_000
COLUMNS = tuple(column.key for column in Fact.__mapper__.column_attrs)
Row = dict[str, Any]


def has_news(session: Session) -> bool:
    """Whether any line of the journal still waits to be read."""
    return session.scalar(select(Unread.entry_id).limit(1)) is not None


def communes_with_news(session: Session) -> list[str]:
    return list(
        session.scalars(select(Unread.commune_code).distinct().order_by(Unread.commune_code))
    )


def catch_up(session: Session, commune_code: str, *, most: int | None = None) -> int:
    """Read what is new in a commune, and of shops without one; returns how many lines.

    What was worked out of villages that were touched is thrown away. Doing it twice does nothing.
    """
    take_turn(session, commune_code)
    read = 0
    while entries := news_of(session, commune_code, AT_ONCE if most is None else most - read):
        write_facts(session, entries)
        forget_touched(session, touched_by(session, entries))
        for condition in one_of(Unread.entry_id, [entry.id for entry in entries]):
            session.execute(
                delete(Unread).where(condition).execution_options(synchronize_session=False)
            )
        read += len(entries)
        if most is not None and read >= most:
            break
    return read


def take_turn(session: Session, commune_code: str) -> None:
    """Two processes never work on the same commune at once; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(commune_code))))


def news_of(session: Session, commune_code: str, most: int) -> list[Entry]:
    """The oldest lines that wait, in the order in which they were written.

    What waits elsewhere about the same records, such as a shop that moved, is read with them, so
    that no correction comes before what it corrects.
    """
    if most <= 0:
        return []
    session.flush()
    here = Unread.commune_code.in_(sorted({commune_code, ""}))
    own = [
        entry_of(row)
        for row in session.execute(
            waiting().where(here).order_by(JournalEntry.id).limit(min(most, AT_ONCE))
        )
    ]
    if not own:
        return []
    elsewhere = [
        entry_of(row)
        for condition in one_of(JournalEntry.subject_id, {entry.subject_id for entry in own})
        for row in session.execute(waiting().where(condition, JournalEntry.id < own[-1].id, ~here))
    ]
    return sorted([*own, *elsewhere], key=lambda entry: entry.id)


def waiting() -> Select[*tuple[Any, ...]]:
    return select(
        JournalEntry.id,
        JournalEntry.event,
        JournalEntry.subject_id,
        JournalEntry.shop_id,
        JournalEntry.commune_code,
        JournalEntry.actor_id,
        JournalEntry.evidence,
        JournalEntry.at,
        JournalEntry.details,
        JournalEntry.subject_kind,
    ).join(Unread, Unread.entry_id == JournalEntry.id)


def entry_of(row: Any) -> Entry:
    return Entry(
        row.id,
        row.event,
        row.subject_id,
        row.shop_id,
        row.commune_code,
        row.actor_id,
        row.evidence,
        row.at,
        row.details or {},
        row.subject_kind,
    )


def write_facts(session: Session, entries: Sequence[Entry]) -> None:
    """One fact an element that a line speaks of; a correction names what it stands for."""
    told = [(entry, reading) for entry in entries for reading in readings_of(entry)]
    last = last_facts(session, {reading.source_id for _entry, reading in told if reading.replaces})
    rows: list[Row] = []
    for entry, reading in told:
        row = row_of(entry, reading)
        if reading.replaces:
            key = (reading.source_id, reading.element)
            row["supersedes_id"] = last.get(key)
            if reading.is_void and row["supersedes_id"] is None:
                continue
            last[key] = row["id"]
        rows.append(row)
    insert_rows(session.connection(), Fact, rows)


def last_facts(session: Session, sources: Iterable[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Of each record and element the fact that nothing has taken the place of."""
    later = aliased(Fact)
    found: dict[tuple[UUID, str], UUID] = {}
    for condition in one_of(Fact.source_id, sources):
        for row in session.execute(
            select(Fact.id, Fact.source_id, Fact.element)
            .outerjoin(
                later,
                (later.source_id == Fact.source_id) & (later.supersedes_id == Fact.id),
            )
            .where(condition, later.id.is_(None), Fact.origin == DERIVED)
        ):
            found[row.source_id, row.element] = row.id
    return found


def row_of(entry: Entry, reading: Reading) -> Row:
    return {
        "id": fact_id(entry.id, reading.element, reading.part),
        "commune_code": entry.commune_code,
        "village_id": None,
        "subject_kind": reading.subject_kind,
        "subject_id": reading.subject_id,
        "element": reading.element,
        "about": reading.about[:40],
        "word": reading.word[:40],
        "related_id": reading.related_id,
        "number": reading.number,
        "valid_on": reading.valid_on,
        "recorded_at": entry.at,
        "recorded_by_id": entry.actor_id,
        "evidence": reading.evidence,
        "origin": DERIVED,
        "source_id": reading.source_id,
        "entry_id": entry.id,
        "proof_id": None,
        "supersedes_id": None,
        "is_void": reading.is_void,
    }


def forget_touched(session: Session, touched: Touched) -> None:
    for commune_code in touched.communes:
        forget_figures(session, commune_code, None)
    for commune_code, villages in touched.villages.items():
        if commune_code not in touched.communes:
            forget_figures(session, commune_code, villages)


def keep_figures(session: Session, commune_code: str, *periods: Period, today: date) -> None:
    """Work out what is missing of a commune's figures and keep it, so that pages only read."""
    take_turn(session, commune_code)
    places: Places = {}
    for period in periods:
        keep_period(session, commune_code, period, period.day_for(today), places)


def keep_period(
    session: Session, commune_code: str, period: Period, day: date, places: Places
) -> None:
    villages = villages_of(session, commune_code, on=day)
    known = set(
        session.scalars(
            select(VillageFigures.village_id).where(
                VillageFigures.commune_code == commune_code,
                VillageFigures.period == period.code,
                VillageFigures.as_of == day,
            )
        )
    )
    by_village, whole = kept_or_counted(session, commune_code, period, day, villages, places)
    missing = {one: cells for one, cells in by_village.items() if one not in known}
    if WHOLE in known and not missing:
        return
    missing[WHOLE] = whole or summed(by_village.values())
    forget_older(session, commune_code, period, day)
    rows = [
        {
            "commune_code": commune_code,
            "village_id": village_id,
            "period": period.code,
            "as_of": day,
            "figures": cells_to_keep(cells),
        }
        for village_id, cells in missing.items()
    ]
    insert_rows(session.connection(), VillageFigures, rows)


def forget_older(session: Session, commune_code: str, period: Period, day: date) -> None:
    """Of a period that runs only the newest day is kept, and the whole is always added anew."""
    session.execute(
        delete(VillageFigures)
        .where(
            VillageFigures.commune_code == commune_code,
            VillageFigures.period == period.code,
            (VillageFigures.as_of < day) | (VillageFigures.village_id == WHOLE),
        )
        .execution_options(synchronize_session=False)
    )
