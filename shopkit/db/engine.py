"""Opening the database: how both engines are set, and the one door to read and to write."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from shopkit.scope import Who

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "busy_timeout=10000",
    "secure_delete=on",  # what is erased is overwritten, not only left out
)
WAIT_FOR_READERS_MS = 2000
POOL_SIZE = 20


class Database:
    """One database: sessions to read and sessions to write, each a single transaction.

    Writers of one process take turns, because SQLite has one writer and its own waiting starves
    some; a write inside a write of the same thread is a mistake in our code and raises.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.writer = engine.execution_options(write=True)
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else None
        self._mine = threading.local()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is rolled back at the end."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self, actor: Who | None = None) -> Iterator[Session]:
        """A session that commits at the end, or leaves nothing behind when something is raised."""
        with self._turn_to_write(), Session(self.writer, expire_on_commit=False) as session:
            session.info["actor"] = actor
            yield session
            session.commit()
        for tell in session.info.pop("after_commit", []):
            tell()

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if getattr(self._mine, "writes", False):
            raise RuntimeError("a write inside a write: pass the open session on instead")
        with self._turn:
            self._mine.writes = True
            try:
                yield
            finally:
                self._mine.writes = False

    def close(self) -> None:
        self.engine.dispose()


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Do something once the session's work is safe on disk; a rollback forgets it."""
    session.info.setdefault("after_commit", []).append(tell)


def wipe_after_commit(session: Session) -> None:
    """Once it is committed leave nothing of what was erased in SQLite's log of changes.

    A reader that stays longer than two seconds keeps its part until SQLite next empties the log.
    """
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        after_commit(session, lambda: empty_log(engine))


def empty_log(engine: Engine) -> None:
    """Bring the log into the database file and cut it to nothing."""
    with closing(engine.raw_connection()) as pooled:
        raw: object = pooled.dbapi_connection
        if isinstance(raw, SqliteConnection):
            usual = raw.execute("pragma busy_timeout").fetchone()[0]
            raw.execute(f"pragma busy_timeout={WAIT_FOR_READERS_MS}")
            try:
                raw.execute("pragma wal_checkpoint(truncate)").fetchall()
            finally:
                raw.execute(f"pragma busy_timeout={usual}")


def open_database(url: str) -> Database:
    """Open the database at `url` with the settings of the house.

    What a failing statement was given stays out of its message, and so out of the log: names,
    account numbers, amounts.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, hide_parameters=True
        )
        event.listen(engine, "connect", set_pragmas)
        event.listen(engine, "begin", begin)
        event.listen(engine, "rollback", tolerate_lost_transaction)
    else:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            hide_parameters=True,
        )
    return Database(engine)


def set_pragmas(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, the driver's timing loses DDL
    for pragma in PRAGMAS:
        connection.execute("pragma " + pragma)


def begin(connection: Connection) -> None:
    """A writer takes its lock at once: upgrading from read to write fails without waiting."""
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def tolerate_lost_transaction(connection: Connection) -> None:
    """After a full disk SQLite has rolled back by itself; a second ROLLBACK would raise."""
    raw: object = connection.connection.dbapi_connection
    if isinstance(raw, SqliteConnection) and not raw.in_transaction:
        raw.execute("BEGIN")
