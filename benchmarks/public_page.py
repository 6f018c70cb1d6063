"""The page behind a code, beside a bare Flask "hello" on the same server, in one run.

Prints requests per second and their ratio to the bare page: for one hot code, for 100,000 different
codes, and for codes that were never given out; what the page costs with 1,000 and with 1,000,000
codes issued; and what it weighs on the wire.
"""

import gzip
import http.client
import itertools
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from qr_labels.payload.serials import codes as fresh_codes

ROOT = Path(__file__).parents[1]
THREADS, SECONDS, ROUNDS = 4, 2.0, 3
# A house that opens tidies first.
SETTLING_S = 5
FEW, MANY, DIFFERENT = 1_000, 1_000_000, 100_000
BATCHES = 50
OURS, PEER = 18471, 18472
AGENT = "Mozilla/5.0 (Linux; Android 13) benchmark"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
HELLO = """
from flask import Flask
from waitress import serve
app = Flask("hello")
app.add_url_rule("/hello", view_func=lambda: "hello")
serve(app, host="127.0.0.1", port={port}, threads=8)
"""

Paths = Callable[[], Iterator[str]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "SHOPKIT_DATA": folder, "SHOPKIT_PORT": str(OURS)}
        environ.pop("DATABASE_URL", None)
        for command in ("upgrade", "demo"):
            shopkit(environ, command)
        database = Path(folder) / "shopkit.db"
        few = issue(database, FEW)
        hello = subprocess.Popen([sys.executable, "-c", HELLO.format(port=PEER)])
        try:
            with_few = served(environ, lambda: one_after_another(few))
            many = few + issue(database, MANY - FEW)
            served(environ, lambda: compare(a_code(database), many, with_few))
        finally:
            hello.terminate()
            hello.wait()


def shopkit(environ: dict[str, str], command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "shopkit", command],
        cwd=ROOT,
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def issue(path: Path, count: int) -> list[str]:
    """Give out so many codes, spread over batches that are copies of the first one."""
    made = fresh_codes(count)
    with sqlite3.connect(path) as connection:
        runs = copied_runs(connection)
        connection.executemany(
            "insert into label (code, commune_code, shop_id, batch_id, run_id, position, state)"
            " values (?, ?, ?, ?, ?, ?, 'active')",
            ((code, *runs[at % BATCHES], at) for at, code in enumerate(made)),
        )
    return made


