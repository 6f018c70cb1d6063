"""What a backup promises: the same records, files and codes on another machine or engine."""

import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from shopkit.cli.archive.archive import MANIFEST, ArchiveRefused, write_archive
from shopkit.cli.archive.columns import NOT_RECORDS, described, record_tables
from shopkit.cli.archive.restoring import TargetNotEmpty, opened, restore
from shopkit.cli.archive.rows import Digest, lines
from shopkit.db import migrate
from shopkit.db.base import Base, new_id
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files, Folder
from shopkit.demo.practice import build_practice
from shopkit.jobs.models import Job
from shopkit.journal import write as journal
from tests.conftest import NOW, postgres_server
from tests.databases import furnish

HEAD = migrate.head() or ""
KINDS_OF_MODELS = {
    "Uuid": "uuid",
    "Moment": "moment",
    "Date": "day",
    "JSON": "json",
    "Boolean": "flag",
    "Integer": "whole",
    "BigInteger": "whole",
    "LargeBinary": "bytes",
}


@dataclass
class Village:
    """An installation with people, shops, products, codes and labels in it, and its backup."""

    database: Database
    files: Files
    backup: Path


@pytest.fixture(scope="module")
def village(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Village]:
    folder = tmp_path_factory.mktemp("village")
    url = f"sqlite:///{folder / 'village.db'}"
    if request.config.getoption("--engine") == "postgres":
        server = postgres_server()
        server.drop("village")
        server.create("village")
        url = server.url("village")
    furnish(url)
    database, files = open_database(url), Folder(folder / "files")
    with database.writing() as session:
        build_practice(session, files, now=datetime.now(UTC))
    write(folder / "shop.zip", database, files)
    yield Village(database, files, folder / "shop.zip")
    database.close()


@pytest.fixture(scope="module")
def backup(village: Village) -> Path:
    return village.backup


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database on another machine."""
    database = open_database(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    yield database
    database.close()


def write(path: Path, database: Database, files: Files | None = None) -> None:
    write_archive(path, database, schema=HEAD, program="1", now=NOW, files=files)


def bring_back(path: Path, database: Database, files: Files | None = None) -> None:
    with opened(path) as archive:
        restore(archive, database, files=files)


def content(database: Database) -> dict[str, tuple[int, str]]:
    """Every record, as one number for each table."""
    with database.engine.connect() as connection:
        return {
            each.name: digest_of(connection, each.name, described(each))
            for each in record_tables(connection)
        }


def digest_of(connection: Connection, name: str, columns: dict[str, str]) -> tuple[int, str]:
    digest = Digest()
    for line in lines(connection, name, columns):
        digest.add(line)
    return digest.rows, digest.text()


def is_untouched(database: Database) -> bool:
    return not set(inspect(database.engine).get_table_names()) - NOT_RECORDS


def test_a_restore_brings_back_every_record_and_file(
    village: Village, elsewhere: Database, tmp_path: Path
) -> None:
    there = Folder(tmp_path / "there")
    album = Folder(village.files.root / "photos")
    bring_back(village.backup, elsewhere, there)
    assert content(elsewhere) == content(village.database)
    names = [path.name for path in album.root.glob("??/*")]
    assert names
    for name in names:
        assert Folder(there.root / "photos").read(name) == album.read(name)


@pytest.mark.postgres
def test_records_move_from_sqlite_to_postgresql_and_back(
    village: Village, elsewhere: Database, tmp_path: Path
) -> None:
    server = postgres_server()
    server.drop("moved")
    server.create("moved")
    moved = open_database(server.url("moved"))
    try:
        bring_back(village.backup, elsewhere)
        write(tmp_path / "to.zip", elsewhere)
        bring_back(tmp_path / "to.zip", moved)
        assert content(moved) == content(village.database)
        write(tmp_path / "back.zip", moved)
    finally:
        moved.close()
        server.drop("moved")
    again = open_database(f"sqlite:///{tmp_path / 'again.db'}")
    bring_back(tmp_path / "back.zip", again)
    assert content(again) == content(village.database)
    again.close()


def test_a_restored_database_can_be_worked_on(backup: Path, elsewhere: Database) -> None:
    bring_back(backup, elsewhere)
    migrate.check_version(elsewhere)
    with elsewhere.writing() as session:
        session.add(
            Job(kind="count", record_id=Job(kind="", record_id=None, made_at=NOW).id, made_at=NOW)
        )  # type: ignore[arg-type]  # only its id is wanted


def test_a_restore_never_writes_over_anything(village: Village) -> None:
    before = content(village.database)
    with pytest.raises(TargetNotEmpty):
        bring_back(village.backup, village.database)
    assert content(village.database) == before


def test_a_backup_that_is_cut_off_anywhere_is_refused_and_leaves_nothing(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    cut = tmp_path / "cut.zip"
    for tenth in range(10):
        cut.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(ArchiveRefused, match="damaged or cut off"):
            bring_back(cut, elsewhere)
    assert is_untouched(elsewhere)


def changed(source: Path, target: Path, name: str, change: bytes | None) -> None:
    """Copy a backup with one member changed, or left out."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as made:
        for member in given.namelist():
            if member != name:
                made.writestr(member, given.read(member))
            elif change is not None:
                made.writestr(member, change)


