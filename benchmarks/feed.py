"""Deliveries of a payment service: 200 a second, a fifth repeated, a power cut in the middle.

Runs the real server on SQLite, and on PostgreSQL where its programs are found. The sender retries
as SePay publishes it, at Fibonacci intervals and at most seven times, a second standing for each
minute. Prints what was lost or doubled (it must be nothing), how long answers took, and how many
deliveries a second are taken when nothing waits, beside a bare Flask view that does no more than
insert one row.
"""

import argparse
import http.client
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.clock import now
from shopkit.db.engine import open_database
from shopkit.payments.actions.feeds import open_feed
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine, Placement
from shopkit.payments.models.requests import PAID, PaymentRequest
from shopkit.payments.rules.feeds import secret_of
from shopkit.shops.models.shops import Shop
from tests import postgres

ROOT = Path(__file__).parents[1]
RATE, REPEATED, SENDERS = 200, 0.2, 16
RETRIES_S = (1, 1, 2, 3, 5, 8, 13)
UNHURRIED_S = 5.0
OURS, PEER = 18491, 18492
SECRET = "only-for-this-benchmark-and-long-enough-for-the-check"
BARE = """
import sqlite3, sys, threading
from flask import Flask, request, jsonify
from waitress import serve
app, turn = Flask("bare"), threading.Lock()
kept = sqlite3.connect(sys.argv[1], check_same_thread=False, isolation_level=None)
kept.execute("pragma journal_mode=wal"); kept.execute("pragma synchronous=full")
kept.execute("create table line (id text primary key, amount integer, memo text)")
@app.post("/take")
def take():
    told = request.get_json()
    with turn:
        kept.execute("insert or ignore into line values (?, ?, ?)",
                     (told["id"], told["transferAmount"], told["content"]))
    return jsonify(success=True)
serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8)
"""


@dataclass(frozen=True)
class Door:
    """Where to knock, and with which key."""

    port: int
    path: str
    key: str


@dataclass
class Told:
    """What became of the deliveries."""

    answered_s: list[float] = field(default_factory=list)
    retried_count: int = 0
    given_up_count: int = 0
    turn: threading.Lock = field(default_factory=threading.Lock)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=24)
    given = parser.parse_args()
    measure("SQLite", None, given.seconds)
    if not postgres_is_here():
        print("PostgreSQL: its programs are not found here, left out")
        return
    with postgres.server() as server:
        server.create("feed")
        measure("PostgreSQL", server.url("feed"), given.seconds)


def postgres_is_here() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin"))


