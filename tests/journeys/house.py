"""A running house for journeys: a server process that can be killed and started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from shopkit.db.engine import Database, open_database
from shopkit.jobs.models import UNFINISHED, Job

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
SECRET = re.compile(r"phone (\S+)\s+secret (\S+)")


@dataclass
class House:
    """One installation in a folder of its own, with its server."""

    folder: Path
    port: int
    url: str
    environ: dict[str, str]
    sign_ins: dict[str, tuple[str, str]] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> str:
        """Run one command of `shopkit` and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "shopkit", *command],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def furnish(self) -> None:
        """Make the tables and the practice commune."""
        self.run("upgrade")
        for phone, secret in SECRET.findall(self.run("demo")):
            self.sign_ins[phone] = (phone, secret)

    def finish_work(self) -> None:
        """Let the background work that was asked for come to its end."""
        self.open()
        wait_for(self.is_idle, "the background work ends", self.log)
        self.close()

    def is_idle(self) -> bool:
        with self.database() as database, database.reading() as session:
            waiting = select(func.count()).select_from(Job).where(Job.state.in_(UNFINISHED))
            return not session.scalar(waiting)

    def open(self) -> None:
        """Start the server and wait until it answers."""
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shopkit", "serve"],
            cwd=ROOT,
            env=self.environ,
            stdout=log,
            stderr=log,
        )
        log.close()
        wait_for(self.answers, "the server answers", self.log)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/ping", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", errors="replace")[-4000:]

    def kill(self) -> None:
        """End the server as a power cut would."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()

    def clock(self) -> datetime:
        return datetime.fromisoformat(Path(self.environ["SHOPKIT_TEST_CLOCK"]).read_text())

    def set_clock(self, at: datetime) -> None:
        Path(self.environ["SHOPKIT_TEST_CLOCK"]).write_text(at.isoformat())

    @contextmanager
    def database(self) -> Iterator[Database]:
        opened = open_database(self.url)
        try:
            yield opened
        finally:
            opened.close()


def wait_for(
    is_so: Callable[[], bool],
    what: str,
    tell: Callable[[], str] = str,
    patience_s: int = PATIENCE_S,
) -> None:
    """Wait until something is so; timings decide nothing, only for how long we are patient."""
    until = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < until, f"waited in vain: {what}\n{tell()}"
        time.sleep(0.1)


def new_house(folder: Path, url: str | None = None) -> House:
    port = free_port()
    clock = folder / "clock"
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SHOPKIT_")},
        "SHOPKIT_DATA": str(folder / "data"),
        "SHOPKIT_PORT": str(port),
        "SHOPKIT_TEST_CLOCK": str(clock),
        "PYTHONWARNINGS": "error::DeprecationWarning:shopkit",
    }
    environ.pop("DATABASE_URL", None)
    if url:
        environ["DATABASE_URL"] = url
    house = House(folder, port, url or f"sqlite:///{folder / 'data' / 'shopkit.db'}", environ)
    house.set_clock(datetime.fromisoformat("2026-11-22T09:30:00+07:00"))
    return house


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
