"""Having spreadsheets opened where they can do no harm: in a child process with hard limits.

The child is started anew, never forked from the server with its threads; the server itself parses
nothing that a person sent, only the plain rows that the child has written.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from shopkit.config import PACKAGE
from shopkit.sheets.flaws import Limits, SheetFlaw, SheetRefused
from shopkit.sheets.opening import REFUSED, order
from shopkit.sheets.rolls import Roll, RollBroken

log = logging.getLogger(__name__)

CHILD = "shopkit.sheets.opening"
PATIENCE_S = 90
# Each child may use what the limits allow; more at once would only wait for the processor.
TURNS = threading.Semaphore(2)
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
USUAL = Limits()


def unroll(
    content: bytes, folder: Path, *, told: dict[str, str] | None = None, limits: Limits = USUAL
) -> Roll:
    """Write the rows of a spreadsheet to a new file in `folder`; raises SheetRefused.

    XLSX, XLS, CSV and its kin, the web pages that some programs call .xls, XML feeds and JSON;
    decided by the content. `told` is kept in the roll as it is. The caller moves the file or
    removes it.
    """
    if not content:
        raise SheetRefused(SheetFlaw.EMPTY)
    if len(content) > limits.content_bytes:
        raise SheetRefused(SheetFlaw.TOO_HEAVY)
    if not TURNS.acquire(timeout=PATIENCE_S):
        raise SheetRefused(SheetFlaw.BUSY)
    handle, name = tempfile.mkstemp(dir=folder, prefix="roll-")
    try:
        ask_child(content, handle, order(told or {}, limits))
        return Roll(Path(name))
    except BaseException as problem:
        Path(name).unlink(missing_ok=True)
        if isinstance(problem, RollBroken):
            raise SheetRefused(SheetFlaw.BROKEN) from problem
        raise
    finally:
        TURNS.release()
        os.close(handle)


def ask_child(content: bytes, out: int, words: list[str]) -> None:
    """Let the child write to `out`; raises SheetRefused with what stood in its way."""
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-B", "-m", CHILD, *words],
            input=content,
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            cwd=PACKAGE.parent,
            env=environ,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise SheetRefused(SheetFlaw.DEMANDING) from problem
    if done.returncode == REFUSED:
        raise SheetRefused.heard(done.stderr.decode().strip())
    if done.returncode != 0:
        log.info("a sheet ended its child (%s): %s", done.returncode, tail(done.stderr))
        # Ended by a signal: it asked for more memory, time or disk than it may have.
        is_killed = done.returncode < 0
        raise SheetRefused(SheetFlaw.DEMANDING if is_killed else SheetFlaw.BROKEN)


def tail(told: bytes) -> str:
    return told[-200:].decode(errors="replace")
