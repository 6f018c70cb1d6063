"""What the pages behind codes hold in memory, and how a page is answered from there."""

import gzip
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from shopkit.db.engine import Database
from shopkit.traceability.actions.looks import LookBook
from shopkit.traceability.models.remembered import listen
from shopkit.traceability.rules.remembered import Memory
from shopkit.traceability.rules.trace_limits import Pacer

DESK = "shopkit.trace"
# About 4 KB a page and 14 KB a frame: together less than 40 MB.
MOST_PAGES, MOST_FRAMES = 4_000, 1_500
# Higher levels save a hundred bytes and cost twice the time.
SQUEEZE = 5


@dataclass(frozen=True)
class Frame:
    """The page of a batch, drawn but for the code and what is said about it."""

    html: str
    shop_id: UUID
    shop_name: str
    batch_code: str
    best_before: date | None
    is_recalled: bool


@dataclass(frozen=True)
class Page:
    """A finished page, squeezed, with what counting a look at it needs to know."""

    code: str
    batch_id: UUID
    shop_id: UUID
    squeezed: bytes
    etag: str


class Desk:
    """The memory of one application."""

    def __init__(self, database: Database) -> None:
        self.pages: Memory[Page] = Memory(MOST_PAGES)
        self.frames: Memory[Frame] = Memory(MOST_FRAMES)
        self.looks = LookBook(database)
        self.misses = Pacer()
        self.reports = Pacer(free=5, most=5)
        listen(self.pages)
        listen(self.frames)


def desk() -> Desk:
    found: Desk = current_app.extensions[DESK]
    return found


def finished(code: str, batch_id: UUID, shop_id: UUID, html: str) -> Page:
    content = html.encode()
    return Page(
        code,
        batch_id,
        shop_id,
        gzip.compress(content, SQUEEZE, mtime=0),
        blake2b(content, digest_size=12).hexdigest(),
    )


def answered(page: Page) -> Response:
    """Asked for again it says that nothing changed; a phone that reads no gzip gets it plain."""
    if request.accept_encodings.quality("gzip"):
        response = current_app.response_class(page.squeezed, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = current_app.response_class(gzip.decompress(page.squeezed), mimetype="text/html")
    response.headers["Vary"] = "Accept-Language, Accept-Encoding"
    # A recall must show at once, so each load asks again.
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(page.etag, weak=True)
    if "If-None-Match" in request.headers:
        return response.make_conditional(request)
    return response
