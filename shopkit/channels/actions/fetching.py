"""Fetching photos that lie elsewhere, where the operator lets it be done, and only from anywhere
that is anybody's to reach.
"""

import socket
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urljoin
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.catalog.actions import darkroom
from shopkit.catalog.actions.photos import TooManyPhotos, add_photo
from shopkit.catalog.actions.products import ShopFull
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.photo import AT_ONCE, Developed, PictureRefused
from shopkit.channels.models.brought import FETCHED, LOST, WANTED, WantedPhoto
from shopkit.channels.rules.fetching import ADDRESS, NOT_PUBLIC, is_public, parts_of, port_of
from shopkit.db.files import Files
from shopkit.errors import Refusal
from shopkit.imports.models import Import
from shopkit.jobs.actions import enqueue
from shopkit.jobs.models import Job
from shopkit.jobs.registry import Address as ResultAddress
from shopkit.jobs.registry import Registry, Sentence

FETCH = "photos_fetch"
PATIENCE_S = 20
MOST_REDIRECTS = 3
PIECE = 64 * 1024
HEAVIEST = 12 * 1024 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
AWAY, REFUSED, TOO_HEAVY, TOO_SLOW, NO_PHOTO, ENOUGH = (
    "away", "refused", "too_heavy", "too_slow", "no_photo", "enough",
)  # fmt: skip


class NotFetched(Refusal):
    """A photo could not be taken from where it lies; the word says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Fetcher:
    """Gets files from public addresses; `let_in` are hosts with ports that are let in besides."""

    let_in: frozenset[tuple[str, int]] = frozenset()
    patience_s: float = PATIENCE_S

    def photo(self, address: str) -> bytes:
        """What lies at an address, at most 12 MB; raises NotFetched."""
        until = time.monotonic() + self.patience_s
        for _ in range(MOST_REDIRECTS + 1):
            parts = parts_of(address, frozenset(port for _host, port in self.let_in))
            if parts is None:
                raise NotFetched(ADDRESS)
            content, further = self.answer(parts, until)
            if not further:
                return content
            address = urljoin(address, further)
        raise NotFetched(REFUSED)

    def answer(self, parts: SplitResult, until: float) -> tuple[bytes, str]:
        """The content of one answer, or where it sends us."""
        try:
            opened = self.connected(parts, until)
            connection = HTTPConnection(parts.hostname or "", port_of(parts))
            connection.sock = opened
            try:
                connection.request("GET", path_of(parts), headers={"Accept": "image/*"})
                with connection.getresponse() as response:
                    return told_by(response, opened, until)
            finally:
                connection.close()
                opened.close()
        except TimeoutError as problem:
            raise NotFetched(TOO_SLOW) from problem
        except (OSError, HTTPException, UnicodeError) as problem:
            raise NotFetched(AWAY) from problem

    def connected(self, parts: SplitResult, until: float) -> socket.socket:
        """A connection to the very address that was looked at: the name is asked for once only."""
        host, port = parts.hostname or "", port_of(parts)
        place = self.looked_up(host, port)
        opened = socket.create_connection((place, port), timeout=left(until))
        if parts.scheme == "https":
            return ssl.create_default_context().wrap_socket(opened, server_hostname=host)
        return opened

    def looked_up(self, host: str, port: int) -> str:
        """The network address of a name; one name of a private place spoils all its addresses."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        places = [str(place[4][0]) for place in found]
        is_let_in = (host, port) in self.let_in
        if not places or not (is_let_in or all(is_public(place) for place in places)):
            raise NotFetched(NOT_PUBLIC)
        return places[0]


def path_of(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    path = (parts.path or "/") + query
    return "".join(letter if letter.isascii() else quoted(letter) for letter in path)


def quoted(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def left(until: float) -> float:
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining


def told_by(response: HTTPResponse, opened: socket.socket, until: float) -> tuple[bytes, str]:
    if response.status in REDIRECTS:
        return b"", response.getheader("Location") or "-"
    if response.status != 200:
        raise NotFetched(REFUSED)
    return body_of(response, opened, until), ""


def body_of(response: HTTPResponse, opened: socket.socket, until: float) -> bytes:
    """The body, read in pieces so that neither its length nor its slowness is believed."""
    pieces: list[bytes] = []
    weight = 0
    while True:
        opened.settimeout(left(until))
        piece = response.read1(PIECE)
        if not piece:
            return b"".join(pieces)
        weight += len(piece)
        if weight > HEAVIEST:
            raise NotFetched(TOO_HEAVY)
        pieces.append(piece)


@dataclass(frozen=True)
class Brought:
    """One photo that was fetched, or why it was not."""

    wanted_id: UUID
    files: Files
    developed: Developed | None = None
    why: str = ""


def ask_for_photos(session: Session, brought: Import, *, now: datetime) -> Job:
    """Let the photos that a file names be fetched in the background."""
    return enqueue(
        session,
        FETCH,
        brought.id,
        owner_id=brought.owner_id,
        shop_id=brought.shop_id,
        commune_code=brought.commune_code,
        now=now,
    )


def register(
    registry: Registry, fetcher: Fetcher, *, title: Sentence, result: ResultAddress
) -> None:
    """Say how photos that lie elsewhere are fetched, one a step."""
    work = Work(fetcher)
    registry.register(
        FETCH, steps=count_wanted, make=work.make, keep=keep, title=title, result=result
    )


def count_wanted(session: Session, import_id: UUID) -> int:
    wanted = select(func.count()).select_from(WantedPhoto)
    found = session.scalar(
        wanted.where(WantedPhoto.import_id == import_id, WantedPhoto.state == WANTED)
    )
    return found or 0


class Work:
    """The steps of fetching."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher

    def make(self, session: Session, files: Files, import_id: UUID, _n: int) -> Brought | None:
        """Fetch and develop the next photo; a picture is opened in its child only."""
        wanted = session.scalar(
            select(WantedPhoto)
            .where(WantedPhoto.import_id == import_id, WantedPhoto.state == WANTED)
            .order_by(WantedPhoto.product_id, WantedPhoto.position, WantedPhoto.id)
            .limit(1)
        )
        if wanted is None:
            return None
        try:
            content = self.fetcher.photo(wanted.address)
            return Brought(wanted.id, files, darkroom.develop(content, AT_ONCE))
        except NotFetched as refusal:
            return Brought(wanted.id, files, why=refusal.why)
        except PictureRefused:
            return Brought(wanted.id, files, why=NO_PHOTO)


def keep(session: Session, _import_id: UUID, _n: int, made: Brought | None) -> None:
    """Put a photo that was fetched on its product, or note why it could not be."""
    wanted = session.get(WantedPhoto, made.wanted_id) if made else None
    if made is None or wanted is None or wanted.state != WANTED:
        return
    if made.developed is None:
        wanted.state, wanted.why = LOST, made.why
        return
    product = session.get_one(Product, wanted.product_id)
    try:
        photo = add_photo(session, made.files, product, made.developed, now=clock.now())
    except (TooManyPhotos, ShopFull):
        wanted.state, wanted.why = LOST, ENOUGH
        return
    photo.fetched_from = wanted.address
    wanted.state, wanted.photo_id = FETCHED, photo.id
