"""Files by the hash of their content: written once, never changed, never half there."""

import hashlib
import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from shopkit.errors import NotFound

NAME_LENGTH = 64


class Files:
    """A folder of files, each named by the SHA-256 of its bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their name; putting the same bytes again changes nothing."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return name

    def take(self, draft: Path) -> str:
        """Keep a finished file by moving it in; it must lie on the same disk."""
        with draft.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft, path)
        sync_folder(path.parent)
        return name

    def read(self, name: str) -> bytes:
        path = self.path(name)
        if not path.is_file():
            raise NotFound(name)
        return path.read_bytes()

    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where a name lies; anything but a hash is refused, so no path can be smuggled in."""
        if len(name) != NAME_LENGTH or not set(name) <= set("0123456789abcdef"):
            raise NotFound(name)
        return self.root / name[:2] / name

    def sweep_drafts(self, now: datetime) -> None:
        """Remove what a crash left half-made; a draft of today may still be in somebody's hands."""
        before = (now - timedelta(days=1)).timestamp()
        for draft in self.drafts().iterdir():
            if draft.stat().st_mtime < before:
                if draft.is_dir():
                    shutil.rmtree(draft)
                else:
                    draft.unlink(missing_ok=True)

    def drafts(self) -> Path:
        """A folder on the same disk for files that are still being made."""
        folder = self.root / "drafts"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
