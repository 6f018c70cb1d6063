"""What a store promises: the same as a folder, and a plain word when it is away."""

import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import SEEK_END
from pathlib import Path

import pytest

from shopkit.config import Config, ConfigRefused, read_config
from shopkit.db.files import Files, FilesAway, Folder
from shopkit.db.opening import open_files
from shopkit.db.store import PIECE
from shopkit.errors import NotFound
from tests.stored.server import BUCKET, StoreServer

LATER = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture(params=["folder", "store"])
def either(request: pytest.FixtureRequest, config: Config) -> Files:
    return open_files(replace(config, store="") if request.param == "folder" else config)


def test_the_same_bytes_have_one_name(either: Files) -> None:
    name = either.put("hoa đào".encode())
    assert either.put("hoa đào".encode()) == name
    assert either.read(name) == "hoa đào".encode()
    assert list(either.names()) == [name]


def test_shelves_do_not_see_each_other(either: Files) -> None:
    photo, paper = either.shelf("photos").put(b"hoa"), either.shelf("papers").put(b"la")
    label = either.put(b"tem")
    assert list(either.shelf("photos").names()) == [photo]
    assert list(either.names()) == [label]
    with pytest.raises(NotFound):
        either.shelf("papers").read(photo)
    assert sorted(either.everything()) == sorted(
        [("", label), ("photos", photo), ("papers", paper)]
    )


def test_a_finished_file_is_taken_and_its_draft_is_gone(either: Files) -> None:
    draft = either.drafts() / "tem.pdf"
    draft.write_bytes(b"%PDF" * 100)
    name = either.take(draft)
    assert either.read(name) == b"%PDF" * 100
    assert not draft.exists()
    assert either.path(name).read_bytes() == b"%PDF" * 100


def test_a_large_file_is_read_from_any_place_on(either: Files) -> None:
    content = bytes(range(256)) * (3 * PIECE // 256)
    with either.opened(either.put(content)) as file:
        assert file.seek(0, SEEK_END) == len(content)
        file.seek(PIECE + 7)
        assert file.read(11) == content[PIECE + 7 : PIECE + 18]
        file.seek(0)
        assert b"".join(iter(lambda: file.read(65_536), b"")) == content


def test_what_nobody_knows_goes_and_what_was_put_since_stays(either: Files) -> None:
    known, stray = either.put(b"known"), either.put(b"stray")
    assert either.sweep({known}, before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert either.sweep({known}, before=LATER) == 1
    assert list(either.names()) == [known]
    either.remove(stray)
    with pytest.raises(NotFound):
        either.read(stray)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "G" * 64, "a/" * 32])
def test_nothing_but_a_hash_names_a_file(either: Files, name: str) -> None:
    for ask in (either.read, either.opened, either.path, either.remove):
        with pytest.raises(NotFound):
            ask(name)


def test_a_folder_copied_into_the_bucket_is_the_same_store(
    config: Config, files: Files, tmp_path: Path
) -> None:
    """Names in a store are the paths of a folder, so any tool that copies can move them."""
    folder = Folder(tmp_path / "old")
    name = folder.shelf("photos").put(b"hoa")
    assert files.shelf("photos").put(b"hoa") == name
    (path,) = (path.relative_to(folder.root) for path in folder.root.glob("photos/*/*"))
    assert str(path) == f"photos/{name[:2]}/{name}"
    assert list(files.everything()) == [("photos", name)]


def test_a_store_that_is_stopped_says_so_soon_and_is_the_same_when_it_is_back(
    files: Files, server: StoreServer
) -> None:
    name = files.put(b"hoa")
    server.stop()
    begun = time.monotonic()
    for ask in (lambda: files.read(name), lambda: files.put(b"la"), lambda: list(files.names())):
        with pytest.raises(FilesAway):
            ask()
    assert time.monotonic() - begun < 10
    server.start()
    assert files.read(name) == b"hoa"
    assert list(files.names()) == [name]


def test_a_bucket_that_is_not_there_is_trouble_and_not_an_absent_page(config: Config) -> None:
    files = open_files(replace(config, store="s3://khac/xa"))
    with pytest.raises(FilesAway):
        files.put(b"hoa")


def test_a_store_that_never_answers_is_given_up_in_bounded_time(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        begun = time.monotonic()
        with pytest.raises(FilesAway):
            open_files(config).put(b"hoa")
        assert time.monotonic() - begun < 15


@pytest.mark.parametrize("told", ["s3://", "http://kho/xa", "kho"])
def test_a_store_that_cannot_be_is_refused_at_the_start(tmp_path: Path, told: str) -> None:
    with pytest.raises(ConfigRefused, match="s3://bucket/prefix"):
        read_config({"SHOPKIT_DATA": str(tmp_path), "SHOPKIT_FILES": told})


def test_the_store_is_read_from_the_environment(tmp_path: Path) -> None:
    found = read_config({"SHOPKIT_DATA": str(tmp_path), "SHOPKIT_FILES": f"s3://{BUCKET}/xa"})
    assert found.store == "s3://kho/xa"
