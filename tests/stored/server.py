"""An S3-compatible server on loopback that can be stopped and started again."""

import logging
from collections.abc import Iterable
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

BUCKET = "kho"
# A server of nobody: these stand for nothing.
KEYS = {"AWS_ACCESS_KEY_ID": "thu", "AWS_SECRET_ACCESS_KEY": "thu", "AWS_REGION": "us-east-1"}


class StoreServer:
    """What it was told stays while it is stopped; `asked` are its requests, as GET /kho/…"""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answer = DomainDispatcherApplication(create_backend_app)
        self._port = 0
        self._server: BaseWSGIServer | None = None
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.start()
        make_bucket = Request(f"{self.address}/{BUCKET}", method="PUT")
        urlopen(make_bucket).close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def settings(self) -> dict[str, str]:
        return KEYS | {"AWS_ENDPOINT_URL": self.address}

    def start(self) -> None:
        if self._server:
            return
        self._server = make_server("127.0.0.1", self._port, self._tell_and_answer, threaded=True)
        self._port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _tell_and_answer(self, environ: dict[str, Any], begin: Any) -> Iterable[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        answer: Iterable[bytes] = self._answer(environ, begin)
        return answer
