"""The operator's commands, as typed."""

import signal
import sys
from pathlib import Path

import pytest

from shopkit.cli.main import main
from shopkit.db import migrate
from shopkit.jobs.identity import claim_identity
from tests.cli.conftest import Machines
from tests.cli.machines import ROOT, Machine
from tests.cli.serving import free_port, get, serving
from tests.conftest import postgres_server

Said = pytest.CaptureFixture[str]

REFUSED = 2
SERVE = [sys.executable, "-m", "shopkit", "serve"]
CODES = "select count(distinct code) || ' ' || min(code) || ' ' || max(code) from label"
FAILING = '''
"""A version that breaks half-way."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    with op.batch_alter_table("shop") as batch:
        batch.add_column(sa.Column("mood", sa.String(20), nullable=True))
    op.execute("delete from old_unit")
    raise ArithmeticError("half-way")
'''


def test_upgrade_makes_the_tables_and_loads_what_everybody_knows(home: Machine) -> None:
    assert main(["upgrade"]) == 0
    assert home.scalar("select version_num from alembic_version") == migrate.head()
    assert home.scalar("select count(*) from province where valid_to is null") == 34


def test_a_second_upgrade_changes_nothing_and_keeps_no_backup(
    installed: Machine, capsys: Said
) -> None:
    count = "select count(*) from commune"
    before = installed.scalar(count)
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().out == ""
    assert installed.scalar(count) == before
    assert not (installed.data / "backups").exists()


def test_serving_an_empty_database_is_refused_in_a_sentence(home: Machine, capsys: Said) -> None:
    assert main(["serve"]) == REFUSED
    assert "Run: shopkit upgrade" in capsys.readouterr().err


def test_a_database_of_a_newer_program_is_left_alone(installed: Machine, capsys: Said) -> None:
    installed.do("update alembic_version set version_num = 'of_tomorrow'")
    for command in ("serve", "worker", "upgrade", "demo"):
        assert main([command]) == REFUSED
        assert "newer version (of_tomorrow)" in capsys.readouterr().err


@pytest.mark.parametrize("damaged", [(0, 100), (40_000, 60_000)])
def test_a_damaged_database_file_is_told_before_anybody_writes_to_it(
    damaged: tuple[int, int], installed: Machine, tmp_path: Path, capsys: Said
) -> None:
    if not installed.is_sqlite:
        pytest.skip("PostgreSQL looks after its own files")
    main(["backup", str(tmp_path / "shop.zip")])
    path = installed.data / "shopkit.db"
    content = bytearray(path.read_bytes())
    content[slice(*damaged)] = b"\xff" * (damaged[1] - damaged[0])
    path.write_bytes(content)
    assert main(["serve"]) == REFUSED
    told = capsys.readouterr().err
    assert "damaged" in told
    assert f"Restore {tmp_path / 'shop.zip'}" in told
    for command in ("doctor", "upgrade", "demo"):
        main([command])
        assert "Traceback" not in capsys.readouterr().err


def test_a_backup_restores_on_another_machine(
    installed: Machine, machines: Machines, tmp_path: Path
) -> None:
    main(["demo"])
    installed.finish_work()
    assert main(["backup", str(tmp_path / "shop.zip")]) == 0
    other = machines("other")
    assert main(["restore", str(tmp_path / "shop.zip")]) == 0
    for question in (CODES, "select count(*) from journal_entry"):
        assert other.scalar(question) == installed.scalar(question) is not None
    key = (installed.data / "secret.key").read_text()
    assert (other.data / "secret.key").read_text() == key
    assert main(["restore", str(tmp_path / "shop.zip")]) == REFUSED


def test_restore_and_backup_name_what_is_not_there(
    home: Machine, tmp_path: Path, capsys: Said
) -> None:
    assert main(["restore", str(tmp_path / "none.zip")]) == REFUSED
    assert "There is no file" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "none" / "shop.zip")]) == REFUSED
    assert "There is no folder" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "shop.zip")]) == REFUSED
    assert "the database is empty" in capsys.readouterr().err


def test_restore_and_move_wait_until_the_server_is_stopped(
    installed: Machine, tmp_path: Path, capsys: Said
) -> None:
    main(["backup", str(tmp_path / "shop.zip")])
    held = claim_identity(installed.data / "locks", "server", is_one_host=True)
    assert main(["restore", str(tmp_path / "shop.zip")]) == REFUSED
    assert main(["move", "--to", f"sqlite:///{tmp_path / 'new.db'}"]) == REFUSED
    assert "server-0 is running" in capsys.readouterr().err
    held.release()
    assert main(["move", "--to", f"sqlite:///{tmp_path / 'new.db'}"]) == 0


def test_moving_a_database_onto_itself_is_refused(installed: Machine) -> None:
    assert main(["move", "--to", installed.url]) == REFUSED


def test_the_practice_commune_is_made_once_and_removed(installed: Machine, capsys: Said) -> None:
    communes = installed.scalar("select count(*) from commune")
    assert main(["demo", "--first"]) == 0
    told = capsys.readouterr().out
    assert "officer" in told
    assert "seller" in told
    assert main(["demo", "--first"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["demo"]) == 0
    assert "there already" in capsys.readouterr().out
    assert main(["demo", "remove"]) == 0
    for table in ("account", "shop", "label", "journal_entry"):
        assert installed.scalar(f"select count(*) from {table}") == 0
    assert installed.scalar("select count(*) from commune") == communes


def test_a_port_that_is_none_is_told_in_a_sentence(
    home: Machine, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("SHOPKIT_PORT", "many")
    assert main(["serve"]) == REFUSED
    assert "set a number from 1 to 65535" in capsys.readouterr().err


def newer_program(folder: Path) -> Path:
    """A checkout of a later version: the same files as ours, and one more migration."""
    folder.mkdir()
    for name in ("shopkit", "qr_labels", "templates", "build", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "migrations" / "env.py").symlink_to(ROOT / "migrations" / "env.py")
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        (versions / path.name).symlink_to(path)
    (versions / "9999_breaks.py").write_text(FAILING.replace("{head}", migrate.head() or ""))
    return folder


def test_an_upgrade_that_fails_half_way_leaves_the_old_version_serving_all_its_data(
    installed: Machine, tmp_path: Path
) -> None:
    newer = newer_program(tmp_path / "newer")
    units = installed.scalar("select count(*) from old_unit")
    failed = installed.run("upgrade", program=newer)
    assert failed.returncode != 0
    assert "failed and was undone" in failed.stdout
    assert list((installed.data / "backups").glob("before-upgrade-*.zip"))
    assert installed.scalar("select count(*) from old_unit") == units
    assert installed.scalar("select version_num from alembic_version") == migrate.head()
    refused = installed.run("serve", program=newer)
    assert (refused.returncode, refused.stderr.count("\n")) == (REFUSED, 1)

    port = free_port()
    with serving(SERVE, port, cwd=ROOT, env=installed.settings(SHOPKIT_PORT=str(port))):
        assert get(port, "/")[0] == 200


def test_a_server_told_to_stop_ends_well_and_signs_off(installed: Machine) -> None:
    port = free_port()
    env = installed.settings(SHOPKIT_PORT=str(port))
    with serving(SERVE, port, cwd=ROOT, env=env) as server:
        assert main(["move", "--to", "sqlite:///nowhere.db"]) == REFUSED
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert installed.scalar("select count(*) from job_worker") == 0


@pytest.mark.postgres
def test_one_command_moves_everything_to_postgresql_with_every_printed_code(
    home: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Machine(home.data, f"sqlite:///{home.data / 'small.db'}")
    server = postgres_server()
    server.drop("larger")
    server.create("larger")
    larger = Machine(home.data, server.url("larger"))
    monkeypatch.setenv("DATABASE_URL", small.url)
    assert main(["upgrade"]) == 0
    assert main(["demo"]) == 0
    small.finish_work()
    assert main(["move", "--to", larger.url]) == 0
    assert larger.scalar(CODES) == small.scalar(CODES) is not None
    code, port = larger.scalar("select max(code) from label"), free_port()
    with serving(SERVE, port, cwd=ROOT, env=larger.settings(SHOPKIT_PORT=str(port))):
        assert get(port, f"/T/{code}")[0] == 200
    server.drop("larger")
