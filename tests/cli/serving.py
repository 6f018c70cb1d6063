"""Starting `shopkit serve` as its own process, and waiting until it answers."""

import http.client
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 40.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    command: Sequence[str], port: int, *, cwd: Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """Run a server until the end of the block; what it said is shown when it never answers."""
    with tempfile.NamedTemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log, text=True)
        try:
            wait_until_it_answers(process, port, Path(log.name))
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until_it_answers(process: subprocess.Popen[str], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if get(port, "/ping")[1] == b"shopkit:ok":
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not answer: {log.read_text()[-3000:]}")


def get(port: int, path: str, timeout_s: float = 20.0) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
