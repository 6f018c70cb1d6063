"""A mark beside the SQLite file that changes with every recall, for all processes to see at once.

Reading it is reading memory. A query as small as the recall version makes eight threads of one
process wait for each other, which costs more than the page itself.
"""

import mmap
import os
import time
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

WIDTH = 8

_maps: dict[Path, mmap.mmap] = {}
_opening, _marking = Lock(), Lock()


def mark_path_or_none(engine: Engine) -> Path | None:
    """Where the mark of a database lies; None where its processes may be on several machines."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name + "-recalls")


def read_mark(path: Path) -> int:
    return int.from_bytes(mapped(path)[:WIDTH], "big")


def change_mark(path: Path) -> None:
    """To be called when a recall is committed, before anybody is told that it is."""
    with _marking:
        later = max(read_mark(path) + 1, time.time_ns())
        mapped(path)[:WIDTH] = later.to_bytes(WIDTH, "big")


def mapped(path: Path) -> mmap.mmap:
    found = _maps.get(path)
    return found if found is not None else opened(path)


def opened(path: Path) -> mmap.mmap:
    with _opening:
        if path not in _maps:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(handle).st_size < WIDTH:
                    os.ftruncate(handle, WIDTH)
                _maps[path] = mmap.mmap(handle, WIDTH)
            finally:
                os.close(handle)
        return _maps[path]
