"""A province's records, backed up and restored in minutes on one small machine."""

import time
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from shopkit.cli.archive.archive import write_archive
from shopkit.cli.archive.restoring import opened, restore
from shopkit.db import migrate
from shopkit.db.base import new_id
from shopkit.db.engine import Database, open_database
from shopkit.journal.models import JournalEntry
from tests.conftest import NOW

pytestmark = pytest.mark.slow

ROWS, FEWER_ROWS, AT_ONCE = 300_000, 100_000, 10_000
MOST_SECONDS = 300
MOST_BYTES = 30_000_000


def fill(database: Database, count: int) -> None:
    with database.writer.begin() as connection:
        for start in range(0, count, AT_ONCE):
            rows = [
                {
                    "id": new_id(),
                    "event": "product.published",
                    "subject_kind": "product",
                    "subject_id": new_id(),
                    "shop_id": new_id(),
                    "actor_id": new_id(),
                    "evidence": "SO",
                    "at": NOW + timedelta(seconds=start + number),
                    "details": None,
                    "commune_code": "15961",
                }
                for number in range(AT_ONCE)
            ]
            connection.execute(insert(JournalEntry), rows)


def test_three_hundred_thousand_records_are_backed_up_and_restored_in_five_minutes(
    database: Database, tmp_path: Path
) -> None:
    fill(database, ROWS)
    began = time.monotonic()
    path = tmp_path / "province.zip"
    write_archive(path, database, schema=migrate.head() or "", program="1", now=NOW)
    elsewhere = open_database(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    with opened(path) as archive:
        manifest = restore(archive, elsewhere)
    elsewhere.close()
    assert manifest.tables["journal_entry"].rows == ROWS
    assert time.monotonic() - began < MOST_SECONDS


def test_memory_does_not_grow_with_the_number_of_records(
    database: Database, tmp_path: Path
) -> None:
    fill(database, FEWER_ROWS)
    tracemalloc.start()
    write_archive(
        tmp_path / "province.zip", database, schema=migrate.head() or "", program="1", now=NOW
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES
