"""`shopkit doctor` finds what is wrong and says what to do about it."""

from datetime import UTC, datetime, timedelta

import pytest

from shopkit.cli.main import main
from shopkit.config import read_config
from shopkit.db.base import new_id
from shopkit.db.engine import open_database
from shopkit.jobs.models import FAILED, Job
from tests.cli.machines import Machine

Said = pytest.CaptureFixture[str]


@pytest.fixture
def sound(installed: Machine) -> Machine:
    read_config()
    (installed.data / "last-backup").write_text(datetime.now(UTC).isoformat())
    return installed


def advice(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if "->" in line]


def keep(machine: Machine, job: Job) -> None:
    database = open_database(machine.url)
    with database.writing() as session:
        session.add(job)
    database.close()


def test_a_sound_installation_needs_nothing(sound: Machine, capsys: Said) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert advice(said) == []
    assert all(line.startswith("ok ") for line in said.splitlines())


def test_a_database_that_waits_for_an_upgrade_is_found(home: Machine, capsys: Said) -> None:
    assert main(["doctor"]) == 1
    assert "-> shopkit upgrade" in advice(capsys.readouterr().out)


def test_an_old_backup_or_none_is_found(sound: Machine, capsys: Said) -> None:
    marker = sound.data / "last-backup"
    marker.write_text((datetime.now(UTC) - timedelta(days=3)).isoformat())
    assert main(["doctor"]) == 1
    assert "the last is 3 days old" in capsys.readouterr().out
    marker.unlink()
    assert main(["doctor"]) == 1
    assert "none was ever made" in capsys.readouterr().out


def test_a_key_that_others_can_read_is_found(sound: Machine, capsys: Said) -> None:
    (sound.data / "secret.key").chmod(0o644)
    assert main(["doctor"]) == 1
    assert any("chmod 600" in line for line in advice(capsys.readouterr().out))


def test_an_address_without_encryption_is_found(
    sound: Machine, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("SHOPKIT_ADDRESS", "http://xa.example")
    assert main(["doctor"]) == 1
    assert any("TLS" in line for line in advice(capsys.readouterr().out))


def test_work_that_nobody_does_is_found(sound: Machine, capsys: Said) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    keep(sound, Job(kind="count", record_id=new_id(), made_at=long_ago))
    assert main(["doctor"]) == 1
    assert "1 job waiting for more than 10 minutes" in capsys.readouterr().out


def test_work_that_failed_is_found_with_its_reason(sound: Machine, capsys: Said) -> None:
    now = datetime.now(UTC)
    job = Job(kind="count", record_id=new_id(), made_at=now, state=FAILED, failure="broken")
    job.finished_at = now
    keep(sound, job)
    assert main(["doctor"]) == 1
    assert "count: broken (1)" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_found(sound: Machine, capsys: Said) -> None:
    (sound.data / "files" / "drafts").write_text("a file where a folder should be")
    assert main(["doctor"]) == 1
    assert any("write there" in line for line in advice(capsys.readouterr().out))
