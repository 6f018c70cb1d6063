"""Files by the hash of their content: written once, never changed, never half there."""

import hashlib
import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from shopkit.errors import NotFound

NAME_LENGTH = 64
DRAFTS = "drafts"


class FilesAway(OSError):
    """The store does not answer just now; what it holds is safe, and asking later will do."""


class Files(ABC):
    """Files, each named by the SHA-256 of its bytes; drafts of them lie on this machine."""

    def __init__(self, drafts: Path) -> None:
        self._drafts = drafts

    @abstractmethod
    def shelf(self, name: str) -> "Files":
        """The files of one feature, kept apart so that its sweep knows what is whose."""

    @abstractmethod
    def put(self, content: bytes) -> str:
        """Keep the bytes and return their name; bytes that lie there already are young again."""

    @abstractmethod
    def take(self, draft: Path) -> str:
        """Keep a finished file of `drafts()` and return its name; the draft is gone then."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """The content under a name; raises NotFound."""

    @abstractmethod
    def opened(self, name: str) -> BinaryIO:
        """The content to be read piece by piece, from any place on; raises NotFound."""

    @abstractmethod
    def path(self, name: str) -> Path:
        """A file of this machine with the content, for reading today; it may not be there."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no problem."""

    @abstractmethod
    def names(self, before: datetime | None = None) -> Iterator[str]:
        """The names on this shelf, or those that nobody has put since a moment."""

    @abstractmethod
    def everything(self) -> Iterator[tuple[str, str]]:
        """Shelf and name of every file, on all shelves; the shelf of the house itself is ""."""

    def sweep(self, known: Container[str], before: datetime) -> int:
        """Remove what nobody knows and nobody has put since; returns how many files went."""
        unknown = [name for name in self.names(before) if name not in known]
        for name in unknown:
            self.remove(name)
        return len(unknown)

    def drafts(self) -> Path:
        """A folder for files that are still being made."""
        self._drafts.mkdir(parents=True, exist_ok=True)
        return self._drafts

    def sweep_drafts(self, now: datetime) -> None:
        """Remove what a crash left half-made; a draft of today may still be in somebody's hands."""
        before = (now - timedelta(days=1)).timestamp()
        for draft in self.drafts().iterdir():
            if draft.stat().st_mtime < before:
                if draft.is_dir():
                    shutil.rmtree(draft)
                else:
                    draft.unlink(missing_ok=True)


class Folder(Files):
    """Files in a folder of this machine."""

    def __init__(self, root: Path, drafts: Path | None = None) -> None:
        super().__init__(drafts or root / DRAFTS)
        self.root = root

    def shelf(self, name: str) -> "Folder":
        return Folder(self.root / name, self._drafts)

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.exists():
            os.utime(path)
            return name
        handle, draft = tempfile.mkstemp(dir=self.drafts())
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self._move_in(Path(draft), path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        return name

    def take(self, draft: Path) -> str:
        name = hash_of(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        self._move_in(draft, self.path(name))
        return name

    def _move_in(self, draft: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft, path)
        sync_folder(path.parent)

    def read(self, name: str) -> bytes:
        with self.opened(name) as file:
            return file.read()

    def opened(self, name: str) -> BinaryIO:
        try:
            return self.path(name).open("rb")
        except FileNotFoundError:
            raise NotFound(name) from None

    def path(self, name: str) -> Path:
        return self.root / place_of(name)

    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def names(self, before: datetime | None = None) -> Iterator[str]:
        for path in self.root.glob("??/*"):
            if is_name(path.name) and (before is None or path.stat().st_mtime < before.timestamp()):
                yield path.name

    def everything(self) -> Iterator[tuple[str, str]]:
        shelves = [self.root, *(path for path in sorted(self.root.glob("*")) if path.is_dir())]
        for folder in shelves:
            if folder != self._drafts:
                shelf = "" if folder == self.root else folder.name
                yield from ((shelf, name) for name in Folder(folder).names())


def is_name(text: str) -> bool:
    return len(text) == NAME_LENGTH and set(text) <= set("0123456789abcdef")


def place_of(name: str) -> str:
    """Where a name lies; anything but a hash is refused, so no path can be smuggled in."""
    if not is_name(name):
        raise NotFound(name)
    return f"{name[:2]}/{name}"


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
