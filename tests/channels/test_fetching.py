"""Photos that lie elsewhere: fetched within limits, and never from where nobody may look."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Photo
from shopkit.catalog.rules.record import Record
from shopkit.channels.actions.bringing_in import keep as keep_rows
from shopkit.channels.actions.fetching import Fetcher, NotFetched, Work, keep
from shopkit.channels.models.brought import WantedPhoto
from shopkit.channels.rules.bringing import packed
from shopkit.channels.rules.fetching import is_public, parts_of
from shopkit.db.files import Files
from shopkit.imports.rules.columns import Given
from tests import make
from tests.catalog import shots
from tests.channels import brought_files as wild
from tests.conftest import NOW


class Shelf(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}

    def do_GET(self) -> None:
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def why(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(NotFetched) as refused:
        fetcher.photo(address)
    return refused.value.why


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fc00::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:1::1", "ff02::1", "fe80::1%eth0", "no address",
    ],
)  # fmt: skip
def test_places_that_are_not_everybodys_are_not_public(place: str) -> None:
    assert not is_public(place)


def test_public_places_are_public() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/1.jpg", "file:///etc/passwd", "http://a.example:22/1.jpg",
        "https://a.example:80/1.jpg", "http://user:word@a.example/1.jpg", "http:///1.jpg",
        "http://a.example/1 2.jpg", "http://a.example:99999/", "//a.example/1.jpg", "1.jpg",
        "http://a.example\\@b.example/", "http://" + "a" * 3_000,
    ],
)  # fmt: skip
def test_other_addresses_are_no_address_of_a_photo(address: str) -> None:
    assert parts_of(address) is None


def test_a_name_that_leads_to_this_machine_is_refused_also_behind_a_redirect(port: int) -> None:
    inside = f"http://localhost:{port}/a.jpg"
    Shelf.pages = {"/to": (302, {"Location": "http://localhost/a.jpg"}, b"")}
    assert why(Fetcher(), "http://localhost/a.jpg") == "not_public"
    assert why(Fetcher(), inside) == "address"
    let_in = Fetcher(frozenset({("127.0.0.1", port)}))
    assert why(let_in, f"http://127.0.0.1:{port}/to") == "not_public"


def test_redirects_end_and_what_is_too_heavy_or_absent_is_named(port: int) -> None:
    Shelf.pages = {
        "/round": (302, {"Location": "/round"}, b""),
        "/heavy": (200, {}, bytes(13 * 1024 * 1024)),
    }
    fetcher = Fetcher(frozenset({("127.0.0.1", port)}))
    home = f"http://127.0.0.1:{port}"
    assert why(fetcher, home + "/round") == "refused"
    assert why(fetcher, home + "/heavy") == "too_heavy"
    assert why(fetcher, home + "/nothing") == "refused"


def test_one_who_answers_too_slowly_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(frozenset({("127.0.0.1", port)}), patience_s=0.3)
        assert why(fetcher, f"http://127.0.0.1:{port}/a.jpg") == "too_slow"


def test_each_photo_is_put_on_its_product_or_said_why_not(
    session: Session, files: Files, port: int
) -> None:
    shop = make.shop(session)
    brought = make.product_file(session, files, shop, wild.shopify())
    home = f"http://127.0.0.1:{port}"
    Shelf.pages = {"/1.jpg": (200, {}, shots.jpeg()), "/2.jpg": (200, {}, b"<html>")}
    told = Record(title="Áo dài", came_from="shopify", came_as="ao-dai")
    photos = "\n".join([f"{home}/1.jpg", f"{home}/2.jpg", f"{home}/3.jpg"])
    keep_rows(session, brought, [Given(2, {"record": packed(told), "photos": photos})], NOW)
    for wanted in session.scalars(select(WantedPhoto)):
        wanted.state, wanted.why = "wanted", None
    session.flush()
    work = Work(Fetcher(frozenset({("127.0.0.1", port)})))
    for n in range(4):
        keep(session, brought.id, n, work.make(session, files, brought.id, n))
        session.flush()
    photo = session.scalars(select(Photo)).one()
    assert photo.fetched_from == f"{home}/1.jpg"
    found = session.scalars(select(WantedPhoto).order_by(WantedPhoto.position)).all()
    assert [(one.state, one.why) for one in found] == [
        ("fetched", None),
        ("lost", "no_photo"),
        ("lost", "refused"),
    ]