def test_a_table_changed_inside_the_backup_is_refused(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as given:
        accounts = given.read("tables/account.jsonl")
    forged = tmp_path / "forged.zip"
    changed(backup, forged, "tables/account.jsonl", accounts.replace(b"+8490", b"+8491", 1))
    with pytest.raises(ArchiveRefused, match="account was changed"):
        bring_back(forged, elsewhere)
    assert is_untouched(elsewhere)


def test_a_table_missing_in_the_backup_is_refused(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    lacking = tmp_path / "lacking.zip"
    changed(backup, lacking, "tables/shop.jsonl", None)
    with pytest.raises(ArchiveRefused, match="lacks tables/shop"):
        bring_back(lacking, elsewhere)
    assert is_untouched(elsewhere)


def test_a_file_missing_in_the_backup_is_refused(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as given:
        (photo, *_others) = [name for name in given.namelist() if name.startswith("files/")]
    lacking = tmp_path / "lacking.zip"
    changed(backup, lacking, photo, None)
    with pytest.raises(ArchiveRefused, match="Files are missing"):
        bring_back(lacking, elsewhere, Folder(tmp_path / "there"))
    assert is_untouched(elsewhere)


def test_a_file_damaged_in_the_backup_is_refused(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as given:
        (photo, *_others) = [name for name in given.namelist() if name.startswith("files/")]
    damaged = tmp_path / "damaged.zip"
    changed(backup, damaged, photo, b"not this picture")
    with pytest.raises(ArchiveRefused, match="Files are missing or damaged"):
        bring_back(damaged, elsewhere, Folder(tmp_path / "there"))


def test_a_backup_of_a_newer_version_names_what_to_install(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as given:
        manifest = json.loads(given.read(MANIFEST))
    newer = tmp_path / "newer.zip"
    told = manifest | {"schema": "of_tomorrow", "program": "9.9"}
    changed(backup, newer, MANIFEST, json.dumps(told).encode())
    with pytest.raises(ArchiveRefused, match=r"newer version \(9\.9"):
        bring_back(newer, elsewhere)
    changed(backup, newer, MANIFEST, json.dumps(manifest | {"format": 2}).encode())
    with pytest.raises(ArchiveRefused, match="format 2"):
        bring_back(newer, elsewhere)


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b'{"tables": []}', b'{"tables": {"a": 1}}'])
def test_a_zip_that_is_no_backup_of_ours_is_refused(
    told: bytes, backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.zip"
    changed(backup, foreign, MANIFEST, told)
    with pytest.raises(ArchiveRefused, match="not a backup"):
        bring_back(foreign, elsewhere)


def test_names_that_lead_out_of_the_folder_are_passed_by(
    backup: Path, elsewhere: Database, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.zip"
    changed(backup, foreign, "", None)
    with zipfile.ZipFile(foreign, "a") as made:
        for name in ("files/../../../stray", "/stray", "files/drafts/ab/" + "ab" * 32, "files/x"):
            made.writestr(name, b"stray")
    there = Folder(tmp_path / "deep" / "er" / "there")
    bring_back(foreign, elsewhere, there)
    strays = [path for path in tmp_path.rglob("*") if path.is_file() and "stray" in path.name]
    assert strays == []
    assert list(there.drafts().iterdir()) == []


def test_a_backup_made_while_people_work_is_of_one_moment(
    database: Database, tmp_path: Path
) -> None:
    """Each write adds a job and a line of the journal; a backup has as many of both."""
    enough = threading.Event()

    def work() -> None:
        while not enough.is_set():
            with database.writing() as session:
                job = Job(kind="count", record_id=new_id(), made_at=NOW)
                session.add(job)
                session.flush()
                journal.write(session, job, "job.made", now=NOW)

    seller = threading.Thread(target=work)
    seller.start()
    try:
        for number in range(3):
            path = tmp_path / f"{number}.zip"
            write(path, database)
            with opened(path) as archive:
                kept = archive.manifest.tables
            assert kept["journal_entry"].rows == kept["job"].rows
    finally:
        enough.set()
        seller.join()
    assert kept["job"].rows > 0


def test_a_backup_that_fails_leaves_no_half_file(database: Database, tmp_path: Path) -> None:
    (tmp_path / "shop.zip").mkdir()
    with pytest.raises(OSError, match="directory"):
        write(tmp_path / "shop.zip", database)
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_is_for_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_every_column_of_the_models_is_known_to_backups(database: Database) -> None:
    with database.engine.connect() as connection:
        kinds = {each.name: described(each) for each in record_tables(connection)}
    assert set(kinds) == set(Base.metadata.tables) - NOT_RECORDS
    for name, table in Base.metadata.tables.items():
        for column in table.columns if name in kinds else ():
            wanted = KINDS_OF_MODELS.get(type(column.type).__name__, "text")
            assert kinds[name][column.name] == wanted, f"{name}.{column.name}"
