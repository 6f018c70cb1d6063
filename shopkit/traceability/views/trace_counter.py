"""Handing out what is remembered before Flask is asked: the plain case of a scan."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask, Response
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from qr_labels.payload.serials import CodeMistyped, read_code
from shopkit import clock
from shopkit.config import Config
from shopkit.errors import NotFound
from shopkit.traceability.queries.trace import recall_number, sticker
from shopkit.traceability.rules.trace_limits import Pace
from shopkit.traceability.views.remembered import (
    DESK,
    PAGE_HEADERS,
    Desk,
    Page,
    finished,
    frame_key,
    note_look,
    said_before_or_none,
)
from shopkit.web.language import LANGUAGES, SOURCE
from shopkit.web.security import trusted_hosts, with_headers
from shopkit.web.state import Parts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASKED_FOR = {f"lang={language}": language for language in LANGUAGES}


class Counter:
    """Stands before the application and answers what needs no looking up.

    Only a plain GET of a code that is remembered, without a cookie, in a language we speak; it
    still asks for the recall version and counts the look. Everything else goes on to Flask.
    """

    def __init__(self, behind: "WSGIApplication", app: Flask, config: Config) -> None:
        self._behind, self._app = behind, app
        self._hosts = frozenset(trusted_hosts(config))
        self._headers = list(with_headers(Response(), config).headers)
        self._headers = [
            pair
            for pair in self._headers
            if pair[0] not in ("Content-Type", "Content-Length", "Cache-Control")
        ]

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse", /) -> Iterable[bytes]:
        page = self._page(environ) if environ["PATH_INFO"][:3] in ("/T/", "/t/") else None
        if page is None:
            return self._behind(environ, start)
        parts: Parts = self._app.extensions["shopkit"]
        note_look(self._desk, page, environ, parts.config)
        etag = f'W/"{page.etag}"'
        headers = [*self._headers, *PAGE_HEADERS, ("ETag", etag), ("Link", page.links)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", headers)
            return []
        length = str(len(page.squeezed))
        start("200 OK", [*headers, *BODY_HEADERS, ("Content-Length", length)])
        return [page.squeezed]

    @property
    def _desk(self) -> Desk:
        found: Desk = self._app.extensions[DESK]
        return found

    def _page(self, environ: "WSGIEnvironment") -> Page | None:
        """The page from memory; None when anything about the request is out of the ordinary."""
        if not is_plain(environ) or environ.get("HTTP_HOST", "").split(":")[0] not in self._hosts:
            return None
        asked = environ.get("QUERY_STRING", "")
        language = ASKED_FOR.get(asked) if asked else spoken(environ.get("HTTP_ACCEPT_LANGUAGE"))
        if language is None:
            return None
        now, desk = clock.now(), self._desk
        if desk.misses.pace(environ.get("REMOTE_ADDR"), now) is Pace.CLOSED:
            return None
        try:
            return self._remembered(read_code(environ["PATH_INFO"][3:]), language, now)
        except (CodeMistyped, NotFound):
            return None

    def _remembered(self, code: str, language: str, now: datetime) -> Page | None:
        """A page kept whole, or put together from what is kept of its batch."""
        parts: Parts = self._app.extensions["shopkit"]
        memory, version = self._desk.pages, recall_number(parts.database)
        key = (code, language, clock.local_day(now))
        page = memory.get(key, version)
        if page is None:
            mark = memory.mark()
            page = self._put_together(code, language, now, version)
            if page:
                memory.keep(key, page, shop_id=page.shop_id, mark=mark, version=version)
        return page

    def _put_together(self, code: str, language: str, now: datetime, version: int) -> Page | None:
        parts: Parts = self._app.extensions["shopkit"]
        with parts.database.engine.connect() as connection:
            found = sticker(connection, code)
        frame = self._desk.frames.get(frame_key(found, language, clock.local_day(now)), version)
        if frame is None or not (parts.config.public_pages or frame.is_recalled):
            return None
        said = said_before_or_none(found, frame, now)
        return None if said is None else finished(found, frame, said, parts.config.public_address)


BODY_HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]


def is_plain(environ: "WSGIEnvironment") -> bool:
    """A browser that reads gzip and wants a page; with a cookie it may be the shop's own."""
    encodings, wanted = environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_ACCEPT", "")
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_COOKIE" not in environ
        and "gzip" in encodings
        and ";q=0" not in encodings
        and "json" not in wanted
    )


@lru_cache(maxsize=512)
def spoken(accepted: str | None) -> str:
    """Our language that suits what a browser says it reads."""
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES) or SOURCE
