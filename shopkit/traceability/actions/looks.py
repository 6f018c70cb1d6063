"""Counting looks: gathered in memory for a second, written together, without anybody in them."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.models import Notice
from shopkit.accounts.queries import people_of_shop
from shopkit.db.engine import Database
from shopkit.traceability.models.labels import Label
from shopkit.traceability.models.looks import CodeLook, LookHour
from shopkit.traceability.queries.looks import oldest_kept
from shopkit.traceability.rules.looks import LatelySeen, hour_of

log = logging.getLogger(__name__)

# At most so much is lost when the process dies.
AT_MOST_S = 1.0
NOTICE, A_DAY = "labels.looked_up_early", timedelta(days=1)
# A batch that cannot be written, because the disk is full, must not fill the memory.
MOST_WAITING = 200_000


@dataclass
class Tally:
    """The looks of one code in one hour from one place since the last writing."""

    batch_id: UUID
    first_at: datetime
    last_at: datetime
    count: int = 0
    early_count: int = 0


Key = tuple[str, datetime, str]


class LookBook:
    """The looks that were not written yet, and a thread that writes them every second."""

    def __init__(
        self, database: Database, on_written: Callable[[set[str]], None] | None = None
    ) -> None:
        self.lately = LatelySeen()
        self._on_written = on_written
        self._database = database
        self._waiting: dict[Key, Tally] = {}
        self._lock = threading.Lock()
        self._told = threading.Event()
        self._thread: threading.Thread | None = None

    def note(
        self, code: str, batch_id: UUID, *, at: datetime, place: str = "", is_early: bool = False
    ) -> None:
        """Count one look."""
        key = (code, hour_of(at), place)
        with self._lock:
            tally = self._waiting.get(key)
            if tally is None:
                if len(self._waiting) >= MOST_WAITING:
                    return
                tally = self._waiting[key] = Tally(batch_id, at, at)
            tally.last_at = max(tally.last_at, at)
            tally.count += not is_early
            tally.early_count += is_early

    def write(self) -> int:
        """Write what waits; what could not be written waits on. Returns how many rows went."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return 0
        try:
            with self._database.writing() as session:
                keep_looks(session, taken)
                tell_early(session, taken)
        except SQLAlchemyError:
            log.warning("looks could not be written; they wait", exc_info=True)
            self._put_back(taken)
            return 0
        if self._on_written:
            self._on_written({code for code, _hour, _place in taken})
        return len(taken)

    def start(self) -> None:
        """Write at most a second apart from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._go_on, name="looks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left."""
        self._told.set()
        if self._thread:
            self._thread.join()
        self.write()

    def _go_on(self) -> None:
        while not self._told.wait(AT_MOST_S):
            self.write()

    def _put_back(self, taken: dict[Key, Tally]) -> None:
        with self._lock:
            for key, tally in taken.items():
                newer = self._waiting.setdefault(key, tally)
                if newer is not tally:
                    newer.count += tally.count
                    newer.early_count += tally.early_count
                    newer.first_at = tally.first_at


def keep_looks(session: Session, looks: dict[Key, Tally]) -> None:
    """Add these looks to what is known; several processes may do it at once."""
    # In one order, so that two processes never wait for each other's rows.
    ordered = sorted(looks.items())
    connection = session.connection()
    connection.execute(upsert(session, CodeLook, "code"), totals_of(ordered))
    hours = [
        {
            "code": code,
            "hour": hour,
            "place": place,
            "batch_id": tally.batch_id,
            "count": tally.count,
        }
        for (code, hour, place), tally in ordered
        if tally.count
    ]
    if hours:
        connection.execute(upsert(session, LookHour, "code", "hour", "place"), hours)


def tell_early(session: Session, looks: dict[Key, Tally]) -> None:
    """Tell a shop, at most once a day, that labels were looked up before they were in use."""
    early = {
        code: tally.last_at for (code, _hour, _place), tally in looks.items() if tally.early_count
    }
    if not early:
        return
    shops = session.scalars(select(Label.shop_id).where(Label.code.in_(early)).distinct()).all()
    now = max(early.values())
    for shop_id in sorted(shops):
        for person in people_of_shop(session, shop_id):
            if not was_told(session, person, since=now - A_DAY):
                tell(session, person, kind=NOTICE, now=now)


def was_told(session: Session, person: UUID, *, since: datetime) -> bool:
    told = select(Notice.id).where(
        Notice.account_id == person, Notice.kind == NOTICE, Notice.at > since
    )
    return session.scalar(told.limit(1)) is not None


def totals_of(ordered: Iterable[tuple[Key, Tally]]) -> list[dict[str, Any]]:
    """One row for each code, whatever hours and places its looks came from."""
    rows: dict[str, dict[str, Any]] = {}
    for (code, _hour, _place), tally in ordered:
        row = rows.setdefault(
            code,
            {
                "code": code,
                "batch_id": tally.batch_id,
                "count": 0,
                "early_count": 0,
                "first_at": tally.first_at,
                "last_at": tally.last_at,
            },
        )
        row["count"] += tally.count
        row["early_count"] += tally.early_count
        row["first_at"] = min(row["first_at"], tally.first_at)
        row["last_at"] = max(row["last_at"], tally.last_at)
    return list(rows.values())


def upsert(session: Session, kind: type[CodeLook | LookHour], *key: str) -> Any:
    """Insert a row, or add its counts to the one that stands, in one atomic statement."""
    dialect, table = session.get_bind().dialect.name, kind.__table__
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(kind)
    new, old = insert.excluded, table.c
    changed: dict[str, Any] = {"count": old.count + new.count}
    if kind is CodeLook:
        changed["early_count"] = old.early_count + new.early_count
        changed["last_at"] = case((old.last_at < new.last_at, new.last_at), else_=old.last_at)
        changed["first_at"] = case((old.first_at > new.first_at, new.first_at), else_=old.first_at)
    return insert.on_conflict_do_update(index_elements=key, set_=changed)


def forget_hours(session: Session, *, now: datetime) -> None:
    """Of looks older than 90 days only the totals stay; to be done once a day."""
    session.execute(delete(LookHour).where(LookHour.hour < oldest_kept(now)))
