"""One door to write: whole or nothing, one after the other."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from shopkit.accounts.models import Attempt
from shopkit.db.engine import Database, after_commit

AT = datetime(2026, 1, 1, tzinfo=UTC)


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_what_is_raised_leaves_nothing_behind(database: Database) -> None:
    told: list[str] = []
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(Attempt(key="k", at=AT))
        session.flush()
        after_commit(session, lambda: told.append("safe"))
        raise ZeroDivisionError
    assert count(database) == 0
    assert told == []


def test_what_waits_for_the_commit_is_told_after_it(database: Database) -> None:
    seen: list[int] = []
    with database.writing() as session:
        session.add(Attempt(key="k", at=AT))
        after_commit(session, lambda: seen.append(count(database)))
    assert seen == [1]


def test_a_reading_session_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(Attempt(key="k", at=AT))
        session.flush()
    assert count(database) == 0


def test_many_writers_lose_nothing(database: Database) -> None:
    def write() -> None:
        for _ in range(10):
            with database.writing() as session:
                had = session.scalar(select(func.count()).select_from(Attempt))
                session.add(Attempt(key=f"{threading.get_ident()}-{had}", at=AT))

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert count(database) == 80


def test_a_write_inside_a_write_is_a_mistake_and_not_a_standstill(database: Database) -> None:
    if not database.is_sqlite:
        with database.writing(), database.writing() as inner:
            inner.add(Attempt(key="k", at=AT))
        assert count(database) == 1
        return
    with pytest.raises(RuntimeError), database.writing(), database.writing():
        pass
    with database.writing() as session:
        session.add(Attempt(key="k", at=AT))
    assert count(database) == 1
