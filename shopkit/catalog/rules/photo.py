"""What a photo is once it was taken, and why one is not; knows no decoder."""

import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shopkit.errors import Refusal

MOST_BYTES = 15 * 1024 * 1024
MASTER, CARD, THUMB, SHARE = "master", "card", "thumb", "share"
# Made while the seller waits, so that the next page shows her photo; the rest by a job.
AT_ONCE, LATER = (CARD,), (THUMB, SHARE)
FORMS = {MASTER: "image/jpeg", CARD: "image/webp", THUMB: "image/webp", SHARE: "image/jpeg"}


class Flaw(StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    UNKNOWN = "unknown"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    BROKEN = "broken"
    BUSY = "busy"


class Note(StrEnum):
    """What the seller should know about a picture that was taken."""

    FIRST_FRAME = "first_frame"
    SMALL = "small"


class PictureRefused(Refusal):
    """The bytes are no picture we can show; nothing of them was kept."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Developed:
    """A photo that was taken: its files by size, and the sides of its master in pixels."""

    files: dict[str, bytes]
    width: int
    height: int
    notes: tuple[Note, ...] = ()


def packed(developed: Developed) -> bytes:
    """One line of JSON, then the files one after the other."""
    told = {
        "width": developed.width,
        "height": developed.height,
        "notes": developed.notes,
        "files": {name: len(content) for name, content in developed.files.items()},
    }
    return json.dumps(told).encode() + b"\n" + b"".join(developed.files.values())


def packed_refusal(refusal: PictureRefused) -> bytes:
    return json.dumps({"flaw": refusal.flaw}).encode() + b"\n"


def unpacked(answer: bytes) -> Developed:
    """What was packed; raises the refusal if that is what was packed."""
    head, _, body = answer.partition(b"\n")
    told = json.loads(head)
    if "flaw" in told:
        raise PictureRefused(Flaw(told["flaw"]))
    files, start = {}, 0
    for name, length in told["files"].items():
        files[name] = body[start : start + length]
        start += length
    notes = tuple(Note(note) for note in told["notes"])
    return Developed(files, told["width"], told["height"], notes)


def jpeg_path(photo_id: UUID) -> str:
    """Where anybody gets a photo of a listing on show as a JPEG; the same for ever."""
    return f"/photos/{photo_id}.jpg"
