"""Serving many slow phones, and stopping without dropping anybody."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from flask import Flask, request

from shopkit.cli.common import Told
from shopkit.cli.server import LARGEST_HEADER, Server
from shopkit.config import Config
from tests.cli.serving import free_port, get

ANSWER_S = 1.0


@pytest.fixture
def app() -> Flask:
    made = Flask("slow")
    made.extensions["begun"] = threading.Event()

    @made.get("/slow")
    def slow() -> str:
        made.extensions["begun"].set()
        time.sleep(1.0)
        return "slow but whole"

    @made.post("/sent")
    def sent() -> str:
        return str(len(request.get_data()))

    @made.get("/quick")
    def quick() -> str:
        return "quick"

    return made


@contextmanager
def running(app: Flask, config: Config) -> Iterator[tuple[Server, int, list[bool]]]:
    """A server in a thread; what `run` returns is in the list when it has ended."""
    port = free_port()
    server = Server(app, replace(config, port=port))
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: ended.append(server.run(patience_s=10)))
    thread.start()
    try:
        yield server, port, ended
    finally:
        server.stop()
        thread.join()


def phone_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def test_a_request_in_flight_is_answered_whole_when_the_server_is_told_to_stop(
    app: Flask, config: Config
) -> None:
    answers: list[tuple[int, bytes]] = []
    with running(app, config) as (server, port, ended):
        phone = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
        phone.start()
        assert app.extensions["begun"].wait(10)
        server.stop()
        phone.join()
    assert answers == [(200, b"slow but whole")]
    assert ended == [True]


def test_nobody_new_is_let_in_while_it_stops(app: Flask, config: Config) -> None:
    with running(app, config) as (server, port, _ended):
        phone = threading.Thread(target=get, args=(port, "/slow"))
        phone.start()
        assert app.extensions["begun"].wait(10)
        server.stop()
        end = time.monotonic() + 0.8
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except (ConnectionRefusedError, ConnectionResetError):
                break
        else:
            pytest.fail("the door stayed open")
        phone.join()


def test_an_idle_connection_does_not_keep_it_from_stopping(app: Flask, config: Config) -> None:
    with running(app, config) as (server, port, ended):
        idle = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        idle.request("GET", "/quick")
        assert idle.getresponse().read() == b"quick"
        began = time.monotonic()
        server.stop()
        while not ended and time.monotonic() - began < 5:
            time.sleep(0.02)
        assert ended == [True]
        idle.close()


def test_an_upload_under_way_is_received_to_its_end(app: Flask, config: Config) -> None:
    with running(app, config) as (server, port, ended), phone_to(port) as phone:
        phone.sendall(b"POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf.")
        time.sleep(0.3)
        server.stop()
        time.sleep(0.3)
        phone.sendall(b"whole")
        assert b"200 OK" in phone.recv(1000)
    assert ended == [True]


def test_half_sent_requests_of_many_phones_keep_nobody_out(app: Flask, config: Config) -> None:
    with running(app, config) as (_server, port, _ended), ExitStack() as phones:
        for number in range(140):
            phone = phones.enter_context(phone_to(port))
            if number % 7:
                phone.sendall(b"GET /quick HTTP/1.1\r\nHost: x\r\n")
            else:
                phone.sendall(b"POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na")
        began = time.monotonic()
        assert get(port, "/quick") == (200, b"quick")
        assert time.monotonic() - began < ANSWER_S


def test_a_header_of_a_megabyte_is_refused(app: Flask, config: Config) -> None:
    with running(app, config) as (_server, port, _ended), phone_to(port) as phone:
        phone.sendall(b"GET /quick HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * LARGEST_HEADER)
        assert b" 431 " in phone.recv(1000)


def test_a_body_larger_than_any_photo_is_refused_before_it_is_sent(
    app: Flask, config: Config
) -> None:
    head = b"POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
    with running(app, config) as (_server, port, _ended), phone_to(port) as phone:
        phone.sendall(head + b"a" * 1000)
        assert b" 413 " in phone.recv(1000)


def test_a_port_in_use_is_told_in_a_sentence(app: Flask, config: Config) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(Told, match="Set SHOPKIT_PORT"):
            Server(app, replace(config, port=holder.getsockname()[1]))
