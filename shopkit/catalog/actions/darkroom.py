"""Having pictures opened where they can do no harm: in a child process with hard limits.

The child is started anew, never forked from the server with its threads; the server itself decodes
nothing that a person sent.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterable

from shopkit.catalog.rules.photo import MOST_BYTES, Developed, Flaw, PictureRefused, unpacked
from shopkit.config import PACKAGE

log = logging.getLogger(__name__)

CHILD = "shopkit.catalog.rules.developing"
PATIENCE_S = 40
# Each child may use what `developing` allows; more at once would only wait for the processor.
TURNS = threading.Semaphore(2)
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")


def develop(content: bytes, sizes: Iterable[str]) -> Developed:
    """Check what a phone sent and make it upright, plain and light; raises PictureRefused."""
    if not content:
        raise PictureRefused(Flaw.EMPTY)
    if len(content) > MOST_BYTES:
        raise PictureRefused(Flaw.TOO_HEAVY)
    return ask_child("develop", sizes, content)


def resize(master: bytes, sizes: Iterable[str]) -> Developed:
    """Make more sizes of a master of ours."""
    return ask_child("resize", sizes, master)


def ask_child(task: str, sizes: Iterable[str], content: bytes) -> Developed:
    if not TURNS.acquire(timeout=PATIENCE_S):
        raise PictureRefused(Flaw.BUSY)
    try:
        return unpacked(output_of_child([task, *sizes], content))
    finally:
        TURNS.release()


def output_of_child(words: list[str], content: bytes) -> bytes:
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-B", "-m", CHILD, *words],
            input=content,
            capture_output=True,
            timeout=PATIENCE_S,
            cwd=PACKAGE.parent,
            env=environ,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise PictureRefused(Flaw.BROKEN) from problem
    if done.returncode != 0:
        log.info("a picture ended its child: %s", done.stderr[-200:].decode(errors="replace"))
        raise PictureRefused(Flaw.BROKEN)
    return done.stdout
