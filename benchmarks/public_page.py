"""The page behind a code, beside a bare Flask "hello" on the same server, in one run.

Prints requests per second of both and their ratio, and what a page weighs on the wire.
"""

import gzip
import http.client
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
THREADS, SECONDS, ROUNDS = 4, 3.0, 3
HELLO = """
from flask import Flask
from waitress import serve
app = Flask("hello")
app.add_url_rule("/hello", view_func=lambda: "hello")
serve(app, host="127.0.0.1", port={port}, threads=8)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "SHOPKIT_DATA": folder, "SHOPKIT_PORT": "18471"}
        environ.pop("DATABASE_URL", None)
        for command in ("upgrade", "demo"):
            shopkit(environ, command)
        house = subprocess.Popen(
            [sys.executable, "-m", "shopkit", "serve"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
        )
        hello = subprocess.Popen([sys.executable, "-c", HELLO.format(port=18472)])
        try:
            compare(a_code(environ))
        finally:
            for process in (house, hello):
                process.terminate()
                process.wait()


def shopkit(environ: dict[str, str], command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "shopkit", command],
        cwd=ROOT,
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def a_code(environ: dict[str, str]) -> str:
    path = Path(environ["SHOPKIT_DATA"]) / "shopkit.db"
    with sqlite3.connect(path) as connection:
        code: str = connection.execute("select trace_code from batch limit 1").fetchone()[0]
    return code


def compare(code: str) -> None:
    ours, peer = (18471, f"/T/{code}"), (18472, "/hello")
    for port, path in (ours, peer):
        wait_for(port, path)
    rates: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(ROUNDS):
        rates["ours"].append(rate(*ours))
        rates["peer"].append(rate(*peer))
    ours_s, peer_s = (statistics.median(rates[name]) for name in ("ours", "peer"))
    print(f"page behind a code   {ours_s:8.0f} requests/s")
    print(f"bare Flask hello     {peer_s:8.0f} requests/s")
    print(f"ratio                {ours_s / peer_s:8.2f}")
    weigh(*ours)


def wait_for(port: int, path: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            get(port, path)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no server at port {port}")


def get(port: int, path: str, **headers: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def rate(port: int, path: str) -> float:
    """Answers per second from a few connections that are kept open."""
    counts = [0] * THREADS
    until = time.monotonic() + SECONDS

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.monotonic() < until:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            connection.getresponse().read()
            counts[place] += 1

    askers = [threading.Thread(target=ask, args=(place,)) for place in range(THREADS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return sum(counts) / SECONDS


def weigh(port: int, path: str) -> None:
    page = get(port, path)
    text = gzip.decompress(page).decode()
    style = re.search(r'href="(/static/css/trace[^"]+)"', text)
    photo = re.search(r'<img[^>]+src="([^"]+)"', text)
    style_bytes = len(get(port, style[1])) if style else 0
    photo_bytes = len(get(port, photo[1])) if photo else 0
    print(f"page on the wire     {len(page):8d} bytes")
    print(f"style on the wire    {style_bytes:8d} bytes")
    print(f"before the photo     {(len(page) + style_bytes) / 14336:8.2f} of 14 KB")
    print(f"photo                {photo_bytes:8d} bytes")


if __name__ == "__main__":
    main()
