"""What the pages behind codes hold in memory, and how a page is answered from there."""

import gzip
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID
from wsgiref.types import WSGIEnvironment

from flask import current_app, request
from werkzeug.wrappers import Response

from qr_labels.payload.serials import grouped
from shopkit import clock
from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.traceability.actions.looks import LookBook
from shopkit.traceability.models.remembered import listen
from shopkit.traceability.queries.trace import Sticker
from shopkit.traceability.rules.linkset import link_header
from shopkit.traceability.rules.looks import coarse_place, is_buyer
from shopkit.traceability.rules.remembered import Memory
from shopkit.traceability.rules.trace_limits import Pacer
from shopkit.traceability.rules.warnings import Known, Verdict, judge, least_looks, rules_on
from shopkit.web.language import LANGUAGES

DESK = "shopkit.trace"
# Stand in a drawn frame for what differs from label to label; no typed text holds such signs.
CODE, GROUPED, SAID = "\x02code\x03", "\x02grouped\x03", "\x02said\x03"
# A recall must show at once, so each load asks again.
PAGE_HEADERS = [("Vary", "Accept-Language, Accept-Encoding, Accept"), ("Cache-Control", "no-cache")]
# About 4 KB a page and 14 KB a frame: together less than 40 MB.
MOST_PAGES, MOST_FRAMES = 4_000, 1_500
# What another process changed shows after half a minute at most; a recall shows at once.
FRAME_SECONDS = 20.0
# Higher levels save two hundred bytes of two thousand and cost twice the time.
SQUEEZE = 1


@dataclass(frozen=True)
class Frame:
    """The page of a batch, drawn but for the code and what is said about it."""

    html: str
    shop_id: UUID
    shop_name: str
    batch_code: str
    best_before: date | None
    is_recalled: bool
    # What was said about its labels so far, by what it depends on: most were never looked up.
    said: dict[Hashable, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A finished page, squeezed, with what counting a look at it needs to know."""

    code: str
    batch_id: UUID
    shop_id: UUID
    squeezed: bytes
    etag: str
    links: str


class Desk:
    """The memory of one application."""

    def __init__(self, database: Database) -> None:
        self.pages: Memory[Page] = Memory(MOST_PAGES)
        self.frames: Memory[Frame] = Memory(MOST_FRAMES, seconds=FRAME_SECONDS)
        self.looks = LookBook(database, self.forget_codes)
        self.misses = Pacer()
        self.reports = Pacer(free=5, most=5)
        listen(self.pages)
        listen(self.frames)

    def forget_codes(self, codes: set[str]) -> None:
        """What was counted since must show: the pages of these codes are put together anew."""
        today = clock.today()
        for code in codes:
            for language in LANGUAGES:
                self.pages.forget((code, language, today))


def desk() -> Desk:
    found: Desk = current_app.extensions[DESK]
    return found


def note_look(memory: Desk, page: Page, environ: WSGIEnvironment, config: Config) -> None:
    """Count a look of a buyer: no preview of a link, and no phone a second time."""
    agent = environ.get("HTTP_USER_AGENT", "")
    purpose = environ.get("HTTP_SEC_PURPOSE", "") + environ.get("HTTP_PURPOSE", "")
    if not is_buyer(environ["REQUEST_METHOD"], agent, purpose.lower()):
        return
    now, address = clock.now(), environ.get("REMOTE_ADDR", "")
    if not memory.looks.lately.is_again(page.code, address, agent, now):
        place = place_told(environ, config)
        memory.looks.note(page.code, page.batch_id, at=now, place=place)


def place_told(environ: WSGIEnvironment, config: Config) -> str:
    """The region that a proxy of the operator names; a header from anywhere else is not heard."""
    if not config.proxy_hops or not config.place_header:
        return ""
    name = "HTTP_" + config.place_header.upper().replace("-", "_")
    return coarse_place(environ.get(name, ""))


def frame_key(found: Sticker, language: str, day: date) -> Hashable:
    return (found.batch_id, found.is_unit, found.has_number, language, day)


def said_key(verdict: Verdict, found: Sticker, first_number_at: datetime | None) -> Hashable:
    """What the sentences about a label depend on, its frame apart."""
    first_day = clock.local_day(found.first_at) if found.first_at else None
    return (verdict, found.count, first_day, first_number_at)


def known_so_far(found: Sticker, frame: Frame) -> Known:
    """What is known of a label without asking when it was looked up."""
    return Known(
        is_unit=found.is_unit,
        is_recalled=frame.is_recalled,
        is_void=found.is_void,
        best_before=frame.best_before,
        count=found.count,
    )


def said_before_or_none(found: Sticker, frame: Frame, now: datetime) -> str | None:
    """What was said about a label like this one, if that needs no looking up."""
    today = clock.local_day(now)
    rules = rules_on(today)
    if found.is_asleep or found.has_number or found.count >= least_looks(rules):
        return None
    verdict = judge(known_so_far(found, frame), rules, now=now, today=today)
    return frame.said.get(said_key(verdict, found, None))


def finished(found: Sticker, frame: Frame, said: str, address: str) -> Page:
    """The frame with what differs from label to label put in, squeezed."""
    html = frame.html.replace(SAID, said)
    html = html.replace(CODE, found.code).replace(GROUPED, grouped(found.code))
    content = html.encode()
    return Page(
        found.code,
        found.batch_id,
        found.shop_id,
        gzip.compress(content, SQUEEZE, mtime=0),
        blake2b(content, digest_size=12).hexdigest(),
        link_header(f"{address}/T/{found.code}"),
    )


def answered(page: Page) -> Response:
    """Asked for again it says that nothing changed; a phone that reads no gzip gets it plain."""
    if request.accept_encodings.quality("gzip"):
        response = current_app.response_class(page.squeezed, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = current_app.response_class(gzip.decompress(page.squeezed), mimetype="text/html")
    for name, value in PAGE_HEADERS:
        response.headers[name] = value
    response.headers["Link"] = page.links
    response.set_etag(page.etag, weak=True)
    if "If-None-Match" in request.headers:
        return response.make_conditional(request)
    return response
