"""A throw-away PostgreSQL from the machine's own binaries: started, used over a socket, removed."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SUPERUSER = "shop"
# Nothing here outlives a test run, so nothing has to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class PostgresMissing(Exception):
    """No PostgreSQL server binaries on this machine."""


def binaries() -> Path:
    """The folder of `initdb`: the one on PATH, else the newest of Debian's."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if not versions:
        raise PostgresMissing("initdb was not found; install the package postgresql")
    return versions[-1].parent


def _version(initdb: Path) -> float:
    return float(initdb.parent.parent.name)


@dataclass(frozen=True)
class Server:
    """A running server, known by the folder of its socket."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={quote(str(self.folder))}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database; nobody may be connected to its template."""
        self._run("create database {} template {} strategy file_copy", database, template)

    def drop(self, database: str) -> None:
        self._run("drop database if exists {} with (force)", database)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Start a server in a new folder; stop it and remove the folder afterwards."""
    found = binaries()
    # A socket's path may hold 107 bytes, so the folder is short and not the test's own.
    folder = Path(tempfile.mkdtemp(prefix="sk-pg-", dir="/tmp"))
    try:
        _start(found, folder)
        yield Server(folder)
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _start(found: Path, folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"]
    data = str(folder / "data")
    _command(
        folder,
        [str(found / "initdb"), "-D", data, "-U", SUPERUSER, "--auth=trust", "--no-sync", *locale],
    )
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in settings.items())
    log = str(folder / "log")
    _command(
        folder,
        [str(found / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start"],
    )


def stop(folder: Path) -> None:
    """Stop at once and wait until the server is really gone; nothing if it is not running."""
    pid_file = folder / "data" / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().splitlines()[0])
    _command(
        folder,
        [str(binaries() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"],
    )
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.02)


def _command(folder: Path, command: list[str]) -> None:
    """Run as `postgres` where we are root, because initdb refuses root."""
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        cwd=folder,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        # pg_ctl hands its own output on to the server, which would keep a pipe open for ever.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    if done.returncode:
        log = folder / "log"
        told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}. {told}")
