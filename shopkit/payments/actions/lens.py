"""Having a photo of a stand read where it can do no harm: in a child process with hard limits."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass

import structlog

from qr_labels.reading.photos import Found, kind_of
from shopkit.config import PACKAGE
from shopkit.errors import Refusal

log = structlog.get_logger()

CHILD = "shopkit.payments.rules.looking"
PATIENCE_S = 30
TURNS = threading.Semaphore(2)
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
# Threads of a number library would each take memory of the little there is.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

EMPTY, TOO_LARGE, NOT_AN_IMAGE, BROKEN, BUSY = (
    "empty", "too_large", "not_an_image", "truncated", "busy",
)  # fmt: skip


class PhotoRefused(Refusal):
    """A photo that cannot be looked at; `reason` is a machine word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Seen:
    """The codes of a photo, and how many more are there that nobody could read."""

    found: tuple[Found, ...]
    unread_count: int


def look_at(photo: bytes) -> Seen:
    """Read all codes of a photo; raises PhotoRefused. Do it before a transaction begins."""
    if not photo:
        raise PhotoRefused(EMPTY)
    if not TURNS.acquire(timeout=PATIENCE_S):
        raise PhotoRefused(BUSY)
    try:
        told = json.loads(output_of_child(photo))
    finally:
        TURNS.release()
    if "refused" in told:
        raise PhotoRefused(told["refused"])
    return Seen(tuple(found(text) for text in told["texts"]), told["unread"])


def found(text: str) -> Found:
    kind, reading = kind_of(text)
    return Found(text, kind, (), reading)


def output_of_child(photo: bytes) -> bytes:
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | ONE_THREAD
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-B", "-m", CHILD],
            input=photo,
            capture_output=True,
            timeout=PATIENCE_S,
            cwd=PACKAGE.parent,
            env=environ,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise PhotoRefused(BROKEN) from problem
    if done.returncode != 0:
        log.info("photo.ended_its_child", said=done.stderr[-200:].decode(errors="replace"))
        raise PhotoRefused(BROKEN)
    return done.stdout
