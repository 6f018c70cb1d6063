"""Having the picture of a shop drawn, away from the server and one at a time."""

import logging
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256

from shopkit.channels.rules.front_picture import Sign, packed
from shopkit.config import PACKAGE

log = logging.getLogger(__name__)

CHILD = "shopkit.channels.rules.front_drawing"
PATIENCE_S, CHILD_S = 5, 20
MOST_KEPT = 100
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
TURN = threading.Semaphore(1)
# Drawn anew by each process: a picture costs a fifth of a second and weighs at most 200 KB.
_kept: OrderedDict[str, bytes] = OrderedDict()


def picture_key(sign: Sign, photos: Sequence[str]) -> str:
    """Changes with everything the picture shows."""
    told = "\n".join((sign.name, sign.sells, sign.place, *photos))
    return sha256(told.encode()).hexdigest()[:16]


def kept_or_none(key: str) -> bytes | None:
    return _kept.get(key)


def draw(key: str, sign: Sign, photos: Sequence[bytes]) -> bytes | None:
    """The picture as a JPEG; None when too many are asked for at once or none could be drawn."""
    if not TURN.acquire(timeout=PATIENCE_S):
        return None
    try:
        made = _kept.get(key) or output_of_child(packed(sign, photos))
        if made:
            _kept[key] = made
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return made or None
    finally:
        TURN.release()


def output_of_child(content: bytes) -> bytes:
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-B", "-m", CHILD],
            input=content,
            capture_output=True,
            timeout=CHILD_S,
            cwd=PACKAGE.parent,
            env=environ,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.info("the picture of a shop took too long")
        return b""
    if done.returncode != 0:
        log.info("no picture of a shop: %s", done.stderr[-200:].decode(errors="replace"))
        return b""
    return done.stdout