def copied_runs(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Commune, shop, batch and run of each of the batches, made at the first call."""
    wanted = "select commune_code, shop_id, batch_id, id from label_run where stock = 'benchmark'"
    if not connection.execute(wanted).fetchall():
        for number in range(BATCHES):
            copy_row(connection, "batch", f"b{number:031x}", code=f"B{number}")
            copy_row(connection, "label_run", f"c{number:031x}", batch_id=f"b{number:031x}")
    return connection.execute(wanted).fetchall()


def copy_row(connection: sqlite3.Connection, table: str, row_id: str, **changed: str) -> None:
    names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    row = dict(
        zip(names, connection.execute(f"select * from {table} limit 1").fetchone(), strict=True)
    )
    row |= {"id": row_id, **changed}
    if table == "batch":
        row["trace_code"] = fresh_codes(1)[0]
    else:
        row["stock"] = "benchmark"
    marks = ", ".join("?" for _ in row)
    connection.execute(
        f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values())
    )


def served(environ: dict[str, str], measure: Callable[[], object]) -> object:
    """What is measured while a house is open."""
    house = subprocess.Popen(
        [sys.executable, "-m", "shopkit", "serve"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(OURS, "/ping")
        time.sleep(SETTLING_S)
        return measure()
    finally:
        house.terminate()
        house.wait()


def a_code(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        code: str = connection.execute(
            "select trace_code from batch where code like 'L%' limit 1"
        ).fetchone()[0]
    return code


def one_after_another(codes: list[str]) -> float:
    """Milliseconds that a page takes for a code not asked for before, in the median."""
    for code in codes[:BATCHES]:
        get(OURS, f"/T/{code}")
    taken = []
    for code in codes[BATCHES : BATCHES + 600]:
        began = time.perf_counter()
        get(OURS, f"/T/{code}")
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def compare(hot: str, many: list[str], ms_with_few: object) -> None:
    wait_for(PEER, "/hello")
    ms_with_many = one_after_another(many[FEW:])
    different = itertools.cycle(f"/T/{code}" for code in many[-DIFFERENT:])
    never = itertools.cycle(f"/T/{code}" for code in fresh_codes(10_000))
    kinds: dict[str, tuple[int, Callable[[], str]]] = {
        "bare Flask hello": (PEER, lambda: "/hello"),
        "one hot code": (OURS, lambda: f"/T/{hot}"),
        "one hot code, unchanged": (OURS, lambda: f"/T/{hot}"),
        f"{DIFFERENT:,} different codes": (OURS, lambda: next(different)),
    }
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, (port, path) in kinds.items():
            known = etag(hot) if "unchanged" in name else ""
            rates[name].append(rate(port, path, known))
    bare = statistics.median(rates["bare Flask hello"])
    for name, measured in rates.items():
        typical = statistics.median(measured)
        print(f"{name:28} {typical:8.0f} requests/s   {typical / bare:5.2f} of bare Flask")
    print(f"a page, {FEW:,} codes issued       {ms_with_few:6.2f} ms")
    print(f"a page, {MANY:,} codes issued   {ms_with_many:6.2f} ms")
    weigh(hot)
    # Last, because from then on the house answers this address with "wait".
    guesses = rate(OURS, lambda: next(never), expected=(404, 429))
    print(f"guessing at speed            {guesses:8.0f} requests/s   {guesses / bare:5.2f}")


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


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    answer = connection.getresponse()
    return (
        answer.status,
        {name.lower(): value for name, value in answer.getheaders()},
        answer.read(),
    )


def get(port: int, path: str) -> bytes:
    status, _headers, body = ask(port, path, **{"User-Agent": AGENT})
    if status != 200:
        raise SystemExit(f"{path}: {status}")
    return body


def etag(code: str) -> str:
    return ask(OURS, f"/T/{code}")[1]["etag"]


def rate(
    port: int, path: Callable[[], str], known: str = "", expected: tuple[int, ...] = (200, 304)
) -> float:
    """Answers per second from a few connections that are kept open.

    The asker reads no more than it must, so that the servers are compared and not the asker.
    """
    counts, wrong = [0] * THREADS, []
    until = time.monotonic() + SECONDS

    def ask_on(place: int) -> None:
        connection = called(port)
        while time.monotonic() < until and not wrong:
            connection.sendall(request_for(path(), known))
            status, is_open = status_of(connection)
            if not is_open:
                connection.close()
                connection = called(port)
            if status not in expected:
                wrong.append(status)
            counts[place] += 1
        connection.close()

    askers = [threading.Thread(target=ask_on, args=(place,)) for place in range(THREADS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    if wrong:
        raise SystemExit(f"port {port} answered {wrong}")
    return sum(counts) / SECONDS


def called(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def request_for(path: str, known: str) -> bytes:
    same = f"If-None-Match: {known}\r\n" if known else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {AGENT}\r\n"
        f"Accept-Encoding: gzip\r\nAccept-Language: vi\r\n{same}\r\n"
    ).encode()


def status_of(connection: socket.socket) -> tuple[int, bool]:
    """Read one answer to its end; and whether the server keeps the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        received = connection.recv(65536)
        if not received:
            raise SystemExit("the server hung up")
        data += received
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = LENGTH.search(head)
    missing = int(length[1]) - len(body) if length and status != 304 else 0
    while missing > 0:
        missing -= len(connection.recv(65536))
    return status, b"connection: close" not in head.lower()


def weigh(code: str) -> None:
    page = get(OURS, f"/T/{code}")
    text = gzip.decompress(page).decode()
    style = re.search(r'href="(/static/css/trace[^"]+)"', text)
    photo = re.search(r'<img[^>]+src="([^"]+)"', text)
    style_bytes = len(get(OURS, style[1])) if style else 0
    photo_bytes = len(get(OURS, photo[1])) if photo else 0
    print(f"page on the wire     {len(page):8d} bytes")
    print(f"style on the wire    {style_bytes:8d} bytes")
    print(f"before the photo     {(len(page) + style_bytes) / 14336:8.2f} of 14 KB")
    print(f"photo                {photo_bytes:8d} bytes")


if __name__ == "__main__":
    main()
