"""A phone with a browser, for tests that go by the pages."""

import re
from html import unescape
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

PIN = "730164"
PASSWORD = "bốn cây chuối xanh"


class Browser:
    """One browser with its own cookies; the test's session is committed before each request."""

    def __init__(
        self, app: Flask, session: Session, address: str = "127.0.0.1", agent: str = ""
    ) -> None:
        self.client = app.test_client()
        self.session = session
        self.environ = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}

    def get(self, path: str) -> TestResponse:
        return self._settled("GET", path, {})

    def post(self, path: str, /, **fields: str) -> TestResponse:
        """Send a form with the token and a fresh key, as a page of ours would."""
        token = self._settled("GET", "/api/csrf", {}).get_json()["token"]
        return self._settled("POST", path, {"csrf_token": token, "_key": uuid4().hex} | fields)

    def _settled(self, method: str, path: str, fields: dict[str, str]) -> TestResponse:
        self.session.commit()
        answer = self.client.open(path, method=method, data=fields, environ_overrides=self.environ)
        self.session.expire_all()
        return answer

    def sign_in(
        self, phone: str = "0900000011", secret: str = PIN, after: str = "/me"
    ) -> TestResponse:
        return self.post(f"/sign-in?next={after}", phone=phone, secret=secret)

    @property
    def key(self) -> str | None:
        """The token of the sign-in, as the cookie holds it."""
        cookie = self.client.get_cookie("key")
        return cookie.value if cookie else None

    def is_in(self) -> bool:
        """Whether a closed page opens."""
        return self.get("/me").status_code == 200


def errors(answer: TestResponse) -> list[str]:
    """The sentences of the error summary."""
    return [
        unescape(found) for found in re.findall(r'<li><a href="#[^"]+">([^<]+)</a>', answer.text)
    ]
