"""A class of thirty phones on one weak uplink, from signing up to three photos of a product.

    python -m benchmarks.class_of_thirty [--phones 30] [--postgres] [--ours-only]

A server of its own, with the practice commune, is opened on this machine; each phone talks to it by
a line of 400 kbps within 2 Mbps for all, with 400 ms there and back (`slow_line`). Half of the
phones lose an answer once and send again with the same key. A phone does what a browser does: it
fetches each page with its style and scripts, these once; sends text before photos; the outbox's way
(`PUT` of each photo after the text). The peer is the same class done as most shop software does it:
pages as they are, and one form that carries the text and the three photos as the camera made them.
Afterwards everything is counted in the database, and the trainer's board is read.
"""

import argparse
import gzip
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from PIL import Image, ImageDraw
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.slow_line import Pace, SlowLine
from benchmarks.slow_line import Phone as Line
from shopkit.accounts.models import Account
from shopkit.catalog.models.products import Photo, Product
from shopkit.clock import LOCAL
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.shops.models.shops import Shop
from tests import postgres
from tests.journeys.house import House, new_house

TRAINER = "+84900000002"
PROMISED_S = 60
PATIENCE_S = 300  # as long as browsers wait for an answer
MOST_TRIES = 12
WEAK = Pace(shared_kbps=2000, own_kbps=400, round_trip_s=0.4)
PHOTOS = 3
# What a page fetched by a phone names, and is fetched once.
STATIC = re.compile(r'(?:src|href)="(/static/(?:css|js)/[^"]+)"')
HIDDEN = re.compile(r'<input type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
STEPS = ("code", "account", "class", "shop", "product", "photos")


class LineGone(Exception):
    """A request was tried often enough."""


@dataclass
class Browser:
    """A phone: its cookies, what it has kept, and how often it had to ask again."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    requests: int = 0
    retries: int = 0
    waits_s: list[float] = field(default_factory=list)
    connection: HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[HTTPResponse, str]:
        """One request, sent again in the same words until it is answered."""
        for tried in range(MOST_TRIES):
            self.requests += 1
            self.retries += bool(tried)
            began = time.monotonic()
            try:
                answer, text = self.once(method, path, body, headers)
            except (OSError, HTTPException):
                self.drop()
                # As the outbox waits before it tries again: longer each time, never in step.
                time.sleep(0.5 * 2 ** min(tried, 4) * (0.7 + 0.6 * random.random()))
                continue
            self.waits_s.append(time.monotonic() - began)
            if answer.status in (429, 503):
                # A busy house says itself how long.
                time.sleep(float(answer.headers.get("Retry-After") or 2))
                continue
            return answer, text
        raise LineGone(f"{method} {path}")

    def once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, str]:
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Accept-Encoding": "gzip", **headers}
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return answer, content.decode("utf-8", "replace")

    def drop(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def page(self, path: str) -> str:
        """A page, followed to where it leads, with the style and the scripts that it names."""
        answer, text = self.ask("GET", path, Accept="text/html")
        while answer.status in (302, 303):
            path = answer.headers["Location"]
            answer, text = self.ask("GET", path, Accept="text/html")
        assert answer.status == 200, (path, answer.status)
        for name in STATIC.findall(text):
            if name not in self.kept:
                self.ask("GET", name)
                self.kept.add(name)
        return text

    def fill(self, path: str, **fields: str) -> str:
        """Fill in the form of a page as somebody would, and see the page after it."""
        typed = dict(HIDDEN.findall(self.page(path))) | fields
        answer, text = self.ask("POST", path, urlencode(typed).encode(), **FORM)
        assert answer.status in (302, 303), (path, answer.status, errors_in(text))
        return self.page(answer.headers["Location"])


FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


def errors_in(text: str) -> str:
    return " ".join(re.findall(r'class="error"[^>]*>.*?<span>(.*?)</span>', text))


@dataclass
class Trader:
    """One woman of the class and what her phone has done by when."""

    number: int
    browser: Browser
    line: Line
    photos: list[bytes]
    ends_s: dict[str, float] = field(default_factory=dict)
    problem: str = ""

    @property
    def phone(self) -> str:
        return f"0900 001 {self.number:03}"

    @property
    def name(self) -> str:
        return f"Nguyễn Thị Mẫu {self.number}"


def as_ours(one: Trader, code: str, done: Callable[[Trader, str], None]) -> None:
    """Text first; each photo by itself after it."""
    begin(one, code, done)
    product = str(uuid4())
    told = {"rid": product, "title": f"Chè lam lớp {one.number}", "price_vnd": "25k", "coming": "3"}
    _page = one.browser.page("/products/add")
    send(one, "POST", "/products/add", urlencode(told).encode(), FORM["Content-Type"])
    done(one, "product")
    for photo in one.photos:
        send(one, "PUT", f"/products/{product}/photos/{uuid4()}", photo, "image/jpeg")
    done(one, "photos")


def as_others(one: Trader, code: str, done: Callable[[Trader, str], None]) -> None:
    """One form with the text and the photos in it, as the camera made them."""
    begin(one, code, done)
    fields = dict(HIDDEN.findall(one.browser.page("/products/add")))
    fields |= {"title": f"Chè lam lớp {one.number}", "price_vnd": "25k", "coming": "0"}
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for photo in one.photos:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
        parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + b"\r\n")
    body = b"".join(parts) + f"--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": "text/html"}
    answer, text = one.browser.ask("POST", "/products/add", body, **kind)
    assert answer.status in (302, 303), (answer.status, errors_in(text))
    done(one, "product")
    done(one, "photos")


def begin(one: Trader, code: str, done: Callable[[Trader, str], None]) -> None:
    """The payment code, keeping it, the class, the shop."""
    browser = one.browser
    browser.page("/")
    browser.fill("/qr/account/970436", number=f"10{one.number:08}", holder="NGUYEN THI MAU")
    done(one, "code")
    browser.fill("/keep", name=one.name, phone=one.phone, pin="482915")
    done(one, "account")
    browser.fill(f"/join/{code}", name=one.name, phone=one.phone, village_id="")
    done(one, "class")
    if one.number % 2:
        one.line.answers_to_lose = 1
    browser.fill("/shop/name", name=f"Quầy {one.number}", sells="bánh gai")
    done(one, "shop")


def send(one: Trader, method: str, path: str, body: bytes, kind: str) -> None:
    """As the outbox sends: a token for now, and a key that stays the same."""
    _answer, text = one.browser.ask("GET", "/api/csrf", Accept="application/json")
    token, account = re.findall(r'"(?:token|account)": ?"([^"]+)"', text)[::-1]
    headers = {
        "Content-Type": kind,
        "Accept": "application/json",
        "Idempotency-Key": str(uuid4()),
        "X-CSRFToken": token,
        "Shopkit-Account": account,
    }
    answer, text = one.browser.ask(method, path, body, **headers)
    assert answer.status in (200, 201), (path, answer.status, text[:200])


def camera_photo(number: int, side: int, quality: int) -> bytes:
    """A picture with enough in it to weigh what a photo weighs."""
    chance = random.Random(number)
    picture = Image.effect_noise((side, side * 3 // 4), 34).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _spot in range(60):
        left, top = chance.randrange(side), chance.randrange(side * 3 // 4)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.ellipse((left, top, left + side // 6, top + side // 6), fill=colour)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


@contextmanager
def open_house(folder: Path, *, on_postgres: bool) -> Iterator[House]:
    """A server of its own with the practice commune."""
    house = new_house(folder)
    Path(house.environ["SHOPKIT_TEST_CLOCK"]).unlink()
    del house.environ["SHOPKIT_TEST_CLOCK"]
    house.furnish()
    if not on_postgres:
        house.open()
        yield house
        house.close()
        return
    with postgres.server() as server:
        server.create("class")
        house.run("move", "--to", server.url("class"))
        moved = new_house(folder, server.url("class"))
        del moved.environ["SHOPKIT_TEST_CLOCK"]
        moved.sign_ins = house.sign_ins
        moved.open()
        yield moved
        moved.close()


def open_class(house: House) -> tuple[Browser, str, str]:
    """The trainer's own phone stands on a good line: her class, its code, where it is."""
    trainer = Browser(house.port)
    trainer.fill("/sign-in?letters=1", phone=TRAINER, secret=house.sign_ins[TRAINER][1])
    text = trainer.page("/classes/new")
    chosen = {name: first_choice(text, name) for name in ("village_id", "branch_id", "topic")}
    today = today_of(house)
    text = trainer.fill(
        "/classes/new",
        place="Nhà văn hóa",
        seats="40",
        least_meetings="1",
        held_on=today,
        begins="8h00",
        **chosen,
    )
    course = re.findall(r'"(/classes/[0-9a-f-]{36})', text)[0]
    letters = re.search(r"Mã lớp ([A-Z]{3})\W?([A-Z]{3})", trainer.page(f"{course}/code"))
    assert letters
    return trainer, course, letters[1] + letters[2]


def today_of(house: House) -> str:
    """The day that the server believes in."""
    is_set = "SHOPKIT_TEST_CLOCK" in house.environ
    now = house.clock() if is_set else datetime.now(LOCAL)
    return now.astimezone(LOCAL).date().isoformat()


def first_choice(text: str, name: str) -> str:
    """The first thing that a list or a row of buttons offers; empty is one, too."""
    row = re.search(rf'type="radio"[^>]*name="{name}"[^>]*value="([^"]*)"', text)
    offered = re.search(rf'<select[^>]*name="{name}".*?value="([^"]+)"', text, re.DOTALL)
    found = row or offered
    return found[1] if found else ""


def let_in(trainer: Browser, course: str) -> int:
    """Everybody who waits at the door; how many they were."""
    day = re.findall(r'"(/meetings/[0-9a-f-]{36})"', trainer.page(course))[0]
    doors = set(re.findall(rf'"({day}/door/[0-9a-f-]+)"', trainer.page(day)))
    for door in doors:
        typed = dict(HIDDEN.findall(trainer.page(door))) | {"known": "new", "gender": "female"}
        answer, _text = trainer.ask("POST", door, urlencode(typed).encode(), **FORM)
        assert answer.status in (302, 303), answer.status
    return len(doors)


def run(
    house: House,
    phones: int,
    way: Callable[..., None],
    photos: list[list[bytes]],
    pace: Pace = WEAK,
) -> tuple[list[Trader], float, int, str]:
    """One class; gives its phones, how long it took, how many were let in, and the board."""
    trainer, course, code = open_class(house)
    began = time.monotonic()

    def done(one: Trader, step: str) -> None:
        one.ends_s[step] = time.monotonic() - began

    def walk(one: Trader) -> None:
        try:
            way(one, code, done)
        except (AssertionError, LineGone) as problem:
            one.problem = repr(problem)
        finally:
            one.browser.drop()

    with SlowLine(house.port, phones, pace) as line:
        traders = [
            Trader(number, Browser(own.port), own, photos[number])
            for number, own in enumerate(line.phones)
        ]
        threads = [threading.Thread(target=walk, args=(one,), daemon=True) for one in traders]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(1)  # between two lines of progress
            told = " ".join(
                f"{step} {sum(step in one.ends_s for one in traders)}" for step in STEPS
            )
            print(f"\r{time.monotonic() - began:5.0f} s  {told}  ", end="", flush=True)
    took = time.monotonic() - began
    print()
    inside, board = let_in(trainer, course), trainer.page(f"{course}/board")
    trainer.drop()
    return traders, took, inside, board


def table(traders: list[Trader]) -> None:
    print(f"{'step':10}{'first s':>9}{'median s':>9}{'last s':>9}{'phones':>8}")
    for step in STEPS:
        ends = sorted(one.ends_s[step] for one in traders if step in one.ends_s)
        if ends:
            middle = statistics.median(ends)
            print(f"{step:10}{ends[0]:9.1f}{middle:9.1f}{ends[-1]:9.1f}{len(ends):8}")
    up = sum(one.line.up_bytes for one in traders) / 1e6
    down = sum(one.line.down_bytes for one in traders) / 1e6
    requests = sum(one.browser.requests for one in traders)
    again = sum(one.browser.retries for one in traders)
    print(f"{requests} requests, {again} sent again, {up:.1f} MB up, {down:.1f} MB down")


def counted(session: Session) -> dict[str, int]:
    """What the database has of this class; twins would show as more."""
    own = select(Account.id).where(Account.phone.like("+84900001%"))
    shops = select(Product.shop_id).where(Product.title.like("Chè lam lớp %"))
    asked = {
        "accounts": select(func.count()).select_from(Account).where(Account.id.in_(own)),
        "shops": select(func.count()).select_from(Shop).where(Shop.id.in_(shops)),
        "codes": select(func.count())
        .select_from(PaymentAccount)
        .where(PaymentAccount.shop_id.in_(shops)),
        "products": select(func.count())
        .select_from(Product)
        .where(Product.title.like("Chè lam lớp %")),
        "photos": select(func.count()).select_from(Photo).where(Photo.shop_id.in_(shops)),
    }
    return {name: session.scalar(question) or 0 for name, question in asked.items()}


def say(what: str, is_so: bool) -> bool:
    print(f"{'PASS' if is_so else 'FAIL'}  {what}")
    return is_so


def class_of(phones: int, way: Callable[..., None], side: int, *, on_postgres: bool) -> float:
    """Run one class and print what came of it; gives when the last text was in."""
    photos = [
        [camera_photo(PHOTOS * number + at, side, 80) for at in range(PHOTOS)]
        for number in range(phones)
    ]
    weight = statistics.mean(len(one) for three in photos for one in three) / 1000
    print(f"{way.__name__}, {phones} phones, photos of {weight:.0f} KB each")
    with tempfile.TemporaryDirectory() as folder:
        with open_house(Path(folder), on_postgres=on_postgres) as house:
            traders, took, inside, board = run(house, phones, way, photos)
            with house.database() as database, database.reading() as session:
                found = counted(session)
        table(traders)
        for problem in sorted({one.problem for one in traders if one.problem})[:5]:
            print("  ", problem)
    text_s = max((one.ends_s.get("product", took) for one in traders), default=took)
    say(f"text of all {phones} within {PROMISED_S} s: {text_s:.0f} s", text_s <= PROMISED_S)
    wanted = dict.fromkeys(found, phones) | {"photos": PHOTOS * phones}
    say(f"everything once: {found}", found == wanted)
    names = sum(f"Nguyễn Thị Mẫu {one.number}<" in board for one in traders)
    say(f"the board shows {names} of {phones} ({inside} let in)", names == phones)
    print()
    return text_s


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--phones", type=int, default=30)
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--ours-only", action="store_true")
    given = asked.parse_args()
    # The longest side as the outbox makes it, and as a cheap camera does.
    ours = class_of(given.phones, as_ours, 1000, on_postgres=given.postgres)
    if given.ours_only:
        return
    others = class_of(given.phones, as_others, 2400, on_postgres=given.postgres)
    print(f"text of all: {others / ours:.1f} times as long the other way")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as problem:
        raise SystemExit(str(problem)) from problem
