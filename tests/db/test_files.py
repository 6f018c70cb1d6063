"""Files by the hash of their content."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkit.db.files import Files
from shopkit.errors import NotFound


def test_the_same_bytes_have_one_name_and_one_place(files: Files) -> None:
    name = files.put(b"hoa")
    assert files.put(b"hoa") == name
    assert files.read(name) == b"hoa"
    assert len([path for path in files.root.rglob("*") if path.is_file()]) == 1


def test_a_finished_file_is_taken_in_under_its_hash(files: Files) -> None:
    draft = files.drafts() / "tem.pdf"
    draft.write_bytes(b"%PDF")
    assert files.read(files.take(draft)) == b"%PDF"
    assert not draft.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "G" * 64, "a/" * 32])
def test_nothing_but_a_hash_names_a_file(files: Files, name: str) -> None:
    with pytest.raises(NotFound):
        files.read(name)


def test_a_write_that_fails_leaves_no_half_file(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put(b"hoa")
    assert not [path for path in files.root.rglob("*") if path.is_file()]


def test_old_drafts_go_and_young_ones_stay(files: Files) -> None:
    old, young = files.drafts() / "old", files.drafts() / "young"
    for path in (old, young):
        path.mkdir()
        (path / "tem.pdf").write_bytes(b"x")
    yesterday = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
    os.utime(old, (yesterday, yesterday))
    files.sweep_drafts(datetime.now(UTC))
    assert [path.name for path in Path(files.drafts()).iterdir()] == ["young"]
