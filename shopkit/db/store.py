"""Files in an S3-compatible object store; it may be slow or away, and never half-writes."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from shopkit.config import Config
from shopkit.db.files import DRAFTS, Files, FilesAway, hash_of, is_name, place_of
from shopkit.errors import NotFound

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SCHEME = "s3://"
PIECE = 1_000_000
CONNECT = timedelta(seconds=2)
# One request, from connecting to its last byte; somebody waits for it with a phone in her hand.
REQUEST = timedelta(seconds=10)
RETRIES = 2
RETRY_UNTIL = timedelta(seconds=4)


class Store(Files):
    """Files as objects named as they would lie in a folder, so that either can be copied over."""

    def __init__(self, bucket: S3Store, drafts: Path, shelf: str = "") -> None:
        super().__init__(drafts)
        self._bucket = bucket
        self._shelf = shelf

    def shelf(self, name: str) -> "Store":
        return Store(self._bucket, self._drafts, f"{name}/")

    def put(self, content: bytes) -> str:
        # Always sent, although it may lie there: that is what makes it young again.
        name = hashlib.sha256(content).hexdigest()
        with answering(missing=FilesAway):
            obstore.put(self._bucket, self._key(name), content)
        return name

    def take(self, draft: Path) -> str:
        name = hash_of(draft)
        with answering(missing=FilesAway):
            obstore.put(self._bucket, self._key(name), draft)
        draft.unlink()
        return name

    def read(self, name: str) -> bytes:
        with answering():
            return bytes(obstore.get(self._bucket, self._key(name)).bytes())

    def opened(self, name: str) -> BinaryIO:
        return cast(BinaryIO, Pieces(self._bucket, self._key(name)))

    def path(self, name: str) -> Path:
        """A copy on this machine; content of one name never changes, so it is never stale."""
        kept = self._copy(name)
        if kept.exists():
            os.utime(kept)  # it is in use today
            return kept
        try:
            with (
                self.opened(name) as there,
                tempfile.NamedTemporaryFile(dir=self.drafts(), delete=False) as here,
            ):
                while piece := there.read(PIECE):
                    here.write(piece)
        except NotFound:
            return kept
        os.replace(here.name, kept)
        return kept

    def remove(self, name: str) -> None:
        with answering():
            obstore.delete(self._bucket, self._key(name))
        self._copy(name).unlink(missing_ok=True)

    def names(self, before: datetime | None = None) -> Iterator[str]:
        for shelf, name, put_at in self._listed(self._shelf or None):
            if shelf == self._shelf and (before is None or put_at < before):
                yield name

    def everything(self) -> Iterator[tuple[str, str]]:
        for shelf, name, _put_at in self._listed(None):
            yield shelf.rstrip("/"), name

    def _listed(self, prefix: str | None) -> Iterator[tuple[str, str, datetime]]:
        with answering():
            for objects in obstore.list(self._bucket, prefix=prefix):
                for each in objects:
                    place, _, name = each["path"].rpartition("/")
                    if is_name(name):
                        yield place.removesuffix(name[:2]), name, each["last_modified"]

    def _copy(self, name: str) -> Path:
        return self.drafts() / place_of(name).replace("/", "-")

    def _key(self, name: str) -> str:
        return self._shelf + place_of(name)


class Pieces(io.RawIOBase):
    """An object read piece by piece; the first piece comes with its size, in one request."""

    def __init__(self, bucket: S3Store, key: str) -> None:
        super().__init__()
        self._bucket, self._key = bucket, key
        self._at = self._start = 0
        with answering():
            found = obstore.get(bucket, key, options={"range": (0, PIECE)})
            self.size = found.meta["size"]
            self._piece = bytes(found.bytes())

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        place = memoryview(buffer).cast("B")
        if self._at >= self.size:
            return 0
        if not self._start <= self._at < self._start + len(self._piece):
            self._fetch()
        found = self._piece[self._at - self._start :][: len(place)]
        place[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _fetch(self) -> None:
        end = min(self._at + PIECE, self.size)
        with answering():
            found = obstore.get_range(self._bucket, self._key, start=self._at, end=end)
        self._start, self._piece = self._at, bytes(found)


@contextmanager
def answering(missing: type[Exception] = NotFound) -> Iterator[None]:
    """Say in our own words that something is not there, or that the store is not."""
    try:
        yield
    except FileNotFoundError as error:
        raise missing("object") from error
    except (BaseError, OSError) as error:
        raise FilesAway(type(error).__name__) from error


def open_store(config: Config, environ: dict[str, str] | None = None) -> Store:
    """The store of `SHOPKIT_FILES`; where it is and its keys come from the usual AWS_ names."""
    bucket, _, prefix = config.store.removeprefix(SCHEME).partition("/")
    given = os.environ if environ is None else environ
    endpoint = given.get("AWS_ENDPOINT_URL") or given.get("AWS_ENDPOINT") or ""
    store = S3Store(
        bucket,
        prefix=prefix.strip("/") or None,
        client_options={
            # Unencrypted only where the operator has written so.
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": CONNECT,
            "timeout": REQUEST,
        },
        retry_config={
            "max_retries": RETRIES,
            "retry_timeout": RETRY_UNTIL,
            "backoff": {
                "init_backoff": timedelta(milliseconds=100),
                "max_backoff": timedelta(seconds=1),
                "base": 2,
            },
        },
    )
    return Store(store, config.files / DRAFTS)