def measure(name: str, url: str | None, seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = settings(folder, url)
        subprocess.run(
            [sys.executable, "-m", "shopkit", "upgrade"], cwd=ROOT, env=environ, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        url = url or f"sqlite:///{folder}/shopkit.db"
        door, codes = furnish(url, RATE * seconds)
        house = Server(environ)
        house.open()
        told = deliver(door, codes, seconds, in_the_middle=house.cut_and_open)
        report(name, url, codes, told, house.down_s)
        print(f"  without waiting: {unhurried(door, codes, house.process.pid)}")
        house.close()
        if name == "SQLite":
            print(f"  a bare insert:   {bare_rate(folder)}")


def settings(folder: str, url: str | None) -> dict[str, str]:
    environ = {
        **os.environ,
        "SHOPKIT_DATA": folder,
        "SHOPKIT_PORT": str(OURS),
        "SHOPKIT_SECRET_KEY": SECRET,
    }
    environ.pop("DATABASE_URL", None)
    return environ | ({"DATABASE_URL": url} if url else {})


def furnish(url: str, count: int) -> tuple[Door, list[str]]:
    """A shop with a feed, and so many requests that wait for money."""
    database = open_database(url)
    with database.writing() as session:
        shop = Shop(commune_code="15961", code="DELIVERIES", name="Quầy đo", opened_at=now())
        session.add(shop)
        session.flush()
        account = PaymentAccount(
            shop_id=shop.id, bin="970436", number="1012345678", holder="NGUYEN THI MAU",
            began_at=now(),
        )  # fmt: skip
        session.add(account)
        session.flush()
        feed = open_feed(session, shop, account, now=now())
        codes = [ask(session, shop, account) for _ in range(count)]
        door = Door(OURS, f"/money/feeds/{feed.code}", secret_of(SECRET, str(feed.id), feed.turn))
    database.close()
    return door, codes


def ask(session: Session, shop: Shop, account: PaymentAccount) -> str:
    wait = timedelta(days=1)
    return ask_payment(session, shop, account, amount_vnd=25_000, expires_in=wait, now=now()).code


class Server:
    """The real server, which can be cut off."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ
        self.down_s = 0.0

    def open(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shopkit", "serve"], cwd=ROOT, env=self.environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for_port(OURS)

    def cut_and_open(self) -> None:
        """End the server as a power cut would, and start it again."""
        began = time.monotonic()
        self.process.kill()
        self.process.wait()
        self.open()
        self.down_s = time.monotonic() - began

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def wait_for_port(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/ping")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")


def body_of(number: int, code: str) -> bytes:
    memo = f"MBVCB.{number}.{code}.CT tu 0000000001 NGUYEN THI THU toi 1012345678"
    return json.dumps(
        {
            "id": number,
            "gateway": "Vietcombank",
            "transactionDate": now().astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": "1012345678",
            "code": code,
            "content": memo,
            "transferType": "in",
            "transferAmount": 25_000,
            "accumulated": 0,
            "subAccount": None,
            "referenceCode": f"FT{number:010d}",
        }
    ).encode()


def deliver(door: Door, codes: list[str], seconds: int, in_the_middle: Callable[[], None]) -> Told:
    """Send everything at the rate, a fifth of it again, with a cut in the middle."""
    chance = random.Random(7)
    waiting: queue.Queue[tuple[int, bytes] | None] = queue.Queue()
    told = Told()
    threads = [
        threading.Thread(target=send_all, args=(door, waiting, told)) for _ in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    cutter = threading.Timer(seconds / 2, in_the_middle)
    cutter.start()
    began = time.monotonic()
    sent = 0
    for number, code in enumerate(codes, start=1):
        for body in again_and_again(chance, number, code, codes):
            sent += 1
            pause(began + sent / (RATE * (1 + REPEATED)))
            waiting.put((number, body))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    cutter.join()
    return told


def again_and_again(
    chance: random.Random, number: int, code: str, codes: list[str]
) -> Iterator[bytes]:
    """A delivery, and now and then one that was sent before."""
    yield body_of(number, code)
    if chance.random() < REPEATED:
        earlier = chance.randint(max(1, number - 500), number)
        yield body_of(earlier, codes[earlier - 1])


def pause(until: float) -> None:
    left = until - time.monotonic()
    if left > 0:
        time.sleep(left)


def send_all(door: Door, waiting: "queue.Queue[tuple[int, bytes] | None]", told: Told) -> None:
    knock = Knock(door)
    while (one := waiting.get()) is not None:
        began = time.monotonic()
        is_done = knock.send(one[1])
        for wait_s in RETRIES_S:
            if is_done:
                break
            with told.turn:
                told.retried_count += 1
            time.sleep(wait_s)
            began = time.monotonic()
            is_done = knock.send(one[1])
        with told.turn:
            told.given_up_count += not is_done
            told.answered_s.append(time.monotonic() - began)


class Knock:
    """One connection of the sender, opened again when it breaks."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.connection: http.client.HTTPConnection | None = None

    def send(self, body: bytes) -> bool:
        headers = {"Authorization": f"Apikey {self.door.key}", "Content-Type": "application/json"}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=8)
            self.connection.request("POST", self.door.path, body, headers)
            answer = self.connection.getresponse()
            said = answer.read()
            return answer.status in (200, 201) and json.loads(said) == {"success": True}
        except (OSError, http.client.HTTPException, ValueError):
            if self.connection:
                self.connection.close()
            self.connection = None
            return False


def report(name: str, url: str, codes: list[str], told: Told, down_s: float) -> None:
    database = open_database(url)
    with database.reading() as session:
        lines = session.scalar(select(func.count()).select_from(BankLine)) or 0
        numbers = session.scalar(select(func.count(BankLine.source_id.distinct()))) or 0
        placed = session.scalar(select(func.count()).select_from(Placement)) or 0
        paid = session.scalar(
            select(func.count()).select_from(PaymentRequest).where(PaymentRequest.state == PAID)
        )
    database.close()
    slow = sorted(told.answered_s)
    print(f"{name}: {len(slow)} deliveries of {len(codes)} payments at {RATE} new ones a second")
    print(f"  server cut off for {down_s:.1f} s, {told.retried_count} deliveries sent again")
    print(f"  answers: half in {ms(slow, 0.5)} ms, 95 % in {ms(slow, 0.95)} ms")
    print(f"  lost: {len(codes) - numbers}, doubled: {lines - numbers}")
    print(f"  requests paid once: {paid} of {len(codes)}, placements: {placed}")
    print(f"  given up: {told.given_up_count}")
    assert (lines, numbers, placed, paid) == (len(codes),) * 4, "money was lost or doubled"


def ms(slow: list[float], part: float) -> str:
    return f"{1000 * slow[int(part * (len(slow) - 1))]:.0f}"


def unhurried(door: Door, codes: list[str], pid: int) -> str:
    """How many a second are taken when each sender goes on as soon as it is answered.

    The time of the processor tells more than the rate where others work on the machine too.
    """
    until, busy = time.monotonic() + UNHURRIED_S, processor_s(pid)
    counts = [0] * 8

    def go_on(at: int) -> None:
        knock = Knock(door)
        number = 10_000_000 * (at + 1)
        while time.monotonic() < until:
            number += 1
            counts[at] += knock.send(body_of(number, "0" + codes[number % len(codes)]))

    threads = [threading.Thread(target=go_on, args=(at,)) for at in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    each = 1000 * (processor_s(pid) - busy) / max(1, sum(counts))
    return f"{sum(counts) / UNHURRIED_S:.0f} a second, {each:.1f} ms of one processor each"


def processor_s(pid: int) -> float:
    """How long a process has had a processor, of its own time and the system's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bare_rate(folder: str) -> str:
    with bare_server(folder) as pid:
        return unhurried(Door(PEER, "/take", ""), ["SK"], pid)


@contextmanager
def bare_server(folder: str) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-c", BARE, f"{folder}/bare.db", str(PEER)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(PEER)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
