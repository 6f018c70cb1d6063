"""Pictures opened in a child process, whatever they do to it."""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from PIL import Image

from shopkit.catalog.actions import darkroom
from shopkit.catalog.rules.photo import AT_ONCE, CARD, LATER, MASTER, Flaw, PictureRefused
from shopkit.config import PACKAGE
from tests.catalog import shots

HEIC = shots.encoded(shots.scene(), "HEIF")


def refusal_of(content: bytes) -> Flaw:
    with pytest.raises(PictureRefused) as refused:
        darkroom.develop(content, AT_ONCE)
    return refused.value.flaw


# The system counts the memory of whoever starts a process as that process's own, and a test run is
# large; so something small starts the child and reports.
SMALL_STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_mb_of(content: bytes) -> float:
    """The most memory the child used for a picture, as the system counted it."""
    child = [sys.executable, "-m", darkroom.CHILD, "develop", *AT_ONCE]
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        told = subprocess.run(
            [sys.executable, "-c", SMALL_STARTER, *child],
            stdin=source,
            capture_output=True,
            cwd=PACKAGE.parent,
            check=True,
        )
    return int(told.stdout) / 1024


def test_a_photo_comes_back_in_the_sizes_asked_for() -> None:
    developed = darkroom.develop(shots.jpeg(), AT_ONCE)
    assert list(developed.files) == [MASTER, CARD]
    assert list(darkroom.resize(developed.files[MASTER], LATER).files) == list(LATER)


def test_the_name_of_a_file_says_nothing_the_content_decides() -> None:
    assert darkroom.develop(shots.encoded(shots.scene(), "PNG"), ()).width == 1200


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (bytes(30 * 1024 * 1024), Flaw.TOO_HEAVY),
        (b"<html>", Flaw.UNKNOWN),
        (shots.flat_png(9000, 9000), Flaw.TOO_MANY_PIXELS),
        (shots.jpeg()[:-5000], Flaw.BROKEN),
        (HEIC[: len(HEIC) * 3 // 4], Flaw.BROKEN),
    ],
)
def test_a_bad_picture_is_refused_with_a_reason(content: bytes, flaw: Flaw) -> None:
    assert refusal_of(content) is flaw


@pytest.mark.parametrize(
    "content",
    [
        shots.flat_png(9000, 9000),
        shots.flat_png(7300, 5470),
        shots.encoded(Image.new("RGBA", (7300, 5470)), "PNG", compress_level=1),
    ],
)
def test_no_picture_takes_more_memory_than_the_largest_photo_needs(content: bytes) -> None:
    assert peak_mb_of(content) < 512


def test_a_child_that_works_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "PATIENCE_S", 0.01)
    assert refusal_of(shots.jpeg()) is Flaw.BROKEN


def test_when_all_turns_are_taken_the_seller_is_asked_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(darkroom, "TURNS", threading.Semaphore(0))
    monkeypatch.setattr(darkroom, "PATIENCE_S", 0.01)
    assert refusal_of(shots.jpeg()) is Flaw.BUSY


def test_the_child_sees_nothing_of_our_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\nexit 1\n")
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))
    monkeypatch.setenv("SHOPKIT_SECRET_KEY", "not for children")
    assert refusal_of(shots.jpeg()) is Flaw.BROKEN
    assert "SHOPKIT_SECRET_KEY" not in (tmp_path / "seen").read_text()
