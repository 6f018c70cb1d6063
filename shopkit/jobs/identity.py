"""The name of a process that does background work: the same after a restart, never shared."""

import fcntl
import os
import socket
from dataclasses import dataclass
from pathlib import Path

MOST_PROCESSES = 64


class TooManyProcesses(Exception):
    """More processes of one role than names; surely a mistake."""


@dataclass
class Identity:
    """A name held by a lock on a file; the lock ends with the process, however it ends."""

    name: str
    handle: int

    def release(self) -> None:
        os.close(self.handle)


def claim_identity(folder: Path, role: str, *, is_one_host: bool) -> Identity:
    """Take the first free name of a role.

    A SQLite database is used by one host only, whose name may change with each container; its
    processes are told apart by the number alone, so that the next one resumes at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    host = "" if is_one_host else f"{socket.gethostname()}-"
    for number in range(MOST_PROCESSES):
        handle = os.open(folder / f"{role}-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        return Identity(f"{host}{role}-{number}", handle)
    raise TooManyProcesses(role)


def running(folder: Path) -> list[str]:
    """The processes on this host that hold a name now."""
    held = []
    for path in sorted(folder.glob("*.lock")):
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                held.append(path.stem)
    return held
