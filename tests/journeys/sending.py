"""Sending a form as a phone does, so that the power can be cut at any moment of it."""

import http.client
import secrets
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Locator, Page

from tests.journeys.house import House


@dataclass(frozen=True)
class Sending:
    """One form as it goes over the wire; sent again, it is the same to the last byte."""

    path: str
    headers: dict[str, str]
    body: bytes

    def send(self, house: House) -> tuple[int, str]:
        """Send it and wait for the answer: its status and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        try:
            connection.request("POST", self.path, body=self.body, headers=self.headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()

    def send_and_cut(self, house: House, *, after_s: float, part: float = 1.0) -> bool:
        """Send a part of it and cut the power so much later; True when it was answered before."""
        with socket.create_connection(("127.0.0.1", house.port), timeout=60) as wire:
            wire.sendall(self.head(house))
            wire.sendall(self.body[: int(len(self.body) * part)])
            wire.settimeout(0.01)
            until, answered = time.monotonic() + after_s, b""
            while not answered and time.monotonic() < until:
                try:
                    answered = wire.recv(20)
                except TimeoutError:
                    continue
            house.kill()
        return answered.startswith(b"HTTP/1.1 303")

    def head(self, house: House) -> bytes:
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{house.port}",
            f"Content-Length: {len(self.body)}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode()


def sending(page: Page, form: Locator, **more: str | Path) -> Sending:
    """A form of the page with its hidden fields, the page's cookies, and what is typed into it."""
    # A page that is still arriving holds only some of its fields.
    page.wait_for_load_state("load")
    fields: dict[str, str | Path] = {
        str(one.get_attribute("name")): one.input_value()
        for one in form.locator("input[type=hidden]").all()
    }
    boundary = secrets.token_hex(16)
    body = b"".join(multipart(boundary, name, value) for name, value in (fields | more).items())
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    address = urljoin(page.url, form.get_attribute("action") or page.url)
    return Sending(
        urlsplit(address).path,
        {
            "Cookie": cookies,
            "Origin": page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2],
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        },
        body + f"--{boundary}--\r\n".encode(),
    )


def multipart(boundary: str, name: str, value: str | Path) -> bytes:
    head, content = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"', b""
    if isinstance(value, Path):
        head += f'; filename="{value.name}"\r\nContent-Type: image/jpeg'
        content = value.read_bytes()
    else:
        content = value.encode()
    return head.encode() + b"\r\n\r\n" + content + b"\r\n"
