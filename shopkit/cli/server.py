"""Serving over HTTP, and stopping without dropping anybody."""

import time

from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from shopkit.cli.common import Told
from shopkit.config import Config
from shopkit.web.security import LARGEST_BODY

THREADS = 8
# With waitress's own 100, a hundred and ten half-sent requests keep everybody out.
MOST_CONNECTIONS = 1000
SILENT_FOR_S = 60
LARGEST_HEADER = 32 * 1024
TURN_S = 1.0


class Server:
    """A waitress server that can be told to stop from a signal handler."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._sockets: dict[int, object] = {}
        self._is_stopping = False
        try:
            self._server = create_server(
                app,
                map=self._sockets,
                host=config.host,
                port=config.port,
                threads=THREADS,
                connection_limit=MOST_CONNECTIONS,
                channel_timeout=SILENT_FOR_S,
                cleanup_interval=10,
                max_request_body_size=LARGEST_BODY,
                max_request_header_size=LARGEST_HEADER,
                asyncore_use_poll=True,
                ident=None,
            )
        except OSError as error:
            wasyncore.close_all(self._sockets, ignore_all=True)
            raise Told(
                f"Cannot listen on {config.host}:{config.port}: {error.strerror}. "
                "Set SHOPKIT_PORT to a free port."
            ) from None

    def stop(self) -> None:
        """Ask the server to end; safe in a signal handler."""
        self._is_stopping = True
        for listener in self._listeners():
            listener.pull_trigger()
            return

    def run(self, patience_s: float = 30.0) -> bool:
        """Serve until told to stop, then finish what is in flight; False if some was cut off."""
        while not self._is_stopping:
            self._turn()
        for listener in self._listeners():
            self._close_door(listener)
        self._turn(0.1)
        end = time.monotonic() + patience_s
        while self._is_busy() and time.monotonic() < end:
            self._turn(0.1)
        was_quiet = not self._is_busy()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._sockets, ignore_all=True)
        return was_quiet

    def _close_door(self, listener: BaseWSGIServer) -> None:
        """Let in those who wait at the door already, and nobody after them."""
        let_in = -1
        while let_in < len(self._sockets):
            let_in = len(self._sockets)
            listener.handle_accept()
        listener.del_channel(self._sockets)
        listener.socket.close()

    def _turn(self, timeout_s: float = TURN_S) -> None:
        wasyncore.loop(timeout_s, use_poll=True, map=self._sockets, count=1)

    def _listeners(self) -> list[BaseWSGIServer]:
        return [each for each in self._sockets.values() if isinstance(each, BaseWSGIServer)]

    def _is_busy(self) -> bool:
        """True while a request is being received, worked on, or its answer is being sent."""
        return any(
            each.request is not None or each.requests or each.total_outbufs_len
            for each in list(self._sockets.values())
            if isinstance(each, HTTPChannel)
        )
